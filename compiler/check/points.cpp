#include "compiler/check/points.h"

#include <algorithm>

namespace assent::check {
namespace {

using logic::Edge;
using logic::kFalse;
using logic::kTrue;
using logic::NodeId;

// The first member of the set in [begin, end).
std::optional<std::uint32_t> FirstIn(const RunSet& set, std::uint32_t begin,
                                     std::uint32_t end) {
  const auto& runs = set.runs();
  const auto run = std::ranges::upper_bound(runs, begin, {}, &Run::end);
  if (run == runs.end()) return std::nullopt;
  const std::uint32_t first = std::max(run->begin, begin);
  if (first >= end) return std::nullopt;
  return first;
}

}  // namespace

Points::Points(const logic::Store& store, const std::vector<RunSet>& allowed)
    : store_(store), allowed_(allowed) {
  no_point_ = std::ranges::any_of(
      allowed, [](const RunSet& values) { return values.empty(); });
}

bool Points::Any(NodeId f, NodeId base) {
  return !no_point_ && Reach(f, base, nullptr);
}

std::optional<Point> Points::Find(NodeId f, NodeId base) {
  if (no_point_) return std::nullopt;
  Point point;
  for (const RunSet& values : allowed_) point.push_back(values.front());
  if (!Reach(f, base, &point)) return std::nullopt;
  return point;
}

bool Points::Contains(NodeId f, const Point& point) const {
  while (f != kFalse && f != kTrue)
    f = store_.ChildOf(f, point[store_.LevelOf(f)]);
  return f == kTrue;
}

// Values are written on the way back from a path that leads there; a level that
// it does not test keeps its first value.
bool Points::Reach(NodeId f, NodeId base, Point* point) {
  if (f == kFalse || base == kFalse) return false;
  if (f == kTrue && base == kTrue) return true;
  const std::uint64_t key = std::uint64_t{f.value} << 32 | base.value;
  if (without_.contains(key)) return false;
  const std::uint32_t of_f = store_.LevelOf(f), of_base = store_.LevelOf(base);
  const std::uint32_t level = std::min(of_f, of_base);
  const std::uint32_t end_of_level = store_.domain_size(level);
  const Edge whole_f{0, f}, whole_base{0, base};
  const auto edges_f =
      of_f == level ? store_.Edges(f) : std::span<const Edge>(&whole_f, 1);
  const auto edges_base = of_base == level
                              ? store_.Edges(base)
                              : std::span<const Edge>(&whole_base, 1);
  std::size_t i = 0, j = 0;
  for (std::uint32_t begin = 0; begin < end_of_level;) {
    const std::uint32_t next_f =
        i + 1 < edges_f.size() ? edges_f[i + 1].begin : end_of_level;
    const std::uint32_t next_base =
        j + 1 < edges_base.size() ? edges_base[j + 1].begin : end_of_level;
    const std::uint32_t end = std::min(next_f, next_base);
    const NodeId x = edges_f[i].child, y = edges_base[j].child;
    if (x != kFalse && y != kFalse) {
      if (const auto value = FirstIn(allowed_[level], begin, end)) {
        if (Reach(x, y, point)) {
          if (point) (*point)[level] = *value;
          return true;
        }
      }
    }
    if (next_f == end) ++i;
    if (next_base == end) ++j;
    begin = end;
  }
  without_.insert(key);
  return false;
}

}  // namespace assent::check
