#include "compiler/check/rule_diagrams.h"

namespace assent::check {
namespace {

using logic::kFalse;
using logic::NodeId;

// Leaves and supplied values; of unknowns every value.
std::vector<RunSet> AllowedIn(const logic::Space& space) {
  std::vector<RunSet> allowed = space.countable;
  for (std::size_t l = space.first_unknown_level; l < allowed.size(); ++l)
    allowed[l] = RunSet::Range(0, space.domain_sizes[l]);
  return allowed;
}

const rules::Segments& Always() {
  static const rules::Segments always = {{model::Window(), model::Condition()}};
  return always;
}

}  // namespace

RuleDiagrams::RuleDiagrams(const RuleOrigins& origins, std::size_t node_budget)
    : origins_(origins),
      normal_(origins.model),
      workbench_(origins.model.vocabulary, origins.rules, logic::Unknowns::open,
                 node_budget),
      allowed_(AllowedIn(workbench_.space())),
      points_(workbench_.store(), allowed_) {
  Empty();
}

void RuleDiagrams::Empty() {
  workbench_.Empty();
  points_.Forget();
  grants_.clear();
  prohibitions_.clear();
  gates_.clear();
  base_ = store().And(diagrams().global().possible, completions());
  first_nodes_ = store().node_count();
}

void RuleDiagrams::EmptyWhenLarge() {
  if (store().node_count() > 4 * first_nodes_ + kKeptNodes) Empty();
}

NodeId RuleDiagrams::Grant(rules::GrantId id) {
  const auto [it, is_new] = grants_.try_emplace(id.value, kFalse);
  if (is_new) it->second = diagrams().GrantOf(origins_.rules.grants[id.value]);
  return it->second;
}

NodeId RuleDiagrams::Prohibition(rules::ProhibitionId id) {
  const auto [it, is_new] = prohibitions_.try_emplace(id.value, kFalse);
  const rules::Prohibition& each = origins_.rules.prohibitions[id.value];
  if (is_new)
    it->second = store().Minus(diagrams().ScopeOf(each.scope),
                               diagrams().TakenBack(each.exceptions));
  return it->second;
}

NodeId RuleDiagrams::Gate(GateId id) {
  const auto [it, is_new] = gates_.try_emplace(id.value, kFalse);
  if (is_new)
    it->second = diagrams().ScopeOf(origins_.rules.gates[id.value].scope);
  return it->second;
}

NodeId RuleDiagrams::Grants(const std::vector<rules::GrantId>& ids) {
  NodeId any = kFalse;
  for (rules::GrantId id : ids) any = store().Or(any, Grant(id));
  return any;
}

NodeId RuleDiagrams::Prohibitions(
    const std::vector<rules::ProhibitionId>& ids) {
  NodeId any = kFalse;
  for (rules::ProhibitionId id : ids) any = store().Or(any, Prohibition(id));
  return any;
}

NodeId RuleDiagrams::Within(const model::Scope& scope,
                            const rules::Segments* in_force) {
  std::vector<NodeId> parts;
  for (const rules::Scope& part :
       normal_.Of(scope, in_force ? *in_force : Always()))
    parts.push_back(diagrams().ScopeOf(part));
  return store().OrAll(parts);
}

model::Scope RuleDiagrams::Everything() const {
  const model::Vocabulary& words = origins_.model.vocabulary;
  model::Scope scope;
  scope.data = words.data.leaves;
  scope.actions = words.actions.leaves;
  scope.purposes = words.purposes.leaves;
  scope.relations = RunSet::Range(0, std::uint32_t(words.relations.size()));
  return scope;
}

NodeId RuleDiagrams::InForce(const model::Window& window) {
  model::Scope scope = Everything();
  scope.window = window;
  return Within(scope);
}

NodeId RuleDiagrams::Holds(const model::Condition& condition) {
  model::Scope scope = Everything();
  scope.when = condition;
  return Within(scope);
}

NodeId RuleDiagrams::TakenBy(const model::Exception& exception) {
  NodeId taken = Within(exception.scope);
  for (const model::Exception& inner : exception.exceptions)
    taken = store().Minus(taken, TakenBy(inner));
  return taken;
}

}  // namespace assent::check
