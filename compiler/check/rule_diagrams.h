// Single rules as functions of the request, for questions about one rule among
// others. Over leaves and supplied values, with the levels of unknowns open: a
// point is a request in one completion of the policy.
#pragma once

#include <unordered_map>
#include <vector>

#include "compiler/check/least_cover.h"
#include "compiler/check/points.h"
#include "compiler/check/rule_origins.h"
#include "compiler/check/workbench.h"
#include "compiler/rules/normal_scopes.h"

namespace assent::check {

// Not thread-safe. Borrows the origins. Memory: a store of `node_budget` nodes.
// Beyond `kept_nodes` it is emptied between questions: rules of different
// partners share little, and a store that fits the processor's cache is twice
// as fast as one that does not.
class RuleDiagrams {
 public:
  static constexpr std::size_t kKeptNodes = 12'000;

  RuleDiagrams(const RuleOrigins& origins, std::size_t node_budget);

  const RuleOrigins& origins() const { return origins_; }
  logic::Store& store() { return workbench_.store(); }
  logic::RulesToDiagrams& diagrams() { return workbench_.diagrams(); }
  const logic::Space& space() const { return workbench_.space(); }
  Requests requests() const { return workbench_.requests(); }
  Points& points() { return points_; }
  bool exhausted() { return store().exhausted(); }

  // Nodes from before are no nodes any more.
  void Empty();
  void EmptyWhenLarge();

  // Points that count: possible, and of one of the policy's completions.
  logic::NodeId base() const { return base_; }
  logic::NodeId completions() { return diagrams().completions(); }
  bool Any(logic::NodeId f) { return points_.Any(f, base_); }

  // What the part of a rule says yes to; remembered until emptied.
  logic::NodeId Grant(rules::GrantId id);
  logic::NodeId Prohibition(rules::ProhibitionId id);  // for whom it concerns
  logic::NodeId Gate(GateId id);

  // Of the model, as written.
  logic::NodeId Within(const model::Scope& scope,
                       const rules::Segments* in_force = nullptr);
  logic::NodeId InForce(const model::Window& window);
  logic::NodeId Holds(const model::Condition& condition);
  logic::NodeId TakenBy(const model::Exception& exception);
  const rules::NormalScopes& normal() const { return normal_; }

  // A scope of everything, for one's own limits.
  model::Scope Everything() const;

 private:
  const RuleOrigins& origins_;
  const rules::NormalScopes normal_;
  Workbench workbench_;
  const std::vector<RunSet> allowed_;
  Points points_;
  std::size_t first_nodes_ = 0;  // of an empty store
  logic::NodeId base_ = logic::kTrue;
  std::unordered_map<std::uint32_t, logic::NodeId> grants_, prohibitions_,
      gates_;
};

}  // namespace assent::check
