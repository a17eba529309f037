// Access above the ceiling of its program: a clause of an agreement under it
// permits where some `ceiling` does not hold.
#pragma once

#include <memory>

#include "compiler/check/permit_check.h"

namespace assent::check {

std::unique_ptr<PermitCheck> AboveCeiling();

}  // namespace assent::check
