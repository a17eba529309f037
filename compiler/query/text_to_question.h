// What somebody asks, in words or by options -> a Question.
//
//   question = "who may" actions [ "on" ] [ data ] { part } [ "?" ]
//   part     = "of" relations | "for" purposes | "with" partners
//            | "on" DAY | "from" DAY | "until" DAY | "when" condition
//   partners = "any partner" | "every" ROLE | names
//
// Actions, data, relations and purposes are names, parted by commas, or `any
// action`, `any data` and so on. Each part at most once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/query/question.h"

namespace assent::query {

// As it was written; each text of a list may have names parted by commas.
struct Asked {
  std::string words;  // "who may ..."
  std::vector<std::string> partners, roles, actions, data, purposes, relations;
  std::string date, from, until;
  std::vector<std::string> conditions;  // all must hold
  std::vector<std::string> facts;       // NAME=VALUE
};

// An error says what is wrong and what may be meant. What is asked both in
// words and by an option is an error, too.
Result<Question> ToQuestion(const Asked& asked,
                            const model::Vocabulary& vocabulary);

}  // namespace assent::query
