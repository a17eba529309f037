// What is said when a statement does not go on as it must.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"

namespace assent::syntax {

// The facts: what could have come, in the grammar's own spelling ('allow',
// WORD, STRING), what came, and between what it stands.
struct Surprise {
  std::vector<std::string> expected;
  std::string_view found;  // "" at the end of the file
  bool found_is_reserved = false;
  bool found_is_word = false;   // not a keyword
  bool found_is_named = false;  // stands like a name: `from,` or `from;`
  bool previous_is_name = false;
  std::string_view previous;   // the word before; "" at the beginning
  std::string_view before_previous;
  std::string_view statement;  // "clause": what is being read
  std::string_view phrase;     // what is expected, where the list misleads
};

struct Complaint {
  diagnostics::Kind kind;
  std::string message;
  std::string help;
};

// `keywords`: for "did you mean".
Complaint Explain(const Surprise& surprise,
                  const std::vector<std::string_view>& keywords);

}  // namespace assent::syntax
