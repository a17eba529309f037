// Assumptions that contradict each other: nothing is possible then, every claim
// holds, and the table denies everything. A mistake, and never a proof.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/model/model.h"
#include "compiler/rules/rules.h"

namespace assent::check {

// Reports contradictory_assumptions with a least set of them that leaves no
// request possible. One diagram of all assumptions; where that is empty, one
// more for each of them.
void CheckAssumptions(const model::Model& model, const rules::RuleSet& rules,
                      diagnostics::Sink& sink);

}  // namespace assent::check
