// The table's window: a stable text dump of sections, blocks and index.
#pragma once

#include <span>
#include <string>

namespace assent::table {

// For people and goldens: sizes, geometry, dictionaries, and each block lane
// by lane. `bytes` must be a table that the runtime opens.
std::string Dump(std::span<const std::uint8_t> bytes);

}  // namespace assent::table
