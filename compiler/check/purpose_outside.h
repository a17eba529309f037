// A clause permits for a purpose outside of those that its agreement was made
// for, or that the partner's role may have.
#pragma once

#include <memory>

#include "compiler/check/permit_check.h"

namespace assent::check {

std::unique_ptr<PermitCheck> PurposeOutside();

}  // namespace assent::check
