#include "compiler/check/two_hop_data.h"

#include <fmt/format.h>

namespace assent::check {
namespace {

using logic::NodeId;

class Check : public PermitCheck {
 public:
  diagnostics::Kind kind() const override {
    return diagnostics::Kind::two_hop_data;
  }
  std::unique_ptr<PermitCheck> Copy() const override {
    return std::make_unique<Check>();
  }

  NodeId Unwanted(const PolicyView& view, model::PartnerId,
                  const rules::Grant&) override {
    RunSet far;
    const auto& relations = view.model.vocabulary.relations;
    for (std::uint32_t r = 0; r < relations.size(); ++r)
      if (relations[r].via.valid()) far.Add(r, r + 1);
    if (far.empty()) return logic::kFalse;
    return view.store().Literal(logic::kRelationLevel, far);
  }

  void Describe(const model::Model&, const PermitFinding& finding,
                diagnostics::Diagnostic& diagnostic) const override {
    diagnostic.message = fmt::format(
        "`{}` permits data of `{}`, whom the requester knows only through "
        "others",
        finding.rule, finding.witness.relation);
    diagnostic.help = "restrict the clause to relations one step away";
  }
};

}  // namespace

std::unique_ptr<PermitCheck> TwoHopData() { return std::make_unique<Check>(); }

}  // namespace assent::check
