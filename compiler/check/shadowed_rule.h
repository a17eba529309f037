// shadowed_rule: several other rules together cover all of it, none of them
// alone (covered_rules.h). A least set of them is named.
#pragma once

#include "compiler/check/covered_rules.h"

namespace assent::check {

void ReportShadowed(const RuleOrigins& origins, const Covered& covered,
                    diagnostics::Sink& sink);

}  // namespace assent::check
