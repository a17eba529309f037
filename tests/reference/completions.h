// The completions of a Model: one value of each unknown, so that every window
// has a day.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "compiler/model/model.h"

namespace assent::reference {

// All of them, or none when the unknowns have more than `most` combinations.
std::vector<std::vector<std::uint32_t>> CompletionsOf(
    const model::Model& model, std::size_t most);

}  // namespace assent::reference
