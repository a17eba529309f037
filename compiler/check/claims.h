// Claims: `never permit SCOPE with PARTNERS where CONDITION`, decided over the
// whole request space.
//
//   violation_p = permit_p and scope and condition        for each partner p
//   holds  <=>  violation_p is empty for every partner
//
// Only grants that share a leaf, an action, a purpose, a relation and a day
// with the claim's scope are built: the others grant nothing in it.
#pragma once

#include <string>
#include <vector>

#include "compiler/check/replay.h"
#include "compiler/check/witness.h"
#include "compiler/model/model.h"
#include "compiler/rules/rules.h"

namespace assent::check {

struct ClaimVerdict {
  enum class Kind { holds, refuted, undecided };
  Kind kind = Kind::holds;          // undecided: the diagrams grew too large

  // Refuted: the least request that is permitted though the claim says never
  // (by partner name first), the table's answer to it, and the rules behind
  // that answer.
  Witness witness;
  Reply reply;
  std::vector<RuleLine> rules;
  std::string request_count;        // exact, decimal, all partners together
  std::size_t partner_count = 0;    // partners with such a request
};

std::string_view NameOf(ClaimVerdict::Kind kind);

// One verdict a claim, in their order. `table` is the compiled one: every
// witness is replayed through it first. Memory: one store of `node_budget`
// nodes.
inline constexpr std::size_t kClaimNodeBudget = 16u << 20;
std::vector<ClaimVerdict> CheckClaims(
    const model::Model& model, const rules::RuleSet& rules,
    const Table& table, std::size_t node_budget = kClaimNodeBudget);

}  // namespace assent::check
