// RuleSet -> diagrams: takes authorship away. Which clause granted is gone;
// what is granted is canonical.
//
// The law, for a request q over leaves and supplied values:
//
//   granted(q)  = OR over grants g:  scope_g(q) and not taken_back_g(q)
//   obliged_o   = OR over the grants that oblige o
//   override_S  = OR over the grants whose overrides include S,
//                 for each S that occurs or is common to some that do
//   prohibited  = OR over prohibitions f that concern the partner:
//                 scope_f(q) and not taken_back_f(q)
//   closed_p    = p governs q, and p's state is not open for some owner
//   possible    = AND of the assumptions
//
// of each completion of the policy's unknowns; then, in a `meet`: granted and
// override_S where they are so for every completion, the others where they
// are so for any; then, for inner terms and values not supplied: granted,
// override_S hold when they do for every possible completion, the others when
// they do for any; a request is possible when some completion is.
#pragma once

#include <map>
#include <span>
#include <tuple>

#include "compiler/logic/space.h"
#include "compiler/rules/rules.h"

namespace assent::logic {

// What holds for every partner. Each but `possible` is false where the
// request is impossible. `prohibited` is what is so for each of the partners,
// whether they are all named or none is.
struct GlobalDiagrams {
  NodeId possible = kTrue;
  NodeId prohibited = kFalse;
  std::vector<NodeId> closed;  // by PermissionId
};

// What `grants` override, closed under intersection: {a} is what every
// completion overrides when one overrides {a, b} and the others {a, c}. Sorted,
// without the empty set. Stops beyond kMaxOverrideSets.
inline constexpr std::size_t kMaxOverrideSets = 64;
std::vector<OverrideSet> OverrideSetsOf(const rules::RuleSet& rules,
                                        std::span<const rules::GrantId> grants);

// The same of each partner, together.
std::vector<OverrideSet> OverrideSetsOf(const rules::RuleSet& rules);

// What becomes of the policy's unknowns: a table is the meet over all that they
// can be; claims are judged with their levels open.
enum class Unknowns : std::uint8_t { meet, open };

// Builds the diagrams of one RuleSet in one store. Resets nothing: after
// store.Reset() make a new one. Check store.exhausted() after each call.
class RulesToDiagrams {
 public:
  // All four are borrowed and outlive this. The space is of the rules'
  // unknown_sizes.
  RulesToDiagrams(const model::Vocabulary& vocabulary,
                  const rules::RuleSet& rules, const Space& space, Store& store,
                  Unknowns unknowns = Unknowns::meet);

  const GlobalDiagrams& global() const { return global_; }

  // The grants' whole answer: at kOutputLevel one child for each output.
  // An override set that is never maximal says nothing and is left out.
  NodeId Grants(std::span<const rules::GrantId> grants);

  // All that is prohibited for a partner whom these prohibitions name (of
  // rules::ProhibitionsOf); global().prohibited included.
  NodeId Prohibited(std::span<const rules::ProhibitionId> named);

  // The requests of a scope, over leaves and supplied values only; in a meet,
  // those that are in it whatever is unknown (its consent may depend on that).
  // For claims and checks.
  NodeId Within(const rules::Scope& scope);

  // As written: over leaves and supplied values, levels of unknowns open.
  // `taken back` is what a list of exceptions takes away.
  NodeId ScopeOf(const rules::Scope& scope);
  NodeId GrantOf(const rules::Grant& grant);
  NodeId TakenBack(const std::vector<rules::Exception>& exceptions);
  // What the permission governs; where the consent that the person gives to a
  // request is one of `ranks`.
  NodeId Governed(model::PermissionId permission) const {
    return governed_[permission.value];
  }
  NodeId ConsentIn(model::Person person, const RunSet& ranks);
  // Where it governs, and is not open for some owner.
  NodeId Closed(model::PermissionId permission) const {
    return closed_[permission.value];
  }

  // Where a condition holds that speaks of no people: of unknowns, of facts
  // that are no pair.
  NodeId Where(const rules::Condition& condition) {
    return ConditionOf(condition, false);
  }

  // In a meet: what f says in every completion of the policy; else f.
  NodeId WhateverIsUnknown(NodeId f);

  // The completions that are the policy's, over the levels of unknowns.
  // All of them at once: as large as their product.
  NodeId completions() { return CompletionsOf(family_of_relation_); }

 private:
  // Unknowns that the policy's completions relate, directly or by way of
  // others, are of one family, which bears the number of its first. Families
  // are independent of each other, and each has some values that go together.
  using Families = std::vector<std::uint32_t>;  // sorted
  Families FamiliesReadBy(NodeId f) const;
  NodeId CompletionsOf(const Families& families);
  NodeId WhateverIsUnknownOf(const std::vector<NodeId>& parts);  // of their OR

  NodeId AnyCompletion(NodeId f);  // of the policy or of the request
  NodeId ProhibitedForAll();
  NodeId ScopePart(const rules::Scope& scope, const RunSet& relations,
                   bool one_person);
  NodeId ConditionOf(const model::Condition& condition, bool one_person);
  NodeId Holds(model::AttributeId attribute, const RunSet& values,
               bool one_person);
  NodeId ConsentOf(model::Person person, const RunSet& ranks, bool one_person);
  NodeId StateOf(model::PermissionId permission, model::Person person,
                 bool open, bool one_person);
  NodeId PossibleFor(bool one_person);
  RunSet Closure(const RunSet& leaves, std::uint32_t level) const;
  void BuildGlobal();

  const model::Vocabulary& vocabulary_;
  const rules::RuleSet& rules_;
  const Space& space_;
  Store& store_;
  const bool meet_;  // there are unknowns, to be met over
  RunSet self_;      // the relation self, if there is one
  RunSet all_relations_;
  NodeId possible_base_ = kTrue;  // over supplied values
  GlobalDiagrams global_;
  std::vector<NodeId> governed_;   // by PermissionId, over leaves
  std::vector<NodeId> closed_;     // likewise
  std::vector<NodeId> forbidden_;  // by ProhibitionId, extended
  std::map<std::tuple<model::Person, RunSet, bool>, NodeId> consent_;
  Families family_of_;                             // by unknown
  std::vector<std::uint32_t> family_of_relation_;  // by rules_.completions
  std::map<Families, NodeId> completions_;
};

}  // namespace assent::logic
