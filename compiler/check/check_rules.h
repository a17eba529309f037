// All checks of rules, in one walk over the partners: rule_never_fires,
// redundant_rule, shadowed_rule, allow_against_forbid, idle_exception and
// idle_permission. Each is exact over the whole request space.
#pragma once

#include <cstddef>

#include "compiler/check/allow_against_forbid.h"
#include "compiler/check/covered_rules.h"
#include "compiler/check/idle_exception.h"
#include "compiler/check/rule_never_fires.h"

namespace assent::check {

// Nodes of one store; each thread has one.
inline constexpr std::size_t kRuleNodeBudget = 4u << 20;

// What is found, for those who want more of it than its text. In the order of
// rules, without those beyond Sink::kMaxDiagnostics of a kind.
struct RuleFindings {
  std::vector<NeverFires> never;
  std::vector<Covered> covered;  // redundant: by one; else shadowed
  std::vector<AgainstForbid> against;
  std::vector<IdleException> exceptions;
  std::vector<model::PermissionId> permissions;  // idle
  std::vector<rules::RuleId> undecided;
};

// `table` is the compiled one: witnesses are replayed through it. The threads
// share the partners; the result does not depend on how many there are. About
// linear in the rules, where partners have few that overlap.
RuleFindings FindInRules(const model::Model& model, const rules::RuleSet& rules,
                         const Table& table, unsigned thread_count,
                         diagnostics::Sink& sink,
                         std::size_t node_budget = kRuleNodeBudget);

void CheckRules(const model::Model& model, const rules::RuleSet& rules,
                const Table& table, diagnostics::Sink& sink,
                std::size_t node_budget = kRuleNodeBudget);

}  // namespace assent::check
