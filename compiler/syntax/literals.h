// What strings, dates and numbers mean; and why one means nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/format/day.h"

namespace assent::syntax {

// A mistake inside a literal: bytes [begin, end) of it.
struct Flaw {
  std::size_t begin = 0, end = 0;
  std::string message;
  std::string help;
};

// "a \"b\"", with its quotes -> a "b". The first flaw is given; the text is
// what could be understood.
std::string Unquote(std::string_view literal, std::optional<Flaw>& flaw);

// kNoDay and the real reason, unless it is a day that a policy can speak of.
Day ReadDate(std::string_view literal, std::optional<Flaw>& flaw);

std::int64_t ReadInteger(std::string_view literal, std::optional<Flaw>& flaw);

}  // namespace assent::syntax
