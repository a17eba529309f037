// A block: up to sixteen lanes, each a row of a partner (or a part of one),
// laid out by field so that all lanes are tested at once.
#pragma once

#include <cstdint>

#include "format.h"

namespace assent::format {

// Byte offsets in a block. A function of the geometry alone.
//
//   i16 from[16], until[16]    at 0: codes; a day of code d is in when
//                              d > from and not d > until
//   data: term first[4][16], span[4][16]   ranges of the data set; a term is
//                              in one when term - first <= span
//   purpose: likewise          only if purpose_bytes is not 0
//   test[test_count]: u8 or u16 byte[16]; u8 mask[16]
//                              all bits of mask are set in that byte of the
//                              facts' conditions
//   u16 obligation[]           lanes that oblige; padded to a multiple of 8,
//                              and never fewer than 8
//   u32 override_base          first override list of this block
//   u16 override_lanes         lanes that have one
//   u16 continues              lanes of the same row as the lane before
//   u16 joined                 lanes for which the next one's tests must hold,
//                              too
//   u16 action[], relation[], purpose[]   lanes that hold the term
struct BlockLayout {
  std::uint32_t data, purpose_ranges, tests, test_stride, obligations;
  std::uint32_t override_base, override_lanes, continues, joined;
  std::uint32_t actions, relations, purposes;
  std::uint32_t bytes;              // a multiple of 64
};

constexpr std::uint32_t ObligationSlots(std::uint32_t obligation_count) {
  return obligation_count <= 8 ? 8 : (obligation_count + 7) / 8 * 8;
}

constexpr BlockLayout LayoutOf(const Geometry& g) {
  BlockLayout b{};
  constexpr std::uint32_t kBounds = 2 * kRanges * kLanes;
  b.data = 2 * kLanes * 2;
  b.purpose_ranges = b.data + kBounds * g.data_bytes;
  b.tests = b.purpose_ranges + kBounds * g.purpose_bytes;
  b.test_stride = kLanes * (g.test_bytes + 1);
  b.obligations = b.tests + b.test_stride * g.test_count;
  b.override_base = b.obligations + 2 * ObligationSlots(g.obligation_count);
  b.override_lanes = b.override_base + 4;
  b.continues = b.override_lanes + 2;
  b.joined = b.continues + 2;
  b.actions = b.joined + 2;
  b.relations = b.actions + 2 * g.action_count;
  b.purposes = b.relations + 2 * g.relation_count;
  b.bytes = b.purposes + (g.purpose_bytes != 0 ? 0 : 2 * g.purpose_count);
  b.bytes = (b.bytes + 63) / 64 * 64;
  return b;
}

// Windows and days as codes. The rank of a day is the number of days, up to
// it, on which something changes; those days are a window's edges: of rank 1
// and more. A day is at or after an edge when its code is greater.
inline constexpr std::int16_t kAlwaysStarted = -32768;
inline constexpr std::int16_t kNeverEnded = 32767;
constexpr std::int16_t DayCode(std::uint32_t rank) {
  return static_cast<std::int16_t>(static_cast<std::int32_t>(rank) - 32767);
}
constexpr std::int16_t EdgeCode(std::uint32_t rank) {
  return static_cast<std::int16_t>(static_cast<std::int32_t>(rank) - 32768);
}

}  // namespace assent::format
