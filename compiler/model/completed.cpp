#include "compiler/model/completed.h"

#include "compiler/base/result.h"

namespace assent::model {
namespace {

class Completer {
 public:
  Completer(const std::vector<Unknown>& unknowns, const Completion& completion)
      : unknowns_(unknowns), completion_(completion) {
    ASSENT_CHECK(completion.size() == unknowns.size(),
                 "a completion has one value of each unknown");
  }

  void Complete(Window& window) const {
    if (window.unknown_from.valid()) window.from = DayOf(window.unknown_from);
    if (window.unknown_until.valid())
      window.until = DayOf(window.unknown_until);
    window.unknown_from = window.unknown_until = UnknownId();
  }
  void Complete(Scope& scope) const {
    using Dimension = UnknownTerms::Dimension;
    Complete(scope.window);
    for (const UnknownTerms& terms : scope.unknown_terms) {
      RunSet* known = nullptr;
      switch (terms.dimension) {
        case Dimension::data: known = &scope.data; break;
        case Dimension::action: known = &scope.actions; break;
        case Dimension::purpose: known = &scope.purposes; break;
        case Dimension::relation: known = &scope.relations; break;
      }
      known->Add(terms.values[completion_[terms.unknown.value]]);
    }
    scope.unknown_terms.clear();
  }
  void Complete(std::vector<Exception>& exceptions) const {
    for (Exception& exception : exceptions) {
      Complete(exception.scope);
      Complete(exception.exceptions);
    }
  }
  void Complete(RuleGroup& group) const {
    Complete(group.scope);
    Complete(group.window);
    for (RuleGroup::Item& item : group.items) {
      Complete(item.scope);
      for (RuleGroup& nested : item.nested) Complete(nested);
    }
  }

 private:
  Day DayOf(UnknownId id) const {
    return unknowns_[id.value].days[completion_[id.value]];
  }

  const std::vector<Unknown>& unknowns_;
  const Completion& completion_;
};

}  // namespace

Model Completed(const Model& model, const Completion& completion) {
  const Completer completer(model.unknowns, completion);
  Model completed = model;
  completed.unknowns.clear();
  completed.orders.clear();
  for (Program& program : completed.programs)
    completer.Complete(program.window);
  for (Agreement& agreement : completed.agreements) {
    completer.Complete(agreement.window);
    if (agreement.requested) completer.Complete(*agreement.requested);
    for (Clause& clause : agreement.clauses) {
      completer.Complete(clause.scope);
      completer.Complete(clause.exceptions);
    }
  }
  for (Governs& governs : completed.governs) completer.Complete(governs.scope);
  for (Prohibition& each : completed.prohibitions) {
    completer.Complete(each.scope);
    completer.Complete(each.exceptions);
  }
  for (RuleGroup& group : completed.rule_groups) completer.Complete(group);
  for (Feature& feature : completed.features) {
    for (Scope& scope : feature.needs) completer.Complete(scope);
    for (Window& window : feature.live) completer.Complete(window);
  }
  for (InterfaceScope& interface : completed.interfaces) {
    for (Scope& scope : interface.exposes) completer.Complete(scope);
    for (auto& holding : interface.held) completer.Complete(holding.window);
  }
  for (Claim& claim : completed.claims) completer.Complete(claim.scope);
  return completed;
}

}  // namespace assent::model
