#include "tests/reference/meaning.h"

#include <algorithm>

#include "compiler/base/result.h"

namespace assent::reference {
namespace {

using model::AttributeId;
using model::Condition;
using model::Person;

constexpr Person kPersons[] = {Person::requester, Person::subject};

using Dimension = model::UnknownTerms::Dimension;

// Whether the terms meant are among the known ones, or those of an unknown's
// value that `counts`.
template <class F, class G>
bool AnyTerms(const model::Scope& scope, Dimension dimension, const RunSet& known,
              const F& meant, const G& counts) {
  if (meant(known)) return true;
  for (const model::UnknownTerms& terms : scope.unknown_terms)
    if (terms.dimension == dimension)
      for (std::uint32_t i = 0; i < terms.values.size(); ++i)
        if (counts(terms.unknown, i) && meant(terms.values[i])) return true;
  return false;
}

}  // namespace

Rules Meaning::RulesAbout(model::PartnerId partner, const RunSet& data,
                          const RunSet& actions, const RunSet& purposes,
                          std::uint32_t relation) const {
  auto about = [&](const model::Scope& scope) {
    auto may_be = [&](Dimension dimension, const RunSet& known,
                      const RunSet& terms) {
      return AnyTerms(
          scope, dimension, known,
          [&](const RunSet& set) { return set.Intersects(terms); },
          [](model::UnknownId, std::uint32_t) { return true; });
    };
    return may_be(Dimension::data, scope.data, data) &&
           may_be(Dimension::action, scope.actions, actions) &&
           may_be(Dimension::purpose, scope.purposes, purposes) &&
           may_be(Dimension::relation, scope.relations, {relation});
  };
  Rules rules;
  for (const model::Agreement& agreement : model_.agreements) {
    if (std::ranges::count(agreement.partners, partner) == 0) continue;
    for (const model::Clause& clause : agreement.clauses)
      if (about(clause.scope)) rules.allows.push_back({&agreement, &clause});
  }
  for (const model::Governs& governs : model_.governs)
    if (about(governs.scope)) rules.governs.push_back(&governs);
  for (const model::Prohibition& prohibition : model_.prohibitions)
    if ((prohibition.partners.empty() ||
         std::ranges::count(prohibition.partners, partner) != 0) &&
        about(prohibition.scope))
      rules.prohibitions.push_back(&prohibition);
  for (const model::RuleGroup& group : model_.rule_groups)
    if (std::ranges::count(group.partners, partner) != 0)
      rules.groups.push_back(&group);
  return rules;
}

Facts Meaning::At(const Point& point, const Rules& rules) const {
  Facts facts;
  for (const Rules::Allow& allow : rules.allows) {
    if (!Matches(allow, point, rules)) continue;
    facts.granted = true;

    Permissions overridden;
    for (const model::Override& override : allow.clause->overrides)
      if (point.day < override.until) overridden.insert(override.permission);
    facts.overrides.insert(overridden);

    auto oblige = [&](const std::vector<model::ObligationId>& obligations) {
      facts.obligations.insert(obligations.begin(), obligations.end());
    };
    oblige(allow.clause->obligations);
    oblige(allow.agreement->obligations);
    if (allow.agreement->program.valid())
      oblige(model_.programs[allow.agreement->program.value].obligations);
  }
  for (const model::RuleGroup* group : rules.groups)
    switch (OutcomeOf(*group, point, rules)) {
      case Outcome::not_applicable:
        break;
      case Outcome::permit:
        facts.granted = true;
        facts.overrides.insert(Permissions());
        break;
      case Outcome::deny:
      case Outcome::indeterminate:
        facts.prohibited = true;
        break;
    }
  facts.overrides = Maximal(facts.overrides);

  for (const model::Prohibition* prohibition : rules.prohibitions)
    if (Forbids(*prohibition, point, rules)) facts.prohibited = true;

  for (const model::Governs* governs : rules.governs) {
    if (!Matches(governs->scope, point, rules)) continue;
    const model::Permission& permission =
        model_.vocabulary.permissions[governs->permission.value];
    for (Person owner : kPersons)
      if (permission.state[int(owner)].valid() &&
          !Open(governs->permission, owner, point))
        facts.closed.insert(governs->permission);
  }
  return facts;
}

bool Meaning::Possible(
    const Point& point,
    const std::vector<const model::Assumption*>& assumptions) const {
  for (const model::Assumption* assumption : assumptions)
    if (!Holds(assumption->condition, point, {})) return false;
  return true;
}

bool Meaning::InForce(const model::Window& window, const Point& point) const {
  auto day = [&](model::UnknownId unknown, Day known) {
    return unknown.valid() ? model_.unknowns[unknown.value]
                                 .days[point.unknowns[unknown.value]]
                           : known;
  };
  return day(window.unknown_from, window.from) <= point.day &&
         point.day < day(window.unknown_until, window.until);
}

bool Meaning::Matches(const model::Scope& scope, const Point& point,
                      const Rules& rules) const {
  auto has = [&](Dimension dimension, const RunSet& known, std::uint32_t leaf) {
    return AnyTerms(
        scope, dimension, known,
        [&](const RunSet& set) { return set.Contains(leaf); },
        [&](model::UnknownId unknown, std::uint32_t value) {
          return point.unknowns[unknown.value] == value;
        });
  };
  return has(Dimension::data, scope.data, point.data) &&
         has(Dimension::action, scope.actions, point.action) &&
         has(Dimension::purpose, scope.purposes, point.purpose) &&
         has(Dimension::relation, scope.relations, point.relation) &&
         InForce(scope.window, point) && Holds(scope.when, point, rules);
}

bool Meaning::Matches(const Rules::Allow& allow, const Point& point,
                      const Rules& rules) const {
  const model::Agreement& agreement = *allow.agreement;
  if (!InForce(agreement.window, point)) return false;
  if (agreement.program.valid() &&
      !InForce(model_.programs[agreement.program.value].window, point))
    return false;
  if (!Matches(allow.clause->scope, point, rules)) return false;
  for (const model::Exception& exception : allow.clause->exceptions)
    if (TakesBack(exception, point, rules)) return false;
  return true;
}

bool Meaning::Forbids(const model::Prohibition& prohibition,
                      const Point& point, const Rules& rules) const {
  if (!Matches(prohibition.scope, point, rules)) return false;
  for (const model::Exception& exception : prohibition.exceptions)
    if (TakesBack(exception, point, rules)) return false;
  return true;
}

Outcome Combined(model::Combining combine,
                 const std::vector<Outcome>& children) {
  auto some = [&](Outcome outcome) {
    return std::ranges::count(children, outcome) != 0;
  };
  using enum model::Combining;
  switch (combine) {
    case deny_overrides:
      for (Outcome first :
           {Outcome::deny, Outcome::indeterminate, Outcome::permit})
        if (some(first)) return first;
      return Outcome::not_applicable;
    case permit_overrides:
      for (Outcome first :
           {Outcome::permit, Outcome::indeterminate, Outcome::deny})
        if (some(first)) return first;
      return Outcome::not_applicable;
    case first_applicable:
      for (Outcome child : children)
        if (child != Outcome::not_applicable) return child;
      return Outcome::not_applicable;
    case only_one_applicable: {
      Outcome only = Outcome::not_applicable;
      for (Outcome child : children) {
        if (child == Outcome::not_applicable) continue;
        if (only != Outcome::not_applicable) return Outcome::indeterminate;
        only = child;
      }
      return only;
    }
    case deny_unless_permit:
      return some(Outcome::permit) ? Outcome::permit : Outcome::deny;
    case permit_unless_deny:
      return some(Outcome::deny) ? Outcome::deny : Outcome::permit;
  }
  ASSENT_CHECK(false, "a way to combine without a meaning");
}

Outcome Meaning::OutcomeOf(const model::RuleGroup& group, const Point& point,
                           const Rules& rules) const {
  auto concerns = [&](bool everybody,
                      const std::vector<model::PartnerId>& partners) {
    return everybody || std::ranges::count(partners, point.partner) != 0;
  };
  if (!concerns(group.every_partner, group.partners) ||
      !InForce(group.window, point) || !Matches(group.scope, point, rules))
    return Outcome::not_applicable;
  std::vector<Outcome> children;
  for (const model::RuleGroup::Item& item : group.items) {
    Outcome child = Outcome::not_applicable;
    if (!item.nested.empty())
      child = OutcomeOf(item.nested.front(), point, rules);
    else if (concerns(item.every_partner, item.partners) &&
             Matches(item.scope, point, rules))
      child = item.permit ? Outcome::permit : Outcome::deny;
    children.push_back(child);
  }
  return Combined(group.combine, children);
}

// An exception takes its scope, less what its own exceptions take.
bool Meaning::TakesBack(const model::Exception& exception, const Point& point,
                        const Rules& rules) const {
  if (!Matches(exception.scope, point, rules)) return false;
  for (const model::Exception& inner : exception.exceptions)
    if (TakesBack(inner, point, rules)) return false;
  return true;
}

bool Meaning::Holds(const Condition& condition, const Point& point,
                    const Rules& rules) const {
  auto holds = [&](const Condition& c) { return Holds(c, point, rules); };
  switch (condition.kind) {
    case Condition::Kind::all_of:
      return std::ranges::all_of(condition.operands, holds);
    case Condition::Kind::any_of:
      return std::ranges::any_of(condition.operands, holds);
    case Condition::Kind::negation:
      return !holds(condition.operands[0]);
    case Condition::Kind::literal:
      return condition.values.Contains(ValueOf(condition.attribute, point));
    case Condition::Kind::consent:
      return condition.values.Contains(
          std::uint32_t(ConsentOf(condition.person, point, rules)));
    case Condition::Kind::unknown:
      break;  // of normal forms, never of a Model
  }
  ASSENT_CHECK(false, "a kind of condition without a meaning");
}

AttributeId Meaning::Read(AttributeId id, std::uint32_t relation) const {
  const model::Attribute& attribute = model_.vocabulary.attributes[id.value];
  bool self = model_.vocabulary.self.valid() &&
              model_.vocabulary.self.value == relation;
  bool other_is_read = self && attribute.owner == model::Owner::requester &&
                       attribute.pair.valid();
  return other_is_read ? attribute.pair : id;
}

std::uint32_t Meaning::ValueOf(model::AttributeId attribute,
                               const Point& point) const {
  AttributeId read = Read(attribute, point.relation);
  std::uint32_t value = point.values[read.value];
  ASSENT_CHECK(
      value < model_.vocabulary.attributes[read.value].supplied_count(),
      "a value is read that nobody supplied");
  return value;
}

bool Meaning::Open(model::PermissionId id, Person owner,
                   const Point& point) const {
  const model::Permission& permission = model_.vocabulary.permissions[id.value];
  return permission.open_values.Contains(
      ValueOf(permission.state[int(owner)], point));
}

bool Meaning::Governed(model::PermissionId permission, const Point& point,
                       const Rules& rules) const {
  return std::ranges::any_of(rules.governs, [&](const model::Governs* g) {
    return g->permission == permission && Matches(g->scope, point, rules);
  });
}

// The strongest kind among the person's open permissions that govern the
// point. At self there is one person, whoever owns the permission.
model::Consent Meaning::ConsentOf(Person person, const Point& point,
                                  const Rules& rules) const {
  bool self = model_.vocabulary.self.valid() &&
              model_.vocabulary.self.value == point.relation;
  model::Consent strongest = model::Consent::none;
  for (std::size_t i = 0; i < model_.vocabulary.permissions.size(); ++i) {
    const model::Permission& permission = model_.vocabulary.permissions[i];
    for (Person owner : kPersons) {
      if (!permission.state[int(owner)].valid()) continue;
      if (owner != person && !self) continue;
      if (Governed(model::PermissionId(i), point, rules) &&
          Open(model::PermissionId(i), owner, point))
        strongest = std::max(strongest, permission.consent);
    }
  }
  return strongest;
}

std::set<Permissions> Maximal(const std::set<Permissions>& family) {
  std::set<Permissions> maximal;
  for (const Permissions& candidate : family)
    if (std::ranges::none_of(family, [&](const Permissions& other) {
          return other != candidate && std::ranges::includes(other, candidate);
        }))
      maximal.insert(candidate);
  return maximal;
}

}  // namespace assent::reference
