// A row as people read it: without the values that only impossible requests
// have. Rows are free to speak of those (docs/decisions/0005), readers are not
// interested.
#pragma once

#include <vector>

#include "compiler/rows/rows.h"

namespace assent::rows {

// The same possible requests as `cube`; each literal loses values, none is
// added or dropped. A value goes when one row of `global` excludes all of the
// cube that has it. Cost: values of the literals times impossible rows.
Cube AsPossible(const std::vector<GlobalRow>& global, Cube cube);

}  // namespace assent::rows
