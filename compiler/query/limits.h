// How large a question may become.
#pragma once

#include <cstddef>

#include "compiler/base/result.h"

namespace assent::query {

inline constexpr std::size_t kMaxNodes = std::size_t(1) << 22;
// Of one part of one partner's permit; beyond it conditions are left out, and
// the row says so.
inline constexpr std::size_t kMaxRows = 256;

inline Error TooLarge() {
  return Error{
      "the answer needs more than 4,194,304 diagram nodes; ask about fewer "
      "kinds of data, or fewer days"};
}

}  // namespace assent::query
