// The difference of two policies, request by request, with the oracle: what
// Diff must find by diagrams.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "compiler/diff/diff.h"
#include "compiler/model/model.h"

namespace assent::diff {

// A change and its `what`, as a Region has them.
using Label = std::pair<Change, std::string>;

struct Enumerated {
  std::uint64_t counts[kChangeCount] = {};
  std::map<Label, std::uint64_t> labels;  // requests with each label
  std::uint64_t asked = 0;                // requests evaluated
  // Of each region of `difference`, the changed requests within; and of the
  // changed requests, those that no region holds.
  std::vector<std::uint64_t> within;
  std::vector<std::uint64_t> shared;  // of these, in others as well
  struct Decision {                   // of a region widened, narrowed
    std::set<std::string> reasons;    // of the denials
    std::map<std::string, std::uint64_t> obligations;  // of so many permits
  };
  std::vector<Decision> decisions;
  std::uint64_t in_no_region = 0;
};

// Enumerates leaves, supplied values and days of both policies together,
// values and days that neither tells apart once, with their number. nullopt:
// more than `limit` of them.
std::optional<Enumerated> Enumerate(const model::Model& before,
                                    const model::Model& after,
                                    const Difference& difference,
                                    std::uint64_t limit);

}  // namespace assent::diff
