// A function of requests as few readable cubes.
#pragma once

#include <vector>

#include "compiler/logic/space.h"
#include "compiler/logic/store.h"
#include "compiler/rows/rows.h"

namespace assent::rows {

struct RegionCube {
  Cube cube;
  logic::NodeId where;  // the requests of the function within
  bool exact = true;
};

// A cover of f by at most `budget` prime cubes; in `ignored` (no request) they
// may say anything. Where that is not enough the conditions are left out, and
// if that does not help, one cube holds everything; with no budget at once.
// Sorted. Empty only for kFalse, or when the store is exhausted.
std::vector<RegionCube> RegionsOf(logic::Store& store,
                                  const logic::Space& space,
                                  const model::Vocabulary& vocabulary,
                                  logic::NodeId f, logic::NodeId ignored,
                                  std::size_t budget);

// The values of each level on some path to f's truth, and which levels some
// path leaves free.
struct ValuesRead {
  std::vector<RunSet> values;  // by level
  std::vector<bool> free;
};
ValuesRead ValuesOnPaths(const logic::Store& store, logic::NodeId f);

}  // namespace assent::rows
