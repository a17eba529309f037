#include "compiler/rules/groups_to_rules.h"

#include <algorithm>
#include <map>

namespace assent::rules {
namespace {

using model::Combining;
using model::PartnerId;
using model::RuleGroup;

struct Piece {                        // a scope less exceptions
  Scope scope;
  std::vector<Exception> exceptions;
  RuleId rule;                        // that says so
};
using Region = std::vector<Piece>;    // their union

struct Outcome {
  Region permits, denies;
  Region unclear;                     // indeterminate
  Region applies;                     // all three; simpler than their union
};

void Add(Region& region, const Region& more) {
  region.insert(region.end(), more.begin(), more.end());
}

class Lowering {
 public:
  Lowering(const model::Vocabulary& vocabulary, const NormalScopes& normal,
           RuleSet& rules)
      : vocabulary_(vocabulary), normal_(normal), rules_(rules) {}

  void Lower(const RuleGroup& group) {
    Name(group, group.name);
    for (const auto& [signature, partners] : Classes(group))
      Append(OutcomeOf(group, partners.front(), nullptr), partners);
  }

 private:
  // Rules in the order of the text, each once, whomever they concern.
  void Name(const RuleGroup& group, const std::string& path);
  // Partners by the restricted children that concern them.
  std::map<std::vector<bool>, std::vector<PartnerId>> Classes(
      const RuleGroup& group) const;
  void Append(Outcome outcome, const std::vector<PartnerId>& partners);

  // Of one partner, within the target around (none: no group is around).
  Outcome OutcomeOf(const RuleGroup& group, PartnerId partner,
                    const Region* around);
  std::vector<Outcome> Children(const RuleGroup& group, PartnerId partner,
                                const Region& target);
  Region Target(const RuleGroup& group, const Region* around) const;

  Region Both(const Region& a, const Region& b, RuleId rule) const;
  Region Less(Region region, const Region& taken) const;

  const model::Vocabulary& vocabulary_;
  const NormalScopes& normal_;
  RuleSet& rules_;
  std::map<const RuleGroup::Item*, RuleId> rule_of_;
  std::map<const RuleGroup*, RuleId> rule_of_group_;
};

// Calls f(every_partner, partners) for each child that may be restricted.
template <class F>
void ForEachRestriction(const RuleGroup& group, const F& f) {
  for (const RuleGroup::Item& item : group.items) {
    f(item.every_partner, item.partners);
    for (const RuleGroup& nested : item.nested) {
      f(nested.every_partner, nested.partners);
      ForEachRestriction(nested, f);
    }
  }
}

bool Concerns(bool every_partner, const std::vector<PartnerId>& partners,
              PartnerId partner) {
  return every_partner || std::ranges::binary_search(partners, partner);
}

// Whether it decides where none of its rules does.
bool DecidesItself(const RuleGroup& group) {
  return group.combine == Combining::only_one_applicable ||
         group.combine == Combining::deny_unless_permit ||
         group.combine == Combining::permit_unless_deny;
}

void Lowering::Name(const RuleGroup& group, const std::string& path) {
  auto add = [&](Rule::Kind kind, std::string name, Span span) {
    rules_.rules.push_back({kind, std::move(name), "", span});
    return RuleId(rules_.rules.size() - 1);
  };
  RuleId& own = rule_of_group_[&group];
  if (DecidesItself(group)) own = add(Rule::Kind::combine, path, group.span);
  std::size_t number = 0;
  for (const RuleGroup::Item& item : group.items) {
    ++number;
    if (!item.nested.empty()) {
      const RuleGroup& nested = item.nested.front();
      Name(nested, path + "." + nested.name);
      continue;
    }
    std::string name =
        item.name.empty() ? path + "." + std::to_string(number) : item.name;
    rule_of_[&item] = add(item.permit ? Rule::Kind::permit : Rule::Kind::deny,
                          std::move(name), item.span);
  }
}

std::map<std::vector<bool>, std::vector<PartnerId>> Lowering::Classes(
    const RuleGroup& group) const {
  std::map<std::vector<bool>, std::vector<PartnerId>> classes;
  for (PartnerId partner : group.partners) {
    std::vector<bool> signature;
    ForEachRestriction(group, [&](bool every, const auto& partners) {
      if (!every) signature.push_back(Concerns(every, partners, partner));
    });
    classes[std::move(signature)].push_back(partner);
  }
  return classes;
}

void Lowering::Append(Outcome outcome,
                      const std::vector<PartnerId>& partners) {
  const std::size_t first = rules_.grants.size();
  for (Piece& piece : outcome.permits)
    rules_.grants.push_back({std::move(piece.scope),
                             std::move(piece.exceptions), {}, {}, piece.rule});
  for (PartnerId partner : partners)
    for (std::size_t i = first; i < rules_.grants.size(); ++i)
      rules_.grants_of[partner.value].emplace_back(i);
  std::vector<PartnerId> named;       // nobody: everybody
  if (partners.size() < vocabulary_.partners.size()) named = partners;
  for (Region* region : {&outcome.denies, &outcome.unclear})
    for (Piece& piece : *region)
      rules_.prohibitions.push_back({std::move(piece.scope), named,
                                     std::move(piece.exceptions), piece.rule});
}

Region Lowering::Both(const Region& a, const Region& b, RuleId rule) const {
  Region both;
  for (const Piece& x : a)
    for (const Piece& y : b) {
      auto scope = normal_.Both(x.scope, y.scope);
      if (!scope) continue;
      Piece piece{std::move(*scope), x.exceptions, rule};
      piece.exceptions.insert(piece.exceptions.end(), y.exceptions.begin(),
                              y.exceptions.end());
      both.push_back(std::move(piece));
    }
  return both;
}

Region Lowering::Less(Region region, const Region& taken) const {
  for (Piece& piece : region)
    for (const Piece& each : taken)
      if (normal_.Both(piece.scope, each.scope))
        piece.exceptions.push_back({each.scope, each.exceptions});
  return region;
}

Region Lowering::Target(const RuleGroup& group, const Region* around) const {
  const RuleId rule = rule_of_group_.at(&group);
  Region own;
  for (Scope& scope :
       normal_.Of(group.scope, normal_.SegmentsOf(group.window)))
    own.push_back({std::move(scope), {}, rule});
  return around ? Both(own, *around, rule) : own;
}

std::vector<Outcome> Lowering::Children(const RuleGroup& group,
                                        PartnerId partner,
                                        const Region& target) {
  std::vector<Outcome> outcomes;
  for (const RuleGroup::Item& item : group.items) {
    if (!Concerns(item.every_partner, item.partners, partner)) continue;
    if (!item.nested.empty()) {
      const RuleGroup& nested = item.nested.front();
      if (Concerns(nested.every_partner, nested.partners, partner))
        outcomes.push_back(OutcomeOf(nested, partner, &target));
      continue;
    }
    Outcome outcome;
    const RuleId rule = rule_of_.at(&item);
    for (Scope& scope : normal_.Of(item.scope, {{Window(), Condition()}}))
      outcome.applies.push_back({std::move(scope), {}, rule});
    outcome.applies = Both(outcome.applies, target, rule);
    (item.permit ? outcome.permits : outcome.denies) = outcome.applies;
    outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

Outcome Lowering::OutcomeOf(const RuleGroup& group, PartnerId partner,
                            const Region* around) {
  const Region target = Target(group, around);
  const std::vector<Outcome> children = Children(group, partner, target);
  Outcome any;
  for (const Outcome& child : children) {
    Add(any.permits, child.permits);
    Add(any.denies, child.denies);
    Add(any.unclear, child.unclear);
    Add(any.applies, child.applies);
  }
  Outcome out;
  switch (group.combine) {
    case Combining::deny_overrides:
      out.denies = any.denies;
      out.unclear = Less(any.unclear, any.denies);
      out.permits = Less(Less(any.permits, any.denies), any.unclear);
      out.applies = std::move(any.applies);
      return out;
    case Combining::permit_overrides:
      out.permits = any.permits;
      out.unclear = Less(any.unclear, any.permits);
      out.denies = Less(Less(any.denies, any.permits), any.unclear);
      out.applies = std::move(any.applies);
      return out;
    case Combining::first_applicable:
      for (const Outcome& child : children) {
        Add(out.permits, Less(child.permits, out.applies));
        Add(out.denies, Less(child.denies, out.applies));
        Add(out.unclear, Less(child.unclear, out.applies));
        Add(out.applies, child.applies);
      }
      return out;
    case Combining::only_one_applicable: {
      const RuleId rule = rule_of_group_.at(&group);
      Region before;
      for (std::size_t i = 0; i < children.size(); ++i) {
        Region others = before;
        for (std::size_t j = i + 1; j < children.size(); ++j)
          Add(others, children[j].applies);
        Add(out.permits, Less(children[i].permits, others));
        Add(out.denies, Less(children[i].denies, others));
        Add(out.unclear, children[i].unclear);
        Add(out.unclear, Both(before, children[i].applies, rule));
        Add(before, children[i].applies);
      }
      out.applies = std::move(before);
      return out;
    }
    case Combining::deny_unless_permit:
      out.denies = Less(target, any.permits);
      out.permits = std::move(any.permits);
      out.applies = target;
      return out;
    case Combining::permit_unless_deny:
      out.permits = Less(target, any.denies);
      out.denies = std::move(any.denies);
      out.applies = target;
      return out;
  }
  return out;
}

}  // namespace

void GroupToRules(const model::RuleGroup& group,
                  const model::Vocabulary& vocabulary,
                  const NormalScopes& normal, RuleSet& rules) {
  Lowering(vocabulary, normal, rules).Lower(group);
}

}  // namespace assent::rules
