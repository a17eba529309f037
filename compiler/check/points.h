// Single requests, as points of the space: searched for in the product of two
// diagrams without building it.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_set>
#include <vector>

#include "compiler/logic/store.h"

namespace assent::check {

// One value of each level.
using Point = std::vector<std::uint32_t>;

// Borrows both; forget what was learnt when the store is emptied. `allowed`, by
// level: the values that count. What a diagram says of others is ignored, so
// that it does not matter whether functions were extended to them.
class Points {
 public:
  Points(const logic::Store& store, const std::vector<RunSet>& allowed);

  // Whether some allowed point is in both. Linear in the pairs of nodes at the
  // most; mostly the first path leads there.
  bool Any(logic::NodeId f, logic::NodeId base);
  // The least of them.
  std::optional<Point> Find(logic::NodeId f, logic::NodeId base);

  bool Contains(logic::NodeId f, const Point& point) const;

  void Forget() { without_.clear(); }

 private:
  bool Reach(logic::NodeId f, logic::NodeId base, Point* point);

  const logic::Store& store_;
  const std::vector<RunSet>& allowed_;
  bool no_point_ = false;  // some level has no allowed value
  std::unordered_set<std::uint64_t> without_;  // pairs that lead nowhere
};

}  // namespace assent::check
