// The logic room's window: a diagram as text, the same on every machine.
#pragma once

#include <string>

#include "compiler/logic/space.h"

namespace assent::logic {

// One line a node, numbered in the order of first visit from the top, so
// that equal functions give equal text in any store:
//
//     n0 data: 3..5 -> n1, 8 -> true
//
// Values without an arrow lead to false. Levels go by the names of
// `vocabulary`, values by number. Exponential in nothing: each node once.
std::string Dump(const Store& store, NodeId f,
                 const model::Vocabulary& vocabulary);

}  // namespace assent::logic
