// A Difference for people and for scripts.
#pragma once

#include <string>
#include <string_view>

#include "compiler/diff/diff.h"

namespace assent::diff {

// Widening and narrowing apart, then obligations, reasons and vocabulary.
// Ends with a newline. `colour` adds ANSI escapes.
std::string ToText(const Difference& difference, std::string_view name_before,
                   std::string_view name_after, bool colour);

// One JSON object on one line: changed, widened, narrowed, obligations,
// reasons_only (numbers; strings beyond 2^53), regions, vocabulary, before,
// after, identical. Ends with a newline.
std::string ToJson(const Difference& difference, std::string_view name_before,
                   std::string_view name_after);

// "1,234,567".
std::string Grouped(const llvm::APInt& count);

}  // namespace assent::diff
