// Runs the checks of permits over every partner:
//
//   finding(check, clause)  <=>  some request is granted by the clause,
//                                unwanted by the check, and permitted
//
// of each completion of the policy's unknowns. What the table itself permits
// is permitted in every completion: that is looked at first, and the table
// shows it. Otherwise the levels of the unknowns are opened, and the table of
// one completion shows it.
#pragma once

#include <vector>

#include "compiler/check/permit_check.h"

namespace assent::check {

inline constexpr std::size_t kPermitNodeBudget = 8u << 20;

struct PermitFindings {
  std::vector<PermitFinding> found;      // by check, then by rule
  std::vector<rules::RuleId> undecided;  // whose diagrams grew too large
};

// `table` is the compiled one: each witness is replayed through it, or through
// the table of its completion. `sources` are for the places of rules.
PermitFindings FindPermits(const PermitChecks& checks,
                           const model::Model& model,
                           const rules::RuleSet& rules, const Table& table,
                           const SourceSet& sources,
                           std::size_t node_budget = kPermitNodeBudget);

// The same, as diagnostics at the clauses.
void CheckPermits(const model::Model& model, const rules::RuleSet& rules,
                  const Table& table, const SourceSet& sources,
                  diagnostics::Sink& sink);

}  // namespace assent::check
