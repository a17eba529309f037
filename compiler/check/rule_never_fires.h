// rule_never_fires: a rule that decides no request at all.
//
//   fires(rule)  <=>  some possible request, of some partner whom it concerns,
//                     in some completion of the policy, is one that it allows,
//                     forbids or governs; of a rule set: that it decides
//                     (group_outcomes.h)
//
// Why not is a question of covers: each condition, window, exception,
// assumption or stronger rule excludes some requests, and a least set of them
// that together exclude all of what the rule speaks of is to blame.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/check/judged.h"

namespace assent::check {

// One of those that together leave the rule nothing.
struct Cause {
  enum class Kind {
    terms,      // it names none: a tag that nothing has
    partners,   // it concerns nobody
    condition,  // a part of its own `when`, or of a target around it
    window,     // its own days, or those of what it stands in
    exception,
    assumption,
    rule,  // another rule of its set, or the set itself
  };
  Kind kind = Kind::condition;
  Span span;  // where it stands; that of the rule: in its own text
  std::string text;
};

struct NeverFires {
  rules::RuleId rule;
  std::vector<Cause> causes;      // together they leave nothing; a least set
  bool least = true;              // else only: none can be left out
  std::vector<std::string> only;  // what it speaks of, where that matters
};

// The rule does not fire: why. nullopt when the diagrams are too large.
std::optional<NeverFires> WhyNever(RuleDiagrams& diagrams, rules::RuleId rule);

// Whether some part of the clause matches a request: of allow clauses.
bool Fires(RuleDiagrams& diagrams, const RuleGrants& clause);

void ReportNeverFires(const RuleOrigins& origins, const NeverFires& never,
                      diagnostics::Sink& sink);

}  // namespace assent::check
