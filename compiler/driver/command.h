// The commands, and what they share: how they write, how they end. Only
// main.cpp knows how they are called.
#pragma once

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/driver/pipeline.h"
#include "compiler/query/text_to_question.h"

namespace assent::driver {

// What scripts may rely on.
enum ExitCode : int {
  kClean = 0,
  kFindings = 1,  // errors, refuted claims, failed tests, differences;
                  // warnings only where they are denied
  kTrouble = 2,   // usage, or input and output
};

// sarif: of `check` alone; markdown: of `query`.
enum class Format { human, json, sarif, markdown };

// Policy files, or folders: then all `.policy` files below them.
using Paths = std::vector<std::string>;

// One request as JSON; without it, one a line on standard input. Without a
// format, people at a terminal who ask one request get sentences, all others
// JSON.
struct Question {
  std::string table;
  std::optional<std::string> request;
  std::optional<Format> format;
};

// A question about a policy set: of who may do what, or one of those that are
// set here.
struct Query {
  Paths paths;  // or one table
  query::Asked asked;
  bool nearest = false;  // what `request` lacks to be permitted
  std::optional<std::string> request;
  std::vector<std::string> changes;  // two days
  std::optional<std::uint32_t> expires;  // within so many days `after` one
  std::string after;
  Format format = Format::human;
};

// One file each. Each gives the exit code.
int Check(const Paths& paths, bool deny_warnings, Format format);
int Compile(const Paths& paths, const std::string& output, bool deny_warnings,
            Format format);
// Tests whose name contains `filter`; with a `junit` path the results as JUnit
// XML, too.
int Test(const Paths& paths, const std::string& filter,
         const std::string& junit, Format format);
int Decide(const Question& question);
int Explain(const Question& question);
int ExplainDiagnostic(const std::string& id, Format format);
int Show(const std::string& table, Format format);
int Ask(const Query& query);
int Diff(const std::string& before, const std::string& after, Format format);
int Verify(const std::string& table, const Paths& paths, Format format);

// Colour is for terminals whose user has not set NO_COLOR.
bool ColourOn(std::FILE* stream);
bool IsTerminal(std::FILE* stream);

// Writes all of it to standard output, or says on standard error why not:
// kTrouble then, else `code`.
int Write(std::string_view text, int code);

// "assent: MESSAGE" on standard error; gives kTrouble.
int Fail(const Error& error);

// Sources that must compile (without a warning where those are denied), for a
// command about something else. When they
// do not, what is wrong with them goes to standard error, or as JSON to
// standard output; false then, and `code` is the command's.
bool CompileFor(const Paths& paths, Format format, Compiled& compiled,
                int& code, bool deny_warnings = false);

// "1 partner", "2 partners".
std::string Plural(std::size_t count, std::string_view what);

std::size_t WarningCount(const Compiled& compiled);

// A line that says so where names were not looked up; else nothing.
std::string NamesText(const Compiled& compiled);

// Diagnostics for people, with a count of what is not shown.
std::string DiagnosticsText(const Compiled& compiled, bool colour);

}  // namespace assent::driver
