// A small deterministic source of choices: the same seed, the same choices,
// on every machine and with every compiler.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace assent::generate {

// SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number
// generators", OOPSLA 2014.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t Next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }

  // In [0, bound); bound is not 0. The bias is far below what a test sees.
  std::uint32_t Below(std::size_t bound) {
    return std::uint32_t(Next() % bound);
  }
  // In [low, high], both included.
  std::int64_t Between(std::int64_t low, std::int64_t high) {
    return low + std::int64_t(Next() % std::uint64_t(high - low + 1));
  }
  bool Percent(std::uint32_t chance) { return Below(100) < chance; }

  template <class T>
  const T& Pick(const std::vector<T>& list) {
    return list[Below(list.size())];
  }

  template <class T>
  void Shuffle(std::vector<T>& list) {
    for (std::size_t i = list.size(); i > 1; --i)
      std::swap(list[i - 1], list[Below(i)]);
  }

  // `count` distinct members, or all when there are fewer, in random order.
  template <class T>
  std::vector<T> Sample(std::vector<T> list, std::size_t count) {
    Shuffle(list);
    if (list.size() > count) list.resize(count);
    return list;
  }

 private:
  std::uint64_t state_;
};

}  // namespace assent::generate
