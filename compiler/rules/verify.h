// The inspector of the room: aborts when a RuleSet breaks its laws.
#pragma once

#include "compiler/rules/rules.h"

namespace assent::rules {

// The invariants of rules.h, and ids in range and sorted. O(rules).
void VerifyRules(const RuleSet& rules, const model::Vocabulary& vocabulary);

}  // namespace assent::rules
