// A table for a command: opened by the runtime, and decoded where rows are
// wanted.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "assent/table.h"
#include "compiler/base/result.h"
#include "compiler/table/bytes_to_rows.h"

namespace assent::driver {

// Bytes as the runtime wants them, and the table that borrows them.
class OpenedTable {
 public:
  const Table& table() const { return table_; }
  std::span<const std::uint8_t> bytes() const {
    return {reinterpret_cast<const std::uint8_t*>(begin_), size_};
  }

 private:
  friend Result<OpenedTable> OpenBytes(std::span<const std::uint8_t> bytes);
  std::unique_ptr<std::byte[]> memory_;
  std::byte* begin_ = nullptr;
  std::size_t size_ = 0;
  Table table_;
};

// Copies the bytes. An error when the runtime refuses them.
Result<OpenedTable> OpenBytes(std::span<const std::uint8_t> bytes);

// Maps the file: for commands that only ask it.
Result<Table> OpenTable(const std::string& path);

// One side of a comparison: a table file, or sources, which are compiled.
Result<OpenedTable> ReadTable(const std::string& path);

// True for a file that begins as tables do, or is named like one.
bool LooksLikeTable(const std::string& path);

}  // namespace assent::driver
