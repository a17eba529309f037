// Barriers that the optimiser cannot see through; no instruction.
#pragma once

#include <cstdint>

#include "assent/verdict.h"

namespace assent::bench {

inline constexpr std::size_t kPrefetchDistance = 16;

// The value, of which the compiler no longer knows anything.
inline std::uint64_t Opaque(std::uint64_t value) {
  asm volatile("" : "+r"(value));
  return value;
}

// All of the verdict in one word; its highest bit is 0 here, where there are
// 8 obligations and 50 permissions.
inline std::uint64_t Folded(const Verdict& verdict) {
  return verdict.obligations ^ std::uint64_t(verdict.permission) << 16 ^
         std::uint64_t(verdict.reason) << 32 ^
         std::uint64_t(verdict.permit) << 40;
}

}  // namespace assent::bench
