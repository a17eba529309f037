// Times the three deciders and the limit on one world, in one run.
#pragma once

#include <cstdint>
#include <string>

#include "bench/world.h"

namespace assent::bench {

// Nanoseconds a decision, medians of interleaved repetitions.
struct Figures {
  double ours = 0, by_hand = 0, expert = 0, limit = 0;
};

struct DecisionReport {
  Figures hot;                 // a few partners, independent requests
  Figures random;              // any partner, independent requests
  Figures dependent;           // each request waits for the verdict before it
  Figures batch;               // in batches, prefetched
  std::uint64_t compared = 0;  // verdicts, equal in every part
  double permit_share = 0;
  std::uint64_t hot_bytes = 0;  // of the table: what decisions may read
  std::size_t by_hand_bytes = 0, expert_bytes = 0;
};

// Ends the program with a message, before anything is timed, if two deciders
// differ on any request. Without repetitions it compares only.
DecisionReport MeasureDecisions(const World& world,
                                const std::string& table_path, int repetitions);

}  // namespace assent::bench
