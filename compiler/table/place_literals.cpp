#include "compiler/table/place_literals.h"

namespace assent::table {
namespace {

constexpr std::uint32_t kFree = UINT32_MAX;

class Matching {
 public:
  Matching(const std::vector<BlockLiteral>& literals,
           const format::LiteralPlaces& places)
      : literals_(literals), places_(places), choice_(literals.size()) {
    slot_owner_.fill(kFree);
  }

  bool Place(std::uint32_t index) {
    seen_.fill(false);
    return Augment(index);
  }
  std::uint32_t choice(std::uint32_t index) const { return choice_[index]; }

 private:
  // Kuhn's algorithm: take a free slot, or one whose owner can move.
  bool Augment(std::uint32_t index) {
    const std::uint32_t literal = literals_[index].literal;
    for (std::uint32_t c = 0; c < places_.choices; ++c) {
      const std::uint32_t slot =
          16 * places_.Group(c) + places_.Byte(literal, c);
      if (seen_[slot]) continue;
      seen_[slot] = true;
      if (slot_owner_[slot] != kFree && !Augment(slot_owner_[slot])) continue;
      slot_owner_[slot] = index;
      choice_[index] = c;
      return true;
    }
    return false;
  }

  const std::vector<BlockLiteral>& literals_;
  const format::LiteralPlaces& places_;
  std::vector<std::uint32_t> choice_;
  std::array<std::uint32_t, 16 * format::kMaxGroups> slot_owner_;
  std::array<bool, 16 * format::kMaxGroups> seen_;
};

}  // namespace

std::optional<std::vector<PlacedLiteral>> PlaceLiterals(
    const std::vector<BlockLiteral>& literals,
    const format::LiteralPlaces& places) {
  Matching matching(literals, places);
  for (std::uint32_t i = 0; i < literals.size(); ++i)
    if (!matching.Place(i)) return std::nullopt;
  std::vector<PlacedLiteral> placed;
  placed.reserve(literals.size());
  for (std::uint32_t i = 0; i < literals.size(); ++i)
    placed.push_back(
        {literals[i].literal, matching.choice(i), literals[i].kill});
  return placed;
}

}  // namespace assent::table
