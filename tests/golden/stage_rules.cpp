// From text to the normal form's dump.
#include "compiler/rules/dump.h"
#include "compiler/rules/model_to_rules.h"
#include "compiler/rules/verify.h"
#include "tests/golden/lower.h"

namespace assent::golden {

std::string RunRules(const Input& input) {
  const Lowered lowered = Lower(input);
  if (lowered.diagnostics.has_errors()) return lowered.Diagnostics();
  const rules::RuleSet rules = rules::ModelToRules(lowered.model);
  rules::VerifyRules(rules, lowered.model.vocabulary);
  return rules::DumpRules(rules, lowered.model.vocabulary) +
         lowered.Diagnostics();
}

}  // namespace assent::golden
