// Reproducible draws: the same numbers on every machine and library.
#pragma once

#include <cstdint>

namespace assent::bench {

// splitmix64 (Steele, Lea, Flood: Fast splittable pseudorandom number
// generators, 2014).
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : state_(seed) {}

  std::uint64_t Bits() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }

  // Uniform in [0, bound), but for a bias below 2^-32. bound > 0.
  std::uint32_t Below(std::uint32_t bound) {
    return std::uint32_t(((Bits() >> 32) * bound) >> 32);
  }
  // Uniform in [low, high].
  std::uint32_t Between(std::uint32_t low, std::uint32_t high) {
    return low + Below(high - low + 1);
  }
  bool Percent(std::uint32_t percent) { return Below(100) < percent; }

  // `count` distinct bits out of the lowest `width`.
  std::uint64_t DistinctBits(std::uint32_t count, std::uint32_t width) {
    std::uint64_t bits = 0;
    while (count > 0) {
      const std::uint64_t bit = std::uint64_t{1} << Below(width);
      if (bits & bit) continue;
      bits |= bit;
      --count;
    }
    return bits;
  }

 private:
  std::uint64_t state_;
};

}  // namespace assent::bench
