// How many assignments, and which one is the least.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <llvm/ADT/APInt.h>

#include "compiler/logic/store.h"

namespace assent::logic {

// Exact number of assignments that satisfy f, each variable running over its
// `countable` values. Wide enough never to overflow. O(nodes * edges).
llvm::APInt Count(const Store& store, NodeId f,
                  const std::vector<RunSet>& countable);

std::string Decimal(const llvm::APInt& count);

// The least assignment that satisfies f, in the order of levels and values,
// each variable running over its `allowed` values; a variable that the path
// does not test is nullopt. nullopt as a whole: there is none.
using Assignment = std::vector<std::optional<std::uint32_t>>;  // by level
std::optional<Assignment> Least(const Store& store, NodeId f,
                                const std::vector<RunSet>& allowed);

}  // namespace assent::logic
