// Agreements that follow each other (one `amends` the other): days between
// them on which neither is in force, and days on which both are and grant the
// same.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/model/model.h"

namespace assent::check {

// Reports gap_between_agreements and overlapping_agreements, where it is
// certain. O(amendments * clauses^2).
void CheckSuccessiveAgreements(const model::Model& model,
                               diagnostics::Sink& sink);

}  // namespace assent::check
