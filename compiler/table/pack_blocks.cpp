#include "compiler/table/pack_blocks.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "runtime/format/format.h"

namespace assent::table {
namespace {

using format::kLanes;

constexpr std::uint32_t BlocksFor(std::uint32_t lanes) {
  return std::max(1u, (lanes + kLanes - 1) / kLanes);
}

// The lanes of a row in a leaf, one after the other: joined ones are not
// parted by the end of a block.
void AddLanes(const PackedRow& row, std::uint32_t& lanes) {
  for (std::size_t i = 0; i < row.lanes.size();) {
    std::size_t end = i + 1;
    while (row.lanes[end - 1].joined) ++end;
    const auto count = std::uint32_t(end - i);
    if (lanes % kLanes + count > kLanes)
      lanes += kLanes - lanes % kLanes;
    lanes += count;
    i = end;
  }
}

// A way to part a list: the lanes of its fullest part, and of all.
struct Candidate {
  std::uint32_t shift = 0, bits = 0;
  std::uint32_t most_lanes = 0, all_lanes = 0;

  std::uint32_t blocks() const { return BlocksFor(most_lanes); }
};

Candidate Parted(const std::vector<PackedRow>& list,
                 const ClassWord& class_word, std::uint32_t shift,
                 std::uint32_t bits) {
  std::array<std::uint32_t, kMaxParts> lanes{};
  for (const PackedRow& row : list) {
    const Parts parts = class_word.PartsOf(*row.cube, shift, bits);
    for (std::uint32_t p = 0; p < 1u << bits; ++p)
      if (parts[p]) AddLanes(row, lanes[p]);
  }
  return {shift, bits, *std::ranges::max_element(lanes),
          std::accumulate(lanes.begin(), lanes.end(), 0u)};
}

constexpr std::uint32_t kWorthwhile = 4;  // times the lanes, for fewer blocks
                                          // a decision

}  // namespace

ListPlan PackList(const std::vector<PackedRow>& list,
                  const ClassWord& class_word, std::uint32_t budget) {
  Candidate best = Parted(list, class_word, 0, 0);
  const std::uint32_t most_worthwhile = kWorthwhile * best.all_lanes;
  for (std::uint32_t bits = 1; bits <= 8 && best.blocks() > 1; ++bits)
    for (std::uint32_t shift = 0; shift + bits <= class_word.width();
         ++shift) {
      const Candidate other = Parted(list, class_word, shift, bits);
      const bool affordable =
          other.all_lanes <= most_worthwhile || best.blocks() > budget;
      if (affordable && (other.blocks() < best.blocks() ||
                         (other.blocks() == best.blocks() &&
                          other.bits == best.bits &&
                          other.all_lanes < best.all_lanes)))
        best = other;
    }

  ListPlan plan{best.shift, best.bits, best.blocks(), {}};
  plan.parts.resize(std::size_t{1} << best.bits);
  for (std::uint32_t r = 0; r < list.size(); ++r) {
    const Parts parts =
        class_word.PartsOf(*list[r].cube, best.shift, best.bits);
    for (std::size_t p = 0; p < plan.parts.size(); ++p)
      if (parts[p]) plan.parts[p].push_back(r);
  }
  return plan;
}

Shelves::Shelves(const std::vector<std::uint32_t>& lane_counts)
    : places_(lane_counts.size()) {
  std::vector<std::uint32_t> order(lane_counts.size());
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::stable_sort(order, std::greater<>(), [&](std::uint32_t leaf) {
    return lane_counts[leaf];
  });
  std::array<std::vector<std::uint32_t>, kLanes + 1> with_room;  // by lanes free
  for (std::uint32_t leaf : order) {
    const std::uint32_t lanes = lane_counts[leaf];
    std::uint32_t room = lanes;
    while (room <= kLanes && with_room[room].empty()) ++room;
    if (room > kLanes) {
      places_[leaf] = {block_count_, 0};
      block_count_ += BlocksFor(lanes);
      if (lanes < kLanes)
        with_room[kLanes - lanes].push_back(places_[leaf].block);
      continue;
    }
    const std::uint32_t block = with_room[room].back();
    places_[leaf] = {block, kLanes - room};
    if (lanes == 0) continue;         // shares it without taking room
    with_room[room].pop_back();
    with_room[room - lanes].push_back(block);
  }
  block_count_ = std::max(block_count_, 1u);
}

}  // namespace assent::table
