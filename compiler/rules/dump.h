// The window of the room: a RuleSet as stable text.
#pragma once

#include <string>

#include "compiler/rules/rules.h"

namespace assent::rules {

// One grant, gate, prohibition or assumption a line, each with its rule;
// then the grants of each partner.
std::string DumpRules(const RuleSet& rules,
                      const model::Vocabulary& vocabulary);

}  // namespace assent::rules
