// The literals of one block -> slots of its groups.
//
// In a group, slot j looks at byte j of one lane of the facts; each literal
// has its bit in one byte of each lane (or in several, when there are few
// literals). A slot serves one literal: a matching of literals with slots.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "runtime/format/block.h"

namespace assent::table {

struct BlockLiteral {
  std::uint32_t literal = 0;
  std::uint8_t kill = 0;            // lanes that ask for it
};

struct PlacedLiteral {
  std::uint32_t literal = 0;
  std::uint32_t choice = 0;         // of format::LiteralPlaces
  std::uint8_t kill = 0;
};

// By augmenting paths; the result is a function of the arguments. Nothing
// when there is no matching. At most 48 slots: some hundred steps.
std::optional<std::vector<PlacedLiteral>> PlaceLiterals(
    const std::vector<BlockLiteral>& literals,
    const format::LiteralPlaces& places);

}  // namespace assent::table
