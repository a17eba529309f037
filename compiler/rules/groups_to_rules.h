// RuleGroup -> grants and prohibitions: no later room knows of groups.
//
// The law, for children with what they permit P_i, deny D_i, and where they
// are indeterminate C_i (only_one_applicable with several that apply), and
// A_i = P_i or D_i or C_i; everything within the group's target T:
//
//   deny_overrides        D = any D;  C = any C - D;  P = any P - D - C
//   permit_overrides      P = any P;  C = any C - P;  D = any D - P - C
//   first_applicable      P = OR of P_i - any A before i; D, C likewise
//   only_one_applicable   P = OR of P_i - any other A; D likewise;
//                         C = any C, or two A
//   deny_unless_permit    P = any P;  D = T - P;  C = nothing
//   permit_unless_deny    D = any D;  P = T - D;  C = nothing
//
// (XACML 3.0, appendix C, with Indeterminate{DP} alone.) Outside, P counts as
// granted, D and C as prohibited.
#pragma once

#include "compiler/rules/normal_scopes.h"
#include "compiler/rules/rules.h"

namespace assent::rules {

// Appends to `rules`. Regions are unions of scopes less exceptions, which are
// closed under all of the above: quadratic in the children of a group, and
// more than that with each group of groups. Partners whom the same children
// concern share their grants.
void GroupToRules(const model::RuleGroup& group,
                  const model::Vocabulary& vocabulary,
                  const NormalScopes& normal, RuleSet& rules);

}  // namespace assent::rules
