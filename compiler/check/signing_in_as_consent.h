// Signing in is used as consent: data that needs more is permitted where the
// strongest consent of its subject is to have signed in.
#pragma once

#include <memory>

#include "compiler/check/permit_check.h"

namespace assent::check {

std::unique_ptr<PermitCheck> SigningInAsConsent();

}  // namespace assent::check
