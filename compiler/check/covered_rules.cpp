#include "compiler/check/covered_rules.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "compiler/check/covered_in_rule_sets.h"

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

// Distinct lists of prohibitions that concern somebody.
std::vector<std::vector<ProhibitionId>> ProhibitionLists(
    const Subjects& subjects) {
  std::set<std::vector<ProhibitionId>> lists;
  for (const PartnerClass& each : subjects.classes)
    lists.insert(subjects.ProhibitionsOf(each));
  return {lists.begin(), lists.end()};
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
    const bool decided = diagrams.TwiceAtMost([&] {
      std::vector<NodeId> regions;
      for (const RuleProhibitions& each : by_rule)
        regions.push_back(diagrams.Prohibitions(each.parts));
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
    const bool decided = diagrams.TwiceAtMost([&] {
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
  const bool decided = diagrams.TwiceAtMost([&] {
    std::vector<NodeId> regions;
    for (RuleId each : assumptions)
      regions.push_back(Excluding(diagrams, each));
    JudgeRegions(diagrams, assumptions, regions, logic::kTrue, fires, kept);
    fires.assign(assumptions.size(), true);  // one that excludes nothing is
  });                                        // redundant
  Commit(assumptions, fires, kept, decided, known);
}

std::optional<Covered> CoverOf(RuleDiagrams& diagrams, const Subjects& subjects,
                               RuleId rule) {
  const RuleOrigins& origins = diagrams.origins();
  const Origin& origin = origins.origin[rule.value];
  std::optional<Cover> cover;
  const bool decided = diagrams.TwiceAtMost([&] {
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
          const NodeId region = diagrams.Prohibitions(other.parts);
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
      AddRequirementsOfItem(diagrams, subjects, rule, requirements);
    }
    cover = diagrams.LeastCover(requirements, base);
  });
  if (!decided || !cover) return std::nullopt;
  Covered covered{rule, {}, cover->least};
  for (std::uint32_t key : cover->keys) covered.by.emplace_back(key);
  std::ranges::sort(covered.by);
  return covered;
}

}  // namespace assent::check
