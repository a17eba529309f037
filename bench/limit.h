// The limit of the machine: what it costs to read one cache line of an array
// as large as the table's hot sections, in the manner of the work compared.
#pragma once

#include <cstdint>
#include <vector>

namespace assent::bench {

class Limit {
 public:
  // An array of `bytes`, and one line of it for each of `count` reads.
  Limit(std::uint64_t bytes, std::uint32_t count);

  void Independent() const;
  void Dependent() const;  // the place of a read comes from the one before
  void Batched() const;    // prefetched, as batches are

 private:
  struct alignas(64) Line {
    std::uint64_t words[8] = {};
  };
  std::vector<Line> lines_;
  std::vector<std::uint32_t> order_;
};

}  // namespace assent::bench
