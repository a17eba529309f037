#include "compiler/check/redundant_rule.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "compiler/check/group_outcomes.h"

namespace assent::check {
namespace {

using logic::kFalse;
using logic::NodeId;
using rules::GrantId;
using rules::ProhibitionId;
using rules::RuleId;

// What a grant gives beyond being one.
struct Output {
  enum class Kind { granted, obligation, overrides };
  Kind kind = Kind::granted;
  model::ObligationId obligation;
  logic::OverrideSet set;

  bool Has(const rules::Grant& grant) const {
    switch (kind) {
      case Kind::granted:
        return true;
      case Kind::obligation:
        return std::ranges::binary_search(grant.obligations, obligation);
      case Kind::overrides:
        return std::ranges::includes(grant.overrides, set);
    }
    return false;
  }
  auto operator<=>(const Output&) const = default;
};

void AddOutputs(const rules::Grant& grant, std::set<Output>& outputs) {
  outputs.insert(Output());
  for (model::ObligationId id : grant.obligations)
    outputs.insert({Output::Kind::obligation, id, {}});
  if (!grant.overrides.empty())
    outputs.insert({Output::Kind::overrides, {}, grant.overrides});
}

NodeId Giving(RuleDiagrams& diagrams, const RuleGrants& rule,
              const Output& output) {
  NodeId any = kFalse;
  for (GrantId id : rule.grants)
    if (output.Has(diagrams.origins().rules.grants[id.value]))
      any = diagrams.store().Or(any, diagrams.Grant(id));
  return any;
}

// Calls f(i, the union of all terms but i). O(n log n) unions.
template <class F>
void AllButOne(logic::Store& store, const std::vector<NodeId>& terms,
               std::size_t begin, std::size_t end, NodeId outside, const F& f) {
  if (end - begin == 1) {
    f(begin, outside);
    return;
  }
  const std::size_t middle = begin + (end - begin) / 2;
  const auto with = [&](std::size_t from, std::size_t to) {
    return store.Or(outside, store.OrAll({terms.data() + from, to - from}));
  };
  AllButOne(store, terms, begin, middle, with(middle, end), f);
  AllButOne(store, terms, middle, end, with(begin, middle), f);
}

// Marks what the union of the others leaves uncovered.
void MarkUncovered(RuleDiagrams& diagrams, const std::vector<NodeId>& terms,
                   std::vector<bool>& kept) {
  if (terms.empty()) return;
  AllButOne(diagrams.store(), terms, 0, terms.size(), kFalse,
            [&](std::size_t i, NodeId others) {
              if (kept[i] || terms[i] == kFalse) return;
              kept[i] = diagrams.Any(diagrams.store().Minus(terms[i], others));
            });
}

// Lists of scopes, in parts that have nothing in common with each other.
class Components {
 public:
  explicit Components(std::size_t count) : parent_(count) {
    std::iota(parent_.begin(), parent_.end(), std::size_t(0));
  }
  void Join(std::size_t a, std::size_t b) { parent_[Root(a)] = Root(b); }
  bool Joined(std::size_t a, std::size_t b) { return Root(a) == Root(b); }

  // Those of two and more, each ascending.
  std::vector<std::vector<std::size_t>> Several() {
    std::map<std::size_t, std::vector<std::size_t>> by_root;
    for (std::size_t i = 0; i < parent_.size(); ++i)
      by_root[Root(i)].push_back(i);
    std::vector<std::vector<std::size_t>> several;
    for (auto& [root, members] : by_root)
      if (members.size() > 1) several.push_back(std::move(members));
    return several;
  }

 private:
  std::size_t Root(std::size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  std::vector<std::size_t> parent_;
};

bool ShareScope(const rules::RuleSet& rules, const RuleGrants& a,
                const RuleGrants& b) {
  for (GrantId x : a.grants)
    for (GrantId y : b.grants)
      if (Overlap(rules.grants[x.value].scope, rules.grants[y.value].scope))
        return true;
  return false;
}

void FindKeptAmong(RuleDiagrams& diagrams,
                   const std::vector<const RuleGrants*>& rules,
                   std::vector<RuleId>& result) {
  const rules::RuleSet& all = diagrams.origins().rules;
  std::vector<bool> kept(rules.size());
  std::set<Output> outputs;
  for (const RuleGrants* rule : rules)
    for (GrantId id : rule->grants) AddOutputs(all.grants[id.value], outputs);
  for (const Output& output : outputs) {
    if (std::ranges::find(kept, false) == kept.end()) break;
    std::vector<NodeId> terms;
    for (const RuleGrants* rule : rules)
      terms.push_back(Giving(diagrams, *rule, output));
    // A rule is asked for a set only if it overrides just that somewhere; that
    // it covers larger ones elsewhere is asked for those.
    std::vector<bool> settled = kept;
    if (output.kind == Output::Kind::overrides)
      for (std::size_t i = 0; i < rules.size(); ++i)
        settled[i] = settled[i] ||
                     std::ranges::none_of(rules[i]->grants, [&](GrantId id) {
                       return all.grants[id.value].overrides == output.set;
                     });
    const std::vector<bool> before = settled;
    MarkUncovered(diagrams, terms, settled);
    for (std::size_t i = 0; i < rules.size(); ++i)
      if (settled[i] && !before[i]) kept[i] = true;
  }
  for (std::size_t i = 0; i < rules.size(); ++i)
    if (kept[i]) result.push_back(rules[i]->rule);
}

// The grants of the class's partners, and what covers a clause among them.
void AddRequirements(RuleDiagrams& diagrams, const PartnerClass& partners,
                     RuleId rule, std::set<std::vector<GrantId>>& seen,
                     std::vector<Requirement>& requirements) {
  const rules::RuleSet& all = diagrams.origins().rules;
  const auto by_rule = ByRule(all, partners.own.grants);
  const auto self = std::ranges::find(by_rule, rule, &RuleGrants::rule);
  if (self == by_rule.end()) return;
  std::vector<const RuleGrants*> others;
  std::vector<GrantId> signature;
  for (const RuleGrants& other : by_rule) {
    if (other.rule == rule || !ShareScope(all, *self, other)) continue;
    others.push_back(&other);
    signature.insert(signature.end(), other.grants.begin(), other.grants.end());
  }
  if (!seen.insert(std::move(signature)).second) return;
  std::set<Output> outputs;
  for (GrantId id : self->grants) AddOutputs(all.grants[id.value], outputs);
  for (const Output& output : outputs) {
    Requirement requirement{Giving(diagrams, *self, output), {}};
    for (const RuleGrants* other : others) {
      const NodeId region = Giving(diagrams, *other, output);
      if (region != kFalse)
        requirement.candidates.push_back({other->rule.value, region});
    }
    requirements.push_back(std::move(requirement));
  }
}

struct RuleProhibitions {
  RuleId rule;
  std::vector<ProhibitionId> parts;
};

std::vector<RuleProhibitions> ForbidsByRule(
    const rules::RuleSet& rules, const std::vector<ProhibitionId>& ids) {
  std::map<RuleId, std::vector<ProhibitionId>> by_rule;
  for (ProhibitionId id : ids)
    by_rule[rules.prohibitions[id.value].rule].push_back(id);
  std::vector<RuleProhibitions> list;
  for (auto& [rule, parts] : by_rule) list.push_back({rule, std::move(parts)});
  return list;
}

NodeId Forbidding(RuleDiagrams& diagrams, const RuleProhibitions& rule) {
  NodeId any = kFalse;
  for (ProhibitionId id : rule.parts)
    any = diagrams.store().Or(any, diagrams.Prohibition(id));
  return any;
}

NodeId Granting(RuleDiagrams& diagrams, const RuleGrants& rule) {
  return Giving(diagrams, rule, Output());
}

// Distinct lists of prohibitions that concern somebody.
std::vector<std::vector<ProhibitionId>> ProhibitionLists(
    const Subjects& subjects) {
  std::set<std::vector<ProhibitionId>> lists;
  for (const PartnerClass& each : subjects.classes)
    lists.insert(subjects.ProhibitionsOf(each));
  return {lists.begin(), lists.end()};
}

// Runs once, and again with nothing else in the store when it was too large.
template <class F>
bool TwiceAtMost(RuleDiagrams& diagrams, const F& attempt) {
  diagrams.EmptyWhenLarge();
  attempt();
  if (!diagrams.exhausted()) return true;
  diagrams.Empty();
  attempt();
  if (!diagrams.exhausted()) return true;
  diagrams.Empty();
  return false;
}

// Judges rules by their regions: those among them that fire, and that are kept.
void JudgeRegions(RuleDiagrams& diagrams, const std::vector<RuleId>& rules,
                  const std::vector<NodeId>& regions, NodeId base,
                  std::vector<bool>& fires, std::vector<bool>& kept) {
  fires.assign(rules.size(), false);
  kept.assign(rules.size(), false);
  for (std::size_t i = 0; i < rules.size(); ++i)
    fires[i] = diagrams.points().Any(regions[i], base);
  if (regions.empty()) return;
  AllButOne(diagrams.store(), regions, 0, regions.size(), kFalse,
            [&](std::size_t i, NodeId others) {
              kept[i] = diagrams.points().Any(
                  diagrams.store().Minus(regions[i], others), base);
            });
}

void Commit(const std::vector<RuleId>& rules, const std::vector<bool>& fires,
            const std::vector<bool>& kept, bool decided, Known& known) {
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (!decided) known.undecided.Set(rules[i].value);
    if (decided && fires[i]) known.fires.Set(rules[i].value);
    if (decided && kept[i]) known.kept.Set(rules[i].value);
  }
}

// Of one permission: its lines.
std::map<model::PermissionId, std::vector<RuleId>> LinesOf(
    const RuleOrigins& origins) {
  std::map<model::PermissionId, std::vector<RuleId>> lines;
  for (std::size_t r = 0; r < origins.origin.size(); ++r)
    if (const model::Governs* governs = origins.origin[r].governs)
      lines[governs->permission].emplace_back(r);
  return lines;
}

NodeId Governing(RuleDiagrams& diagrams, RuleId line) {
  NodeId any = kFalse;
  for (GateId gate : diagrams.origins().gates[line])
    any = diagrams.store().Or(any, diagrams.Gate(gate));
  return any;
}

NodeId Excluding(RuleDiagrams& diagrams, RuleId assumption) {
  return diagrams.store().Not(diagrams.Holds(
      diagrams.origins().origin[assumption.value].assumption->condition));
}

std::vector<RuleId> AssumptionsOf(const RuleOrigins& origins) {
  std::vector<RuleId> assumptions;
  for (std::size_t r = 0; r < origins.origin.size(); ++r)
    if (origins.origin[r].assumption) assumptions.emplace_back(r);
  return assumptions;
}

// What is said of a class's partners by rules of other origin than the set.
struct Others {
  std::vector<RuleGrants> grants;
  std::vector<RuleProhibitions> prohibitions;
  NodeId granted = kFalse, prohibited = kFalse;
};

Others OthersOf(RuleDiagrams& diagrams, const Subjects& subjects,
                const PartnerClass& partners,
                const model::RuleGroup& outermost) {
  const RuleOrigins& origins = diagrams.origins();
  Others others;
  const auto of_the_set = [&](const auto& each) {
    return origins.origin[each.rule.value].outermost == &outermost;
  };
  others.grants = ByRule(origins.rules, partners.own.grants);
  std::erase_if(others.grants, of_the_set);
  others.prohibitions =
      ForbidsByRule(origins.rules, subjects.ProhibitionsOf(partners));
  std::erase_if(others.prohibitions, of_the_set);
  for (const RuleGrants& each : others.grants)
    others.granted =
        diagrams.store().Or(others.granted, Granting(diagrams, each));
  for (const RuleProhibitions& each : others.prohibitions)
    others.prohibited =
        diagrams.store().Or(others.prohibited, Forbidding(diagrams, each));
  return others;
}

// Calls f(rule, item) for each rule of the set and of those in it.
template <class F>
void ForEachItem(const RuleOrigins& origins, const model::RuleGroup& group,
                 const F& f) {
  for (const model::RuleGroup::Item& item : group.items)
    if (item.nested.empty())
      f(origins.rule_of_item.at(&item), item);
    else
      ForEachItem(origins, item.nested.front(), f);
}

void JudgeRuleSet(RuleDiagrams& diagrams, const Subjects& subjects,
                  const model::RuleGroup& outermost, std::set<RuleId>& fires,
                  std::set<RuleId>& kept) {
  logic::Store& store = diagrams.store();
  for (const auto& partners : PartnersApart(outermost)) {
    const GroupOutcomes whole(diagrams, outermost, partners.front());
    for (const Decider& each : whole.deciders())
      if (diagrams.Any(each.decides)) fires.insert(each.rule);
    std::vector<Others> others;  // by class, once it is needed
    const auto classes = subjects.ClassesOf(partners);
    ForEachItem(
        diagrams.origins(), outermost, [&](RuleId rule, const auto& item) {
          if (!whole.Find(rule) || kept.contains(rule) || diagrams.exhausted())
            return;
          const GroupOutcomes without(diagrams, outermost, partners.front(),
                                      &item);
          const NodeId granted = store.Xor(whole.permits(), without.permits());
          const NodeId prohibited =
              store.Xor(whole.prohibited(), without.prohibited());
          if (!diagrams.Any(granted) && !diagrams.Any(prohibited)) return;
          for (std::size_t c = 0; c < classes.size(); ++c) {
            if (others.size() == c)
              others.push_back(OthersOf(
                  diagrams, subjects, subjects.classes[classes[c]], outermost));
            if (diagrams.Any(store.Minus(granted, others[c].granted)) ||
                diagrams.Any(store.Minus(prohibited, others[c].prohibited))) {
              kept.insert(rule);
              return;
            }
          }
        });
  }
}

// What others say of the requests that the rule of a set decides.
void AddRequirements(RuleDiagrams& diagrams, const Subjects& subjects,
                     const Origin& origin, RuleId rule,
                     std::vector<Requirement>& requirements) {
  logic::Store& store = diagrams.store();
  // Partners of whom the same is said as far as it matters here.
  std::set<std::vector<std::pair<std::uint32_t, NodeId>>> seen;
  for (const auto& partners : PartnersApart(*origin.outermost)) {
    const GroupOutcomes whole(diagrams, *origin.outermost, partners.front());
    const Decider* self = whole.Find(rule);
    if (!self) continue;
    const GroupOutcomes without(diagrams, *origin.outermost, partners.front(),
                                origin.item);
    const NodeId granted = store.And(self->decides, whole.permits());
    const NodeId prohibited = store.And(self->decides, whole.prohibited());
    for (std::uint32_t c : subjects.ClassesOf(partners)) {
      const Others others =
          OthersOf(diagrams, subjects, subjects.classes[c], *origin.outermost);
      Requirement grants{granted, {}}, prohibitions{prohibited, {}};
      for (const Decider& each : without.deciders()) {
        grants.candidates.push_back({each.rule.value, each.permits});
        prohibitions.candidates.push_back({each.rule.value, each.prohibits});
      }
      for (const RuleGrants& each : others.grants)
        grants.candidates.push_back(
            {each.rule.value, Granting(diagrams, each)});
      for (const RuleProhibitions& each : others.prohibitions)
        prohibitions.candidates.push_back(
            {each.rule.value, Forbidding(diagrams, each)});
      std::vector<std::pair<std::uint32_t, NodeId>> signature;
      for (Requirement* each : {&grants, &prohibitions}) {
        for (Candidate& candidate : each->candidates)
          candidate.region = store.And(candidate.region, each->region);
        std::erase_if(each->candidates, [](const Candidate& candidate) {
          return candidate.region == kFalse;
        });
        signature.emplace_back(UINT32_MAX, each->region);
        for (const Candidate& candidate : each->candidates)
          signature.emplace_back(candidate.key, candidate.region);
      }
      if (seen.insert(std::move(signature)).second) {
        requirements.push_back(std::move(grants));
        requirements.push_back(std::move(prohibitions));
      }
      if (diagrams.exhausted()) return;
    }
  }
}

}  // namespace

void FindKept(RuleDiagrams& diagrams, const std::vector<RuleGrants>& rules,
              std::vector<RuleId>& kept) {
  Components components(rules.size());
  for (std::size_t i = 0; i < rules.size(); ++i)
    for (std::size_t j = i + 1; j < rules.size(); ++j)
      if (!components.Joined(i, j) &&
          ShareScope(diagrams.origins().rules, rules[i], rules[j]))
        components.Join(i, j);
  std::vector<bool> shared(rules.size());
  for (const auto& members : components.Several()) {
    std::vector<const RuleGrants*> among;
    for (std::size_t i : members) {
      shared[i] = true;
      among.push_back(&rules[i]);
    }
    FindKeptAmong(diagrams, among, kept);
  }
  for (std::size_t i = 0; i < rules.size(); ++i)
    if (!shared[i]) kept.push_back(rules[i].rule);
}

void JudgeProhibitions(RuleDiagrams& diagrams, const Subjects& subjects,
                       Known& known) {
  const RuleOrigins& origins = diagrams.origins();
  for (const auto& list : ProhibitionLists(subjects)) {
    const auto by_rule = ForbidsByRule(origins.rules, list);
    std::vector<RuleId> rules;
    for (const RuleProhibitions& each : by_rule) rules.push_back(each.rule);
    std::vector<bool> fires, kept;
    const bool decided = TwiceAtMost(diagrams, [&] {
      std::vector<NodeId> regions;
      for (const RuleProhibitions& each : by_rule)
        regions.push_back(Forbidding(diagrams, each));
      JudgeRegions(diagrams, rules, regions, diagrams.base(), fires, kept);
    });
    // Rules of sets are judged by what the set is without them.
    for (std::size_t i = 0; i < rules.size(); ++i)
      if (origins.origin[rules[i].value].outermost) fires[i] = kept[i] = false;
    Commit(rules, fires, kept, decided, known);
  }
}

void JudgeGovernance(RuleDiagrams& diagrams, Known& known) {
  for (const auto& [permission, lines] : LinesOf(diagrams.origins())) {
    std::vector<bool> fires, kept;
    const bool decided = TwiceAtMost(diagrams, [&] {
      std::vector<NodeId> regions;
      for (RuleId line : lines) regions.push_back(Governing(diagrams, line));
      JudgeRegions(diagrams, lines, regions, diagrams.base(), fires, kept);
    });
    Commit(lines, fires, kept, decided, known);
  }
}

// What is possible without others: nothing is excluded from that beforehand.
void JudgeAssumptions(RuleDiagrams& diagrams, Known& known) {
  const std::vector<RuleId> assumptions = AssumptionsOf(diagrams.origins());
  std::vector<bool> fires, kept;
  const bool decided = TwiceAtMost(diagrams, [&] {
    std::vector<NodeId> regions;
    for (RuleId each : assumptions)
      regions.push_back(Excluding(diagrams, each));
    JudgeRegions(diagrams, assumptions, regions, logic::kTrue, fires, kept);
    fires.assign(assumptions.size(), true);  // one that excludes nothing is
  });                                        // redundant
  Commit(assumptions, fires, kept, decided, known);
}

void JudgeRuleSets(RuleDiagrams& diagrams, const Subjects& subjects,
                   Known& known) {
  for (const model::RuleGroup& outermost :
       diagrams.origins().model.rule_groups) {
    std::set<RuleId> fires, kept;
    const bool decided = TwiceAtMost(diagrams, [&] {
      fires.clear();
      kept.clear();
      JudgeRuleSet(diagrams, subjects, outermost, fires, kept);
    });
    if (decided) {
      for (RuleId rule : fires) known.fires.Set(rule.value);
      for (RuleId rule : kept) known.kept.Set(rule.value);
    } else {
      ForEachItem(diagrams.origins(), outermost, [&](RuleId rule, const auto&) {
        known.undecided.Set(rule.value);
      });
    }
  }
}

std::optional<Covered> CoverOf(RuleDiagrams& diagrams, const Subjects& subjects,
                               RuleId rule) {
  const RuleOrigins& origins = diagrams.origins();
  const Origin& origin = origins.origin[rule.value];
  std::optional<Cover> cover;
  const bool decided = TwiceAtMost(diagrams, [&] {
    std::vector<Requirement> requirements;
    NodeId base = diagrams.base();
    if (origin.clause) {
      std::set<std::vector<GrantId>> seen;
      for (std::uint32_t c : subjects.ClassesOf(origin.agreement->partners))
        AddRequirements(diagrams, subjects.classes[c], rule, seen,
                        requirements);
    } else if (origin.prohibition) {
      std::set<std::vector<ProhibitionId>> seen;
      for (const PartnerClass& each : subjects.classes) {
        auto list = subjects.ProhibitionsOf(each);
        if (!seen.insert(list).second) continue;
        Requirement requirement;
        bool concerns = false;
        for (const RuleProhibitions& other :
             ForbidsByRule(origins.rules, list)) {
          const NodeId region = Forbidding(diagrams, other);
          if (other.rule != rule) {
            requirement.candidates.push_back({other.rule.value, region});
            continue;
          }
          concerns = true;
          requirement.region = region;
        }
        if (concerns) requirements.push_back(std::move(requirement));
      }
    } else if (origin.governs) {
      Requirement requirement{Governing(diagrams, rule), {}};
      const std::vector<RuleId> lines =
          LinesOf(origins).at(origin.governs->permission);
      for (RuleId line : lines)
        if (line != rule)
          requirement.candidates.push_back(
              {line.value, Governing(diagrams, line)});
      requirements.push_back(std::move(requirement));
    } else if (origin.assumption) {
      base = logic::kTrue;
      Requirement requirement{Excluding(diagrams, rule), {}};
      for (RuleId other : AssumptionsOf(origins))
        if (other != rule)
          requirement.candidates.push_back(
              {other.value, Excluding(diagrams, other)});
      requirements.push_back(std::move(requirement));
    } else if (origin.item) {
      AddRequirements(diagrams, subjects, origin, rule, requirements);
    }
    cover = LeastCover(diagrams.store(), diagrams.points(), base, requirements);
  });
  if (!decided || !cover) return std::nullopt;
  Covered covered{rule, {}, cover->least};
  for (std::uint32_t key : cover->keys) covered.by.emplace_back(key);
  std::ranges::sort(covered.by);
  return covered;
}

void ReportCovered(const RuleOrigins& origins, const Covered& covered,
                   diagnostics::Sink& sink) {
  using Kind = diagnostics::Kind;
  const rules::Rule& rule = origins.rules.rules[covered.rule.value];
  std::string_view verb = "decides", does = "does not decide alike";
  switch (rule.kind) {
    case rules::Rule::Kind::allow:
      verb = "grants";
      does = "does not grant";
      break;
    case rules::Rule::Kind::forbid:
      verb = "forbids";
      does = "does not forbid";
      break;
    case rules::Rule::Kind::governs:
      verb = "governs";
      does = "does not govern";
      break;
    case rules::Rule::Kind::assume:
      verb = "excludes";
      does = "does not exclude";
      break;
    default:
      break;
  }
  const std::string name = rule.kind == rules::Rule::Kind::assume ||
                                   rule.kind == rules::Rule::Kind::governs
                               ? "this line"
                               : origins.Quoted(covered.rule);
  if (covered.by.empty()) {
    sink.Report(Kind::redundant_rule, rule.span,
                "this line excludes nothing: it always holds", "remove it");
    return;
  }
  const bool one = covered.by.size() == 1;
  std::string message =
      one ? fmt::format("{} {} nothing that another rule {}", name, verb, does)
          : fmt::format("{} {} nothing that {} others together {}", name, verb,
                        covered.by.size(), fmt::format("do{}", does.substr(4)));
  auto& diagnostic = sink.Report(
      one ? Kind::redundant_rule : Kind::shadowed_rule, rule.span,
      std::move(message),
      "without it no verdict differs: remove it, or mend what it was to add");
  if (!covered.least)
    diagnostic.details.push_back(
        "there may be fewer that do: of these none can be left out");
  for (rules::RuleId other : covered.by)
    diagnostic.notes.push_back(
        {origins.rules.rules[other.value].span,
         one ? fmt::format("{} is enough", origins.Quoted(other))
             : fmt::format("{} is one of them", origins.Quoted(other))});
}

}  // namespace assent::check
