#include "compiler/rules/verify.h"

#include <algorithm>

#include "compiler/base/result.h"

namespace assent::rules {
namespace {

using Kind = Condition::Kind;

bool IsJoint(const Condition& condition) {
  return condition.kind == Kind::all_of || condition.kind == Kind::any_of;
}

using Sizes = std::vector<std::uint32_t>;  // by UnknownId

void VerifyLeaf(const Condition& leaf, const model::Vocabulary& vocabulary,
                const Sizes& unknowns) {
  std::uint32_t count = model::kConsentCount;
  if (leaf.kind == Kind::unknown) {
    ASSENT_CHECK(leaf.which.value < unknowns.size(),
                 "an unknown is out of range");
    count = unknowns[leaf.which.value];
  }
  if (leaf.kind == Kind::literal) {
    ASSENT_CHECK(leaf.attribute.value < vocabulary.attributes.size(),
                 "an attribute is out of range");
    count = vocabulary.attributes[leaf.attribute.value].supplied_count();
  }
  ASSENT_CHECK(!leaf.values.empty() && leaf.values.size() < count,
               "a literal is constant");
  ASSENT_CHECK(leaf.values.runs().back().end <= count,
               "a literal exceeds its domain");
}

void VerifyCondition(const Condition& condition,
                     const model::Vocabulary& vocabulary,
                     const Sizes& unknowns) {
  ASSENT_CHECK(condition.kind != Kind::negation, "a condition is negated");
  if (!IsJoint(condition)) 
    return VerifyLeaf(condition, vocabulary, unknowns);
  ASSENT_CHECK(condition.operands.size() != 1, "a list of one operand");
  for (const Condition& operand : condition.operands) {
    ASSENT_CHECK(operand.kind != condition.kind, "a nested list");
    ASSENT_CHECK(!IsJoint(operand) || !operand.operands.empty(),
                 "a constant within a condition");
    VerifyCondition(operand, vocabulary, unknowns);
  }
}

void VerifyScope(const Scope& scope, const model::Vocabulary& vocabulary,
                 const Sizes& unknowns) {
  ASSENT_CHECK(!scope.data.empty() && !scope.actions.empty() &&
                   !scope.purposes.empty() && !scope.relations.empty(),
               "an empty set of terms");
  ASSENT_CHECK(!scope.window.empty(), "an empty window");
  ASSENT_CHECK(scope.window.known() && scope.unknown_terms.empty(),
               "an unknown that is not a condition");
  ASSENT_CHECK(scope.when.kind != Kind::any_of || !scope.when.operands.empty(),
               "a condition that never holds");
  VerifyCondition(scope.when, vocabulary, unknowns);
}

void VerifyExceptions(const std::vector<Exception>& exceptions,
                      const model::Vocabulary& vocabulary,
                      const Sizes& unknowns) {
  for (const Exception& each : exceptions) {
    VerifyScope(each.scope, vocabulary, unknowns);
    VerifyExceptions(each.exceptions, vocabulary, unknowns);
  }
}

template <class IdType>
void VerifyIds(const std::vector<IdType>& ids, std::size_t count) {
  for (std::size_t i = 0; i < ids.size(); ++i) {
    ASSENT_CHECK(ids[i].value < count, "an id is out of range");
    ASSENT_CHECK(i == 0 || ids[i - 1] < ids[i], "ids are not sorted");
  }
}

}  // namespace

void VerifyRules(const RuleSet& rules, const model::Vocabulary& vocabulary) {
  const Sizes& unknowns = rules.unknown_sizes;
  using RuleKind = Rule::Kind;
  auto verify_rule = [&](RuleId id, std::initializer_list<RuleKind> kinds) {
    ASSENT_CHECK(id.value < rules.rules.size() &&
                     std::ranges::count(kinds, rules.rules[id.value].kind) == 1,
                 "a rule of another kind");
  };
  for (const Grant& grant : rules.grants) {
    verify_rule(grant.rule,
                {RuleKind::allow, RuleKind::permit, RuleKind::combine});
    VerifyScope(grant.scope, vocabulary, unknowns);
    VerifyExceptions(grant.exceptions, vocabulary, unknowns);
    VerifyIds(grant.obligations, vocabulary.obligations.size());
    VerifyIds(grant.overrides, vocabulary.permissions.size());
  }
  ASSENT_CHECK(rules.grants_of.size() == vocabulary.partners.size(),
               "a partner without a list of grants");
  for (const auto& grants : rules.grants_of)
    VerifyIds(grants, rules.grants.size());
  for (const Gate& gate : rules.gates) {
    verify_rule(gate.rule, {RuleKind::governs});
    ASSENT_CHECK(gate.permission.value < vocabulary.permissions.size(),
                 "a gate without a permission");
    VerifyScope(gate.scope, vocabulary, unknowns);
  }
  for (const Prohibition& each : rules.prohibitions) {
    verify_rule(each.rule,
                {RuleKind::forbid, RuleKind::deny, RuleKind::combine});
    VerifyScope(each.scope, vocabulary, unknowns);
    VerifyExceptions(each.exceptions, vocabulary, unknowns);
    VerifyIds(each.partners, vocabulary.partners.size());
  }
  for (const Assumption& each : rules.assumptions) {
    verify_rule(each.rule, {RuleKind::assume});
    VerifyCondition(each.condition, vocabulary, unknowns);
  }
  for (std::uint32_t size : unknowns)
    ASSENT_CHECK(size > 0, "an unknown without values");
}

}  // namespace assent::rules
