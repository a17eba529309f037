// A request as the code written by hand takes it: positions and bits.
#pragma once

#include <cstdint>

#include "runtime/format/day.h"

namespace assent::bench {

struct HandRequest {
  std::uint64_t facts = 0;  // all 64, as bits
  std::uint32_t partner = 0;
  Day day = 0;
  std::uint8_t leaf = 0, action = 0, purpose = 0, relation = 0;

  bool operator==(const HandRequest&) const = default;
};

}  // namespace assent::bench
