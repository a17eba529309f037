#include "compiler/check/workbench.h"

#include <map>
#include <numeric>
#include <unordered_set>

namespace assent::check {

using logic::kFalse;
using logic::NodeId;
using rules::GrantId;
using rules::ProhibitionId;

namespace {

Own OwnWithin(const rules::RuleSet& rules,
              const std::vector<ProhibitionId>& named, model::PartnerId partner,
              const model::Scope* scope) {
  const std::vector<GrantId>& grants = rules.grants_of[partner.value];
  if (scope == nullptr) return {grants, named};
  Own own;
  for (GrantId id : grants)
    if (Overlap(rules.grants[id.value].scope, *scope)) own.grants.push_back(id);
  for (ProhibitionId id : named)
    if (Overlap(rules.prohibitions[id.value].scope, *scope))
      own.prohibitions.push_back(id);
  return own;
}

}  // namespace

bool Overlap(const model::Scope& a, const model::Scope& b) {
  return a.data.Intersects(b.data) && a.actions.Intersects(b.actions) &&
         a.purposes.Intersects(b.purposes) &&
         a.relations.Intersects(b.relations) &&
         !Intersection(a.window, b.window).empty();
}

PartnerClasses ClassesOf(const rules::RuleSet& rules,
                         const std::vector<std::vector<ProhibitionId>>& named,
                         const std::vector<model::PartnerId>& partners,
                         const model::Scope* scope) {
  std::map<Own, std::size_t> index;
  PartnerClasses classes;
  for (model::PartnerId partner : partners) {
    Own own = OwnWithin(rules, named[partner.value], partner, scope);
    if (own.grants.empty()) continue;
    const auto [it, is_new] = index.try_emplace(own, classes.size());
    if (is_new) classes.push_back({std::move(own), {}});
    classes[it->second].partners.push_back(partner);
  }
  return classes;
}

PartnerClasses ClassesOf(const rules::RuleSet& rules) {
  std::vector<model::PartnerId> all;
  for (std::uint32_t p = 0; p < rules.grants_of.size(); ++p)
    all.push_back(model::PartnerId(p));
  return ClassesOf(rules, rules::ProhibitionsOf(rules), all);
}

std::set<model::UnknownId> ReadBy(const logic::Store& store, NodeId f,
                                  const logic::Space& space) {
  std::set<model::UnknownId> read;
  std::unordered_set<std::uint32_t> seen;
  const auto visit = [&](auto& self, NodeId g) -> void {
    if (g == kFalse || g == logic::kTrue || !seen.insert(g.value).second)
      return;
    const std::uint32_t level = store.LevelOf(g);
    if (level >= space.first_unknown_level)
      read.insert(model::UnknownId(level - space.first_unknown_level));
    for (const logic::Edge& edge : store.Edges(g)) self(self, edge.child);
  };
  visit(visit, f);
  return read;
}

Workbench::Workbench(const model::Vocabulary& vocabulary,
                     const rules::RuleSet& rules, logic::Unknowns unknowns,
                     std::size_t node_budget)
    : vocabulary_(vocabulary),
      rules_(rules),
      space_(logic::SpaceOf(vocabulary, logic::OverrideSetsOf(rules),
                            rules.unknown_sizes)),
      unknowns_(unknowns),
      node_budget_(node_budget),
      store_(space_.domain_sizes, node_budget) {
  Empty();
}

void Workbench::Empty() {
  store_.Reset();
  open_.clear();
  diagrams_ = std::make_unique<logic::RulesToDiagrams>(
      vocabulary_, rules_, space_, store_, unknowns_);
  answers_ = std::make_unique<Answers>(store_, space_, diagrams_->global());
}

bool Workbench::EmptyWhenFull() {
  if (store_.node_count() <= node_budget_ / 8) return false;
  Empty();
  return true;
}

NodeId Workbench::impossible() {
  return store_.Not(diagrams_->global().possible);
}

// Where nothing is unknown, leaves and supplied values need no diagram of what
// is granted to inner terms and where facts are missing.
NodeId Workbench::PermittedAsWritten(const Own& own, NodeId within) {
  std::map<logic::OverrideSet, std::vector<NodeId>> granted;
  for (GrantId id : own.grants) {
    const rules::Grant& grant = rules_.grants[id.value];
    granted[grant.overrides].push_back(diagrams_->GrantOf(grant));
  }
  NodeId permit = kFalse;
  for (const auto& [overrides, parts] : granted) {
    const auto [it, is_new] = open_.try_emplace({overrides, within}, kFalse);
    if (is_new) it->second = answers_->OpenBesides(overrides, within);
    permit = store_.Or(permit, store_.And(store_.OrAll(parts), it->second));
  }
  if (own.prohibitions.empty() || permit == kFalse) return permit;
  return store_.Minus(permit, diagrams_->Prohibited(own.prohibitions));
}

std::optional<NodeId> Workbench::Permitted(const Own& own,
                                           const model::Scope& scope) {
  EmptyWhenFull();
  for (bool again : {false, true}) {
    if (again) Empty();
    const NodeId within = diagrams_->Within(scope);
    const NodeId f =
        rules_.unknown_sizes.empty()
            ? PermittedAsWritten(own, within)
            : answers_->Permit(diagrams_->Grants(own.grants),
                               diagrams_->Prohibited(own.prohibitions), within);
    if (!store_.exhausted()) return f;
  }
  Empty();
  return std::nullopt;
}

std::optional<Workbench::Failure> Workbench::Fails(const Own& own,
                                                   const model::Scope& scope,
                                                   logic::Store& completions) {
  const auto& countable = space_.countable;
  for (std::uint32_t l = 0; l < space_.first_unknown_level; ++l)
    if (countable[l].empty()) return Failure();  // there is no request
  const auto violation = Permitted(own, scope);
  if (!violation) return std::nullopt;
  const NodeId fails =
      store_.ExistsAbove(*violation, space_.first_unknown_level, countable);
  if (store_.exhausted()) {
    Empty();
    return std::nullopt;
  }
  return Failure{completions.Copy(store_, fails),
                 ReadBy(store_, *violation, space_)};
}

}  // namespace assent::check
