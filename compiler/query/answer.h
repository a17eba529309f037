// What a policy permits within a question: as few rows as say it.
//
// Permissions and prohibitions are not multiplied into conditions, that would
// take five to eight times the rows: a row says which ones matter to it. The
// law, for a request q of the question, rows of q's partner that are exact:
//
//   q is permitted       =>  some row's cube holds q
//   a row's cube holds q =>  ( q is permitted  <=>
//                              what is closed for q lies within a set of
//                              `despite`, or nothing is; and nothing of
//                              `unless` forbids it )
//
// and what is closed for q is among the row's `needs`, or in all those sets.
// Rows may share requests.
#pragma once

#include <llvm/ADT/APInt.h>

#include <optional>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/check/replay.h"
#include "compiler/query/policy.h"
#include "compiler/query/question.h"

namespace assent::query {

// A rule through which something is granted.
struct Through {
  check::RuleLine rule;
  model::Window days;                 // in force, clause, agreement and
                                      // program together
  bool whole = true;                  // all of it, to each of the partners
  std::vector<std::string> partners;  // to whom; sorted
};

// Partners who may do the same.
struct Row {
  std::vector<std::string> partners;  // sorted
  rows::Cube cube;                    // of AskedVocabulary; what is not in the
                                      // question is not said again
  bool exact = true;                  // false: more cubes than anyone reads;
                                      // this one holds them all, and others
  // Must be open; `whole`: for every request, whatever its data, purpose, ...
  struct Need {
    std::string permission;
    bool whole = true;

    auto operator<=>(const Need&) const = default;
  };
  std::vector<Need> needs;
  std::vector<check::RuleLine> unless;  // what forbids some of it; sorted
  std::vector<std::string> obligations;
  std::vector<std::vector<std::string>> despite;  // sets of permissions
  llvm::APInt requests;          // permitted ones, of all partners together
  std::vector<Through> through;  // sorted
  std::optional<check::Witness> witness;  // the least, replayed; of the first
                                          // kMaxWitnesses rows that are found
};
inline constexpr std::size_t kMaxWitnesses = 64;

struct Answer {
  std::vector<Row> rows;  // by partners, then cube
  llvm::APInt requests;   // all that are permitted, exact
  std::size_t partner_count = 0;
};

// An error where diagrams grow beyond the budget.
Result<Answer> Ask(const Policy& policy, const Question& question);

}  // namespace assent::query
