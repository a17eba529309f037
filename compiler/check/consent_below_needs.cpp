#include "compiler/check/consent_below_needs.h"

#include <fmt/format.h>

#include <optional>

#include "compiler/check/consent.h"

namespace assent::check {
namespace {

using logic::NodeId;

class Check : public PermitCheck {
 public:
  diagnostics::Kind kind() const override {
    return diagnostics::Kind::consent_below_needs;
  }
  std::unique_ptr<PermitCheck> Copy() const override {
    return std::make_unique<Check>();
  }
  void Forget() override { unwanted_.reset(); }

  NodeId Unwanted(const PolicyView& view, model::PartnerId,
                  const rules::Grant&) override {
    if (!unwanted_) {
      logic::Store& store = view.store();
      unwanted_ =
          store.Minus(WeakerThanNeeded(view),
                      store.Or(OnlySignedIn(view), OnlyRequesterAgreed(view)));
    }
    return *unwanted_;
  }

  void Describe(const model::Model& model, const PermitFinding& finding,
                diagnostics::Diagnostic& diagnostic) const override {
    diagnostic.message = fmt::format(
        "`{}` permits `{}`, which needs consent `{}`, with a weaker one of its "
        "subject, or none",
        finding.rule, finding.witness.data,
        NeedsOf(model, finding.witness.data));
    diagnostic.help =
        "let a permission of the subject govern it that gives such consent, or "
        "write `when consent of subject >= ...`";
  }

 private:
  std::optional<NodeId> unwanted_;
};

}  // namespace

std::unique_ptr<PermitCheck> ConsentBelowNeeds() {
  return std::make_unique<Check>();
}

}  // namespace assent::check
