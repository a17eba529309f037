// A permit that does not depend on a setting that governs it: the permission
// is closed, and a clause permits all the same. (That is what `despite` is for;
// each of its uses is shown.)
#pragma once

#include <memory>

#include "compiler/check/permit_check.h"

namespace assent::check {

std::unique_ptr<PermitCheck> PermitIgnoresSetting();

}  // namespace assent::check
