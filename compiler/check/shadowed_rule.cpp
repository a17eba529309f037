#include "compiler/check/shadowed_rule.h"

#include <fmt/format.h>

#include "compiler/check/redundant_rule.h"

namespace assent::check {

void ReportShadowed(const RuleOrigins& origins, const Covered& covered,
                    diagnostics::Sink& sink) {
  auto& diagnostic = sink.Report(
      diagnostics::Kind::shadowed_rule,
      origins.rules.rules[covered.rule.value].span,
      NothingThat(origins, covered.rule,
                  fmt::format("{} others together", covered.by.size()), false),
      "without it no verdict differs: remove it, or mend what it was to add");
  if (!covered.least)
    diagnostic.details.push_back(
        "there may be fewer that do: of these none can be left out");
  for (rules::RuleId other : covered.by)
    diagnostic.notes.push_back(
        {origins.rules.rules[other.value].span,
         fmt::format("{} is one of them", IsLine(origins, covered.rule)
                                              ? "this"
                                              : origins.Quoted(other))});
}

}  // namespace assent::check
