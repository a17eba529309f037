// Words of the vocabulary that no rule speaks of.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/model/model.h"

namespace assent::check {

// Reports term_unused: data, actions, purposes and relations that no clause,
// permission, prohibition, claim, rule set, feature, interface or test names
// (of a term with all below it, the topmost); attributes that no condition
// reads; partners of whom nothing is said. Nothing in a policy set without
// clauses and rule sets: a vocabulary, or a draft. Linear.
void CheckTermUnused(const model::Model& model, diagnostics::Sink& sink);

}  // namespace assent::check
