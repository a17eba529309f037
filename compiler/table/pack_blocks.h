// The rows of one list -> blocks: which lanes share a block, where their
// literals are tested, and by which bits of the class word the list is parted.
#pragma once

#include <optional>
#include <vector>

#include "compiler/table/class_word.h"
#include "compiler/table/place_literals.h"
#include "runtime/format/format.h"

namespace assent::table {

// One row, or a part of one: a row whose sets need more nodes than a lane
// holds takes several lanes.
struct Lane {
  std::uint32_t row = 0;                          // in its list
  std::vector<std::uint32_t> data_nodes;          // at most kNodesPerLane
  std::vector<std::uint32_t> purpose_nodes;
  bool continues = false;                         // the row of the lane before
};

struct PackedRow {
  const rows::Cube* cube = nullptr;
  std::vector<Lane> lanes;                        // at least one
  std::vector<std::uint32_t> literals;            // ids, ascending
};

struct BlockPlan {
  std::vector<Lane> lanes;                        // at most kLanes
  std::vector<PlacedLiteral> literals;            // slots: choice unused
};

struct LiteralShape {
  format::LiteralMode mode = format::LiteralMode::none;
  std::uint32_t width = 0;
  std::uint32_t literal_count = 0;

  auto operator<=>(const LiteralShape&) const = default;
};

struct ListPlan {
  std::uint32_t shift = 0, bits = 0;              // 2^bits parts
  std::uint32_t block_count = 1;                  // of each part
  std::vector<std::vector<BlockPlan>> parts;      // each of block_count or less
};

// One block for a decision where that costs at most four times the blocks;
// else the fewest blocks that `budget` and the class word allow, which may
// still exceed the budget. Nothing when one row alone does not fit into
// `shape`. A function of its arguments.
std::optional<ListPlan> PackList(const std::vector<PackedRow>& list,
                                 const LiteralShape& shape,
                                 const ClassWord& class_word,
                                 std::uint32_t budget);

}  // namespace assent::table
