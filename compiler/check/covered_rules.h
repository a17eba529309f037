// Rules without which, all else as it is, no part of any verdict differs: what
// redundant_rule and shadowed_rule report.
//
// The laws, on possible requests, in every completion; K are other rules:
//
//   an allow clause   for each of its partners and each output that it has (it
//                     grants; it obliges o; it overrides the set S): where it
//                     matches, one of K does that has the output as well (of S:
//                     that overrides all of S)
//   a forbid          for each partner whom it concerns: where it forbids, one
//                     of K does
//   a governs line    what it governs, lines of K of its permission do
//   an assumption     what it excludes, assumptions of K do
//   of a rule set     without it, the set grants and prohibits the same, or
//                     other rules of the partner make up for the difference;
//                     what it decides, others of the set that is left decide
//                     alike, or other rules of the partner grant or prohibit
//
// One rule in K: redundant. Several: shadowed by their union, and K is a least
// one. All is said of removing the one rule alone: of two that say the same
// each is redundant.
#pragma once

#include <optional>
#include <vector>

#include "compiler/check/judged.h"

namespace assent::check {

struct Covered {
  rules::RuleId rule;
  std::vector<rules::RuleId> by;  // none: an assumption that always holds
  bool least = true;              // else only: none can be left out
};

// The rules among a partner's grants, allow clauses and rules of rule sets
// alike, without which what the partner is granted would differ: a few
// operations each, of rules that have something in common with others.
void FindKept(RuleDiagrams& diagrams, const std::vector<RuleGrants>& rules,
              std::vector<rules::RuleId>& kept);

// Of the other kinds of rules; those of rule sets are judged in
// covered_in_rule_sets.h. Sets `kept` and `fires`, or `undecided`.
void JudgeProhibitions(RuleDiagrams& diagrams, const Subjects& subjects,
                       Known& known);
void JudgeGovernance(RuleDiagrams& diagrams, Known& known);
void JudgeAssumptions(RuleDiagrams& diagrams, Known& known);

// Of a rule that fires and is not kept: what covers it. nullopt when the
// diagrams are too large.
std::optional<Covered> CoverOf(RuleDiagrams& diagrams, const Subjects& subjects,
                               rules::RuleId rule);

}  // namespace assent::check
