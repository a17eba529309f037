// A function of requests as few readable cubes.
#pragma once

#include <vector>

#include "compiler/diff/diff.h"
#include "compiler/logic/space.h"
#include "compiler/logic/store.h"

namespace assent::diff {

struct RegionCube {
  rows::Cube cube;
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

// Joins regions that differ in the partner alone; the witness stays that of
// the first. Sorted by change, then what, partners and cube.
std::vector<Region> JoinPartners(std::vector<Region> regions);

}  // namespace assent::diff
