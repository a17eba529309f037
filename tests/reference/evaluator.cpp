#include "tests/reference/evaluator.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <unordered_map>

#include "compiler/base/result.h"

namespace assent::reference {
namespace {

using model::AttributeId;
using model::Condition;

constexpr std::uint32_t kOpen = UINT32_MAX;  // a value to be completed

// Calls f(literal) for each literal of the condition.
template <class F>
void ForEachLiteral(const Condition& condition, const F& f) {
  if (condition.kind == Condition::Kind::literal) f(condition);
  for (const Condition& operand : condition.operands)
    ForEachLiteral(operand, f);
}

bool MentionsConsent(const Condition& condition) {
  return condition.kind == Condition::Kind::consent ||
         std::ranges::any_of(condition.operands, MentionsConsent);
}

// Calls f(scope) for each scope of the exceptions and of theirs.
template <class F>
void ForEachScope(const std::vector<model::Exception>& exceptions, const F& f) {
  for (const model::Exception& exception : exceptions) {
    f(exception.scope);
    ForEachScope(exception.exceptions, f);
  }
}

template <class F>
void ForEachScope(const model::RuleGroup& group, const F& f) {
  f(group.scope);
  for (const model::RuleGroup::Item& item : group.items) {
    if (item.nested.empty()) f(item.scope);
    for (const model::RuleGroup& nested : item.nested) ForEachScope(nested, f);
  }
}

template <class F>
void ForEachScope(const Rules& rules, const F& f) {
  for (const Rules::Allow& allow : rules.allows) {
    f(allow.clause->scope);
    ForEachScope(allow.clause->exceptions, f);
  }
  for (const model::Governs* governs : rules.governs) f(governs->scope);
  for (const model::Prohibition* prohibition : rules.prohibitions) {
    f(prohibition->scope);
    ForEachScope(prohibition->exceptions, f);
  }
  for (const model::RuleGroup* group : rules.groups) ForEachScope(*group, f);
}

// Calls f(window) for each window in which a rule, or what it stands in, is in
// force.
template <class F>
void ForEachWindow(const Rules& rules, const model::Model& model, const F& f) {
  ForEachScope(rules, [&](const model::Scope& scope) { f(scope.window); });
  for (const Rules::Allow& allow : rules.allows) {
    f(allow.agreement->window);
    if (allow.agreement->program.valid())
      f(model.programs[allow.agreement->program.value].window);
  }
  auto of_group = [&](auto& self, const model::RuleGroup& group) -> void {
    f(group.window);
    for (const model::RuleGroup::Item& item : group.items)
      for (const model::RuleGroup& nested : item.nested) self(self, nested);
  };
  for (const model::RuleGroup* group : rules.groups) of_group(of_group, *group);
}

Rules AllRules(const model::Model& model) {
  Rules rules;
  for (const model::Agreement& agreement : model.agreements)
    for (const model::Clause& clause : agreement.clauses)
      rules.allows.push_back({&agreement, &clause});
  for (const model::Governs& governs : model.governs)
    rules.governs.push_back(&governs);
  for (const model::Prohibition& prohibition : model.prohibitions)
    rules.prohibitions.push_back(&prohibition);
  for (const model::RuleGroup& group : model.rule_groups)
    rules.groups.push_back(&group);
  return rules;
}

// All days on which one of the rules begins or ends to say something.
std::set<Day> EdgesOf(const Rules& rules, const model::Model& model) {
  std::set<Day> edges = {kFirstDay};
  auto add = [&](Day day) {
    if (kFirstDay < day && day < kEndDay) edges.insert(day);
  };
  ForEachWindow(rules, model, [&](const model::Window& window) {
    add(window.from);
    add(window.until);
    for (model::UnknownId id : {window.unknown_from, window.unknown_until})
      if (id.valid())
        for (Day day : model.unknowns[id.value].days) add(day);
  });
  for (const Rules::Allow& allow : rules.allows)
    for (const model::Override& override : allow.clause->overrides)
      add(override.until);
  return edges;
}

// What holds of every completion; what holds of any.
void Combine(Facts& all, const Facts& one) {
  all.granted = all.granted && one.granted;
  all.prohibited = all.prohibited || one.prohibited;
  all.closed.insert(one.closed.begin(), one.closed.end());
  all.obligations.insert(one.obligations.begin(), one.obligations.end());
  // A set of permissions is overridden in both when each has a clause that
  // overrides at least this set.
  std::set<Permissions> both;
  for (const Permissions& a : all.overrides)
    for (const Permissions& b : one.overrides) {
      Permissions shared;
      std::ranges::set_intersection(a, b, std::inserter(shared, shared.end()));
      both.insert(shared);
    }
  all.overrides = Maximal(both);
}

}  // namespace

// Some functions of a case: their rules, and what those read. Each part of a
// verdict is extended by itself, over no more than what it depends on.
struct Evaluator::Part {
  Rules rules;
  Space space;
  std::set<model::UnknownId> unknowns;  // those that the rules read
  std::vector<const model::UnknownTerms*> unknown_terms;
  std::vector<Day> edges;               // a class of days begins
  std::unordered_map<std::uint64_t, Facts> facts;

  std::size_t DayClass(Day day) const {
    return std::ranges::upper_bound(edges, day) - edges.begin() - 1;
  }
};

// One partner, data, action, purpose and relation on all days, for all
// attribute values.
struct Evaluator::Case {
  model::PartnerId partner;
  model::TermId data, action, purpose;
  std::uint32_t relation = 0;

  const RunSet* data_leaves = nullptr;
  const RunSet* action_leaves = nullptr;
  const RunSet* purpose_leaves = nullptr;
  Part grants, prohibitions;
  std::vector<Part> gates;  // a permission each
  const std::vector<Space>* assumed = nullptr;
  std::map<std::size_t, bool> ever_granted;  // by day class of grants

  bool IsOf(const model::Request& q) const {
    return partner == q.partner && data == q.data && action == q.action &&
           purpose == q.purpose && relation == q.relation.value;
  }
};

Evaluator::Evaluator(const model::Model& model)
    : model_(model), meaning_(model) {
  ClassifyValues();
  DivideAssumptions();
}

Evaluator::Evaluator(const model::Model& model, Completion only)
    : Evaluator(model) {
  only_ = std::move(only);
}

Evaluator::~Evaluator() = default;

// A completion of each class that the part's rules tell apart at this point: a
// date by whether it has come, terms by whether the point's are among them.
std::vector<Evaluator::Completion> Evaluator::CompletionsAt(
    const Part& part, const Point& point) const {
  if (only_) return {*only_};
  std::vector<Completion> all = {Completion(model_.unknowns.size(), 0)};
  for (model::UnknownId id : part.unknowns) {
    const model::Unknown& unknown = model_.unknowns[id.value];
    std::map<std::vector<bool>, std::uint32_t> class_by_answers;
    for (std::uint32_t v = 0; v < unknown.size(); ++v) {
      std::vector<bool> answers;
      if (unknown.is_day()) answers.push_back(unknown.days[v] <= point.day);
      for (const model::UnknownTerms* terms : part.unknown_terms) {
        if (terms->unknown != id) continue;
        for (std::uint32_t term :
             {point.data, point.action, point.purpose, point.relation})
          answers.push_back(terms->values[v].Contains(term));
      }
      // Of days that are alike the earliest, but of an end the latest: if any of
      // them keep to an order, these do.
      const bool is_end = std::ranges::any_of(
          model_.orders, [&](const auto& order) { return order.later == id; });
      if (is_end)
        class_by_answers.insert_or_assign(std::move(answers), v);
      else
        class_by_answers.emplace(std::move(answers), v);
    }
    std::vector<Completion> more;
    for (Completion completion : all)
      for (const auto& [answers, v] : class_by_answers) {
        completion[id.value] = v;
        more.push_back(completion);
      }
    all = std::move(more);
  }
  for (const model::UnknownOrder& order : model_.orders) {
    const auto met = [&](model::UnknownId id) {
      return std::ranges::find(part.unknowns, id) != part.unknowns.end();
    };
    if (!met(order.earlier) || !met(order.later)) continue;
    std::erase_if(all, [&](const Completion& completion) {
      const auto day = [&](model::UnknownId id) {
        return model_.unknowns[id.value].days[completion[id.value]];
      };
      return day(order.earlier) >= day(order.later);
    });
  }
  return all;
}

// Two values of an attribute (and of its pair, which may be read in its place)
// are of one class when every set of values in the Model has both or neither.
void Evaluator::ClassifyValues() {
  const auto& attributes = model_.vocabulary.attributes;
  std::vector<std::set<RunSet>> told_apart(attributes.size());
  auto tell_apart = [&](AttributeId id, const RunSet& values) {
    told_apart[id.value].insert(values);
    AttributeId pair = attributes[id.value].pair;
    if (pair.valid()) told_apart[pair.value].insert(values);
  };
  auto look_at = [&](const Condition& condition) {
    ForEachLiteral(condition, [&](const Condition& literal) {
      tell_apart(literal.attribute, literal.values);
    });
  };
  ForEachScope(AllRules(model_),
               [&](const model::Scope& scope) { look_at(scope.when); });
  for (const model::Assumption& assumption : model_.assumptions)
    look_at(assumption.condition);
  for (const model::Claim& claim : model_.claims) look_at(claim.scope.when);
  for (const model::Permission& permission : model_.vocabulary.permissions)
    for (AttributeId state : permission.state)
      if (state.valid()) tell_apart(state, permission.open_values);

  for (std::size_t a = 0; a < attributes.size(); ++a) {
    std::map<std::vector<bool>, std::uint32_t> class_by_answers;
    auto& class_of = class_of_.emplace_back();
    auto& representatives = representatives_.emplace_back();
    for (std::uint32_t v = 0; v < attributes[a].supplied_count(); ++v) {
      std::vector<bool> answers;
      for (const RunSet& values : told_apart[a])
        answers.push_back(values.Contains(v));
      auto [entry, is_new] = class_by_answers.emplace(
          answers, std::uint32_t(representatives.size()));
      if (is_new) representatives.push_back(v);
      class_of.push_back(entry->second);
    }
  }
}

// Assumptions that share an attribute stand in one space.
void Evaluator::DivideAssumptions() {
  for (bool at_self : {false, true}) {
    std::uint32_t relation = model_.vocabulary.self.value;
    if (!at_self) relation = model::RelationId::kNone;
    std::vector<Space>& spaces = assumed_[at_self];
    for (const model::Assumption& assumption : model_.assumptions) {
      Space space{{}, {&assumption}};
      ForEachLiteral(assumption.condition, [&](const Condition& literal) {
        space.attributes.insert(meaning_.Read(literal.attribute, relation));
      });
      std::erase_if(spaces, [&](Space& other) {
        bool shares = std::ranges::any_of(other.attributes, [&](AttributeId a) {
          return space.attributes.contains(a);
        });
        if (!shares) return false;
        space.attributes.merge(other.attributes);
        space.assumptions.insert(space.assumptions.end(),
                                 other.assumptions.begin(),
                                 other.assumptions.end());
        return true;
      });
      spaces.push_back(std::move(space));
    }
  }
}

// The part of the case that `rules` are; `about` are all rules of the case.
Evaluator::Part Evaluator::MakePart(Rules rules, const Rules& about,
                                    std::uint32_t relation) const {
  Part part;
  bool consent = false;
  ForEachScope(rules, [&](const model::Scope& scope) {
    consent = consent || MentionsConsent(scope.when);
  });
  if (consent) rules.governs = about.governs;

  std::set<AttributeId> read;
  ForEachScope(rules, [&](const model::Scope& scope) {
    ForEachLiteral(scope.when, [&](const Condition& literal) {
      read.insert(meaning_.Read(literal.attribute, relation));
    });
  });
  for (const model::Governs* governs : rules.governs)
    for (AttributeId state :
         model_.vocabulary.permissions[governs->permission.value].state)
      if (state.valid()) read.insert(meaning_.Read(state, relation));

  part.space.attributes = read;
  const bool at_self = model_.vocabulary.self.value == relation;
  for (const Space& assumed : assumed_[at_self]) {
    bool about_these = std::ranges::any_of(
        assumed.attributes, [&](AttributeId a) { return read.contains(a); });
    if (!about_these) continue;
    part.space.attributes.insert(assumed.attributes.begin(),
                                 assumed.attributes.end());
    part.space.assumptions.insert(part.space.assumptions.end(),
                                  assumed.assumptions.begin(),
                                  assumed.assumptions.end());
  }
  std::set<Day> edges = EdgesOf(rules, model_);
  part.edges.assign(edges.begin(), edges.end());
  ForEachWindow(rules, model_, [&](const model::Window& window) {
    for (model::UnknownId id : {window.unknown_from, window.unknown_until})
      if (id.valid()) part.unknowns.insert(id);
  });
  ForEachScope(rules, [&](const model::Scope& scope) {
    for (const model::UnknownTerms& terms : scope.unknown_terms) {
      part.unknowns.insert(terms.unknown);
      part.unknown_terms.push_back(&terms);
    }
  });
  part.rules = std::move(rules);
  return part;
}

Evaluator::Case Evaluator::MakeCase(const model::Request& request) const {
  const model::Vocabulary& words = model_.vocabulary;
  Case made;
  made.partner = request.partner;
  made.data = request.data;
  made.action = request.action;
  made.purpose = request.purpose;
  made.relation = request.relation.value;
  made.data_leaves = &words.data.terms[request.data.value].leaves;
  made.action_leaves = &words.actions.terms[request.action.value].leaves;
  made.purpose_leaves = &words.purposes.terms[request.purpose.value].leaves;
  made.assumed = &assumed_[request.relation == words.self];

  const Rules rules =
      meaning_.RulesAbout(made.partner, *made.data_leaves, *made.action_leaves,
                          *made.purpose_leaves, made.relation);
  made.grants =
      MakePart({rules.allows, {}, {}, rules.groups}, rules, made.relation);
  made.prohibitions = MakePart({{}, {}, rules.prohibitions, rules.groups},
                               rules, made.relation);
  std::map<model::PermissionId, Rules> gates;
  for (const model::Governs* governs : rules.governs)
    gates[governs->permission].governs.push_back(governs);
  for (const auto& [permission, gate] : gates)
    made.gates.push_back(MakePart(gate, rules, made.relation));
  return made;
}

Point Evaluator::AllOpen(const Case& about, Day day) const {
  Point point;
  point.partner = about.partner;
  point.relation = about.relation;
  point.day = day;
  point.values.assign(model_.vocabulary.attributes.size(), kOpen);
  return point;
}

template <class F>
void Evaluator::ForEachCompletion(const Space& space, Point& point,
                                  const F& f) const {
  std::vector<AttributeId> open;
  for (AttributeId a : space.attributes)
    if (point.values[a.value] == kOpen) open.push_back(a);
  auto complete = [&](auto& self, std::size_t i) -> bool {
    if (i == open.size())
      return !meaning_.Possible(point, space.assumptions) || f(point);
    for (std::uint32_t value : representatives_[open[i].value]) {
      point.values[open[i].value] = value;
      if (!self(self, i + 1)) return false;
    }
    return true;
  };
  complete(complete, 0);
  for (AttributeId a : open) point.values[a.value] = kOpen;
}

bool Evaluator::Satisfiable(const Space& space, Point point) const {
  bool found = false;
  ForEachCompletion(space, point, [&](const Point&) {
    found = true;
    return false;
  });
  return found;
}

// What the part says on a day, for one value of each attribute in its space:
// over every leaf under the case's terms, and every completion of the policy.
const Facts& Evaluator::FactsAt(const Case& about, Part& part,
                                const Point& point) const {
  std::uint64_t key = part.DayClass(point.day);
  for (AttributeId a : part.space.attributes)
    key = key * ClassCount(a) + ClassOf(a, point.values[a.value]);
  auto [entry, is_new] = part.facts.try_emplace(key);
  if (!is_new) return entry->second;

  Facts& all = entry->second;
  bool first = true;
  Point leaf = point;
  about.data_leaves->ForEach([&](std::uint32_t data) {
    about.action_leaves->ForEach([&](std::uint32_t action) {
      about.purpose_leaves->ForEach([&](std::uint32_t purpose) {
        leaf.data = data;
        leaf.action = action;
        leaf.purpose = purpose;
        for (const Completion& completion : CompletionsAt(part, leaf)) {
          leaf.unknowns = completion;
          Facts one = meaning_.At(leaf, part.rules);
          if (first)
            all = std::move(one);
          else
            Combine(all, one);
          first = false;
        }
      });
    });
  });
  return all;
}

// The same over every completion, of which there is one.
Facts Evaluator::Extended(const Case& about, Part& part, Point point) const {
  Facts all;
  bool first = true;
  ForEachCompletion(part.space, point, [&](const Point& complete) {
    const Facts& one = FactsAt(about, part, complete);
    if (first)
      all = one;
    else
      Combine(all, one);
    first = false;
    return true;
  });
  return all;
}

bool Evaluator::EverGranted(Case& about, std::size_t day_class) const {
  auto [entry, is_new] = about.ever_granted.try_emplace(day_class, false);
  if (is_new) {
    Point point = AllOpen(about, about.grants.edges[day_class]);
    ForEachCompletion(about.grants.space, point, [&](const Point& complete) {
      entry->second = FactsAt(about, about.grants, complete).granted;
      return !entry->second;
    });
  }
  return entry->second;
}

Standing Evaluator::StandingOf(Case& about, Day day) const {
  std::size_t today = about.grants.DayClass(day);
  if (EverGranted(about, today)) return Standing::condition_not_met;
  for (std::size_t d = 0; d < today; ++d)
    if (EverGranted(about, d)) return Standing::expired;
  for (std::size_t d = today + 1; d < about.grants.edges.size(); ++d)
    if (EverGranted(about, d)) return Standing::not_yet;
  return Standing::no_agreement;
}

Verdict Evaluator::Evaluate(const model::Request& request) {
  if (!case_ || !case_->IsOf(request))
    case_ = std::make_unique<Case>(MakeCase(request));
  Case& about = *case_;

  Point point = AllOpen(about, request.day);
  for (std::size_t a = 0; a < request.values.size(); ++a) {
    const model::Attribute& attribute = model_.vocabulary.attributes[a];
    if (request.values[a] < attribute.supplied_count())
      point.values[a] = request.values[a];
  }

  Verdict verdict;
  for (const Space& space : *about.assumed)
    if (!Satisfiable(space, point)) verdict.impossible = true;
  if (verdict.impossible) return verdict;

  const Facts grants = Extended(about, about.grants, point);
  verdict.standing =
      grants.granted ? Standing::granted : StandingOf(about, request.day);
  verdict.overrides = grants.overrides;
  if (grants.granted) verdict.obligations = grants.obligations;
  verdict.prohibited = Extended(about, about.prohibitions, point).prohibited;
  for (Part& gate : about.gates)
    verdict.closed.merge(Extended(about, gate, point).closed);
  return verdict;
}

double Evaluator::WorkOf(const model::Request& request) {
  if (!case_ || !case_->IsOf(request))
    case_ = std::make_unique<Case>(MakeCase(request));
  double work = double(case_->grants.edges.size());
  for (AttributeId a : case_->grants.space.attributes) work *= ClassCount(a);
  for (const Part* part : {&case_->grants, &case_->prohibitions})
    work *= std::exp2(double(part->unknowns.size()));
  return work * double(case_->data_leaves->size()) *
         double(case_->action_leaves->size()) *
         double(case_->purpose_leaves->size());
}

std::set<Day> Evaluator::Edges() const {
  return EdgesOf(AllRules(model_), model_);
}

}  // namespace assent::reference
