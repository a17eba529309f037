#include "compiler/table/node_cover.h"

#include <algorithm>
#include <set>

#include "runtime/format/format.h"

namespace assent::table {
namespace {

using model::Taxonomy;

// Terms are numbered depth first: a term and all named below it are one run.
std::vector<std::uint32_t> SubtreeEnds(const Taxonomy& taxonomy) {
  std::vector<std::uint32_t> end(taxonomy.size());
  for (std::uint32_t t = taxonomy.size(); t-- > 0;) {
    end[t] = std::max(end[t], t + 1);
    const auto& parents = taxonomy.terms[t].parents;
    if (!parents.empty()) {
      auto& above = end[parents.front().value];
      above = std::max(above, end[t]);
    }
  }
  return end;
}

std::vector<RunSet> TreeNodes(const RunSet& set,
                              const std::vector<std::uint32_t>& end) {
  std::vector<RunSet> nodes;
  for (const Run& run : set.runs())
    for (std::uint32_t t = run.begin; t < run.end;) {
      const std::uint32_t next = end[t] <= run.end ? end[t] : t + 1;
      nodes.push_back(RunSet::Range(t, next));
      t = next;
    }
  return nodes;
}

// One attempt, with paths of at most `limit` nodes.
class Attempt {
 public:
  Attempt(std::uint32_t term_count, std::uint32_t limit)
      : depth_(term_count), limit_(limit) {}

  void Add(const RunSet& node) {
    if (nodes_.insert(node).second)
      node.ForEach([this](std::uint32_t t) { ++depth_[t]; });
  }
  bool HasRoomFor(const RunSet& node) const {
    bool room = true;
    node.ForEach([&](std::uint32_t t) { room &= depth_[t] < limit_; });
    return room;
  }
  bool Fits() const {
    return std::all_of(depth_.begin(), depth_.end(),
                       [this](std::uint32_t d) { return d <= limit_; });
  }
  const std::set<RunSet>& nodes() const { return nodes_; }

 private:
  std::set<RunSet> nodes_;
  std::vector<std::uint32_t> depth_;
  std::uint32_t limit_;
};

struct Chosen {
  RunSet set;
  std::vector<RunSet> nodes;        // from the tree
  std::uint64_t uses = 0;
  bool whole = false;               // a node itself
};

// Sets that the tree covers with few nodes first, then the others, those that
// gain most first. False when the paths are too long.
bool Choose(std::vector<Chosen>& sets, Attempt& attempt, bool allow_whole,
            bool& all_fit) {
  for (Chosen& chosen : sets) {
    chosen.whole = false;
    if (chosen.nodes.size() <= format::kNodesPerLane)
      for (const RunSet& node : chosen.nodes) attempt.Add(node);
  }
  all_fit = true;
  for (Chosen& chosen : sets) {
    if (chosen.nodes.size() <= format::kNodesPerLane) continue;
    chosen.whole = allow_whole && attempt.HasRoomFor(chosen.set);
    all_fit = all_fit && chosen.whole;
    if (chosen.whole)
      attempt.Add(chosen.set);
    else
      for (const RunSet& node : chosen.nodes) attempt.Add(node);
  }
  return attempt.Fits();
}

}  // namespace

std::optional<NodeCover> CoverByNodes(
    const Taxonomy& taxonomy, const std::map<RunSet, std::uint64_t>& uses) {
  const std::vector<std::uint32_t> end = SubtreeEnds(taxonomy);
  std::vector<Chosen> sets;
  for (const auto& [set, count] : uses)
    sets.push_back({set, TreeNodes(set, end), count, false});
  std::stable_sort(sets.begin(), sets.end(),
                   [](const Chosen& a, const Chosen& b) {
                     return a.nodes.size() * a.uses > b.nodes.size() * b.uses;
                   });

  // Short paths are faster; whole sets save lanes; the tree alone always has
  // paths no longer than the tree is deep.
  struct Try {
    std::uint32_t limit;
    bool allow_whole, accept_split;
  };
  const Try tries[] = {{format::kMaxPath / 2, true, false},
                       {format::kMaxPath, true, true},
                       {format::kMaxPath, false, true}};
  std::optional<Attempt> attempt;
  for (const Try& how : tries) {
    attempt.emplace(taxonomy.size(), how.limit);
    bool all_fit = false;
    if (Choose(sets, *attempt, how.allow_whole, all_fit) &&
        (all_fit || how.accept_split))
      break;
    attempt.reset();
  }
  if (!attempt) return std::nullopt;

  NodeCover cover;
  cover.nodes.assign(attempt->nodes().begin(), attempt->nodes().end());
  cover.path.resize(taxonomy.size());
  for (std::uint32_t n = 0; n < cover.nodes.size(); ++n)
    cover.nodes[n].ForEach(
        [&](std::uint32_t t) { cover.path[t].push_back(n); });
  for (const auto& path : cover.path)
    cover.longest_path =
        std::max(cover.longest_path, std::uint32_t(path.size()));
  const auto id_of = [&](const RunSet& node) {
    return std::uint32_t(std::lower_bound(cover.nodes.begin(),
                                          cover.nodes.end(), node) -
                         cover.nodes.begin());
  };
  for (const Chosen& chosen : sets) {
    auto& ids = cover.nodes_of[chosen.set];
    if (chosen.whole)
      ids.push_back(id_of(chosen.set));
    else
      for (const RunSet& node : chosen.nodes) ids.push_back(id_of(node));
    std::sort(ids.begin(), ids.end());
  }
  return cover;
}

}  // namespace assent::table
