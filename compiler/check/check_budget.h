// check_budget: what was not checked, because its diagrams are too large.
#pragma once

#include <string_view>
#include <vector>

#include "compiler/check/judged.h"

namespace assent::check {

// Reports which checks are not decided for the rules, and which of these need
// the most nodes by themselves.
void ReportBudget(const RuleOrigins& origins, std::string_view checks,
                  std::vector<rules::RuleId> undecided, std::size_t node_budget,
                  diagnostics::Sink& sink);

}  // namespace assent::check
