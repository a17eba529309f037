#include "compiler/rows/cover.h"

#include <algorithm>

namespace assent::rows {

using logic::Edge;
using logic::kFalse;
using logic::kTrue;
using logic::NodeId;

void Cover::Reset() {
  memo_.clear();
  entries_.assign(2, Entry{});
  entries_[kNothing].covered = kFalse;
  entries_[kEverything].covered = kTrue;
  entries_[kEverything].cube_count = 1;
  over_budget_ = false;
}

std::vector<Cover::Segment> Cover::Split(NodeId lower, NodeId upper,
                                         std::uint32_t level) const {
  const Edge whole_lower{0, lower}, whole_upper{0, upper};
  const auto edges_of = [&](NodeId f, const Edge& whole) {
    return store_.LevelOf(f) == level ? store_.Edges(f)
                                      : std::span<const Edge>(&whole, 1);
  };
  const auto a = edges_of(lower, whole_lower);
  const auto b = edges_of(upper, whole_upper);
  std::vector<Segment> segments;
  std::size_t i = 0, j = 0;
  std::uint32_t begin = 0;
  const std::uint32_t size = store_.domain_size(level);
  while (begin < size) {
    const std::uint32_t end_a = i + 1 < a.size() ? a[i + 1].begin : size;
    const std::uint32_t end_b = j + 1 < b.size() ? b[j + 1].begin : size;
    const std::uint32_t end = std::min(end_a, end_b);
    segments.push_back({begin, end, a[i].child, b[j].child});
    if (end_a == end) ++i;
    if (end_b == end) ++j;
    begin = end;
  }
  return segments;
}

std::vector<Cover::Candidate> Cover::Sets(
    const std::vector<Segment>& segments) {
  // Values with the same upper bound are allowed by the same assignments.
  std::vector<std::pair<NodeId, RunSet>> classes;
  NodeId needed = kFalse;
  for (const Segment& segment : segments) {
    needed = store_.Or(needed, segment.lower);
    if (segment.upper == kFalse) continue;
    auto it = std::ranges::find(classes, segment.upper,
                                &std::pair<NodeId, RunSet>::first);
    if (it == classes.end())
      it = classes.insert(it, {segment.upper, {}});
    it->second.Add(segment.begin, segment.end);
  }
  std::vector<Candidate> candidates{{RunSet(), needed, kTrue}};
  std::vector<Candidate> split;
  for (const auto& [upper, values] : classes) {
    split.clear();
    for (Candidate& candidate : candidates) {
      const NodeId with = store_.And(candidate.where, upper);
      if (with != kFalse)
        split.push_back({Union(candidate.values, values), with,
                         store_.And(candidate.upper, upper)});
      const NodeId without = store_.Minus(candidate.where, upper);
      if (without != kFalse) {
        candidate.where = without;
        split.push_back(std::move(candidate));
      }
    }
    candidates.swap(split);
    if (candidates.size() > budget_) over_budget_ = true;
    if (over_budget_ || store_.exhausted()) break;
  }
  return candidates;
}

std::vector<Cover::Candidate> Cover::Intervals(
    const std::vector<Segment>& segments) {
  std::vector<Candidate> candidates;
  NodeId before = kFalse;  // upper bound of the segment before
  for (std::size_t i = 0; i < segments.size(); ++i) {
    NodeId since = store_.Minus(segments[i].upper, before);
    before = segments[i].upper;
    NodeId upper = kTrue;
    for (std::size_t j = i; j < segments.size(); ++j) {
      since = store_.And(since, segments[j].upper);
      if (since == kFalse) break;
      upper = store_.And(upper, segments[j].upper);
      const NodeId ends_here =
          j + 1 < segments.size() ? store_.Minus(since, segments[j + 1].upper)
                                  : since;
      if (ends_here != kFalse)
        candidates.push_back(
            {RunSet::Range(segments[i].begin, segments[j].end), ends_here,
             upper});
    }
  }
  return candidates;
}

Cover::EntryId Cover::Find(NodeId lower, NodeId upper) {
  if (lower == kFalse) return kNothing;
  if (upper == kTrue) return kEverything;
  if (over_budget_ || store_.exhausted()) return kNothing;
  const std::uint64_t key = std::uint64_t{lower.value} << 32 | upper.value;
  if (auto it = memo_.find(key); it != memo_.end()) return it->second;

  const std::uint32_t level =
      std::min(store_.LevelOf(lower), store_.LevelOf(upper));
  const std::vector<Segment> segments = Split(lower, upper, level);
  std::vector<Candidate> candidates =
      level == interval_level_ ? Intervals(segments) : Sets(segments);
  std::ranges::sort(candidates, [](const Candidate& a, const Candidate& b) {
    const std::uint64_t size_a = a.values.size(), size_b = b.values.size();
    return size_a != size_b ? size_a < size_b : a.values < b.values;
  });

  std::vector<NodeId> need(segments.size()), covered(segments.size(), kFalse);
  for (std::size_t s = 0; s < segments.size(); ++s) need[s] = segments[s].lower;
  Entry entry;
  entry.level = level;
  for (const Candidate& candidate : candidates) {
    auto inside = [&](std::size_t s) {
      return candidate.values.Contains(segments[s].begin);
    };
    NodeId wanted = kFalse;
    for (std::size_t s = 0; s < segments.size(); ++s)
      if (inside(s)) wanted = store_.Or(wanted, need[s]);
    const EntryId rest =
        Find(store_.And(wanted, candidate.where), candidate.upper);
    if (rest == kNothing) continue;
    const NodeId f = entries_[rest].covered;
    entry.cube_count += entries_[rest].cube_count;
    entry.parts.push_back({candidate.values, rest});
    for (std::size_t s = 0; s < segments.size(); ++s) {
      if (!inside(s)) continue;
      need[s] = store_.Minus(need[s], f);
      covered[s] = store_.Or(covered[s], f);
    }
    if (entry.cube_count > budget_) over_budget_ = true;
    if (over_budget_) return kNothing;
  }
  std::vector<Edge> edges(segments.size());
  for (std::size_t s = 0; s < segments.size(); ++s)
    edges[s] = {segments[s].begin, covered[s]};
  entry.covered = store_.Make(level, edges);
  entries_.push_back(std::move(entry));
  const EntryId made = EntryId(entries_.size() - 1);
  memo_.emplace(key, made);
  return made;
}

void Cover::Flatten(EntryId id, CoverCube& prefix,
                    std::vector<CoverCube>& cubes) const {
  if (id == kNothing) return;
  if (id == kEverything) {
    cubes.push_back(prefix);
    return;
  }
  const Entry& entry = entries_[id];
  for (const Part& part : entry.parts) {
    const bool matters =
        part.values.size() != store_.domain_size(entry.level);
    if (matters) prefix.push_back({entry.level, part.values});
    Flatten(part.rest, prefix, cubes);
    if (matters) prefix.pop_back();
  }
}

bool Cover::Extract(NodeId lower, NodeId upper, std::size_t cube_budget,
                    std::vector<CoverCube>& cubes) {
  budget_ = cube_budget;
  over_budget_ = false;
  const EntryId entry = Find(lower, upper);
  if (over_budget_ || store_.exhausted()) return false;
  CoverCube prefix;
  Flatten(entry, prefix, cubes);
  return true;
}

}  // namespace assent::rows
