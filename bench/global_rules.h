// What holds for every partner, as the code written by hand keeps it:
// permissions and prohibitions as bits, one set for each leaf, purpose and
// day; what governs a request is the intersection of three. Both hand-written
// deciders end in it.
#pragma once

#include <vector>

#include "assent/verdict.h"
#include "bench/hand_request.h"
#include "bench/world.h"

namespace assent::bench {

// The hand-written code is compiled as often as ours: for any processor, and
// for newer ones.
#if defined(ASSENT_BENCH_V3)
inline constexpr int kBuilds = 2;
#else
inline constexpr int kBuilds = 1;
#endif

// What a scan of a partner's rules found out.
struct Scan {
  std::uint32_t later = 0;        // 1: some rule is not yet in force
  std::uint32_t earlier = 0;      // 1: some rule was in force
  std::uint32_t otherwise = 0;    // 1: some rule asks for other facts
  std::uint32_t granted = 0;      // 1: some rule matches
  std::uint32_t obligations = 0;  // of all that match
};

template <int kBuild>           // see kBuilds
class GlobalRules {
 public:
  explicit GlobalRules(const World& world);

  // The whole verdict: permit or deny, the reason, the obligations.
  Verdict Conclude(const HandRequest& request, const Scan& scan) const;

 private:
  struct Bits {
    std::uint64_t permissions = 0;
    std::uint64_t prohibitions = 0;
  };

  bool Prohibited(std::uint64_t candidates, std::uint64_t facts) const;

  std::vector<Bits> by_leaf_, by_purpose_, by_interval_;
  std::vector<std::uint8_t> interval_of_day_;
  std::vector<Literals> conditions_;  // by prohibition
};

}  // namespace assent::bench
