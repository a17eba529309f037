// Typed 32-bit ids: an index into the table that owns the thing.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace assent {

// An id of one kind. Two kinds of id do not convert into each other, so that
// a permission is never taken for an attribute.
template <class Tag>
struct Id {
  std::uint32_t value = kNone;

  static constexpr std::uint32_t kNone = UINT32_MAX;

  constexpr Id() = default;
  constexpr explicit Id(std::size_t v) : value(static_cast<std::uint32_t>(v)) {}

  constexpr bool valid() const { return value != kNone; }
  constexpr auto operator<=>(const Id&) const = default;
};

}  // namespace assent

template <class Tag>
struct std::hash<assent::Id<Tag>> {
  std::size_t operator()(assent::Id<Tag> id) const noexcept {
    return std::hash<std::uint32_t>()(id.value);
  }
};
