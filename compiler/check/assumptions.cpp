#include "compiler/check/assumptions.h"

#include <vector>

#include "compiler/logic/rules_to_diagrams.h"

namespace assent::check {
namespace {

constexpr std::size_t kNodeBudget = 4u << 20;

// Too large to tell counts as possible: nothing false is said.
bool LeaveSomething(const model::Vocabulary& vocabulary,
                    const std::vector<rules::Assumption>& assumptions) {
  rules::RuleSet alone;
  alone.grants_of.resize(vocabulary.partners.size());
  alone.assumptions = assumptions;
  const logic::Space space = logic::SpaceOf(vocabulary, {});
  logic::Store store(space.domain_sizes, kNodeBudget);
  const logic::RulesToDiagrams diagrams(vocabulary, alone, space, store);
  return store.exhausted() || diagrams.global().possible != logic::kFalse;
}

}  // namespace

void CheckAssumptions(const model::Model& model, const rules::RuleSet& rules,
                      diagnostics::Sink& sink) {
  const model::Vocabulary& vocabulary = model.vocabulary;
  if (rules.assumptions.empty() ||
      LeaveSomething(vocabulary, rules.assumptions))
    return;
  std::vector<rules::Assumption> least = rules.assumptions;
  for (std::size_t i = 0; i < least.size();) {
    std::vector<rules::Assumption> fewer = least;
    fewer.erase(fewer.begin() + std::ptrdiff_t(i));
    if (!fewer.empty() && !LeaveSomething(vocabulary, fewer))
      least = std::move(fewer);
    else
      ++i;
  }
  const auto span = [&](std::size_t i) {
    return rules.rules[least[i].rule.value].span;
  };
  diagnostics::Diagnostic& diagnostic = sink.Report(
      diagnostics::Kind::contradictory_assumptions, span(0),
      least.size() == 1
          ? "this assumption never holds: no request is possible"
          : "assumptions contradict each other: no request is possible",
      "every claim would hold, and the table deny everything; remove or mend "
      "one of them");
  for (std::size_t i = 1; i < least.size(); ++i)
    diagnostic.notes.push_back({span(i), "together with this one"});
}

}  // namespace assent::check
