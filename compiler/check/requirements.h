// `require every agreement ... has ...`: structural rules over what agreements
// say of themselves.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/model/model.h"

namespace assent::check {

// Whether the agreement has this part; for an obligation: each of its clauses
// obliges to it, by itself, by the agreement or by the program.
enum class Had { no, yes, unknown };
Had Has(const model::Model& model, const model::Agreement& agreement,
        const model::Requirement::Field& field);

// Reports each requirement that some agreement does not meet, or of which it is
// not known whether it does, once, with those agreements. O(agreements *
// requirements).
void CheckRequirements(const model::Model& model, diagnostics::Sink& sink);

}  // namespace assent::check
