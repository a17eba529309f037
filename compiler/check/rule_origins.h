// Where the rules of the normal form come from: what their author wrote, and
// what became of it.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "compiler/model/model.h"
#include "compiler/rules/rules.h"

namespace assent::check {

// What one rule was written as; the rest is null.
struct Origin {
  const model::Agreement* agreement = nullptr;  // of `clause`
  const model::Clause* clause = nullptr;
  const model::Governs* governs = nullptr;
  const model::Prohibition* prohibition = nullptr;
  const model::Assumption* assumption = nullptr;
  const model::RuleGroup* outermost = nullptr;   // of a rule set: all of it
  const model::RuleGroup::Item* item = nullptr;  // null: it is a set's own part
};

// What became of the rules, by RuleId.
template <class IdType>
class PartsOf {
 public:
  // `rules_of` by part: the rule that it is of.
  PartsOf(const std::vector<rules::RuleId>& rule_of, std::size_t rule_count);

  std::span<const IdType> operator[](rules::RuleId rule) const {
    const std::size_t begin = begins_[rule.value];
    return {parts_.data() + begin, begins_[rule.value + 1] - begin};
  }

 private:
  std::vector<std::size_t> begins_;
  std::vector<IdType> parts_;
};

using GateId = Id<struct GateTag>;

// Borrows both. Linear.
struct RuleOrigins {
  RuleOrigins(const model::Model& model, const rules::RuleSet& rules);

  const model::Model& model;
  const rules::RuleSet& rules;
  std::vector<Origin> origin;
  PartsOf<rules::GrantId> grants;
  PartsOf<rules::ProhibitionId> prohibitions;
  PartsOf<GateId> gates;
  // Of rule sets: by item; by set, where it decides something itself.
  std::map<const model::RuleGroup::Item*, rules::RuleId> rule_of_item;
  std::map<const model::RuleGroup*, rules::RuleId> rule_of_group;

  std::string Quoted(rules::RuleId rule) const;  // `bing_search.names`
};

}  // namespace assent::check
