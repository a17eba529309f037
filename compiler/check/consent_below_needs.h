// Data is permitted with a weaker consent of its subject than it `needs`:
//
//   unwanted = OR over kinds k: data needs k, and consent of subject < k
//
// less what signing_in_as_consent and consent_of_wrong_person say of it.
#pragma once

#include <memory>

#include "compiler/check/permit_check.h"

namespace assent::check {

std::unique_ptr<PermitCheck> ConsentBelowNeeds();

}  // namespace assent::check
