// Claims: `never permit SCOPE with PARTNERS where CONDITION`, decided over the
// whole request space.
//
//   violation_p = permit_p and scope and condition        for each partner p
//   holds  <=>  violation_p is empty for every partner
//
// With unknowns u in the policy, fails(u) = some violation_p of the completion
// u is not empty:
//
//   holds  <=>  fails = never,  refuted  <=>  fails = always,  else unprovable
//
// What the table itself permits, every completion permits: if that violates a
// claim it is refuted, and the table shows it. Otherwise fails is built with
// the levels of the unknowns open, and what is shown is shown by the table of
// one completion.
//
// Only grants that share a leaf, an action, a purpose, a relation and a day
// with the claim's scope are built: the others grant nothing in it.
#pragma once

#include <string>
#include <vector>

#include "compiler/check/completed_table.h"
#include "compiler/check/repair.h"
#include "compiler/check/replay.h"
#include "compiler/check/witness.h"
#include "compiler/model/model.h"
#include "compiler/rows/rows.h"
#include "compiler/rules/rules.h"

namespace assent::check {

struct ClaimVerdict {
  enum class Kind { holds, refuted, unprovable, undecided };
  Kind kind = Kind::holds;  // undecided: the diagrams grew too large

  // Refuted, unprovable: the least request that is permitted though the claim
  // says never (by partner name first), the table's answer to it, and the rules
  // behind that answer.
  Witness witness;
  Reply reply;
  std::vector<RuleLine> rules;
  std::string request_count;      // exact, decimal, all partners together
  std::size_t partner_count = 0;  // partners with such a request

  // The fewest readable cubes that hold them, by partners, then cube; partners
  // with the same one joined. `more_regions`: there are more than anyone reads,
  // and rules responsible, too; no repair is looked for then.
  struct Region {
    rows::Cube cube;
    std::vector<model::PartnerId> partners;
    std::string request_count;  // within, of all its partners together
    bool exact = true;          // false: it holds other requests as well
  };
  std::vector<Region> regions;
  bool more_regions = false;

  // Every rule that grants such a request, and what change of all of these
  // would make the claim hold, where one is enough; the first is proposed.
  std::vector<RuleLine> responsible;
  std::vector<Repair> repairs;

  // Not empty: the witness and all above are of the policy with these, and of
  // its partner alone. All that matters to whether it holds, or to that
  // partner, is here; by unknown.
  std::vector<Assumed> fails_with;
  std::vector<Assumed> holds_with;  // unprovable: with these, which decide, it
                                    // holds
};

std::string_view NameOf(ClaimVerdict::Kind kind);

// Regions of more partners with different violations than these are left out.
inline constexpr std::size_t kMostRegionClasses = 32;

// One verdict a claim, in their order. `table` is the compiled one: every
// witness is replayed through it first, or through a table of its completion.
// `sources` are for the places of rules. Memory: a store of `node_budget`
// nodes; with unknowns, two.
inline constexpr std::size_t kClaimNodeBudget = 16u << 20;
std::vector<ClaimVerdict> CheckClaims(
    const model::Model& model, const rules::RuleSet& rules, const Table& table,
    const SourceSet& sources, std::size_t node_budget = kClaimNodeBudget);

}  // namespace assent::check
