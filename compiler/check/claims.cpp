#include "compiler/check/claims.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <tuple>

#include "compiler/base/result.h"
#include "compiler/check/completed_table.h"
#include "compiler/check/completions.h"
#include "compiler/check/workbench.h"
#include "compiler/rows/regions.h"

namespace assent::check {
namespace {

using logic::kFalse;
using logic::NodeId;
using rules::ProhibitionId;

constexpr std::size_t kRegionBudget = 24;  // cubes of one partner

// A policy set, its table, and what is worked out about them.
class Checker {
 public:
  Checker(const model::Model& model, const rules::RuleSet& rules,
          const Table& table, const SourceSet& sources, std::size_t node_budget)
      : model_(model),
        rules_(rules),
        sources_(sources),
        node_budget_(node_budget),
        named_(rules::ProhibitionsOf(rules)),
        replay_(table),
        workbench_(model.vocabulary, rules, logic::Unknowns::meet,
                   node_budget) {}

  ClaimVerdict Check(const model::Claim& claim) {
    const PartnerClasses classes =
        ClassesOf(rules_, named_, claim.partners, &claim.scope);
    ClaimVerdict verdict = InTable(claim, classes);
    if (rules_.unknown_sizes.empty() ||
        verdict.kind == ClaimVerdict::Kind::refuted)
      return verdict;
    return InCompletions(claim, classes);
  }

 private:
  // What is seen of the violations of one claim, partner by partner.
  struct Findings {
    explicit Findings(const model::Vocabulary& words) : repairs(words) {}

    std::map<rules::RuleId, model::Window> responsible;  // in force
    Repairs repairs;
    std::map<rows::Cube,
             std::tuple<std::vector<model::PartnerId>, llvm::APInt, bool>>
        regions;
    std::size_t class_count = 0;
    bool all_override = true;
    bool whole = true;  // every partner was looked at
  };
  void Look(const PartnerClass& each, NodeId violation, Findings& findings,
            ClaimVerdict& verdict);
  void Conclude(Findings& findings, ClaimVerdict& verdict) const;
  rows::Cube OverLeaves(rows::Cube cube) const;

  ClaimVerdict InTable(const model::Claim& claim,
                       const PartnerClasses& classes);
  ClaimVerdict InCompletions(const model::Claim& claim,
                             const PartnerClasses& classes);

  const model::Model& model_;
  const rules::RuleSet& rules_;
  const SourceSet& sources_;
  const std::size_t node_budget_;
  const std::vector<std::vector<ProhibitionId>> named_;
  const Replay replay_;
  Workbench workbench_;
  std::unique_ptr<Workbench> open_;  // once they are needed
  std::unique_ptr<Completions> completions_;
};

// By what the table says, which is so in every completion.
ClaimVerdict Checker::InTable(const model::Claim& claim,
                              const PartnerClasses& classes) {
  const auto confirms = [&](const Witness& witness) {
    return replay_.Ask(witness).permit;
  };
  ClaimVerdict verdict;
  llvm::APInt count(1, 0);
  Findings findings(model_.vocabulary);
  for (const PartnerClass& each : classes) {
    const auto violation = workbench_.Permitted(each.own, claim.scope);
    if (!violation) {
      // One violation is enough to refute, whatever the others may be.
      if (verdict.kind == ClaimVerdict::Kind::holds)
        verdict.kind = ClaimVerdict::Kind::undecided;
      findings.whole = false;
      continue;
    }
    if (*violation == kFalse) continue;
    const llvm::APInt own = CountRequests(workbench_.requests(), *violation);
    if (own.isZero()) continue;
    for (std::size_t i = 0; i < each.partners.size(); ++i)
      count = Sum(count, own);
    if (verdict.partner_count == 0) {
      verdict.kind = ClaimVerdict::Kind::refuted;
      verdict.witness = *LeastWitness(
          workbench_.requests(), *violation, workbench_.impossible(),
          model_.vocabulary.partners[each.partners[0].value].name, confirms);
      verdict.reply = replay_.Ask(verdict.witness);
      verdict.rules = replay_.Rules(verdict.witness);
    }
    verdict.partner_count += each.partners.size();
    Look(each, *violation, findings, verdict);
  }
  verdict.request_count = logic::Decimal(count);
  Conclude(findings, verdict);
  return verdict;
}

// Into `findings`: what these violations are, and who is responsible.
void Checker::Look(const PartnerClass& each, NodeId violation,
                   Findings& findings, ClaimVerdict& verdict) {
  // What so many partners violate is no matter of one clause.
  if (++findings.class_count > kMostRegionClasses) {
    verdict.more_regions = true;
    findings.whole = false;
    return;
  }
  logic::Store& store = workbench_.store();
  NodeId granted = kFalse;
  for (rules::GrantId id : each.own.grants) {
    const rules::Grant& grant = rules_.grants[id.value];
    const NodeId own = workbench_.diagrams().GrantOf(grant);
    if (store.And(violation, own) == kFalse) continue;
    const auto [it, is_new] =
        findings.responsible.try_emplace(grant.rule, grant.scope.window);
    if (!is_new) {
      it->second.from = std::min(it->second.from, grant.scope.window.from);
      it->second.until = std::max(it->second.until, grant.scope.window.until);
    }
    if (grant.overrides.empty()) findings.all_override = false;
    granted = store.Or(granted, own);
  }
  findings.repairs.Add(
      workbench_, violation,
      workbench_.answers().Permit(
          workbench_.diagrams().Grants(each.own.grants),
          workbench_.diagrams().Prohibited(each.own.prohibitions), granted));
  const NodeId f = CountableOf(workbench_, violation);
  const NodeId ignored =
      store.Or(workbench_.impossible(),
               store.Not(CountableOf(workbench_, logic::kTrue)));
  for (const rows::RegionCube& part :
       rows::RegionsOf(store, workbench_.space(), model_.vocabulary, f, ignored,
                       kRegionBudget)) {
    auto& [partners, count, exact] =
        findings.regions
            .try_emplace(OverLeaves(part.cube), std::vector<model::PartnerId>(),
                         llvm::APInt(1, 0), true)
            .first->second;
    const llvm::APInt own = CountRequests(workbench_.requests(), part.where);
    for (model::PartnerId partner : each.partners) {
      partners.push_back(partner);
      count = Sum(count, own);
    }
    exact = exact && part.exact;
  }
}

// The cube as it is read: inner terms where all their leaves are there, and
// values that a request supplies.
rows::Cube Checker::OverLeaves(rows::Cube cube) const {
  const model::Vocabulary& words = model_.vocabulary;
  const auto terms = [](const model::Taxonomy& taxonomy, RunSet& set) {
    set = Intersection(set, taxonomy.leaves);
    const RunSet leaves = set;
    for (std::uint32_t t = 0; t < taxonomy.size(); ++t)
      if (!taxonomy.terms[t].is_leaf() &&
          leaves.ContainsAll(taxonomy.terms[t].leaves))
        set.Add(t, t + 1);
  };
  terms(words.data, cube.data);
  terms(words.actions, cube.actions);
  terms(words.purposes, cube.purposes);
  std::erase_if(cube.literals, [&](rows::Literal& literal) {
    const RunSet supplied = RunSet::Range(
        0, words.attributes[literal.attribute.value].supplied_count());
    literal.values = Intersection(literal.values, supplied);
    return literal.values == supplied;
  });
  return cube;
}

void Checker::Conclude(Findings& findings, ClaimVerdict& verdict) const {
  if (verdict.kind != ClaimVerdict::Kind::refuted) return;
  Day first_day = kFirstDay;
  bool clauses = findings.whole;
  for (const auto& [id, window] : findings.responsible) {
    const rules::Rule& rule = rules_.rules[id.value];
    const Place place = sources_.Locate(rule.span);
    verdict.responsible.push_back(
        {rule.name, rule.agreement, std::string(place.path), place.line});
    first_day = std::max(first_day, window.from);
    // What a rule set permits depends on its other rules.
    clauses = clauses && rule.kind == rules::Rule::Kind::allow;
  }
  std::ranges::sort(verdict.responsible);
  if (clauses && !findings.responsible.empty())
    verdict.repairs = findings.repairs.All(first_day, findings.all_override);
  for (auto& [cube, found] : findings.regions) {
    auto& [partners, count, exact] = found;
    std::ranges::sort(partners);
    verdict.regions.push_back(
        {cube, std::move(partners), logic::Decimal(count), exact});
  }
  std::ranges::sort(verdict.regions, [](const auto& x, const auto& y) {
    return std::tie(x.partners, x.cube) < std::tie(y.partners, y.cube);
  });
}

// By what is so in some completions and not in others.
ClaimVerdict Checker::InCompletions(const model::Claim& claim,
                                    const PartnerClasses& classes) {
  using Kind = ClaimVerdict::Kind;
  if (!open_)
    open_ = std::make_unique<Workbench>(model_.vocabulary, rules_,
                                        logic::Unknowns::open, node_budget_);
  const logic::Space& space = open_->space();
  if (!completions_ || completions_->store().node_count() > node_budget_ / 8)
    completions_ = std::make_unique<Completions>(rules_, *open_, node_budget_);
  logic::Store& completions = completions_->store();
  std::vector<Workbench::Failure> fails_of;
  NodeId fails = kFalse;
  std::set<model::UnknownId> reads;  // by `fails`
  const auto always = [&] { return completions_->Always(fails, reads); };
  bool whole = true;
  for (const PartnerClass& each : classes) {
    auto own = open_->Fails(each.own, claim.scope, completions);
    whole = whole && own.has_value();
    fails_of.push_back(own ? *std::move(own) : Workbench::Failure());
    fails = completions.Or(fails, fails_of.back().where);
    reads = ReadBy(completions, fails, space);
    if (always()) break;
  }
  ClaimVerdict undecided;
  undecided.kind = Kind::undecided;
  undecided.request_count = "0";
  if (completions.exhausted()) {
    completions_.reset();
    return undecided;
  }
  if (!whole && !always()) return undecided;
  if (completions_->In(fails, reads) == kFalse) {
    ClaimVerdict holds;
    holds.request_count = "0";
    return holds;
  }

  // The least completion in which it fails, and the first partner there.
  const auto holds_at = [&](NodeId f, const model::Completion& at) {
    while (f != kFalse && f != logic::kTrue)
      f = completions.ChildOf(
          f, at[completions.LevelOf(f) - space.first_unknown_level]);
    return f == logic::kTrue;
  };
  const model::Completion failing =
      completions_->Least(completions_->In(fails, reads), reads);
  std::size_t first = 0;
  while (!holds_at(fails_of[first].where, failing)) ++first;
  const auto completed =
      Complete(model_, failing, classes[first].partners[0], &claim, sources_);
  if (!completed) return undecided;
  Checker checker(completed->model, completed->rules, completed->table,
                  sources_, node_budget_);
  ClaimVerdict verdict = checker.Check(completed->model.claims[0]);
  if (verdict.kind == Kind::undecided) return undecided;
  ASSENT_CHECK(verdict.kind == Kind::refuted,
               "a claim fails in the completion in which it fails");
  const auto assumed = [](const std::set<model::UnknownId>& unknowns,
                          const model::Completion& at) {
    std::vector<Assumed> values;
    for (model::UnknownId id : unknowns) values.push_back({id, at[id.value]});
    return values;
  };
  verdict.fails_with = assumed(fails_of[first].reads, failing);
  if (always()) return verdict;
  verdict.kind = Kind::unprovable;
  // Of the least completion in which it holds, what is enough for that.
  const model::Completion holding = completions_->Least(
      completions_->In(completions.Not(fails), reads), reads);
  const auto may_fail = [&](const std::set<model::UnknownId>& given) {
    std::set<NodeId> seen;
    const auto reach = [&](const auto& self, NodeId f) -> bool {
      if (f == kFalse || f == logic::kTrue) return f == logic::kTrue;
      if (!seen.insert(f).second) return false;
      const model::UnknownId id(completions.LevelOf(f) -
                                space.first_unknown_level);
      if (given.contains(id))
        return self(self, completions.ChildOf(f, holding[id.value]));
      return std::ranges::any_of(
          completions.Edges(f),
          [&](const logic::Edge& edge) { return self(self, edge.child); });
    };
    return reach(reach, fails);
  };
  std::set<model::UnknownId> enough = reads;
  for (model::UnknownId id : reads) {
    enough.erase(id);
    if (may_fail(enough)) enough.insert(id);
  }
  verdict.holds_with = assumed(enough, holding);
  return verdict;
}

}  // namespace

std::string_view NameOf(ClaimVerdict::Kind kind) {
  switch (kind) {
    case ClaimVerdict::Kind::holds:
      return "holds";
    case ClaimVerdict::Kind::refuted:
      return "refuted";
    case ClaimVerdict::Kind::unprovable:
      return "unprovable";
    case ClaimVerdict::Kind::undecided:
      return "undecided";
  }
  return "";
}

std::vector<ClaimVerdict> CheckClaims(const model::Model& model,
                                      const rules::RuleSet& rules,
                                      const Table& table,
                                      const SourceSet& sources,
                                      std::size_t node_budget) {
  std::vector<ClaimVerdict> verdicts;
  if (model.claims.empty()) return verdicts;
  Checker checker(model, rules, table, sources, node_budget);
  for (const model::Claim& claim : model.claims)
    verdicts.push_back(checker.Check(claim));
  return verdicts;
}

}  // namespace assent::check
