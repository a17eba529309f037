// Model -> Model: what a policy says if its unknowns are as given.
#pragma once

#include <string>
#include <vector>

#include "compiler/model/model.h"

namespace assent::model {

// One value of each unknown, by UnknownId.
using Completion = std::vector<std::uint32_t>;

// The same Model with each unknown replaced by its value, and no unknowns.
// Nothing else changes place, so that names and numbers of rules stay; a
// window may have become empty, and what it bounds never matches. Linear.
Model Completed(const Model& model, const Completion& completion);

}  // namespace assent::model
