// A grant without a scope: what a partner is permitted is given out by
// interfaces of the registry, and the partner holds none of them on that day,
// whatever is not known.
#pragma once

#include <memory>

#include "compiler/check/permit_check.h"

namespace assent::check {

std::unique_ptr<PermitCheck> GrantWithoutScope();

}  // namespace assent::check
