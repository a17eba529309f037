#include "compiler/check/feature_ended_first.h"

#include <fmt/format.h>

#include "compiler/check/features.h"

namespace assent::check {
namespace {

using logic::NodeId;

class Check : public PermitCheck {
 public:
  diagnostics::Kind kind() const override {
    return diagnostics::Kind::feature_ended_first;
  }
  std::unique_ptr<PermitCheck> Copy() const override {
    return std::make_unique<Check>();
  }
  bool OnlyIfCertain() const override { return true; }
  void Forget() override { needed_.Forget(); }

  NodeId Unwanted(const PolicyView& view, model::PartnerId partner,
                  const rules::Grant&) override {
    return needed_.Ended(view, partner);
  }

  void Describe(const model::Model& model, const PermitFinding& finding,
                diagnostics::Diagnostic& diagnostic) const override {
    diagnostic.message = fmt::format(
        "`{}` permits on {}, when every feature of `{}` that needed it has "
        "ended",
        finding.rule, finding.witness.date, finding.witness.partner);
    diagnostic.help = "end the grant with the feature";
    NotesOfFeatures(model, finding, diagnostic);
  }

 private:
  NeededByFeatures needed_;
};

}  // namespace

std::unique_ptr<PermitCheck> FeatureEndedFirst() {
  return std::make_unique<Check>();
}

}  // namespace assent::check
