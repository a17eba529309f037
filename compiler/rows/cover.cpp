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

Cover::Top Cover::Split(NodeId lower, NodeId upper) const {
  Top top;
  top.level = std::min(store_.LevelOf(lower), store_.LevelOf(upper));
  const Edge whole_lower{0, lower}, whole_upper{0, upper};
  const auto edges_of = [&](NodeId f, const Edge& whole) {
    return store_.LevelOf(f) == top.level ? store_.Edges(f)
                                          : std::span<const Edge>(&whole, 1);
  };
  const auto a = edges_of(lower, whole_lower);
  const auto b = edges_of(upper, whole_upper);
  const std::uint32_t size = store_.domain_size(top.level);
  std::size_t i = 0, j = 0;
  for (std::uint32_t begin = 0; begin < size;) {
    const std::uint32_t end_a = i + 1 < a.size() ? a[i + 1].begin : size;
    const std::uint32_t end_b = j + 1 < b.size() ? b[j + 1].begin : size;
    const std::uint32_t end = std::min(end_a, end_b);
    const NodeId bound = b[j].child;
    auto same = top.classes.end();
    if (top.level != interval_level_)
      same = std::ranges::find(top.classes, bound, &ValueClass::upper);
    if (same == top.classes.end())
      same = top.classes.insert(same, {RunSet(), bound});
    same->values.Add(begin, end);
    same->size += end - begin;
    top.segments.push_back(
        {begin, std::uint32_t(same - top.classes.begin()), a[i].child});
    if (end_a == end) ++i;
    if (end_b == end) ++j;
    begin = end;
  }
  return top;
}

std::vector<Cover::Candidate> Cover::Sets(const Top& top) {
  NodeId needed = kFalse;
  for (const Segment& segment : top.segments)
    needed = store_.Or(needed, segment.lower);
  std::vector<Candidate> candidates;
  candidates.push_back(
      {llvm::SmallBitVector(unsigned(top.classes.size())), 0, needed, kTrue});
  for (unsigned c = 0; c < top.classes.size(); ++c) {
    const NodeId upper = top.classes[c].upper;
    if (upper == kFalse) continue;
    // Each candidate becomes two: where the class is allowed, where it isn't.
    for (std::size_t i = candidates.size(); i-- > 0;) {
      const NodeId where = candidates[i].where;
      const NodeId with = store_.And(where, upper);
      if (with == kFalse) continue;
      if (with != where) {
        candidates.push_back(candidates[i]);
        candidates.back().where = store_.Minus(where, upper);
      }
      Candidate& candidate = candidates[i];
      candidate.where = with;
      candidate.classes.set(c);
      candidate.size += top.classes[c].size;
      candidate.upper = store_.And(candidate.upper, upper);
    }
    if (candidates.size() > budget_) over_budget_ = true;
    if (over_budget_ || store_.exhausted()) break;
  }
  return candidates;
}

std::vector<Cover::Candidate> Cover::Intervals(const Top& top) {
  const std::vector<ValueClass>& runs = top.classes;
  std::vector<Candidate> candidates;
  for (unsigned i = 0; i < runs.size(); ++i) {
    NodeId since = i == 0 ? runs[i].upper
                          : store_.Minus(runs[i].upper, runs[i - 1].upper);
    Candidate candidate{llvm::SmallBitVector(unsigned(runs.size())), 0, kFalse,
                        kTrue};
    for (unsigned j = i; j < runs.size(); ++j) {
      since = store_.And(since, runs[j].upper);
      if (since == kFalse) break;
      candidate.classes.set(j);
      candidate.size += runs[j].size;
      candidate.upper = store_.And(candidate.upper, runs[j].upper);
      candidate.where = j + 1 < runs.size()
                            ? store_.Minus(since, runs[j + 1].upper)
                            : since;
      if (candidate.where != kFalse) candidates.push_back(candidate);
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

  const Top top = Split(lower, upper);
  std::vector<Candidate> candidates =
      top.level == interval_level_ ? Intervals(top) : Sets(top);
  // Smallest first; of two as large, the one with the lowest value that the
  // other lacks.
  std::ranges::sort(candidates, [](const Candidate& a, const Candidate& b) {
    if (a.size != b.size) return a.size < b.size;
    llvm::SmallBitVector differing = a.classes;
    differing ^= b.classes;
    const int lowest = differing.find_first();
    return lowest >= 0 && a.classes.test(unsigned(lowest));
  });

  const std::vector<Segment>& segments = top.segments;
  std::vector<NodeId> need(segments.size()), covered(segments.size(), kFalse);
  for (std::size_t s = 0; s < segments.size(); ++s) need[s] = segments[s].lower;
  Entry entry;
  entry.level = top.level;
  for (const Candidate& candidate : candidates) {
    NodeId wanted = kFalse;
    for (std::size_t s = 0; s < segments.size(); ++s)
      if (candidate.classes.test(segments[s].value_class))
        wanted = store_.Or(wanted, need[s]);
    const EntryId rest =
        Find(store_.And(wanted, candidate.where), candidate.upper);
    if (rest == kNothing) continue;
    const NodeId f = entries_[rest].covered;
    entry.cube_count += entries_[rest].cube_count;
    RunSet values;
    for (unsigned c : candidate.classes.set_bits())
      values.Add(top.classes[c].values);
    entry.parts.push_back({std::move(values), rest});
    for (std::size_t s = 0; s < segments.size(); ++s) {
      if (!candidate.classes.test(segments[s].value_class)) continue;
      need[s] = store_.Minus(need[s], f);
      covered[s] = store_.Or(covered[s], f);
    }
    if (entry.cube_count > budget_) over_budget_ = true;
    if (over_budget_) return kNothing;
  }
  std::vector<Edge> edges(segments.size());
  for (std::size_t s = 0; s < segments.size(); ++s)
    edges[s] = {segments[s].begin, covered[s]};
  entry.covered = store_.Make(top.level, edges);
  entries_.push_back(std::move(entry));
  const EntryId made = EntryId(entries_.size() - 1);
  memo_[key] = made;
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
