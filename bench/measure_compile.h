// Times `assent compile` from text to table: the command as users run it.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "bench/world.h"

namespace assent::bench {

struct CompileReport {
  double seconds = 0;   // the whole command, median
  double peak_mib = 0;  // resident, highest of the runs
  std::vector<std::pair<std::string, double>> stages;  // of the median run
  std::uint64_t text_bytes = 0, table_bytes = 0;
};

// Writes the world as policy text into `folder`, compiles it `runs` times to
// `folder`/world.table. Ends the program with a message on failure.
CompileReport MeasureCompile(const std::string& assent, const World& world,
                             const std::string& folder, int runs);

}  // namespace assent::bench
