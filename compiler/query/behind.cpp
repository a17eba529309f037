#include "compiler/query/behind.h"

#include <algorithm>

namespace assent::query {

using logic::kFalse;
using logic::NodeId;

std::vector<RuleGrants> RuleGrantsOf(Permits& permits, const Policy& policy,
                                     model::PartnerId partner, Day day) {
  logic::Store& store = permits.store();
  std::vector<RuleGrants> list;
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
    if (granted != kFalse)
      list.push_back({rule, permits.DaysOf(partner, rule), granted});
  }
  return list;
}

void AddThrough(Permits& permits, const Policy& policy,
                model::PartnerId partner, const std::vector<RuleGrants>& grants,
                NodeId where, Throughs& throughs) {
  for (const RuleGrants& each : grants) {
    const NodeId within = permits.store().And(each.where, where);
    if (within == kFalse) continue;
    throughs[{policy.lines[each.rule.value], within == where, each.days.from,
              each.days.until}]
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
