// Regions of several partners.
#pragma once

#include <vector>

#include "compiler/diff/diff.h"

namespace assent::diff {

// Joins regions that differ in the partner alone; the witness stays that of
// the first. Sorted by change, then what, partners and cube.
std::vector<Region> JoinPartners(std::vector<Region> regions);

}  // namespace assent::diff
