// Through which rules requests are granted.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "compiler/query/answer.h"
#include "compiler/query/permits.h"

namespace assent::query {

// By what a rule says, the partners to whom it says so.
using Throughs = std::map<std::tuple<check::RuleLine, bool, Day, Day>,
                          std::vector<std::string>>;

// The rules that grant something to a partner within the question, and where;
// on one day, if `day` is one: then nothing depends on the date.
struct RuleGrants {
  rules::RuleId rule;
  model::Window days;
  logic::NodeId where;
};
std::vector<RuleGrants> RuleGrantsOf(Permits& permits, const Policy& policy,
                                     model::PartnerId partner,
                                     Day day = kNoDay);

// Those of `partner` that match some request of `where`.
void AddThrough(Permits& permits, const Policy& policy,
                model::PartnerId partner, const std::vector<RuleGrants>& grants,
                logic::NodeId where, Throughs& throughs);

// Sorted by rule; a rule that grants all to some and a part to others is two.
std::vector<Through> Sorted(const Throughs& throughs);

}  // namespace assent::query
