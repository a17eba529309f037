#include "compiler/check/rule_origins.h"

#include "compiler/base/result.h"

namespace assent::check {
namespace {

using rules::RuleId;

template <class T>
std::vector<RuleId> RulesOf(const std::vector<T>& parts) {
  std::vector<RuleId> rules;
  for (const T& part : parts) rules.push_back(part.rule);
  return rules;
}

// Whether the set has a rule of its own: groups_to_rules gives it one.
bool DecidesItself(const model::RuleGroup& group) {
  return group.combine == model::Combining::only_one_applicable ||
         group.combine == model::Combining::deny_unless_permit ||
         group.combine == model::Combining::permit_unless_deny;
}

}  // namespace

template <class IdType>
PartsOf<IdType>::PartsOf(const std::vector<RuleId>& rule_of,
                         std::size_t rule_count)
    : begins_(rule_count + 1), parts_(rule_of.size()) {
  for (RuleId rule : rule_of) ++begins_[rule.value + 1];
  for (std::size_t r = 0; r < rule_count; ++r) begins_[r + 1] += begins_[r];
  std::vector<std::size_t> next = begins_;
  for (std::size_t i = 0; i < rule_of.size(); ++i)
    parts_[next[rule_of[i].value]++] = IdType(i);
}

template class PartsOf<rules::GrantId>;
template class PartsOf<rules::ProhibitionId>;
template class PartsOf<GateId>;

// In the order in which model_to_rules adds rules.
RuleOrigins::RuleOrigins(const model::Model& m, const rules::RuleSet& r)
    : model(m),
      rules(r),
      grants(RulesOf(r.grants), r.rules.size()),
      prohibitions(RulesOf(r.prohibitions), r.rules.size()),
      gates(RulesOf(r.gates), r.rules.size()) {
  origin.reserve(r.rules.size());
  for (const model::Agreement& agreement : m.agreements)
    for (const model::Clause& clause : agreement.clauses)
      origin.push_back({.agreement = &agreement, .clause = &clause});
  for (const model::Governs& governs : m.governs)
    origin.push_back({.governs = &governs});
  for (const model::Prohibition& prohibition : m.prohibitions)
    origin.push_back({.prohibition = &prohibition});
  for (const model::Assumption& assumption : m.assumptions)
    origin.push_back({.assumption = &assumption});
  for (const model::RuleGroup& outermost : m.rule_groups) {
    const auto add = [&](const auto& self,
                         const model::RuleGroup& group) -> void {
      if (DecidesItself(group)) {
        rule_of_group[&group] = RuleId(origin.size());
        origin.push_back({.outermost = &outermost});
      }
      for (const model::RuleGroup::Item& item : group.items) {
        if (!item.nested.empty()) {
          self(self, item.nested.front());
          continue;
        }
        rule_of_item[&item] = RuleId(origin.size());
        origin.push_back({.outermost = &outermost, .item = &item});
      }
    };
    add(add, outermost);
  }
  ASSENT_CHECK(origin.size() == r.rules.size(),
               "every rule of the normal form was written by somebody");
}

std::string RuleOrigins::Quoted(RuleId rule) const {
  return "`" + rules.rules[rule.value].name + "`";
}

}  // namespace assent::check
