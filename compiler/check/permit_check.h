// A check of permits: some requests that a clause grants ought not to be
// permitted. What such a check looks for is one function of requests; finding,
// counting and showing them is the same for all (check_permits.h).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "compiler/check/completed_table.h"
#include "compiler/check/replay.h"
#include "compiler/check/workbench.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/rules/normal_scopes.h"

namespace assent::check {

// What a check looks at. Nodes are of `bench`.
struct PolicyView {
  const model::Model& model;
  const rules::RuleSet& rules;
  const rules::NormalScopes& normal;
  Workbench& bench;

  logic::Store& store() const { return bench.store(); }

  // Of whose clause the grant is; null for what a rule set permits.
  const model::Agreement* AgreementOf(const rules::Grant& grant) const;
  const model::Program* ProgramOf(const rules::Grant& grant) const;

  // Where some scope matches, within the days of `window`; levels of unknowns
  // are open.
  logic::NodeId AnyOf(const std::vector<model::Scope>& scopes,
                      const model::Window& window = {}) const;
  // Where the condition holds.
  logic::NodeId Where(const model::Condition& condition) const;
};

// One finding: requests of a clause that ought not to be permitted and are.
struct PermitFinding {
  diagnostics::Kind kind{};
  std::string rule, agreement;  // names; of no agreement: ""
  Span span;
  Witness witness;  // the least, replayed
  std::vector<RuleLine> decided_by;
  std::string request_count;  // exact, of all partners together; with
                              // unknowns, of the witness's partner
  std::size_t partner_count = 0;
  // Not empty: the witness is of the policy with these. `certain`: there is
  // one in every completion.
  std::vector<Assumed> with;
  bool certain = true;
};

class PermitCheck {
 public:
  virtual ~PermitCheck() = default;

  virtual diagnostics::Kind kind() const = 0;
  virtual std::unique_ptr<PermitCheck> Copy() const = 0;  // knows no node

  // Of a policy with unknowns: whether it is found only if it is so in every
  // completion. For what compares dates with those of another list: that one
  // of the two is not known is said already, and no disagreement.
  virtual bool OnlyIfCertain() const { return false; }

  // Nodes from before are no nodes any more.
  virtual void Forget() {}

  // Of what `grant` grants to `partner`, the requests that ought not to be
  // permitted; what it says of others is ignored. kFalse: none can be. Of the
  // grant only rule and overrides are looked at: one that is not known in all
  // is several.
  virtual logic::NodeId Unwanted(const PolicyView& view,
                                 model::PartnerId partner,
                                 const rules::Grant& grant) = 0;

  // Sets message, help and notes for a finding of its own.
  virtual void Describe(const model::Model& model, const PermitFinding& finding,
                        diagnostics::Diagnostic& diagnostic) const = 0;
};

using PermitChecks = std::vector<std::unique_ptr<PermitCheck>>;

// All of them, in the order of the reference.
PermitChecks AllPermitChecks();

}  // namespace assent::check
