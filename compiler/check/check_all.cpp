#include "compiler/check/check_all.h"

#include "compiler/check/check_permits.h"
#include "compiler/check/check_rules.h"
#include "compiler/check/outlives_program.h"
#include "compiler/check/requirements.h"
#include "compiler/check/scope_without_agreement.h"
#include "compiler/check/successive_agreements.h"
#include "compiler/check/term_unused.h"

namespace assent::check {

void CheckAll(const model::Model& model, const rules::RuleSet& rules,
              const Table& table, const SourceSet& sources,
              diagnostics::Sink& sink) {
  CheckTermUnused(model, sink);
  CheckRules(model, rules, table, sink);
  CheckPermits(model, rules, table, sources, sink);
  CheckOutlivesProgram(model, sink);
  CheckSuccessiveAgreements(model, sink);
  CheckScopeWithoutAgreement(model, rules, table, sink);
  CheckRequirements(model, sink);
}

}  // namespace assent::check
