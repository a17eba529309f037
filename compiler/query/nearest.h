// What would have to be different for a request to be permitted.
//
// The nearest permitted requests to the same partner are those with the least
// changes, in this order (the first in which two differ counts):
//
//   how many of data, action, relation, purpose are others; which (a purpose
//   rather than a relation, an action, data); whether the day is another one;
//   how many facts are; how many of these are no states of permissions; how
//   many days, and how many steps on scales (numbers, ordered values) it is
//   away; from a fact that is not supplied it is the lowest value.
//
// Changed terms are leaves, changed facts supplied values. Exact: a shortest
// path on the permit's diagram, each level of which costs what its change
// costs; every node once.
#pragma once

#include <llvm/ADT/APInt.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/check/replay.h"
#include "compiler/query/policy.h"

namespace assent::query {

// In the order above; compared like numbers.
using Cost = std::array<std::uint32_t, 7>;

struct Change {
  std::string what;      // data, action, relation, purpose, date, or a fact
  std::string from, to;  // "" for a fact: it is not supplied
};

struct Near {
  std::vector<Change> changes;  // facts first, then the day, then terms
  check::Witness request;       // replayed
  check::Reply reply;           // a permit
};

inline constexpr std::size_t kMaxNear = 8;

// What keeps a request from being permitted, whatever its facts are.
struct Obstacle {
  std::string what;                    // no_agreement, expired, prohibited, ...
  std::vector<check::RuleLine> rules;  // that say so
};

struct Nearest {
  check::Witness request;  // as it was asked
  check::Reply reply;
  std::vector<check::RuleLine> rules;  // behind the reply
  bool permitted = false;              // already
  // All the nearest ones, or the first kMaxNear of them. Empty: the partner is
  // permitted nothing at all.
  std::vector<Near> nearest;
  llvm::APInt count;  // all of them
  Cost cost{};
  bool facts_help = false;  // the same request with other facts is permitted
  std::vector<Obstacle> obstacles;  // unless facts help
};

// An error says what is wrong with the request, as `decide` does.
Result<Nearest> FindNearest(const Policy& policy, const NamedRequest& request);

}  // namespace assent::query
