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

// The rules of `partner` that match some request of `where`, at one day if
// `day` is one: then `where` does not depend on the date.
void AddThrough(Permits& permits, const Policy& policy,
                model::PartnerId partner, logic::NodeId where, Day day,
                Throughs& throughs);

// Sorted by rule; a rule that grants all to some and a part to others is two.
std::vector<Through> Sorted(const Throughs& throughs);

// Days of a rule's grants together.
model::Window DaysOf(const rules::RuleSet& rules,
                     const std::vector<rules::GrantId>& grants);

}  // namespace assent::query
