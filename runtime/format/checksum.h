// The checksum of sections: detects damage, not malice.
#pragma once

#include <cstddef>
#include <cstdint>

namespace assent::format {

// Four independent lanes, each step a bijection of state and word: any change
// confined to one 8-byte word changes the sum for certain, any other with
// probability 1 - 2^-64. About 8 bytes a cycle.
std::uint64_t Checksum(const void* bytes, std::size_t size) noexcept;

}  // namespace assent::format
