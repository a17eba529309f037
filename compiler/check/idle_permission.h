// idle_permission: a permission that governs nothing, in that none of what it
// governs is granted to anybody, in any completion. Nothing is said where no
// clause grants anything at all.
#pragma once

#include "compiler/check/judged.h"

namespace assent::check {

// Adds to `governing` the permissions, of those not known to govern something,
// that govern some of what these grants give.
void FindGoverning(RuleDiagrams& diagrams, const PartnerClass& partners,
                   const Known& known,
                   std::vector<model::PermissionId>& governing);

// Reports those that govern nothing, and returns them. `undecided`: some grants
// were too large to be asked, and nothing is said of permissions that may
// govern those.
std::vector<model::PermissionId> ReportIdlePermissions(
    const RuleOrigins& origins, const Known& known, bool undecided,
    diagnostics::Sink& sink);

}  // namespace assent::check
