// When something begins and ends, where that may not be known.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "compiler/model/model.h"

namespace assent::check {

// First and last day that a bound can be.
struct Bound {
  Day earliest = kFirstDay, latest = kFirstDay;
};
Bound BeginningOf(const model::Model& model, const model::Window& window);
Bound EndOf(const model::Model& model, const model::Window& window);

// How many days lie from `from` to `until`: at least, at most; negative where
// `until` comes first.
struct Distance {
  std::int64_t least = 0, most = 0;
};
Distance Between(const Bound& from, const Bound& until);

// "731 to 1,460 days", "1 day"; nothing below one is said: "up to 20 days".
std::string ToText(const Distance& distance);

}  // namespace assent::check
