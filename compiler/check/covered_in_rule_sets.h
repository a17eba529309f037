// Rules of rule sets without which no verdict differs: judged by what the set
// says without them, and what others say of the same partners.
#pragma once

#include <vector>

#include "compiler/check/judged.h"

namespace assent::check {

// Sets `fires` and `kept`, or `undecided`, of the rules of all rule sets.
void JudgeRuleSets(RuleDiagrams& diagrams, const Subjects& subjects,
                   Known& known);

// What others say of the requests that the rule of a set decides: those of the
// set that is left without it, and rules of other origin.
void AddRequirementsOfItem(RuleDiagrams& diagrams, const Subjects& subjects,
                           rules::RuleId rule,
                           std::vector<Requirement>& requirements);

}  // namespace assent::check
