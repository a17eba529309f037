#include "tests/reference/points.h"

#include <map>

namespace assent::reference {
namespace {

// Collects the days and the sets of values that a Model mentions.
class Distinctions {
 public:
  explicit Distinctions(const model::Model& model)
      : model_(model), sets_(model.vocabulary.attributes.size()) {
    days.insert(kFirstDay);
    for (const model::Unknown& unknown : model.unknowns)
      for (Day day : unknown.days) Add(day);
    for (const model::Program& program : model.programs) {
      Add(program.window);
      for (const auto& ceiling : program.ceilings) Add(ceiling);
      for (const auto& scope : program.standard) Add(scope);
    }
    for (const model::Agreement& agreement : model.agreements) {
      Add(agreement.window);
      for (const model::Clause& clause : agreement.clauses) {
        Add(clause.scope);
        Add(clause.exceptions);
        for (const auto& override : clause.overrides) Add(override.until);
      }
    }
    for (const auto& each : model.governs) Add(each.scope);
    for (const auto& each : model.prohibitions) {
      Add(each.scope);
      Add(each.exceptions);
    }
    for (const auto& each : model.assumptions) Add(each.condition);
    for (const auto& group : model.rule_groups) Add(group);
    for (const auto& feature : model.features) {
      for (const auto& scope : feature.needs) Add(scope);
      for (const auto& window : feature.live) Add(window);
    }
    for (const auto& interface : model.interfaces) {
      for (const auto& scope : interface.exposes) Add(scope);
      for (const auto& holding : interface.held) Add(holding.window);
    }
    for (const auto& claim : model.claims) Add(claim.scope);
    for (const auto& permission : model.vocabulary.permissions)
      for (model::AttributeId state : permission.state)
        if (state.valid()) Add(state, permission.open_values);
  }

  // Which of the sets of an attribute hold a value.
  std::vector<bool> Signature(std::size_t attribute,
                              std::uint32_t value) const {
    std::vector<bool> in;
    for (const RunSet& set : sets_[attribute])
      in.push_back(set.Contains(value));
    return in;
  }

  std::set<Day> days;

 private:
  void Add(Day day) {
    if (day > kFirstDay && day < kEndDay) days.insert(day);
  }
  void Add(const model::Window& window) {
    Add(window.from);
    Add(window.until);
  }
  // At self one fact stands for both copies.
  void Add(model::AttributeId id, const RunSet& values) {
    sets_[id.value].push_back(values);
    const model::AttributeId pair = model_.vocabulary.attributes[id.value].pair;
    if (pair.valid()) sets_[pair.value].push_back(values);
  }
  void Add(const model::Condition& condition) {
    if (condition.kind == model::Condition::Kind::literal)
      Add(condition.attribute, condition.values);
    for (const auto& operand : condition.operands) Add(operand);
  }
  void Add(const model::Scope& scope) {
    Add(scope.window);
    Add(scope.when);
  }
  void Add(const std::vector<model::Exception>& exceptions) {
    for (const auto& each : exceptions) {
      Add(each.scope);
      Add(each.exceptions);
    }
  }
  void Add(const model::RuleGroup& group) {
    Add(group.window);
    Add(group.scope);
    for (const auto& item : group.items) {
      Add(item.scope);
      for (const auto& nested : item.nested) Add(nested);
    }
  }

  const model::Model& model_;
  std::vector<std::vector<RunSet>> sets_;  // by attribute
};

}  // namespace

Points::Points(const model::Model& model) : model_(model) {
  const Distinctions distinctions(model);
  days_ = distinctions.days;
  const auto& attributes = model.vocabulary.attributes;
  for (std::size_t a = 0; a < attributes.size(); ++a) {
    std::map<std::vector<bool>, std::size_t> known;
    std::vector<Class> classes;
    for (std::uint32_t v = 0; v < attributes[a].supplied_count(); ++v) {
      const auto [it, is_new] =
          known.try_emplace(distinctions.Signature(a, v), classes.size());
      if (is_new) classes.push_back({v, 0});
      ++classes[it->second].size;
    }
    classes_.push_back(std::move(classes));
  }
}

std::uint64_t Points::Count() const {
  const model::Vocabulary& words = model_.vocabulary;
  std::uint64_t count = words.data.leaves.size() * words.actions.leaves.size() *
                        words.purposes.leaves.size() * words.relations.size() *
                        days_.size();
  for (const auto& classes : classes_) count *= classes.size();
  return count;
}

}  // namespace assent::reference
