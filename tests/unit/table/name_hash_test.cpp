// The law that a perfect hash needs: for another seed, other names collide.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "runtime/format/vocabulary.h"

namespace assent::format {
namespace {

TEST_CASE("names that collide for one seed part for others") {
  constexpr std::uint32_t kSlots = 64, kSeeds = 64;
  std::vector<std::uint64_t> hashes;
  for (int i = 0; i < 200; ++i)
    hashes.push_back(HashName(NameKind::data, "friends.n" + std::to_string(i)));
  std::size_t pairs = 0;
  for (std::size_t a = 0; a < hashes.size(); ++a)
    for (std::size_t b = 0; b < a; ++b) {
      if (SlotOf(hashes[a], 1, kSlots) != SlotOf(hashes[b], 1, kSlots))
        continue;
      ++pairs;
      std::uint32_t collisions = 0;
      for (std::uint32_t seed = 1; seed <= kSeeds; ++seed)
        collisions +=
            SlotOf(hashes[a], seed, kSlots) == SlotOf(hashes[b], seed, kSlots);
      CHECK(collisions < kSeeds / 4);  // one expected, besides the first
    }
  CHECK(pairs > 100);
}

}  // namespace
}  // namespace assent::format
