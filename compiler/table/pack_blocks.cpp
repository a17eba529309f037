#include "compiler/table/pack_blocks.h"

#include <algorithm>
#include <array>
#include <utility>

namespace assent::table {
namespace {

using format::kLanes;
using format::LiteralMode;

std::optional<std::vector<PlacedLiteral>> Place(
    const std::vector<BlockLiteral>& literals, const LiteralShape& shape) {
  switch (shape.mode) {
    case LiteralMode::none: return std::vector<PlacedLiteral>();
    case LiteralMode::groups:
      if (literals.size() > 16 * shape.width) return std::nullopt;
      return PlaceLiterals(literals, format::LiteralPlaces(
                                         shape.literal_count, shape.width));
    case LiteralMode::slots:
      if (literals.size() > shape.width) return std::nullopt;
      std::vector<PlacedLiteral> placed;
      for (const BlockLiteral& l : literals)
        placed.push_back({l.literal, 0, l.kill});
      return placed;
  }
  return std::nullopt;
}

// One block while it is filled.
class Filling {
 public:
  Filling(const std::vector<PackedRow>& list, const LiteralShape& shape)
      : list_(list), shape_(shape) {}

  // False, and nothing changed, when the lane does not fit.
  bool Add(const Lane& lane) {
    if (plan_.lanes.size() == kLanes) return false;
    std::vector<BlockLiteral> literals = literals_;
    const auto bit = std::uint8_t(1u << plan_.lanes.size());
    for (std::uint32_t id : list_[lane.row].literals) {
      auto at = std::lower_bound(
          literals.begin(), literals.end(), id,
          [](const BlockLiteral& l, std::uint32_t i) { return l.literal < i; });
      if (at == literals.end() || at->literal != id)
        at = literals.insert(at, {id, 0});
      at->kill |= bit;
    }
    auto placed = Place(literals, shape_);
    if (!placed) return false;
    plan_.lanes.push_back(lane);
    plan_.literals = *std::move(placed);
    literals_ = std::move(literals);
    return true;
  }
  bool empty() const { return plan_.lanes.empty(); }
  BlockPlan Take() {
    literals_.clear();
    return std::exchange(plan_, {});
  }

 private:
  const std::vector<PackedRow>& list_;
  const LiteralShape& shape_;
  BlockPlan plan_;
  std::vector<BlockLiteral> literals_;            // by id
};

// In order, a new block whenever the next lane does not fit.
std::optional<std::vector<BlockPlan>> Fill(
    const std::vector<PackedRow>& list,
    const std::vector<std::uint32_t>& rows, const LiteralShape& shape) {
  std::vector<BlockPlan> blocks;
  Filling filling(list, shape);
  for (std::uint32_t row : rows)
    for (const Lane& lane : list[row].lanes) {
      if (filling.Add(lane)) continue;
      if (filling.empty()) return std::nullopt;
      blocks.push_back(filling.Take());
      if (!filling.Add(lane)) return std::nullopt;
    }
  if (!filling.empty() || blocks.empty()) blocks.push_back(filling.Take());
  return blocks;
}

// A way to part the list, and the lanes of its fullest part.
struct Candidate {
  std::uint32_t shift = 0, bits = 0, most_lanes = 0;

  std::uint32_t blocks() const { return (most_lanes + kLanes - 1) / kLanes; }
};

class Packing {
 public:
  Packing(const std::vector<PackedRow>& list, const LiteralShape& shape,
          const ClassWord& class_word)
      : list_(list), shape_(shape), class_word_(class_word) {}

  std::optional<ListPlan> Try(const Candidate& how) const {
    ListPlan plan{how.shift, how.bits, 1, {}};
    std::vector<std::vector<std::uint32_t>> rows(std::size_t{1} << how.bits);
    for (std::uint32_t r = 0; r < list_.size(); ++r) {
      const Parts parts =
          class_word_.PartsOf(*list_[r].cube, how.shift, how.bits);
      for (std::size_t p = 0; p < rows.size(); ++p)
        if (parts[p]) rows[p].push_back(r);
    }
    for (const auto& part : rows) {
      auto blocks = Fill(list_, part, shape_);
      if (!blocks) return std::nullopt;
      plan.block_count =
          std::max(plan.block_count, std::uint32_t(blocks->size()));
      plan.parts.push_back(*std::move(blocks));
    }
    return plan;
  }

  // All runs of `bits` bits, those with the emptiest fullest part first.
  std::vector<Candidate> Candidates(std::uint32_t bits) const {
    std::vector<Candidate> all;
    for (std::uint32_t shift = 0; shift + bits <= class_word_.width();
         ++shift) {
      std::array<std::uint32_t, kMaxParts> lanes{};
      for (const PackedRow& row : list_) {
        const Parts parts = class_word_.PartsOf(*row.cube, shift, bits);
        for (std::uint32_t p = 0; p < 1u << bits; ++p)
          if (parts[p]) lanes[p] += std::uint32_t(row.lanes.size());
      }
      all.push_back({shift, bits, *std::max_element(lanes.begin(),
                                                    lanes.end())});
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const Candidate& a, const Candidate& b) {
                       return a.most_lanes < b.most_lanes;
                     });
    return all;
  }

 private:
  const std::vector<PackedRow>& list_;
  const LiteralShape& shape_;
  const ClassWord& class_word_;
};

constexpr std::uint32_t kTriesABitCount = 4;
constexpr std::uint32_t kWorthwhile = 4;  // times the blocks, for fewer a
                                          // decision

}  // namespace

std::optional<ListPlan> PackList(const std::vector<PackedRow>& list,
                                 const LiteralShape& shape,
                                 const ClassWord& class_word,
                                 std::uint32_t budget) {
  const Packing packing(list, shape, class_word);
  std::optional<ListPlan> best = packing.Try({});
  if (!best) return std::nullopt;
  const std::uint32_t unparted = best->block_count;
  for (std::uint32_t bits = 1; bits <= 8; ++bits) {
    const bool worthwhile = (1u << bits) <= kWorthwhile * unparted;
    if (best->block_count == 1 ||
        (best->block_count <= budget && !worthwhile))
      break;
    std::uint32_t tries = 0;
    for (const Candidate& candidate : packing.Candidates(bits)) {
      if (candidate.blocks() >= best->block_count ||
          ++tries > kTriesABitCount)
        break;
      auto plan = packing.Try(candidate);
      if (plan && plan->block_count < best->block_count)
        best = std::move(plan);
    }
  }
  return best;
}

}  // namespace assent::table
