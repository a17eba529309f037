#include "compiler/diff/regions.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_set>

#include "compiler/diff/as_asked.h"
#include "compiler/rows/diagrams_to_rows.h"

namespace assent::diff {
namespace {

using logic::kFalse;
using logic::NodeId;

// The values of each level on some path to f's truth.
void CollectValues(const logic::Store& store, NodeId f,
                   std::unordered_set<std::uint32_t>& seen,
                   std::vector<RunSet>& values, std::vector<bool>& free) {
  const std::uint32_t level = store.LevelOf(f);
  if (level == store.level_count() || !seen.insert(f.value).second) return;
  const auto edges = store.Edges(f);
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (edges[i].child == kFalse) continue;
    const std::uint32_t end =
        i + 1 < edges.size() ? edges[i + 1].begin : store.domain_size(level);
    values[level].Add(edges[i].begin, end);
    // A level that an edge jumps over is free there.
    for (std::uint32_t l = level + 1; l < store.LevelOf(edges[i].child); ++l)
      free[l] = true;
    CollectValues(store, edges[i].child, seen, values, free);
  }
}

// The least cube that holds f.
rows::CoverCube Hull(const logic::Store& store, NodeId f) {
  std::unordered_set<std::uint32_t> seen;
  std::vector<RunSet> values(store.level_count());
  std::vector<bool> free(store.level_count());
  for (std::uint32_t l = 0; l < store.LevelOf(f); ++l) free[l] = true;
  CollectValues(store, f, seen, values, free);
  rows::CoverCube cube;
  for (std::uint32_t l = 0; l < store.level_count(); ++l) {
    if (free[l] || values[l].empty()) continue;
    RunSet set = values[l];
    if (l == logic::kDateLevel)
      set = RunSet::Range(set.front(), set.runs().back().end);
    if (set.size() != store.domain_size(l)) cube.push_back({l, set});
  }
  return cube;
}

NodeId RequestsIn(logic::Store& store, const model::Vocabulary& vocabulary,
                  const rows::Cube& cube) {
  NodeId requests = kFalse;
  for (const rows::Cube& asked : AsAsked(vocabulary, cube))
    requests = store.Or(requests, rows::CubeToDiagram(store, asked));
  return requests;
}

// Leaves out the words and values that no request within has: what neither
// side answers about would only be there because it may.
void Tighten(const logic::Store& store, RegionCube& region) {
  rows::Cube& cube = region.cube;
  for (const auto& [level, values] : Hull(store, region.where)) {
    RunSet* set = level == logic::kDataLevel       ? &cube.data
                  : level == logic::kActionLevel   ? &cube.actions
                  : level == logic::kRelationLevel ? &cube.relations
                  : level == logic::kPurposeLevel  ? &cube.purposes
                                                   : nullptr;
    if (set != nullptr) *set = Intersection(*set, values);
    for (rows::Literal& literal : cube.literals)
      if (logic::LevelOf(literal.attribute) == level)
        literal.values = Intersection(literal.values, values);
  }
}

}  // namespace

std::vector<RegionCube> RegionsOf(logic::Store& store,
                                  const logic::Space& space,
                                  const model::Vocabulary& vocabulary, NodeId f,
                                  NodeId ignored, std::size_t budget) {
  std::vector<RegionCube> regions;
  if (f == kFalse) return regions;
  std::vector<rows::CoverCube> cubes;
  rows::Cover cover(store, logic::kDateLevel);
  const NodeId upper = store.Or(f, ignored);
  if (budget == 0 || !cover.Extract(f, upper, budget, cubes)) {
    cubes.clear();
    const NodeId cells = store.Exists(f, logic::kFirstAttributeLevel);
    if (budget == 0 || !cover.Extract(cells, cells, budget, cubes)) {
      if (store.exhausted()) return {};
      cubes = {Hull(store, f)};
    }
  }
  for (const rows::CoverCube& cube : cubes) {
    RegionCube region;
    region.cube = rows::CubeOf(cube, space);
    const NodeId asked = RequestsIn(store, vocabulary, region.cube);
    region.where = store.And(f, asked);
    if (region.where == kFalse) continue;
    region.exact = store.Minus(asked, upper) == kFalse;
    Tighten(store, region);
    regions.push_back(std::move(region));
  }
  std::ranges::sort(regions, {}, &RegionCube::cube);
  return regions;
}

std::vector<Region> JoinPartners(std::vector<Region> regions) {
  using Names = std::vector<std::string>;
  using Key = std::tuple<Change, std::string, rows::Cube, Names, Names, Names>;
  std::map<Key, std::size_t> places;
  std::vector<Region> joined;
  for (Region& region : regions) {
    const auto [it, is_new] = places.try_emplace(
        Key(region.change, region.what, region.cube, region.reasons,
            region.obligations, region.some_obligations),
        joined.size());
    if (is_new) {
      joined.push_back(std::move(region));
      continue;
    }
    Region& first = joined[it->second];
    first.partners.push_back(region.partners[0]);
    first.exact = first.exact && region.exact;
    first.requests = check::Sum(first.requests, region.requests);
    first.shared = check::Sum(first.shared, region.shared);
  }
  std::ranges::sort(joined, [](const Region& a, const Region& b) {
    return std::tie(a.change, a.what, a.partners, a.cube) <
           std::tie(b.change, b.what, b.partners, b.cube);
  });
  return joined;
}

}  // namespace assent::diff
