// A decision table in memory: what rows_to_table computes and table_to_bytes
// writes. Everything is already in the order and the encoding of the file;
// docs/table_format.md says what each part means.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace assent::table {

using Bytes = std::vector<std::uint8_t>;
using Digest = std::array<std::uint8_t, 32>;

struct Section {
  std::uint32_t kind = 0;           // format::SectionKind
  Bytes bytes;
};

struct Table {
  std::vector<Section> sections;    // in file order, decision sections first
  Digest decision_digest{}, schema_digest{};

  // What `compile` prints.
  std::uint32_t rule_count = 0, row_count = 0, block_count = 0;
  std::uint32_t block_bytes = 0;
  std::uint32_t block_bound = 0;    // blocks one decision reads, at most
  std::uint64_t hot_bytes = 0;      // what a decision may read
};

std::string Hex(const Digest& digest);

}  // namespace assent::table
