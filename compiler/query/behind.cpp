#include "compiler/query/behind.h"

#include <algorithm>

namespace assent::query {

using logic::kFalse;
using logic::NodeId;

model::Window DaysOf(const rules::RuleSet& rules,
                     const std::vector<rules::GrantId>& grants) {
  model::Window days = rules.grants[grants[0].value].scope.window;
  for (rules::GrantId id : grants) {
    const model::Window& own = rules.grants[id.value].scope.window;
    days.from = std::min(days.from, own.from);
    days.until = std::max(days.until, own.until);
  }
  return days;
}

void AddThrough(Permits& permits, const Policy& policy,
                model::PartnerId partner, NodeId where, Day day,
                Throughs& throughs) {
  logic::Store& store = permits.store();
  for (const auto& [rule, grants] : permits.GrantsOf(partner)) {
    NodeId granted = kFalse;
    for (rules::GrantId id : grants) {
      if (day != kNoDay &&
          !policy.rules.grants[id.value].scope.window.Contains(day))
        continue;
      NodeId own = permits.MayMatch(id);
      if (day != kNoDay)
        own = store.Restrict(own, logic::kDateLevel, std::uint32_t(day));
      granted = store.Or(granted, own);
    }
    const NodeId within = store.And(granted, where);
    if (within == kFalse) continue;
    const model::Window days = DaysOf(policy.rules, grants);
    throughs[{policy.lines[rule.value], within == where, days.from, days.until}]
        .push_back(policy.vocabulary.partners[partner.value].name);
  }
}

std::vector<Through> Sorted(const Throughs& throughs) {
  std::vector<Through> sorted;
  for (const auto& [key, partners] : throughs) {
    const auto& [rule, whole, from, until] = key;
    sorted.push_back({rule, {from, until, {}, {}}, whole, partners});
    std::ranges::sort(sorted.back().partners);
  }
  return sorted;
}

}  // namespace assent::query
