#include "compiler/check/signing_in_as_consent.h"

#include <fmt/format.h>

#include <optional>

#include "compiler/check/consent.h"

namespace assent::check {
namespace {

using logic::NodeId;

class Check : public PermitCheck {
 public:
  diagnostics::Kind kind() const override {
    return diagnostics::Kind::signing_in_as_consent;
  }
  std::unique_ptr<PermitCheck> Copy() const override {
    return std::make_unique<Check>();
  }
  void Forget() override { unwanted_.reset(); }

  NodeId Unwanted(const PolicyView& view, model::PartnerId,
                  const rules::Grant&) override {
    if (!unwanted_)
      unwanted_ = view.store().And(WeakerThanNeeded(view), OnlySignedIn(view));
    return *unwanted_;
  }

  void Describe(const model::Model& model, const PermitFinding& finding,
                diagnostics::Diagnostic& diagnostic) const override {
    diagnostic.message = fmt::format(
        "`{}` takes signing in for consent to `{}`, which needs `{}`",
        finding.rule, finding.witness.data,
        NeedsOf(model, finding.witness.data));
    diagnostic.help =
        "ask for a consent of its own: a permission with `consent opt_in` or "
        "stronger";
  }

 private:
  std::optional<NodeId> unwanted_;
};

}  // namespace

std::unique_ptr<PermitCheck> SigningInAsConsent() {
  return std::make_unique<Check>();
}

}  // namespace assent::check
