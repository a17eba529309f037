// Over-grant: a partner is permitted what no feature of its needs, at any
// time. Only of partners of whom some feature is declared.
#pragma once

#include <memory>

#include "compiler/check/permit_check.h"

namespace assent::check {

std::unique_ptr<PermitCheck> OverGrant();

}  // namespace assent::check
