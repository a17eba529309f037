// From text to the diagrams of each partner's grants.
#include "compiler/logic/dump.h"
#include "compiler/logic/rules_to_diagrams.h"
#include "compiler/rules/model_to_rules.h"
#include "tests/golden/lower.h"

namespace assent::golden {

std::string RunLogic(const Input& input) {
  const Lowered lowered = Lower(input);
  if (lowered.diagnostics.has_errors()) return lowered.Diagnostics();
  const model::Vocabulary& vocabulary = lowered.model.vocabulary;
  const rules::RuleSet rules = rules::ModelToRules(lowered.model);
  const logic::Space space =
      logic::SpaceOf(vocabulary, logic::OverrideSetsOf(rules),
                     rules.unknown_sizes);
  logic::Store store(space.domain_sizes, 1 << 20);
  logic::RulesToDiagrams diagrams(vocabulary, rules, space, store);
  std::string text =
      "possible\n" +
      logic::Dump(store, diagrams.global().possible, vocabulary) +
      "prohibited\n" +
      logic::Dump(store, diagrams.global().prohibited, vocabulary);
  for (std::size_t p = 0; p < vocabulary.permissions.size(); ++p)
    text += "closed " + vocabulary.permissions[p].name + "\n" +
            logic::Dump(store, diagrams.global().closed[p], vocabulary);
  for (std::size_t p = 0; p < vocabulary.partners.size(); ++p)
    text += "partner " + vocabulary.partners[p].name + "\n" +
            logic::Dump(store, diagrams.Grants(rules.grants_of[p]),
                        vocabulary);
  return text;
}

}  // namespace assent::golden
