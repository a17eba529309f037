#include "compiler/rows/diagrams_to_rows.h"

#include <algorithm>
#include <set>

#include "compiler/base/result.h"

namespace assent::rows {

using logic::kFalse;
using logic::kTrue;
using logic::NodeId;
using logic::Space;

Cube CubeOf(const CoverCube& cover, const Space& space) {
  auto full = [&](std::uint32_t level) {
    return RunSet::Range(0, space.domain_sizes[level]);
  };
  Cube cube{full(logic::kDataLevel), full(logic::kActionLevel),
            full(logic::kPurposeLevel), full(logic::kRelationLevel),
            {}, {}};
  for (const auto& [level, values] : cover) {
    switch (level) {
      case logic::kOutputLevel: break;
      case logic::kDataLevel: cube.data = values; break;
      case logic::kActionLevel: cube.actions = values; break;
      case logic::kPurposeLevel: cube.purposes = values; break;
      case logic::kRelationLevel: cube.relations = values; break;
      case logic::kDateLevel:
        ASSENT_CHECK(values.runs().size() == 1, "a window is one run");
        cube.window = {Day(values.runs()[0].begin), Day(values.runs()[0].end)};
        break;
      default:
        cube.literals.push_back(
            {model::AttributeId(level - logic::kFirstAttributeLevel), values});
    }
  }
  return cube;
}

bool GrantRows(logic::Store& store, Cover& cover, const Space& space,
               const logic::GlobalDiagrams& global, NodeId grants,
               std::vector<GrantRow>& rows) {
  NodeId upper = grants;
  if (global.possible != kTrue) {
    const NodeId cells = store.Exists(grants, logic::kFirstAttributeLevel);
    upper = store.Or(grants, store.Minus(cells, global.possible));
  }
  std::vector<CoverCube> cubes;
  if (!cover.Extract(grants, upper, kMaxRowsOfPartner, cubes)) return false;
  for (const CoverCube& cube : cubes) {
    GrantRow row;
    row.cube = CubeOf(cube, space);
    RunSet outputs = RunSet::Range(0, space.domain_sizes[logic::kOutputLevel]);
    if (!cube.empty() && cube[0].first == logic::kOutputLevel)
      outputs = cube[0].second;
    ASSENT_CHECK(outputs.Contains(Space::kGranted),
                 "a row that obliges or overrides also grants");
    outputs.ForEach([&](std::uint32_t output) {
      if (output == Space::kGranted) return;
      if (output <= space.obligation_count)
        row.obligations.push_back(model::ObligationId(output - 1));
      else
        row.overrides.push_back(
            space.override_sets[output - 1 - space.obligation_count]);
    });
    rows.push_back(std::move(row));
  }
  std::ranges::sort(rows);
  return true;
}

bool ForbiddenRows(logic::Store& store, Cover& cover, const Space& space,
                   const logic::GlobalDiagrams& global, NodeId prohibited,
                   std::vector<Cube>& rows) {
  const NodeId lower = store.Minus(prohibited, global.prohibited);
  const NodeId upper = store.Or(prohibited, store.Not(global.possible));
  std::vector<CoverCube> cubes;
  if (!cover.Extract(lower, upper, kMaxRowsOfPartner, cubes)) return false;
  for (const CoverCube& cube : cubes) rows.push_back(CubeOf(cube, space));
  std::ranges::sort(rows);
  return true;
}

bool GlobalRows(logic::Store& store, Cover& cover, const Space& space,
                const logic::GlobalDiagrams& global,
                std::vector<GlobalRow>& rows) {
  const NodeId impossible = store.Not(global.possible);
  auto add = [&](GlobalRow::Kind kind, model::PermissionId permission,
                 NodeId f) {
    const NodeId upper =
        kind == GlobalRow::Kind::impossible ? f : store.Or(f, impossible);
    std::vector<CoverCube> cubes;
    if (!cover.Extract(f, upper, kMaxGlobalRows, cubes)) return false;
    for (const CoverCube& cube : cubes)
      rows.push_back({kind, permission, CubeOf(cube, space)});
    return rows.size() <= kMaxGlobalRows;
  };
  using Kind = GlobalRow::Kind;
  if (!add(Kind::impossible, {}, impossible)) return false;
  if (!add(Kind::prohibited, {}, global.prohibited)) return false;
  for (std::uint32_t p = 0; p < global.closed.size(); ++p)
    if (!add(Kind::closed, model::PermissionId(p), global.closed[p]))
      return false;
  std::ranges::sort(rows);
  return true;
}

NodeId CubeToDiagram(logic::Store& store, const Cube& cube) {
  NodeId f = kTrue;
  for (auto literal = cube.literals.rbegin(); literal != cube.literals.rend();
       ++literal)
    f = store.Literal(logic::LevelOf(literal->attribute), literal->values, f);
  f = store.Literal(logic::kPurposeLevel, cube.purposes, f);
  f = store.Literal(logic::kRelationLevel, cube.relations, f);
  f = store.Literal(logic::kActionLevel, cube.actions, f);
  f = store.Literal(logic::kDateLevel,
                    RunSet::Range(std::uint32_t(cube.window.from),
                                  std::uint32_t(cube.window.until)),
                    f);
  return store.Literal(logic::kDataLevel, cube.data, f);
}

NodeId RowsToGrants(logic::Store& store, const Space& space,
                    const std::vector<GrantRow>& rows) {
  std::vector<NodeId> cubes;
  for (const GrantRow& row : rows) {
    RunSet outputs = RunSet::Single(Space::kGranted);
    for (model::ObligationId id : row.obligations)
      outputs.Add(space.ObligationOutput(id), space.ObligationOutput(id) + 1);
    for (const logic::OverrideSet& set : row.overrides) {
      const auto it = std::ranges::lower_bound(space.override_sets, set);
      const std::uint32_t output =
          space.OverrideOutput(std::size_t(it - space.override_sets.begin()));
      outputs.Add(output, output + 1);
    }
    cubes.push_back(store.Literal(logic::kOutputLevel, outputs,
                                  CubeToDiagram(store, row.cube)));
  }
  return store.OrAll(cubes);
}

NodeId RowsToProhibited(logic::Store& store,
                        const logic::GlobalDiagrams& global,
                        std::span<const Cube> rows) {
  NodeId any = kFalse;
  for (const Cube& row : rows) any = store.Or(any, CubeToDiagram(store, row));
  return store.Or(store.And(any, global.possible), global.prohibited);
}

logic::GlobalDiagrams RowsToGlobal(logic::Store& store,
                                   std::size_t permission_count,
                                   const std::vector<GlobalRow>& rows) {
  NodeId impossible = kFalse;
  logic::GlobalDiagrams global;
  global.closed.assign(permission_count, kFalse);
  for (const GlobalRow& row : rows) {
    const NodeId cube = CubeToDiagram(store, row.cube);
    NodeId& f = row.kind == GlobalRow::Kind::impossible   ? impossible
                : row.kind == GlobalRow::Kind::prohibited ? global.prohibited
                : global.closed[row.permission.value];
    f = store.Or(f, cube);
  }
  global.possible = store.Not(impossible);
  global.prohibited = store.And(global.prohibited, global.possible);
  for (NodeId& f : global.closed) f = store.And(f, global.possible);
  return global;
}

std::vector<logic::OverrideSet> OverrideSetsOf(const RowSet& rows) {
  std::set<logic::OverrideSet> sets;
  for (const std::vector<GrantRow>& list : rows.lists)
    for (const GrantRow& row : list)
      sets.insert(row.overrides.begin(), row.overrides.end());
  return {sets.begin(), sets.end()};
}

}  // namespace assent::rows
