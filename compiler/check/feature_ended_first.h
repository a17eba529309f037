// A grant outlives its feature: what a feature needs is permitted on days on
// which every feature that needs it has ended, whatever is not known.
#pragma once

#include <memory>

#include "compiler/check/permit_check.h"

namespace assent::check {

std::unique_ptr<PermitCheck> FeatureEndedFirst();

}  // namespace assent::check
