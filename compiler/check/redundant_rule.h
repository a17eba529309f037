// redundant_rule: one other rule covers all of it (covered_rules.h).
#pragma once

#include <string>

#include "compiler/check/covered_rules.h"

namespace assent::check {

// Of what is covered by one rule; or by none, an assumption that always holds.
void ReportRedundant(const RuleOrigins& origins, const Covered& covered,
                     diagnostics::Sink& sink);

// "`names` grants nothing that `all` does not grant": `others` as its subject,
// `one` or several. Shared with shadowed_rule.
std::string NothingThat(const RuleOrigins& origins, rules::RuleId rule,
                        const std::string& others, bool one);

// Whether it is told by where it stands, having no name of its own: a line
// that governs, an assumption.
bool IsLine(const RuleOrigins& origins, rules::RuleId rule);

}  // namespace assent::check
