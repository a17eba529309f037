#include "compiler/check/check_budget.h"

#include <fmt/format.h>

#include <algorithm>

namespace assent::check {

using rules::RuleId;

namespace {

constexpr std::size_t kMeasured = 32;
constexpr std::size_t kNamed = 3;

// Nodes that the rule needs by itself, at most a sixteenth of the budget.
std::size_t NodesOf(const RuleOrigins& origins, RuleId rule,
                    std::size_t node_budget) {
  RuleDiagrams diagrams(origins, std::max<std::size_t>(node_budget / 16, 64));
  const std::size_t before = diagrams.store().node_count();
  for (rules::GrantId id : origins.grants[rule]) diagrams.Grant(id);
  for (rules::ProhibitionId id : origins.prohibitions[rule])
    diagrams.Prohibition(id);
  for (GateId id : origins.gates[rule]) diagrams.Gate(id);
  return diagrams.exhausted() ? node_budget
                              : diagrams.store().node_count() - before;
}

}  // namespace

void ReportBudget(const RuleOrigins& origins, std::string_view checks,
                  std::vector<RuleId> undecided, std::size_t node_budget,
                  diagnostics::Sink& sink) {
  if (undecided.empty()) return;
  std::vector<std::pair<std::size_t, RuleId>> needs;
  for (RuleId rule : undecided)
    needs.push_back(
        {needs.size() < kMeasured ? NodesOf(origins, rule, node_budget) : 0,
         rule});
  std::ranges::stable_sort(needs, std::greater<>(),
                           &std::pair<std::size_t, RuleId>::first);
  auto& diagnostic = sink.Report(
      diagnostics::Kind::check_budget,
      origins.rules.rules[needs.front().second.value].span,
      fmt::format("{} {} not decided for {} rule{}: {} than {} diagram nodes",
                  checks, checks.find(',') != checks.npos ? "are" : "is", undecided.size(),
                  undecided.size() == 1 ? "" : "s",
                  undecided.size() == 1 ? "it needs more" : "they need more",
                  node_budget),
      "its conditions relate too many facts with each other: name the allowed "
      "cases one by one, or declare with `assume` which facts exclude each "
      "other");
  for (std::size_t i = 1; i < needs.size() && i < kNamed; ++i)
    diagnostic.notes.push_back(
        {origins.rules.rules[needs[i].second.value].span, "and this rule"});
}

}  // namespace assent::check
