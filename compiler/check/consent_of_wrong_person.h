// Somebody else's consent stands in for the subject's: the requester has
// agreed, the subject, who is another person, has not.
#pragma once

#include <memory>

#include "compiler/check/permit_check.h"

namespace assent::check {

std::unique_ptr<PermitCheck> ConsentOfWrongPerson();

}  // namespace assent::check
