#include "compiler/check/spans_of_days.h"

#include <fmt/format.h>

#include "compiler/check/words.h"

namespace assent::check {
namespace {

Bound Of(const model::Model& model, Day known, model::UnknownId unknown) {
  if (!unknown.valid()) return {known, known};
  const std::vector<Day>& days = model.unknowns[unknown.value].days;
  return {days.front(), days.back()};
}

}  // namespace

Bound BeginningOf(const model::Model& model, const model::Window& window) {
  return Of(model, window.from, window.unknown_from);
}

Bound EndOf(const model::Model& model, const model::Window& window) {
  return Of(model, window.until, window.unknown_until);
}

Distance Between(const Bound& from, const Bound& until) {
  return {std::int64_t(until.earliest) - std::int64_t(from.latest),
          std::int64_t(until.latest) - std::int64_t(from.earliest)};
}

std::string ToText(const Distance& distance) {
  const auto number = [](std::int64_t days) {
    return Grouped(std::to_string(days));
  };
  if (distance.least <= 0)
    return fmt::format("up to {} days", number(distance.most));
  if (distance.least != distance.most)
    return fmt::format("{} to {} days", number(distance.least),
                       number(distance.most));
  return fmt::format("{} day{}", number(distance.least),
                     distance.least == 1 ? "" : "s");
}

}  // namespace assent::check
