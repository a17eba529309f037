#include "compiler/check/purpose_outside.h"

#include <fmt/format.h>

namespace assent::check {
namespace {

using logic::NodeId;

class Check : public PermitCheck {
 public:
  diagnostics::Kind kind() const override {
    return diagnostics::Kind::purpose_outside;
  }
  std::unique_ptr<PermitCheck> Copy() const override {
    return std::make_unique<Check>();
  }

  NodeId Unwanted(const PolicyView& view, model::PartnerId partner,
                  const rules::Grant& grant) override {
    const RunSet& all = view.model.vocabulary.purposes.leaves;
    RunSet outside;
    const model::Agreement* agreement = view.AgreementOf(grant);
    if (agreement != nullptr && agreement->purposes)
      outside = Difference(all, *agreement->purposes);
    const model::RoleId role =
        view.model.vocabulary.partners[partner.value].role;
    if (role.valid())
      if (const auto& own = view.model.vocabulary.roles[role.value].purposes)
        outside.Add(Difference(all, *own));
    if (outside.empty()) return logic::kFalse;
    return view.store().Literal(logic::kPurposeLevel, outside);
  }

  void Describe(const model::Model& model, const PermitFinding& finding,
                diagnostics::Diagnostic& diagnostic) const override {
    const auto& partners = model.vocabulary.partners;
    const auto partner =
        model::Find<model::PartnerId>(partners, finding.witness.partner);
    const auto agreement =
        model::Find<model::AgreementId>(model.agreements, finding.agreement);
    const auto purpose =
        model.vocabulary.purposes.spellings.find(finding.witness.purpose);
    const bool by_agreement =
        agreement.valid() && model.agreements[agreement.value].purposes &&
        !model.agreements[agreement.value].purposes->Contains(
            purpose->second.value);
    diagnostic.message = fmt::format(
        "`{}` permits for `{}`, which is outside of the purposes of {}",
        finding.rule, finding.witness.purpose,
        by_agreement
            ? fmt::format("agreement `{}`", finding.agreement)
            : fmt::format(
                  "role `{}`",
                  model.vocabulary.roles[partners[partner.value].role.value]
                      .name));
    diagnostic.help = "remove the purpose from the clause, or declare it there";
  }
};

}  // namespace

std::unique_ptr<PermitCheck> PurposeOutside() {
  return std::make_unique<Check>();
}

}  // namespace assent::check
