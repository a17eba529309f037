#include "compiler/check/completions.h"

#include <algorithm>
#include <numeric>

#include "compiler/base/result.h"

namespace assent::check {

using logic::kTrue;
using logic::NodeId;

namespace {

void Collect(const model::Condition& condition,
             std::set<std::uint32_t>& unknowns) {
  if (condition.kind == model::Condition::Kind::unknown)
    unknowns.insert(condition.which.value);
  for (const model::Condition& operand : condition.operands)
    Collect(operand, unknowns);
}

}  // namespace

Completions::Completions(const rules::RuleSet& rules, Workbench& bench,
                         std::size_t node_budget)
    : first_level_(bench.space().first_unknown_level),
      store_(bench.space().domain_sizes, node_budget),
      group_of_(rules.unknown_sizes.size()) {
  for (std::uint32_t size : bench.space().domain_sizes)
    every_.push_back(RunSet::Range(0, size));
  std::iota(group_of_.begin(), group_of_.end(), 0u);
  std::vector<std::set<std::uint32_t>> related;
  for (const model::Condition& condition : rules.completions) {
    Collect(condition, related.emplace_back());
    Group least = UINT32_MAX;
    for (std::uint32_t u : related.back())
      least = std::min(least, group_of_[u]);
    for (std::uint32_t u : related.back()) {
      const Group old = group_of_[u];
      for (Group& group : group_of_)
        if (group == old) group = least;
    }
  }
  for (std::size_t i = 0; i < related.size(); ++i) {
    if (related[i].empty()) continue;
    const NodeId relation =
        Copy(bench, bench.diagrams().Where(rules.completions[i]));
    NodeId& all =
        valid_.try_emplace(group_of_[*related[i].begin()], kTrue).first->second;
    all = store_.And(all, relation);
  }
}

NodeId Completions::Copy(Workbench& bench, NodeId f) {
  return store_.Copy(bench.store(), f);
}

std::set<Completions::Group> Completions::GroupsOf(
    const std::set<model::UnknownId>& reads) const {
  std::set<Group> groups;
  for (model::UnknownId id : reads) groups.insert(group_of_[id.value]);
  return groups;
}

NodeId Completions::Valid(const std::set<model::UnknownId>& reads) {
  NodeId valid = kTrue;
  for (Group group : GroupsOf(reads)) {
    const auto it = valid_.find(group);
    if (it != valid_.end()) valid = store_.And(valid, it->second);
  }
  return valid;
}

NodeId Completions::In(NodeId f, const std::set<model::UnknownId>& reads) {
  return store_.And(f, Valid(reads));
}

bool Completions::Always(NodeId f, const std::set<model::UnknownId>& reads) {
  return store_.Minus(Valid(reads), f) == logic::kFalse;
}

model::Completion Completions::Least(NodeId f,
                                     const std::set<model::UnknownId>& reads) {
  model::Completion completion(group_of_.size(), 0);
  const auto take = [&](NodeId g) {
    const auto least = logic::Least(store_, g, every_);
    ASSENT_CHECK(least.has_value(), "a policy has a completion");
    for (std::size_t u = 0; u < completion.size(); ++u)
      if ((*least)[first_level_ + u])
        completion[u] = *(*least)[first_level_ + u];
  };
  const std::set<Group> read = GroupsOf(reads);
  for (const auto& [group, valid] : valid_)
    if (!read.contains(group)) take(valid);
  take(f);
  return completion;
}

}  // namespace assent::check
