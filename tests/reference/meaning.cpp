#include "tests/reference/meaning.h"

#include <algorithm>

#include "compiler/base/result.h"

namespace assent::reference {
namespace {

using model::AttributeId;
using model::Condition;
using model::Person;

constexpr Person kPersons[] = {Person::requester, Person::subject};

}  // namespace

Rules Meaning::RulesAbout(model::PartnerId partner, const RunSet& data,
                          const RunSet& actions, const RunSet& purposes,
                          std::uint32_t relation) const {
  auto about = [&](const model::Scope& scope) {
    return scope.data.Intersects(data) && scope.actions.Intersects(actions) &&
           scope.purposes.Intersects(purposes) &&
           scope.relations.Contains(relation);
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

bool Meaning::Matches(const model::Scope& scope, const Point& point,
                      const Rules& rules) const {
  return scope.data.Contains(point.data) &&
         scope.actions.Contains(point.action) &&
         scope.purposes.Contains(point.purpose) &&
         scope.relations.Contains(point.relation) &&
         scope.window.Contains(point.day) && Holds(scope.when, point, rules);
}

bool Meaning::Matches(const Rules::Allow& allow, const Point& point,
                      const Rules& rules) const {
  const model::Agreement& agreement = *allow.agreement;
  if (!agreement.window.Contains(point.day)) return false;
  if (agreement.program.valid() &&
      !model_.programs[agreement.program.value].window.Contains(point.day))
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
