#include "compiler/rows/regions.h"

#include <algorithm>
#include <unordered_set>

#include "compiler/rows/as_asked.h"
#include "compiler/rows/diagrams_to_rows.h"

namespace assent::rows {
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
CoverCube Hull(const logic::Store& store, NodeId f) {
  const ValuesRead read = ValuesOnPaths(store, f);
  CoverCube cube;
  for (std::uint32_t l = 0; l < store.level_count(); ++l) {
    if (read.free[l] || read.values[l].empty()) continue;
    RunSet set = read.values[l];
    if (l == logic::kDateLevel)
      set = RunSet::Range(set.front(), set.runs().back().end);
    if (set.size() != store.domain_size(l)) cube.push_back({l, set});
  }
  return cube;
}

NodeId RequestsIn(logic::Store& store, const model::Vocabulary& vocabulary,
                  const Cube& cube) {
  NodeId requests = kFalse;
  for (const Cube& asked : AsAsked(vocabulary, cube))
    requests = store.Or(requests, CubeToDiagram(store, asked));
  return requests;
}

// Leaves out the words and values that no request within has: what neither
// side answers about would only be there because it may.
void Tighten(const logic::Store& store, RegionCube& region) {
  Cube& cube = region.cube;
  for (const auto& [level, values] : Hull(store, region.where)) {
    RunSet* set = level == logic::kDataLevel       ? &cube.data
                  : level == logic::kActionLevel   ? &cube.actions
                  : level == logic::kRelationLevel ? &cube.relations
                  : level == logic::kPurposeLevel  ? &cube.purposes
                                                   : nullptr;
    if (set != nullptr) *set = Intersection(*set, values);
    for (Literal& literal : cube.literals)
      if (logic::LevelOf(literal.attribute) == level)
        literal.values = Intersection(literal.values, values);
  }
}

}  // namespace

ValuesRead ValuesOnPaths(const logic::Store& store, NodeId f) {
  ValuesRead read{std::vector<RunSet>(store.level_count()),
                  std::vector<bool>(store.level_count())};
  for (std::uint32_t l = 0; l < store.LevelOf(f); ++l) read.free[l] = true;
  std::unordered_set<std::uint32_t> seen;
  CollectValues(store, f, seen, read.values, read.free);
  return read;
}

std::vector<RegionCube> RegionsOf(logic::Store& store,
                                  const logic::Space& space,
                                  const model::Vocabulary& vocabulary, NodeId f,
                                  NodeId ignored, std::size_t budget) {
  std::vector<RegionCube> regions;
  if (f == kFalse) return regions;
  std::vector<CoverCube> cubes;
  Cover cover(store, logic::kDateLevel);
  const NodeId upper = store.Or(f, ignored);
  if (budget == 0 || !cover.Extract(f, upper, budget, cubes)) {
    cubes.clear();
    const NodeId cells = store.Exists(f, logic::kFirstAttributeLevel);
    if (budget == 0 || !cover.Extract(cells, cells, budget, cubes)) {
      if (store.exhausted()) return {};
      cubes = {Hull(store, f)};
    }
  }
  for (const CoverCube& cube : cubes) {
    RegionCube region;
    region.cube = CubeOf(cube, space);
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

}  // namespace assent::rows
