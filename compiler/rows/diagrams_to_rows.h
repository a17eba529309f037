// Diagrams -> rows, and back.
#pragma once

#include <string>

#include "compiler/logic/rules_to_diagrams.h"
#include "compiler/rows/cover.h"
#include "compiler/rows/rows.h"

namespace assent::rows {

// More rows than this for one partner, or for all partners together, are a
// diagnostic: such a function has no small disjunctive form.
inline constexpr std::size_t kMaxRowsOfPartner = 1024;
inline constexpr std::size_t kMaxGlobalRows = 4096;

// The rows of one partner's diagram (RulesToDiagrams::Grants), sorted.
// Where a request is impossible, rows may say anything: the least rows are
// taken, but only in cells (data, day, action, relation, purpose) where
// something is granted, so that standing can be read off the rows, too.
// False when over budget.
bool GrantRows(logic::Store& store, Cover& cover, const logic::Space& space,
               const logic::GlobalDiagrams& global, logic::NodeId grants,
               std::vector<GrantRow>& rows);

// Of `prohibited` (RulesToDiagrams::Prohibited), what global.prohibited does
// not say; within that, and where a request is impossible, rows may say
// anything. Sorted. False when over budget.
bool ForbiddenRows(logic::Store& store, Cover& cover,
                   const logic::Space& space,
                   const logic::GlobalDiagrams& global,
                   logic::NodeId prohibited, std::vector<Cube>& rows);

bool GlobalRows(logic::Store& store, Cover& cover,
                const logic::Space& space,
                const logic::GlobalDiagrams& global,
                std::vector<GlobalRow>& rows);

// A cube of a cover in the words of a row. Outputs are left out.
Cube CubeOf(const CoverCube& cube, const logic::Space& space);

// The way back: exactly what the rows say, so that
//     RowsToGrants(GrantRows(f)) and possible = f.
logic::NodeId RowsToGrants(logic::Store& store, const logic::Space& space,
                           const std::vector<GrantRow>& rows);
logic::NodeId CubeToDiagram(logic::Store& store, const Cube& cube);

// All that is prohibited for a partner who has these rows.
logic::NodeId RowsToProhibited(logic::Store& store,
                               const logic::GlobalDiagrams& global,
                               std::span<const Cube> rows);

// `possible` is the complement of the impossible rows; the others are taken
// within it.
logic::GlobalDiagrams RowsToGlobal(logic::Store& store,
                                   std::size_t permission_count,
                                   const std::vector<GlobalRow>& rows);

// Override sets that occur in rows: the Space to decode them in.
std::vector<logic::OverrideSet> OverrideSetsOf(const RowSet& rows);

}  // namespace assent::rows
