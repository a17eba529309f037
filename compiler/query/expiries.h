// What ends within some days, and whether something goes on.
#pragma once

#include <llvm/ADT/APInt.h>

#include <optional>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/query/answer.h"
#include "compiler/query/policy.h"
#include "compiler/query/question.h"

namespace assent::query {

// A rule that grants something on the day before `day` and no longer on it.
struct Expiry {
  Day day = kNoDay;
  // sure: that day, whatever is unknown. latest: if it does not end before.
  // earliest: it may go on.
  enum class Certainty : std::uint8_t { sure, latest, earliest };
  Certainty certainty = Certainty::sure;
  check::RuleLine rule;
  model::Window days;                 // its own, in force
  std::string despite;                // not empty: only that the rule need not
                                      // have this permission open ends
  std::vector<std::string> partners;  // sorted
  std::vector<rows::Cube> cubes;      // what ends, without days
  // Of what ends: how much another rule grants on `day`; which ones do.
  enum class Succession : std::uint8_t { nothing, part, all };
  Succession succession = Succession::nothing;
  std::vector<Through> successors;
  // Requests that were permitted the day before and are not on `day`, of all
  // partners together; the least of them, replayed on both days.
  llvm::APInt lost;
  std::optional<check::Witness> witness;
};

struct Expiries {
  Day after = kNoDay;
  std::uint32_t day_count = 0;
  std::vector<Expiry> list;  // by day, rule
};

// Of the days after `after`, `day_count` of them, that are no later than the
// last day there is. The question's own days do not matter.
Result<Expiries> WhatExpires(const Policy& policy, const Question& question,
                             Day after, std::uint32_t day_count);

}  // namespace assent::query
