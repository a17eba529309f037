#include "compiler/check/redundant_rule.h"

#include <fmt/format.h>

namespace assent::check {

using Kind = rules::Rule::Kind;

bool IsLine(const RuleOrigins& origins, rules::RuleId rule) {
  const Kind kind = origins.rules.rules[rule.value].kind;
  return kind == Kind::governs || kind == Kind::assume;
}

std::string NothingThat(const RuleOrigins& origins, rules::RuleId rule,
                        const std::string& others, bool one) {
  std::string_view verb = "decides", alike = "decide alike";
  switch (origins.rules.rules[rule.value].kind) {
    case Kind::allow:
      verb = "grants", alike = "grant";
      break;
    case Kind::forbid:
      verb = "forbids", alike = "forbid";
      break;
    case Kind::governs:
      verb = "governs", alike = "govern";
      break;
    case Kind::assume:
      verb = "excludes", alike = "exclude";
      break;
    default:
      break;
  }
  return fmt::format("{} {} nothing that {} {} not {}",
                     IsLine(origins, rule) ? "this line" : origins.Quoted(rule),
                     verb, others, one ? "does" : "do", alike);
}

void ReportRedundant(const RuleOrigins& origins, const Covered& covered,
                     diagnostics::Sink& sink) {
  const Span span = origins.rules.rules[covered.rule.value].span;
  if (covered.by.empty()) {
    sink.Report(diagnostics::Kind::redundant_rule, span,
                "this line excludes nothing: it always holds", "remove it");
    return;
  }
  const rules::RuleId other = covered.by.front();
  const bool line = IsLine(origins, covered.rule);
  auto& diagnostic = sink.Report(
      diagnostics::Kind::redundant_rule, span,
      NothingThat(origins, covered.rule,
                  line ? "another line" : origins.Quoted(other), true),
      "without it no verdict differs: remove it, or mend what it was to add");
  diagnostic.notes.push_back(
      {origins.rules.rules[other.value].span,
       fmt::format("{} is enough", line ? "this" : origins.Quoted(other))});
}

}  // namespace assent::check
