// What changes between two days: every request whose answer is another one,
// and on which of the days between something does.
#pragma once

#include <llvm/ADT/APInt.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/query/answer.h"
#include "compiler/query/policy.h"
#include "compiler/query/question.h"

namespace assent::query {

// Of a request, from one day to another: permitted and was not; was and is
// not; permitted on both, with other duties.
enum class TurnKind : std::uint8_t { begun, ended, duties };
inline constexpr std::size_t kTurnKinds = 3;
std::string_view NameOf(TurnKind kind);

struct Turn {
  TurnKind kind = TurnKind::begun;
  std::string what;                   // duties: "log_access is added"
  std::vector<std::string> partners;  // sorted
  rows::Cube cube;                    // without days
  bool exact = true;                  // as of a Row
  llvm::APInt requests;               // of one day, all partners together
  std::vector<Through> through;       // on the day on which it is permitted
  // One of them, replayed on both days, as on the second; and the rules behind
  // the answers.
  check::Witness witness;
  check::Reply before, after;
  std::vector<check::RuleLine> rules_before, rules_after;
};

struct Turns {
  Day from = kNoDay, to = kNoDay;  // compared; in the calendar one day apart
  std::array<llvm::APInt, kTurnKinds> requests;  // exact
  std::vector<Turn> turns;                       // by kind, partners, cube

  bool empty() const { return turns.empty(); }
};

struct Changes {
  Turns whole;
  std::vector<Turns> calendar;  // the days after `first`, up to `second`, on
                                // which something changes; ascending
};

// first < second. The question's own days do not matter.
Result<Changes> WhatChanges(const Policy& policy, const Question& question,
                            Day first, Day second);

}  // namespace assent::query
