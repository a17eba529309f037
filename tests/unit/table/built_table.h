// A world's table, built and opened.
#pragma once

#include <memory>
#include <vector>

#include "assent/table.h"
#include "compiler/base/result.h"
#include "compiler/table/rows_to_table.h"
#include "compiler/table/table_to_bytes.h"
#include "tests/unit/table/random_rows.h"

namespace assent::table {

// Bytes aligned as Table::FromBytes wants them.
class AlignedBytes {
 public:
  AlignedBytes() = default;
  explicit AlignedBytes(const Bytes& bytes) : memory_(bytes.size() + 64) {
    auto at = reinterpret_cast<std::uintptr_t>(memory_.data());
    begin_ = memory_.data() + (64 - at % 64) % 64;
    size_ = bytes.size();
    std::copy(bytes.begin(), bytes.end(), begin_);
  }
  std::span<const std::byte> bytes() const {
    return std::as_bytes(std::span<const std::uint8_t>(begin_, size_));
  }
  std::uint8_t* data() { return begin_; }
  std::size_t size() const { return size_; }

 private:
  Bytes memory_;
  std::uint8_t* begin_ = nullptr;
  std::size_t size_ = 0;
};

struct BuiltTable {
  Table image;
  Bytes bytes;
  AlignedBytes aligned;
  assent::Table table;              // over `aligned`
};

// Null, with diagnostics in `sink`, when the rows do not fit.
inline std::unique_ptr<BuiltTable> Build(const World& world,
                                         diagnostics::Sink& sink,
                                         Budget budget = {}) {
  rules::RuleSet rules;
  rules.grants_of.resize(world.vocabulary.partners.size());
  const SourceSet sources;
  auto image = RowsToTable(world.vocabulary, world.rows, rules, sources, sink,
                           budget);
  if (!image) return nullptr;
  auto built = std::make_unique<BuiltTable>();
  built->image = *std::move(image);
  built->bytes = TableToBytes(built->image, Digest{1, 2, 3});
  built->aligned = AlignedBytes(built->bytes);
  OpenResult opened = assent::Table::FromBytes(built->aligned.bytes());
  ASSENT_CHECK(bool(opened), "the runtime refuses what we wrote");
  built->table = std::move(opened.table);
  return built;
}

// A request's facts in memory of their own.
class BoundRequest {
 public:
  BoundRequest(const World& world, const assent::Table& table,
               const FullRequest& full)
      : memory_(table.facts_bytes() / 16 + 1) {
    std::vector<AttributeValue> values;
    for (std::uint32_t a = 0; a < full.values.size(); ++a)
      if (full.values[a] < world.vocabulary.attributes[a].supplied_count())
        values.push_back({a, full.values[a]});
    const BindResult bound = table.BindFacts(
        values, full.relation == table.self_relation(),
        std::as_writable_bytes(std::span<Chunk>(memory_)));
    ASSENT_CHECK(bound.error == RequestError::none, "facts that do not bind");
    request_ = {full.partner, full.data, full.action, full.purpose,
                full.relation, full.day, bound.facts};
  }
  const Request& operator*() const { return request_; }

 private:
  struct alignas(16) Chunk {
    std::byte bytes[16];
  };
  std::vector<Chunk> memory_;
  Request request_;
};

}  // namespace assent::table
