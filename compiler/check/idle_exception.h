// idle_exception: an exception that takes nothing back, or gives nothing back.
//
// Within a clause, requests for which an exception makes a difference:
//
//   matters(top)  =  the clause's scope, possible, not taken by the others
//   takes(e)      =  scope_e less what its own exceptions take
//   idle(e)       <=>  matters(e) and takes(e) is empty
//   matters(inner of e)  =  matters(e) and scope_e, not taken by the others in
//   e
//
// Of an idle exception those inside are not asked. Nor is a clause that never
// fires: that says enough.
#pragma once

#include <vector>

#include "compiler/check/judged.h"

namespace assent::check {

struct IdleException {
  enum class Why {
    outside,     // of what it is an exception to
    given_back,  // its own exceptions take back all that is inside of it
    covered,     // by others of the same clause
  };
  rules::RuleId rule;
  const model::Exception* exception = nullptr;
  bool gives_back = false;  // an exception to an exception
  Why why = Why::outside;
  // covered: least; given_back: its own.
  std::vector<const model::Exception*> by;
  bool least = true;
};

// Of an allow clause or a forbid that fires. false: the diagrams are too large,
// nothing is found.
bool FindIdleExceptions(RuleDiagrams& diagrams, rules::RuleId rule,
                        std::vector<IdleException>& found);

void ReportIdleException(const IdleException& idle, diagnostics::Sink& sink);

}  // namespace assent::check
