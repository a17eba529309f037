// Which of many regions cover one: as few of them as can be.
//
// Requests are points, and there are too many to list; but each point that a
// set of regions leaves uncovered names the only regions that can mend it. So
// the search branches on uncovered points, one, two, three regions deep, and
// the first set that leaves none is a least one.
#pragma once

#include <optional>
#include <vector>

#include "compiler/check/points.h"

namespace assent::check {

struct Candidate {
  std::uint32_t key = 0;  // the same in several requirements: chosen for all
  logic::NodeId region;
};

// Every point of `region` within the base is in a chosen candidate's region.
struct Requirement {
  logic::NodeId region;
  std::vector<Candidate> candidates;  // distinct keys
};

struct Cover {
  std::vector<std::uint32_t> keys;  // in the order in which they are tried
  bool least = true;                // else only: none of them can be left out
};

// Sets that are tried before the search settles for one of which none can be
// left out.
inline constexpr std::size_t kCoversTried = 10'000;
inline constexpr std::size_t kCoversTriedInAll = 200'000;

// nullopt: all together leave a point uncovered. `tries_left`: of all questions
// of one run; what is tried is taken off. Of several least covers the
// one whose keys come first in the order of the candidates. Meaningless when
// the store is exhausted.
std::optional<Cover> LeastCover(logic::Store& store, Points& points,
                                logic::NodeId base,
                                const std::vector<Requirement>& requirements,
                                std::size_t& tries_left);

}  // namespace assent::check
