// What a careful C++ programmer writes without us: rules indexed by partner,
// each a record of bit masks, scanned in order.
#pragma once

#include <vector>

#include "bench/global_rules.h"

namespace assent::bench {

template <int kBuild>
class ByHand {
 public:
  explicit ByHand(const World& world);

  Verdict Decide(const HandRequest& request) const;
  void Prefetch(std::uint32_t partner) const;

  std::size_t bytes() const {
    return rules_.size() * sizeof(Rule) + begins_.size() * sizeof(begins_[0]);
  }

 private:
  struct Rule {
    std::uint8_t actions, relations;          // masks
    std::uint16_t obligations;                // mask
    std::uint32_t purposes;                   // mask
    std::uint8_t first_leaf[4], end_leaf[4];  // unused: 0, 0
    Day from, until;
    std::uint64_t care, value;  // facts
    std::uint32_t id;           // for the log
  };
  static_assert(sizeof(Rule) == 48);

  std::vector<Rule> rules_;
  std::vector<std::uint32_t> begins_;  // by partner, and one past
  GlobalRules<kBuild> global_;
};

}  // namespace assent::bench
