// The literals of rows -> bits of the facts, and what lanes test of them.
//
// A literal is a bit that is set once, when a request's facts are bound; a
// test asks for bits of one byte. A row with more literals than a lane has
// tests takes further lanes for them, or has one bit of its own, which says
// that all of them hold.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <vector>

#include "runtime/format/format.h"

namespace assent::table {

using LiteralIds = std::vector<std::uint32_t>;    // ascending

struct Test {
  std::uint32_t byte = 0;
  std::uint8_t mask = 0;            // all of these bits are set in it
};

struct Conditions {
  std::uint32_t test_count = 0;     // of a lane, at most format::kMaxTests
  std::uint32_t test_bytes = 1;     // 1: the bits lie in 16 bytes
  std::vector<LiteralIds> bits;     // the literals that each stands for
  std::map<LiteralIds, std::vector<Test>> tests_of;   // by a row's literals
};

// The bits in 16 bytes, which are looked up at once, in the way that takes the
// fewest bytes of blocks; where they do not fit into 16, as few bits as any
// number of tests leaves. A function of its arguments: how many rows have
// which literals, and how large a block is with so many tests.
using BlockBytes = std::array<std::uint32_t, format::kMaxTests + 1>;
Conditions ChooseConditions(const std::map<LiteralIds, std::uint64_t>& rows,
                            const BlockBytes& block_bytes);

}  // namespace assent::table
