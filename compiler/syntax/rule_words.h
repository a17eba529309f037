// What the grammar's rules are called in messages.
#pragma once

#include <string_view>

namespace assent::syntax {

struct RuleWords {
  std::string_view name;      // "expected `;` after the clause"
  bool is_statement = false;  // after a mistake, reading goes on behind it
  std::string_view members;   // of a block: what can stand in it
};

// By the rule's name in grammar/Policy.g4. Rules without a name of their own
// are part of what they stand in.
RuleWords WordsForRule(std::string_view rule);

}  // namespace assent::syntax
