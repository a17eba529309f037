// Who wants to know how far long work is. Nothing that is printed or written
// depends on it.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace assent::driver {

// Told which stage is at work and, where it is known (`total` is not 0), how
// much of it is done. Several threads may call it at once.
using Watch = std::function<void(std::string_view stage, std::size_t done,
                                 std::size_t total)>;

inline void Tell(const Watch& watch, std::string_view stage,
                 std::size_t done = 0, std::size_t total = 0) {
  if (watch) watch(stage, done, total);
}

}  // namespace assent::driver
