// Requests in, answers out, in order: what `decide` and `explain` share.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "assent/table.h"
#include "compiler/check/replay.h"
#include "compiler/driver/command.h"
#include "compiler/driver/json_to_request.h"

namespace assent::driver {

struct AnswerOptions {
  std::string table;
  std::string request;              // as given with --request
  bool has_request = false;
  std::optional<Format> format;     // not given: people at a terminal who ask
                                    // one request get sentences, all others
                                    // JSON

  Format Effective() const;
};

void AddAnswerOptions(CLI::App& command, AnswerOptions& options);

// A request that could be read, or why it could not be.
struct Question {
  const NamedRequest* request = nullptr;
  std::string_view error;
};

// Appends one answer, with its newline, to `out`. False: it carries an error.
using Answerer = std::function<bool(const Question& question, std::string& out)>;

// Answers --request, or each line of standard input until it ends. Answers
// are written whenever no further line is at hand, so that a program may wait
// for each. kFindings when some answer carries an error.
int AnswerAll(const AnswerOptions& options, const Answerer& answer);

// "bing: read friends.names of friend for service on 2014-06-01".
std::string RequestText(const NamedRequest& request);

}  // namespace assent::driver
