#include "compiler/check/preferential_access.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace assent::check {
namespace {

using logic::NodeId;

class Check : public PermitCheck {
 public:
  diagnostics::Kind kind() const override {
    return diagnostics::Kind::preferential_access;
  }
  std::unique_ptr<PermitCheck> Copy() const override {
    return std::make_unique<Check>();
  }
  void Forget() override { beyond_.clear(); }

  NodeId Unwanted(const PolicyView& view, model::PartnerId,
                  const rules::Grant& grant) override {
    const model::Program* program = view.ProgramOf(grant);
    if (program == nullptr || program->standard.empty()) return logic::kFalse;
    const auto [it, is_new] = beyond_.try_emplace(program, logic::kFalse);
    if (is_new) it->second = view.store().Not(view.AnyOf(program->standard));
    return it->second;
  }

  void Describe(const model::Model& model, const PermitFinding& finding,
                diagnostics::Diagnostic& diagnostic) const override {
    const auto id =
        model::Find<model::AgreementId>(model.agreements, finding.agreement);
    const model::Agreement& agreement = model.agreements[id.value];
    const model::Program& program = model.programs[agreement.program.value];
    diagnostic.message =
        fmt::format("`{}` permits more than the standard of program `{}`",
                    finding.rule, program.name);
    const bool not_known = std::ranges::find(agreement.unsaid, "approved") !=
                           agreement.unsaid.end();
    diagnostic.help =
        not_known ? "whether anybody approved it is not known"
        : agreement.approved_by.empty()
            ? "nobody is on record as having approved it"
            : fmt::format("approved by \"{}\"", agreement.approved_by);
    diagnostic.notes.push_back({program.span, "its standard"});
  }

 private:
  std::map<const model::Program*, NodeId> beyond_;
};

}  // namespace

std::unique_ptr<PermitCheck> PreferentialAccess() {
  return std::make_unique<Check>();
}

}  // namespace assent::check
