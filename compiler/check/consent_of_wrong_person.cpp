#include "compiler/check/consent_of_wrong_person.h"

#include <fmt/format.h>

#include <optional>

#include "compiler/check/consent.h"

namespace assent::check {
namespace {

using logic::NodeId;

class Check : public PermitCheck {
 public:
  diagnostics::Kind kind() const override {
    return diagnostics::Kind::consent_of_wrong_person;
  }
  std::unique_ptr<PermitCheck> Copy() const override {
    return std::make_unique<Check>();
  }
  void Forget() override { unwanted_.reset(); }

  NodeId Unwanted(const PolicyView& view, model::PartnerId,
                  const rules::Grant&) override {
    if (!unwanted_) unwanted_ = OnlyRequesterAgreed(view);
    return *unwanted_;
  }

  void Describe(const model::Model&, const PermitFinding& finding,
                diagnostics::Diagnostic& diagnostic) const override {
    diagnostic.message = fmt::format(
        "`{}` permits data of `{}` with the consent of the requester alone",
        finding.rule, finding.witness.relation);
    diagnostic.help =
        "let a permission of the subject govern it, or restrict the clause to "
        "`of self`";
  }

 private:
  std::optional<NodeId> unwanted_;
};

}  // namespace

std::unique_ptr<PermitCheck> ConsentOfWrongPerson() {
  return std::make_unique<Check>();
}

}  // namespace assent::check
