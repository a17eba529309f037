// Model -> RuleSet: takes sugar and order away.
#pragma once

#include <span>

#include "compiler/rules/rules.h"

namespace assent::rules {

// Linear in the written clauses, their partners and the segments that ending
// overrides and unknown dates cut; in rule groups as groups_to_rules.h says.
// Cannot fail: the Model is already whole.
RuleSet ModelToRules(const model::Model& model);

// No negation, no nested lists of one, operands sorted and distinct. Literals
// of unknowns need the unknowns' sizes.
Condition Normalized(const Condition& condition,
                     const model::Vocabulary& vocabulary,
                     std::span<const std::uint32_t> unknown_sizes = {});

}  // namespace assent::rules
