// What a policy permits within a question: as few rows as say it.
//
// The law: the rows' requests together are exactly the permitted ones of the
// question. Rows may share requests.
#pragma once

#include <llvm/ADT/APInt.h>

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
  std::vector<std::string> permissions;  // of which it depends that they are
                                         // open
  std::vector<std::string> obligations;
  std::vector<std::vector<std::string>> despite;  // sets of permissions
  llvm::APInt requests;                           // of all partners together
  std::vector<Through> through;                   // sorted
  check::Witness witness;  // one of them, replayed: of the first partner
                           // of its kind
};

struct Answer {
  std::vector<Row> rows;  // by partners, then cube
  llvm::APInt requests;   // all that are permitted, exact
  std::size_t partner_count = 0;
};

// An error where diagrams grow beyond the budget.
Result<Answer> Ask(const Policy& policy, const Question& question);

}  // namespace assent::query
