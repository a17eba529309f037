#include "compiler/check/permit_ignores_setting.h"

#include <fmt/format.h>

#include <algorithm>

namespace assent::check {
namespace {

using logic::NodeId;

// Of the clause: the settings that it overrides, in back-quotes.
std::string OverriddenBy(const model::Model& model,
                         const PermitFinding& finding) {
  const auto id =
      model::Find<model::AgreementId>(model.agreements, finding.agreement);
  std::string text;
  if (!id.valid()) return text;
  for (const model::Clause& clause : model.agreements[id.value].clauses) {
    if (clause.span != finding.span) continue;
    for (const model::Override& each : clause.overrides)
      text +=
          fmt::format("{}`{}`", text.empty() ? "" : " or ",
                      model.vocabulary.permissions[each.permission.value].name);
  }
  return text;
}

class Check : public PermitCheck {
 public:
  diagnostics::Kind kind() const override {
    return diagnostics::Kind::permit_ignores_setting;
  }
  std::unique_ptr<PermitCheck> Copy() const override {
    return std::make_unique<Check>();
  }

  NodeId Unwanted(const PolicyView& view, model::PartnerId,
                  const rules::Grant& grant) override {
    NodeId any = logic::kFalse;
    for (model::PermissionId id : grant.overrides)
      any = view.store().Or(any, view.bench.diagrams().Closed(id));
    return any;
  }

  void Describe(const model::Model& model, const PermitFinding& finding,
                diagnostics::Diagnostic& diagnostic) const override {
    const std::string settings = OverriddenBy(model, finding);
    diagnostic.message =
        fmt::format("`{}` permits although {} is closed, which governs it",
                    finding.rule, settings);
    diagnostic.help =
        fmt::format("remove `despite`, and the setting decides again");
  }
};

}  // namespace

std::unique_ptr<PermitCheck> PermitIgnoresSetting() {
  return std::make_unique<Check>();
}

}  // namespace assent::check
