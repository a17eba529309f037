// Model -> RuleSet: takes sugar and order away.
#pragma once

#include "compiler/rules/rules.h"

namespace assent::rules {

// Linear in the written clauses, their partners and the segments that ending
// overrides cut. Cannot fail: the Model is already whole.
RuleSet ModelToRules(const model::Model& model);

// No negation, no nested lists of one, operands sorted and distinct.
Condition Normalized(const Condition& condition,
                     const model::Vocabulary& vocabulary);

}  // namespace assent::rules
