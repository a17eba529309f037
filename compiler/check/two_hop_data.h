// Data of somebody who is two steps away: whom the requester knows only
// through somebody else (a relation declared `via` another).
#pragma once

#include <memory>

#include "compiler/check/permit_check.h"

namespace assent::check {

std::unique_ptr<PermitCheck> TwoHopData();

}  // namespace assent::check
