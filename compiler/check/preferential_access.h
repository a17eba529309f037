// Preferential access: a partner is permitted more than the `standard` of its
// program.
#pragma once

#include <memory>

#include "compiler/check/permit_check.h"

namespace assent::check {

std::unique_ptr<PermitCheck> PreferentialAccess();

}  // namespace assent::check
