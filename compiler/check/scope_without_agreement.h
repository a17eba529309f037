// The registry against the agreements: a partner holds a scope on days on
// which no agreement in force grants it anything of what the scope exposes.
//
//   bare(d)  <=>  d is in the holding's window, and no request that the
//                 interface exposes is granted to the partner on d
//
// Days on which that is so in every completion of the policy's unknowns: that a
// date is not known is said elsewhere, and no disagreement.
#pragma once

#include <string>
#include <vector>

#include "compiler/check/permit_check.h"

namespace assent::check {

struct BareHolding {
  std::string scope, partner;  // names; the first partner
  Span span;                   // of the holding
  Span scope_span;
  Day from = kFirstDay;           // the first bare day
  std::uint64_t day_count = 0;    // bare days
  std::size_t partner_count = 0;  // of the holding, that have bare days
  Witness witness;                // what could be reached, denied
  Reply reply;                    // what the table says of it
};

// By scope, then holding. `undecided`: spans of holdings whose diagrams grew
// too large.
std::vector<BareHolding> FindBareHoldings(const model::Model& model,
                                          const rules::RuleSet& rules,
                                          const Table& table,
                                          std::vector<Span>& undecided);

// The same as diagnostics.
void CheckScopeWithoutAgreement(const model::Model& model,
                                const rules::RuleSet& rules, const Table& table,
                                diagnostics::Sink& sink);

}  // namespace assent::check
