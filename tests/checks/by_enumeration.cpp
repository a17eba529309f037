#include "tests/checks/by_enumeration.h"

#include <algorithm>
#include <bit>

#include "tests/reference/completions.h"

namespace assent::checks {
namespace {

using model::Condition;
using model::Exception;
using model::RuleGroup;
using model::Scope;
using reference::Outcome;
using reference::Point;
using Bits = std::vector<bool>;  // by point

// What a rule set says, and the rules that decide so.
struct Said {
  Outcome outcome = Outcome::not_applicable;
  RuleBits by = 0;
};

class World {
 public:
  explicit World(const model::Model& model)
      : model_(model), meaning_(model), oracle_(model) {
    for (const model::Governs& governs : model.governs)
      rules_.governs.push_back(&governs);
    for (const model::Assumption& assumption : model.assumptions)
      assumptions_.push_back(&assumption);
  }

  std::optional<Expected> Run(std::size_t most);

 private:
  bool Enumerate(std::size_t most);
  void Name();
  void AddGroup(const RuleGroup& group);

  bool InForce(const model::Window& window, const Point& point) const;
  bool Matches(const Scope& scope, const Point& point) const {
    return meaning_.Matches(scope, point, rules_);
  }
  bool TakenBack(const std::vector<Exception>& exceptions,
                 const Point& point) const {
    return std::ranges::any_of(exceptions, [&](const Exception& each) {
      return Matches(each.scope, point) && !TakenBack(each.exceptions, point);
    });
  }
  bool Allows(const model::Agreement& agreement, const model::Clause& clause,
              const Point& point, bool exceptions = true) const;
  bool Forbids(const model::Prohibition& prohibition, const Point& point,
               bool exceptions = true) const;
  bool Holds(const Condition& condition, const Point& point) const;

  Said Says(const RuleGroup& group, const Point& point,
            const RuleGroup::Item* without) const;
  // The rules of a set that grant, that prohibit.
  struct Effects {
    RuleBits decide = 0, grant = 0, prohibit = 0;
  };
  Effects EffectsOf(const RuleGroup& outermost, const Point& point,
                    const RuleGroup::Item* without) const;

  void AskAll(Expected& expected);
  void AskOne(const Point& point, bool possible, Expected& expected);
  void AskCauses(Expected& expected);
  void AskExceptions(Expected& expected);
  void AskAgainst(Expected& expected);

  struct Clause {
    const model::Agreement* agreement;
    const model::Clause* clause;
  };

  const model::Model& model_;
  reference::Meaning meaning_;
  reference::Evaluator oracle_;
  reference::Rules rules_;  // governs lines: consent needs them
  std::vector<const model::Assumption*> assumptions_;

  std::vector<Point> points_;
  Bits possible_;
  std::vector<std::vector<std::uint32_t>> completions_;

  // By bit.
  std::vector<Span> spans_;
  std::vector<bool> itself_;
  std::map<std::size_t, Clause> clauses_;
  std::map<std::size_t, const model::Governs*> governs_;
  std::map<std::size_t, const model::Prohibition*> prohibitions_;
  std::map<std::size_t, const model::Assumption*> assumed_;
  std::map<const RuleGroup::Item*, std::size_t> item_;
  std::map<const RuleGroup*, std::size_t> group_;

  // By point: what grants, what prohibits, what is granted at all.
  std::vector<RuleBits> granting_, prohibiting_;
};

bool World::InForce(const model::Window& window, const Point& point) const {
  const auto day = [&](model::UnknownId unknown, Day known) {
    return unknown.valid() ? model_.unknowns[unknown.value]
                                 .days[point.unknowns[unknown.value]]
                           : known;
  };
  return day(window.unknown_from, window.from) <= point.day &&
         point.day < day(window.unknown_until, window.until);
}

bool World::Allows(const model::Agreement& agreement,
                   const model::Clause& clause, const Point& point,
                   bool exceptions) const {
  if (!std::ranges::count(agreement.partners, point.partner)) return false;
  if (!InForce(agreement.window, point)) return false;
  if (agreement.program.valid() &&
      !InForce(model_.programs[agreement.program.value].window, point))
    return false;
  return Matches(clause.scope, point) &&
         !(exceptions && TakenBack(clause.exceptions, point));
}

bool World::Forbids(const model::Prohibition& prohibition, const Point& point,
                    bool exceptions) const {
  return (prohibition.partners.empty() ||
          std::ranges::count(prohibition.partners, point.partner)) &&
         Matches(prohibition.scope, point) &&
         !(exceptions && TakenBack(prohibition.exceptions, point));
}

bool World::Holds(const Condition& condition, const Point& point) const {
  Scope scope;
  scope.data = RunSet::Single(point.data);
  scope.actions = RunSet::Single(point.action);
  scope.purposes = RunSet::Single(point.purpose);
  scope.relations = RunSet::Single(point.relation);
  scope.when = condition;
  return Matches(scope, point);
}

bool World::Enumerate(std::size_t most) {
  const model::Vocabulary& words = model_.vocabulary;
  completions_ = reference::CompletionsOf(model_, 30);
  if (completions_.empty()) return false;
  const std::set<Day> days = oracle_.Edges();
  std::vector<std::vector<std::uint32_t>> values;
  for (std::size_t a = 0; a < words.attributes.size(); ++a) {
    std::map<std::uint32_t, std::uint32_t> first;
    for (std::uint32_t v = 0; v < words.attributes[a].supplied_count(); ++v)
      first.emplace(oracle_.ClassOf(model::AttributeId(a), v), v);
    auto& own = values.emplace_back();
    for (const auto& [cls, v] : first) own.push_back(v);
  }
  for (std::uint32_t relation = 0; relation < words.relations.size();
       ++relation) {
    const bool self = words.self.value == relation;
    std::vector<std::vector<std::uint32_t>> assignments{{}};
    for (std::size_t a = 0; a < values.size(); ++a) {
      const model::Attribute& attribute = words.attributes[a];
      const bool unread = self && attribute.pair.valid() &&
                          attribute.owner == model::Owner::requester;
      std::vector<std::vector<std::uint32_t>> longer;
      for (const auto& begun : assignments)
        for (std::uint32_t v : values[a]) {
          longer.push_back(begun);
          longer.back().push_back(v);
          if (unread) break;
        }
      assignments = std::move(longer);
      if (assignments.size() > most) return false;
    }
    const std::size_t more =
        assignments.size() * completions_.size() * days.size() *
        words.partners.size() * words.data.leaves.size() *
        words.actions.leaves.size() * words.purposes.leaves.size();
    if (points_.size() + more > most) return false;
    for (std::uint32_t partner = 0; partner < words.partners.size(); ++partner)
      words.data.leaves.ForEach([&](std::uint32_t data) {
        words.actions.leaves.ForEach([&](std::uint32_t action) {
          words.purposes.leaves.ForEach([&](std::uint32_t purpose) {
            for (Day day : days)
              for (const auto& assignment : assignments)
                for (const auto& completion : completions_)
                  points_.push_back({model::PartnerId(partner), data, action,
                                     purpose, relation, day, assignment,
                                     completion});
          });
        });
      });
  }
  for (const Point& point : points_)
    possible_.push_back(meaning_.Possible(point, assumptions_));
  return true;
}

void World::AddGroup(const RuleGroup& group) {
  group_[&group] = spans_.size();
  spans_.push_back(group.span);
  itself_.push_back(true);
  for (const RuleGroup::Item& item : group.items) {
    if (!item.nested.empty()) {
      AddGroup(item.nested.front());
      continue;
    }
    item_[&item] = spans_.size();
    spans_.push_back(item.span);
    itself_.push_back(false);
  }
}

void World::Name() {
  const auto add = [&](Span span) {
    spans_.push_back(span);
    itself_.push_back(false);
    return spans_.size() - 1;
  };
  for (const model::Agreement& agreement : model_.agreements)
    for (const model::Clause& clause : agreement.clauses)
      clauses_[add(clause.span)] = {&agreement, &clause};
  for (const model::Governs& each : model_.governs)
    governs_[add(each.span)] = &each;
  for (const model::Prohibition& each : model_.prohibitions)
    prohibitions_[add(each.span)] = &each;
  for (const model::Assumption& each : model_.assumptions)
    assumed_[add(each.span)] = &each;
  for (const RuleGroup& group : model_.rule_groups) AddGroup(group);
}

Said World::Says(const RuleGroup& group, const Point& point,
                 const RuleGroup::Item* without) const {
  const auto concerns = [&](bool everybody, const auto& partners) {
    return everybody || std::ranges::count(partners, point.partner) != 0;
  };
  if (!concerns(group.every_partner, group.partners) ||
      !InForce(group.window, point) || !Matches(group.scope, point))
    return {};
  std::vector<Said> children;
  std::vector<Outcome> outcomes;
  for (const RuleGroup::Item& item : group.items) {
    if (&item == without) continue;
    Said said;
    if (!item.nested.empty()) {
      said = Says(item.nested.front(), point, without);
    } else if (concerns(item.every_partner, item.partners) &&
               Matches(item.scope, point)) {
      said.outcome = item.permit ? Outcome::permit : Outcome::deny;
      said.by = RuleBits{1} << item_.at(&item);
    }
    children.push_back(said);
    outcomes.push_back(said.outcome);
  }
  Said said{reference::Combined(group.combine, outcomes), 0};
  const RuleBits own = RuleBits{1} << group_.at(&group);
  const auto all_that_say = [&](Outcome outcome) {
    RuleBits by = 0;
    for (const Said& child : children)
      if (child.outcome == outcome) by |= child.by;
    return by;
  };
  using enum model::Combining;
  switch (group.combine) {
    case deny_overrides:
    case permit_overrides:
      if (said.outcome != Outcome::not_applicable)
        said.by = all_that_say(said.outcome);
      break;
    case first_applicable:
      for (const Said& child : children)
        if (child.outcome != Outcome::not_applicable) {
          said.by = child.by;
          break;
        }
      break;
    case only_one_applicable: {
      int applicable = 0;
      for (const Said& child : children)
        if (child.outcome != Outcome::not_applicable) {
          ++applicable;
          said.by |= child.by;
        }
      if (applicable > 1) said.by |= own;
      break;
    }
    case deny_unless_permit:
      said.by =
          said.outcome == Outcome::permit ? all_that_say(Outcome::permit) : own;
      break;
    case permit_unless_deny:
      said.by =
          said.outcome == Outcome::deny ? all_that_say(Outcome::deny) : own;
      break;
  }
  return said;
}

World::Effects World::EffectsOf(const RuleGroup& outermost, const Point& point,
                                const RuleGroup::Item* without) const {
  const Said said = Says(outermost, point, without);
  Effects effects;
  effects.decide = said.by;
  for (const auto& [item, bit] : item_) {
    if (!(said.by >> bit & 1)) continue;
    if (item->permit && said.outcome == Outcome::permit)
      effects.grant |= RuleBits{1} << bit;
    if (!item->permit && said.outcome == Outcome::deny)
      effects.prohibit |= RuleBits{1} << bit;
  }
  for (const auto& [group, bit] : group_) {
    if (!(said.by >> bit & 1)) continue;
    using enum model::Combining;
    if (group->combine == permit_unless_deny) {
      if (said.outcome == Outcome::permit) effects.grant |= RuleBits{1} << bit;
    } else if (said.outcome == Outcome::deny ||
               (group->combine == only_one_applicable &&
                said.outcome == Outcome::indeterminate)) {
      effects.prohibit |= RuleBits{1} << bit;
    }
  }
  return effects;
}

// What is granted by some clauses at a point.
struct Granted {
  bool any = false;
  std::set<model::ObligationId> obligations;
  std::set<reference::Permissions> overrides;

  bool operator==(const Granted&) const = default;
};

std::set<model::ObligationId> ObligationsOf(const model::Model& model,
                                            const model::Agreement& agreement,
                                            const model::Clause& clause) {
  std::set<model::ObligationId> all(clause.obligations.begin(),
                                    clause.obligations.end());
  all.insert(agreement.obligations.begin(), agreement.obligations.end());
  if (agreement.program.valid()) {
    const auto& more = model.programs[agreement.program.value].obligations;
    all.insert(more.begin(), more.end());
  }
  return all;
}

reference::Permissions OverridesOf(const model::Clause& clause, Day day) {
  reference::Permissions set;
  for (const model::Override& each : clause.overrides)
    if (day < each.until) set.insert(each.permission);
  return set;
}

void World::AskOne(const Point& point, bool possible, Expected& expected) {
  const auto bit = [](std::size_t i) { return RuleBits{1} << i; };
  const auto ask = [&](std::size_t rule, RuleBits others) {
    expected.rules[rule].makes_up.insert(others & ~bit(rule));
    if ((others & ~bit(rule)) == 0) expected.rules[rule].kept = true;
  };
  // Assumptions are judged where nothing is excluded yet.
  RuleBits excluding = 0;
  for (const auto& [i, assumption] : assumed_)
    if (!Holds(assumption->condition, point)) excluding |= bit(i);
  for (const auto& [i, assumption] : assumed_)
    if (excluding & bit(i)) ask(i, excluding);
  granting_.push_back(0);
  prohibiting_.push_back(0);
  if (!possible) return;

  RuleBits allowing = 0, grants_of_sets = 0, prohibiting = 0;
  std::map<std::size_t, std::set<model::ObligationId>> obligations;
  std::map<std::size_t, reference::Permissions> overrides;
  for (const auto& [i, each] : clauses_)
    if (Allows(*each.agreement, *each.clause, point)) {
      allowing |= bit(i);
      obligations[i] = ObligationsOf(model_, *each.agreement, *each.clause);
      overrides[i] = OverridesOf(*each.clause, point.day);
    }
  for (const auto& [i, each] : prohibitions_)
    if (Forbids(*each, point)) prohibiting |= bit(i);
  const RuleBits forbids = prohibiting;
  for (const RuleGroup& group : model_.rule_groups) {
    const Effects effects = EffectsOf(group, point, nullptr);
    for (std::size_t i = 0; i < spans_.size(); ++i)
      if (effects.decide & bit(i)) expected.rules[i].fires = true;
    grants_of_sets |= effects.grant;
    prohibiting |= effects.prohibit;
  }
  granting_.back() = allowing | grants_of_sets;
  prohibiting_.back() = prohibiting;

  // By what is said in the end, with the clause and without it.
  const auto granted_by = [&](RuleBits rules) {
    Granted granted;
    granted.any = (rules | grants_of_sets) != 0;
    if (grants_of_sets) granted.overrides.insert(reference::Permissions());
    for (const auto& [i, each] : clauses_) {
      if (!(rules & bit(i))) continue;
      granted.obligations.insert(obligations[i].begin(), obligations[i].end());
      granted.overrides.insert(overrides[i]);
    }
    granted.overrides = reference::Maximal(granted.overrides);
    return granted;
  };
  for (const auto& [i, each] : clauses_) {
    if (!(allowing & bit(i))) continue;
    ExpectedRule& rule = expected.rules[i];
    rule.fires = true;
    if (granted_by(allowing) != granted_by(allowing & ~bit(i)))
      rule.kept = true;
    ask(i, allowing | grants_of_sets);
    for (model::ObligationId id : obligations[i]) {
      RuleBits others = 0;
      for (const auto& [k, of] : obligations)
        if (of.contains(id)) others |= bit(k);
      ask(i, others);
    }
    if (overrides[i].empty()) continue;
    RuleBits others = 0;
    for (const auto& [k, of] : overrides)
      if (std::ranges::includes(of, overrides[i])) others |= bit(k);
    ask(i, others);
  }
  for (const auto& [i, each] : prohibitions_)
    if (forbids & bit(i)) {
      expected.rules[i].fires = true;
      ask(i, prohibiting);
    }
  std::map<model::PermissionId, RuleBits> governing;
  for (const auto& [i, each] : governs_)
    if (Matches(each->scope, point)) governing[each->permission] |= bit(i);
  for (const auto& [permission, lines] : governing) {
    for (const auto& [i, each] : governs_)
      if (lines & bit(i)) {
        expected.rules[i].fires = true;
        ask(i, lines);
      }
    if (granting_.back()) expected.permissions.erase(permission);
  }
  for (const auto& [item, i] : item_)
    for (const RuleGroup& group : model_.rule_groups) {
      const Effects with = EffectsOf(group, point, nullptr);
      const Effects without = EffectsOf(group, point, item);
      if (with.decide == without.decide && with.grant == without.grant &&
          with.prohibit == without.prohibit)
        continue;
      const RuleBits granting =
          (granting_.back() & ~with.grant) | without.grant;
      const RuleBits stopping =
          (prohibiting & ~with.prohibit) | without.prohibit;
      if ((granting != 0) != (granting_.back() != 0) ||
          (stopping != 0) != (prohibiting != 0))
        expected.rules[i].kept = true;
      if (!(with.decide & bit(i))) continue;
      if (with.grant) expected.rules[i].makes_up.insert(granting);
      if (with.prohibit) expected.rules[i].makes_up.insert(stopping);
    }
}

void World::AskAll(Expected& expected) {
  for (std::size_t p = 0; p < model_.vocabulary.permissions.size(); ++p)
    expected.permissions.insert(model::PermissionId(p));
  for (std::size_t i = 0; i < spans_.size(); ++i) {
    expected.rules.push_back({});
    expected.rules.back().span = spans_[i];
    expected.rules.back().itself = itself_[i];
  }
  for (std::size_t x = 0; x < points_.size(); ++x)
    AskOne(points_[x], possible_[x], expected);
  for (const auto& [i, assumption] : assumed_) expected.rules[i].fires = true;
}

void Conjuncts(const Condition& condition, std::vector<const Condition*>& all) {
  if (condition.kind != Condition::Kind::all_of) {
    all.push_back(&condition);
    return;
  }
  for (const Condition& operand : condition.operands) Conjuncts(operand, all);
}

// Of a rule that never fires: each request of its terms is excluded by some of
// its conditions, windows and exceptions, or of the assumptions.
void World::AskCauses(Expected& expected) {
  for (std::size_t i = 0; i < expected.rules.size(); ++i) {
    if (expected.rules[i].fires || itself_[i]) continue;
    const Scope* scope = nullptr;
    const std::vector<Exception>* exceptions = nullptr;
    std::vector<const model::Window*> windows;
    if (const auto it = clauses_.find(i); it != clauses_.end()) {
      scope = &it->second.clause->scope;
      exceptions = &it->second.clause->exceptions;
      windows.push_back(&it->second.agreement->window);
      if (it->second.agreement->program.valid())
        windows.push_back(
            &model_.programs[it->second.agreement->program.value].window);
    } else if (const auto g = governs_.find(i); g != governs_.end()) {
      scope = &g->second->scope;
    } else if (const auto f = prohibitions_.find(i); f != prohibitions_.end()) {
      scope = &f->second->scope;
      exceptions = &f->second->exceptions;
    } else {
      continue;
    }
    windows.push_back(&scope->window);
    Scope terms = *scope;
    terms.when = {};
    terms.window = {};
    std::vector<const Condition*> conditions;
    Conjuncts(scope->when, conditions);
    std::set<RuleBits> masks;
    for (const Point& point : points_) {
      if (!Matches(terms, point)) continue;
      RuleBits mask = 0, next = 1;
      const auto add = [&](bool excludes) {
        if (excludes) mask |= next;
        next <<= 1;
      };
      for (const Condition* each : conditions) add(!Holds(*each, point));
      for (const model::Window* each : windows) add(!InForce(*each, point));
      if (exceptions)
        for (const Exception& each : *exceptions)
          add(Matches(each.scope, point) && !TakenBack(each.exceptions, point));
      for (const model::Assumption* each : assumptions_)
        add(!Holds(each->condition, point));
      masks.insert(mask);
    }
    expected.rules[i].cause_count = LeastHitting(masks);
  }
}

void World::AskAgainst(Expected& expected) {
  for (const auto& [i, clause] : clauses_) {
    ExpectedRule& rule = expected.rules[i];
    std::set<std::vector<std::uint32_t>> met;
    rule.all_against = rule.fires;
    for (std::size_t x = 0; x < points_.size(); ++x) {
      if (!(granting_[x] >> i & 1)) continue;
      if (!prohibiting_[x]) rule.all_against = false;
      if (prohibiting_[x]) met.insert(points_[x].unknowns);
      rule.forbids |= prohibiting_[x];
    }
    rule.against = met.size() == completions_.size();
  }
}

// Removal, tried: the clause with the exception, and without it.
void World::AskExceptions(Expected& expected) {
  for (std::size_t i = 0; i < expected.rules.size(); ++i) {
    if (!expected.rules[i].fires) continue;
    std::vector<Exception> all;
    std::vector<const Point*> around;  // what the rule says without them
    if (const auto it = clauses_.find(i); it != clauses_.end()) {
      all = it->second.clause->exceptions;
      for (std::size_t x = 0; x < points_.size(); ++x)
        if (possible_[x] && !all.empty() &&
            Allows(*it->second.agreement, *it->second.clause, points_[x],
                   false))
          around.push_back(&points_[x]);
    } else if (const auto f = prohibitions_.find(i); f != prohibitions_.end()) {
      all = f->second->exceptions;
      for (std::size_t x = 0; x < points_.size(); ++x)
        if (possible_[x] && !all.empty() &&
            Forbids(*f->second, points_[x], false))
          around.push_back(&points_[x]);
    }
    if (all.empty()) continue;
    const auto says = [&] {
      Bits bits;
      for (const Point* point : around) bits.push_back(!TakenBack(all, *point));
      return bits;
    };
    // Changes the list, asks whether the one exception is idle then, and puts
    // the list back.
    const auto walk = [&](const auto& self,
                          std::vector<Exception>& list) -> void {
      const std::vector<Exception> before = list;
      const auto idle = [&](const std::vector<Exception>& beside,
                            const Exception* one) {
        list = beside;
        const Bits without = says();
        if (one) list.push_back(*one);
        const bool same = says() == without;
        list = before;
        return same;
      };
      for (std::size_t e = 0; e < before.size(); ++e) {
        std::vector<Exception> beside = before;
        beside.erase(beside.begin() + std::ptrdiff_t(e));
        if (!idle(beside, &before[e])) {
          self(self, list[e].exceptions);
          continue;
        }
        ExpectedException found;
        found.span = before[e].span;
        Exception bare = before[e];
        bare.exceptions.clear();
        found.outside = idle({}, &bare);
        found.given_back = !found.outside && idle({}, &before[e]);
        if (!found.outside && !found.given_back) {
          for (std::size_t size = 1; found.covers.empty(); ++size)
            for (std::uint32_t chosen = 0; chosen < 1u << beside.size();
                 ++chosen) {
              if (std::size_t(std::popcount(chosen)) != size) continue;
              std::vector<Exception> some;
              std::set<Span> spans;
              for (std::size_t k = 0; k < beside.size(); ++k)
                if (chosen >> k & 1) {
                  some.push_back(beside[k]);
                  spans.insert(beside[k].span);
                }
              if (idle(some, &before[e])) found.covers.insert(spans);
            }
          found.cover_size = found.covers.begin()->size();
        }
        expected.exceptions.push_back(std::move(found));
      }
    };
    walk(walk, all);
  }
}

std::optional<Expected> World::Run(std::size_t most) {
  Name();
  if (spans_.size() > 60 || !Enumerate(most)) return std::nullopt;
  Expected expected;
  AskAll(expected);
  AskCauses(expected);
  AskAgainst(expected);
  AskExceptions(expected);
  return expected;
}

}  // namespace

bool Hits(RuleBits chosen, const std::set<RuleBits>& masks) {
  return std::ranges::all_of(
      masks, [&](RuleBits mask) { return (mask & chosen) != 0; });
}

std::optional<std::size_t> LeastHitting(const std::set<RuleBits>& masks) {
  if (masks.contains(0)) return std::nullopt;
  const auto hit = [&](const auto& self, RuleBits chosen,
                       std::size_t more) -> bool {
    const auto missed = std::ranges::find_if(
        masks, [&](RuleBits mask) { return (mask & chosen) == 0; });
    if (missed == masks.end()) return true;
    if (more == 0) return false;
    for (std::size_t i = 0; i < 64; ++i)
      if (*missed >> i & 1 && self(self, chosen | RuleBits{1} << i, more - 1))
        return true;
    return false;
  };
  for (std::size_t size = 0;; ++size)
    if (hit(hit, 0, size)) return size;
}

const ExpectedRule* Expected::Find(Span span, bool itself) const {
  for (const ExpectedRule& rule : rules)
    if (rule.span == span && rule.itself == itself) return &rule;
  return nullptr;
}

RuleBits Expected::BitOf(Span span, bool itself) const {
  const ExpectedRule* rule = Find(span, itself);
  return rule ? RuleBits{1} << (rule - rules.data()) : 0;
}

std::optional<Expected> ByEnumeration(const model::Model& model,
                                      std::size_t most) {
  return World(model).Run(most);
}

}  // namespace assent::checks
