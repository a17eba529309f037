#include "compiler/check/above_ceiling.h"

#include <fmt/format.h>

#include <map>

namespace assent::check {
namespace {

using logic::NodeId;

class Check : public PermitCheck {
 public:
  diagnostics::Kind kind() const override {
    return diagnostics::Kind::above_ceiling;
  }
  std::unique_ptr<PermitCheck> Copy() const override {
    return std::make_unique<Check>();
  }
  void Forget() override { above_.clear(); }

  NodeId Unwanted(const PolicyView& view, model::PartnerId,
                  const rules::Grant& grant) override {
    const model::Program* program = view.ProgramOf(grant);
    if (program == nullptr || program->ceilings.empty()) return logic::kFalse;
    const auto [it, is_new] = above_.try_emplace(program, logic::kFalse);
    if (is_new) {
      NodeId within = logic::kTrue;
      for (const model::Condition& ceiling : program->ceilings)
        within = view.store().And(within, view.Where(ceiling));
      it->second = view.store().Not(within);
    }
    return it->second;
  }

  void Describe(const model::Model& model, const PermitFinding& finding,
                diagnostics::Diagnostic& diagnostic) const override {
    const auto id =
        model::Find<model::AgreementId>(model.agreements, finding.agreement);
    const model::Program& program =
        model.programs[model.agreements[id.value].program.value];
    diagnostic.message =
        fmt::format("`{}` permits what is above the ceiling of program `{}`",
                    finding.rule, program.name);
    diagnostic.help = "add the ceiling to the condition of the clause";
    diagnostic.notes.push_back(
        {program.span, "which was announced to stay below it"});
  }

 private:
  std::map<const model::Program*, NodeId> above_;
};

}  // namespace

std::unique_ptr<PermitCheck> AboveCeiling() {
  return std::make_unique<Check>();
}

}  // namespace assent::check
