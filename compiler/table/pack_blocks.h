// The rows of one list -> leaves, and leaves -> blocks. A list with more lanes
// than a block has is parted by some bits of the class word; leaves that do not
// fill a block share it.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/table/class_word.h"
#include "compiler/table/conditions.h"

namespace assent::table {

// One row, or a part of one: a row whose sets have more runs than a lane
// holds takes several lanes.
struct Lane {
  std::uint32_t row = 0;                          // in its list
  std::vector<Run> data, purposes;                // at most kRanges of each
  std::vector<Test> tests;                        // at most Geometry::tests
  bool continues = false;                         // the row of the lane before
  bool only_tests = false;                        // for the lane before
  bool joined = false;                            // the next one is such a lane
};

struct PackedRow {
  const rows::Cube* cube = nullptr;
  std::vector<Lane> lanes;                        // at least one
};

struct ListPlan {
  std::uint32_t shift = 0, bits = 0;              // 2^bits parts
  std::uint32_t block_count = 1;                  // of the fullest part
  std::vector<std::vector<std::uint32_t>> parts;  // rows of each, ascending
};

// One block for a decision where the parts have at most four times the lanes
// of the list; else the fewest blocks that `budget` and the class word allow,
// which may still exceed the budget. A function of its arguments.
ListPlan PackList(const std::vector<PackedRow>& list,
                  const ClassWord& class_word, std::uint32_t budget);

// Where leaves stand: the first block of each, and the first lane in it.
// A leaf of more lanes than a block has begins a block of its own.
class Shelves {
 public:
  struct Place {
    std::uint32_t block = 0, lane = 0;
  };

  // The largest leaves first, each into the fullest block that has room.
  explicit Shelves(const std::vector<std::uint32_t>& lane_counts);

  const std::vector<Place>& places() const { return places_; }  // by leaf
  std::uint32_t block_count() const { return block_count_; }

 private:
  std::vector<Place> places_;
  std::uint32_t block_count_ = 0;
};

}  // namespace assent::table
