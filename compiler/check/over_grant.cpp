#include "compiler/check/over_grant.h"

#include <fmt/format.h>

#include "compiler/check/features.h"

namespace assent::check {
namespace {

using logic::NodeId;

class Check : public PermitCheck {
 public:
  diagnostics::Kind kind() const override {
    return diagnostics::Kind::over_grant;
  }
  std::unique_ptr<PermitCheck> Copy() const override {
    return std::make_unique<Check>();
  }
  void Forget() override { needed_.Forget(); }

  NodeId Unwanted(const PolicyView& view, model::PartnerId partner,
                  const rules::Grant&) override {
    return needed_.NeverNeeded(view, partner);
  }

  void Describe(const model::Model& model, const PermitFinding& finding,
                diagnostics::Diagnostic& diagnostic) const override {
    diagnostic.message = fmt::format(
        "`{}` permits `{}` on `{}` for `{}`, which no feature of `{}` needs",
        finding.rule, finding.witness.action, finding.witness.data,
        finding.witness.purpose, finding.witness.partner);
    diagnostic.help =
        "grant what the features need, or declare the feature that needs this";
    NotesOfFeatures(model, finding, diagnostic);
  }

 private:
  NeededByFeatures needed_;
};

}  // namespace

std::unique_ptr<PermitCheck> OverGrant() { return std::make_unique<Check>(); }

}  // namespace assent::check
