#include "compiler/logic/rules_to_diagrams.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <unordered_set>

#include "compiler/base/result.h"

namespace assent::logic {
namespace {

using model::Attribute;
using model::AttributeId;
using model::Condition;
using model::Consent;
using model::Permission;
using model::PermissionId;
using model::Person;

// Whether the condition means something else when requester and subject are
// one person.
bool TellsPeopleApart(const Condition& condition,
                      const model::Vocabulary& vocabulary) {
  switch (condition.kind) {
    case Condition::Kind::consent:
      return true;
    case Condition::Kind::literal:
      return vocabulary.attributes[condition.attribute.value].pair.valid();
    default:
      return std::ranges::any_of(condition.operands,
                                 [&](const Condition& operand) {
                                   return TellsPeopleApart(operand, vocabulary);
                                 });
  }
}

bool MentionsConsent(const Condition& condition) {
  return condition.kind == Condition::Kind::consent ||
         std::ranges::any_of(condition.operands, MentionsConsent);
}

void CollectUnknowns(const Condition& condition,
                     std::vector<std::uint32_t>& unknowns) {
  if (condition.kind == Condition::Kind::unknown)
    unknowns.push_back(condition.which.value);
  for (const Condition& operand : condition.operands)
    CollectUnknowns(operand, unknowns);
}

bool Includes(const OverrideSet& all, const OverrideSet& part) {
  return std::ranges::includes(all, part);
}

}  // namespace

std::vector<OverrideSet> OverrideSetsOf(
    const rules::RuleSet& rules, std::span<const rules::GrantId> grants) {
  std::set<OverrideSet> sets;
  for (rules::GrantId id : grants) {
    const OverrideSet& own = rules.grants[id.value].overrides;
    if (own.empty() || sets.contains(own)) continue;
    std::set<OverrideSet> common;
    for (const OverrideSet& other : sets) {
      OverrideSet both;
      std::ranges::set_intersection(own, other, std::back_inserter(both));
      if (!both.empty()) common.insert(std::move(both));
    }
    sets.merge(common);
    sets.insert(own);
    if (sets.size() > kMaxOverrideSets) break;
  }
  return {sets.begin(), sets.end()};
}

std::vector<OverrideSet> OverrideSetsOf(const rules::RuleSet& rules) {
  std::set<OverrideSet> sets;
  const std::vector<rules::GrantId>* previous = nullptr;
  for (const std::vector<rules::GrantId>& grants : rules.grants_of) {
    if (previous && *previous == grants) continue;
    previous = &grants;
    sets.merge([&] {
      const std::vector<OverrideSet> own = OverrideSetsOf(rules, grants);
      return std::set<OverrideSet>(own.begin(), own.end());
    }());
  }
  return {sets.begin(), sets.end()};
}

RulesToDiagrams::RulesToDiagrams(const model::Vocabulary& vocabulary,
                                 const rules::RuleSet& rules,
                                 const Space& space, Store& store,
                                 Unknowns unknowns)
    : vocabulary_(vocabulary),
      rules_(rules),
      space_(space),
      store_(store),
      meet_(unknowns == Unknowns::meet && !rules.unknown_sizes.empty()) {
  ASSENT_CHECK(space.domain_sizes.size() ==
                   space.first_unknown_level + rules.unknown_sizes.size(),
               "a space without the unknowns of the rules");
  all_relations_ = RunSet::Range(0, std::uint32_t(vocabulary.relations.size()));
  if (vocabulary.self.valid()) self_ = RunSet::Single(vocabulary.self.value);
  BuildGlobal();
}

RunSet RulesToDiagrams::Closure(const RunSet& leaves,
                                std::uint32_t level) const {
  // Inner terms will be defined by their leaves anyway; taking them in early
  // keeps a subtree one run.
  RunSet closed = leaves;
  for (const ExtraValue& extra : space_.extras[level])
    if (leaves.Contains(extra.members.front()) &&
        leaves.ContainsAll(extra.members))
      closed.Add(extra.value, extra.value + 1);
  return closed;
}

NodeId RulesToDiagrams::Holds(AttributeId id, const RunSet& values,
                              bool one_person) {
  const Attribute& attribute = vocabulary_.attributes[id.value];
  // The subject's copy stands for both when they are one person.
  if (one_person && attribute.pair.valid() &&
      attribute.owner == model::Owner::requester)
    return Holds(attribute.pair, values, false);
  return store_.Literal(LevelOf(id), Closure(values, LevelOf(id)));
}

NodeId RulesToDiagrams::StateOf(PermissionId id, Person person, bool open,
                                bool one_person) {
  const Permission& permission = vocabulary_.permissions[id.value];
  const AttributeId state = permission.state[std::size_t(person)];
  const Attribute& attribute = vocabulary_.attributes[state.value];
  const RunSet closed_values = Difference(
      RunSet::Range(0, attribute.supplied_count()), permission.open_values);
  return Holds(state, open ? permission.open_values : closed_values,
               one_person);
}

NodeId RulesToDiagrams::ConsentOf(Person person, const RunSet& ranks,
                                  bool one_person) {
  const auto [it, is_new] =
      consent_.try_emplace({person, ranks, one_person}, kFalse);
  if (!is_new) return it->second;
  // at_least[k]: some open permission that governs gives consent k or more.
  std::vector<NodeId> at_least(model::kConsentCount + 1, kFalse);
  at_least[0] = kTrue;
  for (std::uint32_t k = model::kConsentCount - 1; k > 0; --k) {
    at_least[k] = at_least[k + 1];
    for (std::uint32_t p = 0; p < vocabulary_.permissions.size(); ++p) {
      const Permission& permission = vocabulary_.permissions[p];
      if (permission.consent != Consent(k)) continue;
      for (Person owner : {Person::requester, Person::subject}) {
        if (!permission.state[std::size_t(owner)].valid()) continue;
        if (owner != person && !one_person) continue;
        at_least[k] = store_.Or(
            at_least[k],
            store_.And(governed_[p],
                       StateOf(PermissionId(p), owner, true, one_person)));
      }
    }
  }
  NodeId result = kFalse;
  ranks.ForEach([&](std::uint32_t k) {
    result = store_.Or(result, store_.Minus(at_least[k], at_least[k + 1]));
  });
  consent_[{person, ranks, one_person}] = result;
  return result;
}

NodeId RulesToDiagrams::ConditionOf(const Condition& condition,
                                    bool one_person) {
  switch (condition.kind) {
    case Condition::Kind::literal:
      return Holds(condition.attribute, condition.values, one_person);
    case Condition::Kind::consent:
      return ConsentOf(condition.person, condition.values, one_person);
    case Condition::Kind::unknown:
      return store_.Literal(space_.LevelOfUnknown(condition.which),
                            condition.values);
    case Condition::Kind::negation:
      return store_.Not(ConditionOf(condition.operands[0], one_person));
    case Condition::Kind::all_of: {
      NodeId all = kTrue;
      for (const Condition& operand : condition.operands)
        all = store_.And(all, ConditionOf(operand, one_person));
      return all;
    }
    case Condition::Kind::any_of: {
      NodeId any = kFalse;
      for (const Condition& operand : condition.operands)
        any = store_.Or(any, ConditionOf(operand, one_person));
      return any;
    }
  }
  return kFalse;
}

NodeId RulesToDiagrams::ScopePart(const rules::Scope& scope,
                                  const RunSet& relations, bool one_person) {
  const NodeId condition = ConditionOf(scope.when, one_person);
  // Consent tests data, actions and purposes as well, all of which are above
  // the attributes: it is multiplied in afterwards.
  const bool above = MentionsConsent(scope.when);
  NodeId cube = above ? kTrue : condition;
  cube = store_.Literal(kPurposeLevel, Closure(scope.purposes, kPurposeLevel),
                        cube);
  cube = store_.Literal(kRelationLevel, relations, cube);
  cube =
      store_.Literal(kActionLevel, Closure(scope.actions, kActionLevel), cube);
  cube = store_.Literal(kDateLevel,
                        RunSet::Range(std::uint32_t(scope.window.from),
                                      std::uint32_t(scope.window.until)),
                        cube);
  cube = store_.Literal(kDataLevel, Closure(scope.data, kDataLevel), cube);
  return above ? store_.And(cube, condition) : cube;
}

NodeId RulesToDiagrams::ScopeOf(const rules::Scope& scope) {
  if (scope.window.empty()) return kFalse;
  const RunSet one_person = Intersection(scope.relations, self_);
  if (one_person.empty() || !TellsPeopleApart(scope.when, vocabulary_))
    return ScopePart(scope, scope.relations, false);
  const RunSet two_people = Difference(scope.relations, self_);
  return store_.Or(ScopePart(scope, one_person, true),
                   ScopePart(scope, two_people, false));
}

NodeId RulesToDiagrams::Within(const rules::Scope& scope) {
  return WhateverIsUnknown(ScopeOf(scope));
}

NodeId RulesToDiagrams::ConsentIn(Person person, const RunSet& ranks) {
  return store_.Or(store_.And(store_.Literal(kRelationLevel, self_),
                              ConsentOf(person, ranks, true)),
                   store_.And(store_.Literal(kRelationLevel,
                                             Difference(all_relations_, self_)),
                              ConsentOf(person, ranks, false)));
}

NodeId RulesToDiagrams::TakenBack(
    const std::vector<rules::Exception>& exceptions) {
  NodeId any = kFalse;
  for (const rules::Exception& exception : exceptions)
    any = store_.Or(any, store_.Minus(ScopeOf(exception.scope),
                                      TakenBack(exception.exceptions)));
  return any;
}

NodeId RulesToDiagrams::GrantOf(const rules::Grant& grant) {
  return store_.Minus(ScopeOf(grant.scope), TakenBack(grant.exceptions));
}

NodeId RulesToDiagrams::PossibleFor(bool one_person) {
  NodeId possible = kTrue;
  for (const rules::Assumption& assumption : rules_.assumptions)
    possible =
        store_.And(possible, ConditionOf(assumption.condition, one_person));
  return possible;
}

RulesToDiagrams::Families RulesToDiagrams::FamiliesReadBy(NodeId f) const {
  std::set<std::uint32_t> families;
  std::unordered_set<std::uint32_t> seen;
  const auto visit = [&](const auto& self, NodeId g) -> void {
    if (g == kFalse || g == kTrue || !seen.insert(g.value).second) return;
    const std::uint32_t level = store_.LevelOf(g);
    if (level >= space_.first_unknown_level)
      families.insert(family_of_[level - space_.first_unknown_level]);
    for (const Edge& edge : store_.Edges(g)) self(self, edge.child);
  };
  visit(visit, f);
  return {families.begin(), families.end()};
}

NodeId RulesToDiagrams::CompletionsOf(const Families& families) {
  const auto [it, is_new] = completions_.try_emplace(families, kTrue);
  if (!is_new) return it->second;
  // From the lowest levels upwards: what is there already stays as it is.
  for (std::size_t i = rules_.completions.size(); i-- > 0;)
    if (std::ranges::count(families, family_of_relation_[i]) != 0)
      it->second =
          store_.And(ConditionOf(rules_.completions[i], false), it->second);
  return it->second;
}

// What reads no family in common is independent: whatever that is, one of them
// holds <=> one of them holds whatever that is.
NodeId RulesToDiagrams::WhateverIsUnknownOf(const std::vector<NodeId>& parts) {
  if (!meet_) return store_.OrAll(parts);
  struct Dependent {
    std::set<std::uint32_t> families;
    std::vector<NodeId> parts;
  };
  std::vector<Dependent> all;
  for (NodeId part : parts) {
    const Families read = FamiliesReadBy(part);
    Dependent own{{read.begin(), read.end()}, {part}};
    for (std::size_t i = all.size(); i-- > 0;) {
      if (std::ranges::none_of(read, [&](std::uint32_t family) {
            return all[i].families.contains(family);
          }))
        continue;
      own.families.merge(all[i].families);
      own.parts.insert(own.parts.end(), all[i].parts.begin(),
                       all[i].parts.end());
      all.erase(all.begin() + std::ptrdiff_t(i));
    }
    all.push_back(std::move(own));
  }
  std::vector<NodeId> certain;
  for (const Dependent& each : all)
    certain.push_back(WhateverIsUnknown(store_.OrAll(each.parts)));
  return store_.OrAll(certain);
}

NodeId RulesToDiagrams::WhateverIsUnknown(NodeId f) {
  if (!meet_) return f;
  const NodeId others = store_.Not(CompletionsOf(FamiliesReadBy(f)));
  return store_.ForAll(store_.Or(f, others), space_.first_unknown_level);
}

NodeId RulesToDiagrams::AnyCompletion(NodeId f) {
  if (meet_)
    f = store_.Exists(store_.And(f, CompletionsOf(FamiliesReadBy(f))),
                      space_.first_unknown_level);
  f = store_.ExtendAny(store_.And(f, possible_base_), space_.extras);
  return store_.And(f, global_.possible);
}

NodeId RulesToDiagrams::Prohibited(
    std::span<const rules::ProhibitionId> named) {
  NodeId any = global_.prohibited;
  for (rules::ProhibitionId id : named)
    any = store_.Or(any, forbidden_[id.value]);
  return any;
}

// Of those who are named, the meet; mostly somebody is not, and that is all.
NodeId RulesToDiagrams::ProhibitedForAll() {
  std::set<std::vector<rules::ProhibitionId>> named;
  for (auto& own : rules::ProhibitionsOf(rules_)) named.insert(std::move(own));
  NodeId all = named.empty() ? global_.prohibited : kTrue;
  for (const auto& own : named) {
    if (all == global_.prohibited) break;
    all = store_.And(all, Prohibited(own));
  }
  return all;
}

void RulesToDiagrams::BuildGlobal() {
  family_of_.resize(rules_.unknown_sizes.size());
  std::iota(family_of_.begin(), family_of_.end(), 0u);
  std::vector<std::vector<std::uint32_t>> related;
  for (const Condition& each : rules_.completions) {
    CollectUnknowns(each, related.emplace_back());
    std::uint32_t first = UINT32_MAX;
    for (std::uint32_t u : related.back())
      first = std::min(first, family_of_[u]);
    for (std::uint32_t u : related.back())
      std::ranges::replace(family_of_, std::uint32_t{family_of_[u]}, first);
  }
  for (const auto& unknowns : related)
    family_of_relation_.push_back(unknowns.empty() ? 0
                                                   : family_of_[unknowns[0]]);
  const NodeId one_person = PossibleFor(true);
  const NodeId two_people = PossibleFor(false);
  possible_base_ =
      store_.Or(store_.Literal(kRelationLevel, self_, one_person),
                store_.Literal(kRelationLevel,
                               Difference(all_relations_, self_), two_people));
  if (all_relations_.empty()) possible_base_ = two_people;
  global_.possible = store_.ExtendAny(possible_base_, space_.extras);

  governed_.assign(vocabulary_.permissions.size(), kFalse);
  for (const rules::Gate& gate : rules_.gates)
    governed_[gate.permission.value] =
        store_.Or(governed_[gate.permission.value], ScopeOf(gate.scope));

  for (const rules::Prohibition& each : rules_.prohibitions) {
    forbidden_.push_back(AnyCompletion(
        store_.Minus(ScopeOf(each.scope), TakenBack(each.exceptions))));
    if (each.partners.empty())
      global_.prohibited = store_.Or(global_.prohibited, forbidden_.back());
  }
  global_.prohibited = ProhibitedForAll();

  for (std::uint32_t p = 0; p < vocabulary_.permissions.size(); ++p) {
    NodeId shut[2] = {kFalse, kFalse};  // two people, one person
    for (const bool one : {false, true})
      for (Person owner : {Person::requester, Person::subject})
        if (vocabulary_.permissions[p].state[std::size_t(owner)].valid())
          shut[one] =
              store_.Or(shut[one], StateOf(PermissionId(p), owner, false, one));
    const NodeId anyone_shut =
        store_.Or(store_.Literal(kRelationLevel, self_, shut[1]),
                  store_.Literal(kRelationLevel,
                                 Difference(all_relations_, self_), shut[0]));
    closed_.push_back(store_.And(governed_[p], anyone_shut));
    global_.closed.push_back(AnyCompletion(closed_.back()));
  }
}

NodeId RulesToDiagrams::Grants(std::span<const rules::GrantId> grants) {
  std::vector<NodeId> parts;
  for (rules::GrantId id : grants)
    parts.push_back(GrantOf(rules_.grants[id.value]));
  auto union_where = [&](auto matches) {
    std::vector<NodeId> chosen;
    for (std::size_t i = 0; i < parts.size(); ++i)
      if (matches(rules_.grants[grants[i].value])) chosen.push_back(parts[i]);
    return chosen;
  };
  // "For every possible completion": impossible ones count as granted first,
  // and are taken out after.
  const NodeId impossible = store_.Not(possible_base_);
  auto every_completion = [&](const std::vector<NodeId>& any_of) {
    NodeId f = store_.Or(WhateverIsUnknownOf(any_of), impossible);
    f = store_.ExtendAll(f, space_.extras);
    return store_.And(f, global_.possible);
  };
  const NodeId granted =
      every_completion(union_where([](const auto&) { return true; }));

  std::set<std::uint32_t> obliged;
  for (rules::GrantId id : grants)
    for (auto obligation : rules_.grants[id.value].obligations)
      obliged.insert(obligation.value);

  std::vector<Edge> outputs(space_.domain_sizes[kOutputLevel]);
  for (std::uint32_t o = 0; o < outputs.size(); ++o) outputs[o] = {o, kFalse};
  outputs[Space::kGranted].child = granted;
  for (std::uint32_t o : obliged) {
    const NodeId f =
        AnyCompletion(store_.OrAll(union_where([&](const rules::Grant& grant) {
          return std::ranges::binary_search(grant.obligations,
                                            model::ObligationId(o));
        })));
    outputs[space_.ObligationOutput(model::ObligationId(o))].child =
        store_.And(f, granted);
  }
  std::map<OverrideSet, NodeId> lifted;
  for (const OverrideSet& set : OverrideSetsOf(rules_, grants))
    lifted[set] = every_completion(union_where([&](const rules::Grant& grant) {
      return Includes(grant.overrides, set);
    }));
  for (const auto& [set, f] : lifted) {
    NodeId larger = kFalse;
    for (const auto& [other, g] : lifted)
      if (other != set && Includes(other, set)) larger = store_.Or(larger, g);
    if (store_.Minus(f, larger) == kFalse) continue;
    const auto index = std::ranges::lower_bound(space_.override_sets, set) -
                       space_.override_sets.begin();
    outputs[space_.OverrideOutput(std::size_t(index))].child = f;
  }
  return store_.Make(kOutputLevel, outputs);
}

}  // namespace assent::logic
