// The completions of a policy, as far as a question needs them: unknowns that
// no window relates to each other are independent, and only the groups of
// unknowns that a function reads are multiplied into it.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "compiler/check/workbench.h"
#include "compiler/model/completed.h"

namespace assent::check {

// In a store of its own, over the levels of a Space with open unknowns. The
// laws, for a function f of unknowns that reads R:
//
//   some completion of the policy satisfies f  <=>  In(f, R) != kFalse
//   every completion does                      <=>  Always(f, R)
class Completions {
 public:
  Completions(const rules::RuleSet& rules, Workbench& bench,
              std::size_t node_budget);

  logic::Store& store() { return store_; }
  // Of the workbench's store, in this one.
  logic::NodeId Copy(Workbench& bench, logic::NodeId f);

  logic::NodeId In(logic::NodeId f, const std::set<model::UnknownId>& reads);
  bool Always(logic::NodeId f, const std::set<model::UnknownId>& reads);
  // The least one in `f` (In of it, not kFalse); unknowns that it does not
  // read have the least values that go together.
  model::Completion Least(logic::NodeId f,
                          const std::set<model::UnknownId>& reads);

 private:
  using Group = std::uint32_t;  // by UnknownId: the group's first unknown
  logic::NodeId Valid(const std::set<model::UnknownId>& reads);
  std::set<Group> GroupsOf(const std::set<model::UnknownId>& reads) const;

  const std::uint32_t first_level_;
  logic::Store store_;
  std::vector<Group> group_of_;           // by UnknownId
  std::map<Group, logic::NodeId> valid_;  // what relates its unknowns
  std::vector<RunSet> every_;             // by level
};

}  // namespace assent::check
