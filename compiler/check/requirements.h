// `require every agreement ... has ...`: structural rules over what agreements
// say of themselves.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/model/model.h"

namespace assent::check {

// Whether the agreement has this part; for an obligation: each of its clauses
// obliges to it, by itself, by the agreement or by the program.
bool Has(const model::Model& model, const model::Agreement& agreement,
         const model::Requirement::Field& field);

// Reports requirement_not_met once for each agreement and requirement that it
// does not meet. O(agreements * requirements).
void CheckRequirements(const model::Model& model, diagnostics::Sink& sink);

}  // namespace assent::check
