// What an expert makes of it: 32 bytes a rule, the test that most rules fail
// first and as one comparison, so that the branch is nearly always foreseen.
#pragma once

#include <vector>

#include "bench/global_rules.h"

namespace assent::bench {

template <int kBuild>
class Expert {
 public:
  explicit Expert(const World& world);

  Verdict Decide(const HandRequest& request) const;
  void Prefetch(std::uint32_t partner) const;

  std::size_t bytes() const {
    return rules_.size() * (sizeof(Rule) + 1) +
           begins_.size() * sizeof(begins_[0]);
  }

 private:
  struct alignas(32) Rule {
    std::uint32_t scope;        // purposes, actions, relations
    std::uint16_t from, until;  // days; the table ends in 2149
    std::uint8_t first_leaf[4], leaf_count[4];
    std::uint64_t care, value;  // facts
  };
  static_assert(sizeof(Rule) == 32);

  std::vector<Rule> rules_;
  std::vector<std::uint8_t> obligations_;  // by rule; read on a match only
  std::vector<std::uint32_t> begins_;      // by partner, and one past
  GlobalRules<kBuild> global_;
};

}  // namespace assent::bench
