// The normal form: plain rules, no agreements, no programs, no sugar. Windows
// are intersected, overrides that end split their clause in two, partners are
// written out as lists of grants. Order means nothing from here on.
#pragma once

#include <string>
#include <vector>

#include "compiler/model/model.h"

namespace assent::rules {

using GrantId = Id<struct GrantTag>;
using RuleId = Id<struct RuleTag>;    // what the author wrote: one clause
using ProhibitionId = Id<struct ProhibitionTag>;

// Where a rule was written, for people.
struct Rule {
  // permit, deny: of a rule group. So is `combine`, the group itself, where it
  // decides what none of its rules does.
  enum class Kind : std::uint8_t {
    allow, governs, forbid, assume, permit, deny, combine
  };
  Kind kind = Kind::allow;
  std::string name;                   // label, permission, agreement.N,
                                      // forbid.N or assume.N (N from 1); of
                                      // groups their path, or PATH.N
  std::string agreement;              // allow only
  Span span;
};

using model::Condition;
using model::Scope;
using model::Window;

struct Exception {
  Scope scope;
  std::vector<Exception> exceptions;
};

// Grants its scope less its exceptions. scope.window is the day span in
// force: clause, agreement and program together.
struct Grant {
  Scope scope;
  std::vector<Exception> exceptions;
  std::vector<model::ObligationId> obligations;   // sorted: clause, agreement
                                                  // and program together
  std::vector<model::PermissionId> overrides;     // sorted
  RuleId rule;
};

struct Gate {                         // permission governs scope
  model::PermissionId permission;
  Scope scope;
  RuleId rule;
};

// Forbids its scope less its exceptions.
struct Prohibition {
  Scope scope;
  std::vector<model::PartnerId> partners;         // sorted; empty: everybody
  std::vector<Exception> exceptions;
  RuleId rule;
};

struct Assumption {
  Condition condition;
  RuleId rule;
};

// Invariants: no unknown in any window or list of terms (each is a condition
// of Kind::unknown now, and dates are cut where they can be); no empty window,
// no empty term set in any scope; conditions hold no negation (pushed into the
// literals), no literal that always or never holds, no list of one operand, no
// list of its own kind in a list. An empty any_of stands for `never` and occurs
// alone, as an assumption: what else never holds is dropped. `rules` has what
// was dropped, too.
struct RuleSet {
  std::vector<Rule> rules;
  std::vector<Grant> grants;
  std::vector<std::vector<GrantId>> grants_of;    // by PartnerId
  std::vector<Gate> gates;
  std::vector<Prohibition> prohibitions;
  std::vector<Assumption> assumptions;
  std::vector<std::uint32_t> unknown_sizes;       // by UnknownId: its values
  std::vector<Condition> completions;             // of unknowns alone: each
                                                  // holds in every completion
};

// By PartnerId: the prohibitions that name the partner, ascending; without
// those of everybody.
std::vector<std::vector<ProhibitionId>> ProhibitionsOf(const RuleSet& rules);

}  // namespace assent::rules
