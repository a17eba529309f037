#include "checksum.h"

#include <bit>
#include <cstring>

namespace assent::format {
namespace {

// Odd, so that multiplying permutes the 64-bit words.
constexpr std::uint64_t kFactor[4] = {
    0x9e3779b97f4a7c15, 0xc2b2ae3d27d4eb4f, 0x165667b19e3779f9,
    0xd6e8feb86659fd93};

std::uint64_t Step(std::uint64_t state, std::uint64_t word, int lane) {
  return std::rotl(state ^ word, 29) * kFactor[lane];
}

}  // namespace

std::uint64_t Checksum(const void* bytes, std::size_t size) noexcept {
  const auto* at = static_cast<const unsigned char*>(bytes);
  std::uint64_t state[4] = {size, ~std::uint64_t{size}, kFactor[2],
                            kFactor[3]};
  std::uint64_t words[4];
  std::size_t left = size;
  for (; left >= 32; left -= 32, at += 32) {
    std::memcpy(words, at, 32);
    for (int lane = 0; lane < 4; ++lane)
      state[lane] = Step(state[lane], words[lane], lane);
  }
  std::memset(words, 0, sizeof words);
  std::memcpy(words, at, left);
  std::uint64_t sum = 0;
  for (int lane = 0; lane < 4; ++lane) {
    std::uint64_t last = Step(state[lane], words[lane], lane);
    sum = std::rotl(sum, 17) + (last ^ last >> 32) * kFactor[lane];
  }
  return sum ^ sum >> 29;
}

}  // namespace assent::format
