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

  // Runs once, and again with nothing else in the store when that was too
  // small. Whether it was large enough in the end; if not, it is empty now.
  template <class F>
  bool TwiceAtMost(const F& attempt) {
    EmptyWhenLarge();
    attempt();
    if (!exhausted()) return true;
    Empty();
    attempt();
    if (!exhausted()) return true;
    Empty();
    return false;
  }

  // Points that count: possible, and of one of the policy's completions.
  logic::NodeId base() const { return base_; }
  // The search for covers, within the base or another one.
  std::optional<Cover> LeastCover(const std::vector<Requirement>& requirements,
                                  logic::NodeId base) {
    return check::LeastCover(store(), points_, base, requirements, tries_left_);
  }
  logic::NodeId completions() { return diagrams().completions(); }
  bool Any(logic::NodeId f) { return points_.Any(f, base_); }

  // What the part of a rule says yes to; remembered until emptied.
  logic::NodeId Grant(rules::GrantId id);
  logic::NodeId Prohibition(rules::ProhibitionId id);  // for whom it concerns
  logic::NodeId Gate(GateId id);
  logic::NodeId Grants(const std::vector<rules::GrantId>& ids);  // their union
  logic::NodeId Prohibitions(const std::vector<rules::ProhibitionId>& ids);

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
  std::size_t tries_left_ = kCoversTriedInAll;
  logic::NodeId base_ = logic::kTrue;
  std::unordered_map<std::uint32_t, logic::NodeId> grants_, prohibitions_,
      gates_;
};

}  // namespace assent::check
