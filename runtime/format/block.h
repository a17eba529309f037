// A block: up to eight lanes, each a row of a partner (or a part of one),
// laid out by field so that all lanes are tested at once.
#pragma once

#include <cstdint>

#include "format.h"

namespace assent::format {

// Byte offsets in a block. A function of the geometry alone.
//
//   i16 from[8], until[8]      at 0: the offset of the day before, less 32767:
//                              a day d is in when d > from and not d > until
//   node data[4][8]            nodes of the data set; kNoNode: none
//   node purpose[4][8]         purpose_wide only
//   groups: u8 {mask[16], kill[16]}[literal_width]
//   slots:  u16 literal[literal_width]; u8 kill[literal_width]
//   u8  obligation[]           lanes that oblige; padded to a multiple of 8,
//                              and never fewer than 8
//   u32 override_base          first override list of this block
//   u8  override_lanes         lanes that have one
//   u8  continues              lanes of the same row as the lane before
//   u8  action[], relation[], purpose[]   lanes that hold the term
struct BlockLayout {
  std::uint32_t data, purpose_nodes, literals, kills, obligations;
  std::uint32_t override_base, override_lanes, continues;
  std::uint32_t actions, relations, purposes;
  std::uint32_t bytes;              // a multiple of 64
};

constexpr std::uint32_t ObligationBytes(std::uint32_t obligation_count) {
  return obligation_count <= 8 ? 8 : (obligation_count + 7) / 8 * 8;
}

constexpr BlockLayout LayoutOf(const Geometry& g) {
  BlockLayout b{};
  const std::uint32_t nodes = kNodesPerLane * kLanes * g.node_bytes;
  b.data = 2 * kLanes * 2;
  b.purpose_nodes = b.data + nodes;
  b.literals = b.purpose_nodes + (g.purpose_wide ? nodes : 0);
  std::uint32_t literal_bytes = 0;
  if (g.literal_mode == LiteralMode::groups) literal_bytes = 32;
  if (g.literal_mode == LiteralMode::slots) literal_bytes = 3;
  b.kills = b.literals + 2 * g.literal_width;     // slots
  b.obligations = b.literals + literal_bytes * g.literal_width;
  b.override_base = b.obligations + ObligationBytes(g.obligation_count);
  b.override_lanes = b.override_base + 4;
  b.continues = b.override_lanes + 1;
  b.actions = b.continues + 1;
  b.relations = b.actions + g.action_count;
  b.purposes = b.relations + g.relation_count;
  b.bytes = b.purposes + (g.purpose_wide ? 0 : g.purpose_count);
  b.bytes = (b.bytes + 63) / 64 * 64;
  return b;
}

inline constexpr std::int16_t kAlwaysStarted = -32768;
inline constexpr std::int16_t kNeverEnded = 32767;
inline constexpr std::int32_t kDayBias = 32767;

constexpr std::uint32_t NoNode(std::uint32_t node_bytes) {
  return node_bytes == 1 ? 0xff : 0xffff;
}

// Where the truth of a literal lies in the facts: one bit in each of
// `literal_width` lanes of 16 bytes, or several copies a lane when few
// literals leave room. Choice v = group * copies + copy.
struct LiteralPlaces {
  std::uint32_t bits_a_copy = 1, copies = 1, choices = 0;

  constexpr LiteralPlaces(std::uint32_t literal_count, std::uint32_t groups) {
    bits_a_copy = literal_count <= 16 ? 1 : (literal_count + 15) / 16;
    copies = 8 / bits_a_copy < 4 ? 8 / bits_a_copy : 4;
    choices = copies * groups;
  }
  constexpr std::uint32_t Group(std::uint32_t choice) const {
    return choice / copies;
  }
  // Two literals share a byte in few of the choices.
  constexpr std::uint32_t Byte(std::uint32_t literal,
                               std::uint32_t choice) const {
    constexpr std::uint32_t kStep[12] = {0, 1, 3, 5, 7, 9,
                                         11, 13, 15, 2, 6, 10};
    return (literal % 16 + literal / 16 * kStep[choice]) % 16;
  }
  constexpr std::uint32_t Bit(std::uint32_t literal,
                              std::uint32_t choice) const {
    return choice % copies * bits_a_copy + literal / 16;
  }
};

}  // namespace assent::format
