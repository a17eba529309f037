// An agreement that goes on with the access of a program (it amends, directly
// or by way of others, one under it) and stands outside of the program, so that
// the program's end does not end it.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/model/model.h"

namespace assent::check {

// Reports outlives_program with how many days; where days are not known, with
// the fewest and the most.
void CheckOutlivesProgram(const model::Model& model, diagnostics::Sink& sink);

}  // namespace assent::check
