// How many requests functions have, where many functions of one store share
// their lower parts: every node is counted once.
#pragma once

#include <llvm/ADT/APInt.h>

#include <unordered_map>
#include <vector>

#include "compiler/check/witness.h"

namespace assent::query {

// As check::CountRequests. After the store is emptied make a new one.
class RequestCounter {
 public:
  explicit RequestCounter(const check::Requests& requests);

  llvm::APInt Count(logic::NodeId f);

 private:
  struct Side {                        // two people, or one
    std::vector<std::uint64_t> sizes;  // by level
    std::vector<RunSet> countable;
    std::vector<llvm::APInt> between;  // [a * (levels + 1) + b]: product of
                                       // the sizes in [a, b)
    std::unordered_map<std::uint32_t, llvm::APInt> known;
  };
  void Prepare(Side& side);
  llvm::APInt From(Side& side, logic::NodeId f, std::uint32_t level);
  const llvm::APInt& Own(Side& side, logic::NodeId f);

  const logic::Store& store_;
  unsigned bits_ = 1;
  bool has_self_ = false;
  Side two_people_, one_person_;
};

}  // namespace assent::query
