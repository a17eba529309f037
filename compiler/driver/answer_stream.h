// Requests in, answers out, in order: what `decide` and `explain` share.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "assent/table.h"
#include "compiler/driver/command.h"

namespace assent::driver {

Format FormatOf(const Question& question);

// A line that is a request, or why it is none.
struct Line {
  const NamedRequest* request = nullptr;
  std::string_view error;
};

// Appends one answer, with its newline, to `out`. False: it carries an error.
using Answerer = std::function<bool(const Line& line, std::string& out)>;

// Answers the question's request, or each line of standard input until it
// ends. Answers are written whenever no further line is at hand, so that a
// program may wait for each. kFindings when some answer carries an error.
int AnswerAll(const Question& question, const Answerer& answer);

// "bing: read friends.names of friend for service on 2014-06-01".
std::string RequestText(const NamedRequest& request);

}  // namespace assent::driver
