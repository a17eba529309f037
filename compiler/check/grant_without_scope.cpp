#include "compiler/check/grant_without_scope.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace assent::check {
namespace {

using logic::NodeId;

class Check : public PermitCheck {
 public:
  diagnostics::Kind kind() const override {
    return diagnostics::Kind::grant_without_scope;
  }
  std::unique_ptr<PermitCheck> Copy() const override {
    return std::make_unique<Check>();
  }
  bool OnlyIfCertain() const override { return true; }
  void Forget() override {
    exposed_.reset();
    unheld_.clear();
  }

  NodeId Unwanted(const PolicyView& view, model::PartnerId partner,
                  const rules::Grant&) override {
    if (view.model.interfaces.empty()) return logic::kFalse;
    if (!exposed_) {
      exposed_ = logic::kFalse;
      for (const model::InterfaceScope& interface : view.model.interfaces)
        exposed_ = view.store().Or(*exposed_, view.AnyOf(interface.exposes));
    }
    const auto [it, is_new] = unheld_.try_emplace(partner, logic::kFalse);
    if (is_new) it->second = view.store().Minus(*exposed_, Held(view, partner));
    return it->second;
  }

  void Describe(const model::Model&, const PermitFinding& finding,
                diagnostics::Diagnostic& diagnostic) const override {
    diagnostic.message = fmt::format(
        "`{}` permits `{}` on `{}`, and `{}` holds no scope that exposes it",
        finding.rule, finding.witness.action, finding.witness.data,
        finding.witness.partner);
    diagnostic.help =
        "the registry and the agreements disagree: add the holding, or end the "
        "grant";
  }

 private:
  NodeId Held(const PolicyView& view, model::PartnerId partner) const {
    NodeId held = logic::kFalse;
    for (const model::InterfaceScope& interface : view.model.interfaces)
      for (const auto& holding : interface.held)
        if (std::ranges::binary_search(holding.partners, partner))
          held = view.store().Or(held,
                                 view.AnyOf(interface.exposes, holding.window));
    return held;
  }

  std::optional<NodeId> exposed_;  // by any interface, at any time
  std::map<model::PartnerId, NodeId> unheld_;
};

}  // namespace

std::unique_ptr<PermitCheck> GrantWithoutScope() {
  return std::make_unique<Check>();
}

}  // namespace assent::check
