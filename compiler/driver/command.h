// The commands, and what they share: how they write, how they end. Only
// main.cpp knows how they are called.
#pragma once

#include <cstdio>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/driver/judged_findings.h"
#include "compiler/driver/load_project.h"
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

struct CheckOptions {
  ProjectOptions project;
  bool deny_warnings = false;
  bool all = false;      // show what is suppressed or in the baseline, too
  std::string baseline;  // read, unless empty
  std::string write_baseline;  // written, unless empty
  Format format = Format::human;
};

struct CompileOptions {
  ProjectOptions project;
  bool deny_warnings = false;
  Format format = Format::human;
};

// A question about a policy set: of who may do what, or one of those that are
// set here.
struct Query {
  Paths paths;  // or one table
  query::Asked asked;
  bool nearest = false;  // what `request` lacks to be permitted
  std::optional<std::string> request;
  std::vector<std::string> changes;      // two days
  std::optional<std::uint32_t> expires;  // within so many days `after` one
  std::string after;
  Format format = Format::human;
};

// One file each. Each gives the exit code.
int Check(const Paths& paths, const CheckOptions& options);
int Compile(const Paths& paths, const std::string& output,
            const CompileOptions& options);
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

// What a command that needs a table asks of the sources.
struct Gate {
  // Findings that its project makes errors refuse it; with `deny_warnings`,
  // warnings do as well. Null: neither, and a project file that cannot be read
  // is for `check` to complain of.
  const ProjectOptions* project = nullptr;
  bool deny_warnings = false;
};

// Sources that must compile, for a command about something else. When they
// do not, what is wrong with them goes to standard error, or as JSON to
// standard output; false then, and `code` is the command's.
bool CompileFor(const Paths& paths, Format format, Compiled& compiled,
                int& code, const Gate& gate = {});

// The project of these paths; nullopt: it has been said what is wrong with it,
// and the command ends with kTrouble.
std::optional<LoadedProject> ProjectOf(const Paths& paths,
                                       const ProjectOptions& options);

// "1 partner", "2 partners".
std::string Plural(std::size_t count, std::string_view what);

// "1,234,567".
std::string Grouped(std::string digits);

// A line that says so where names were not looked up; else nothing.
std::string NamesText(const Compiled& compiled);

// "2027-06-30".
std::string DayText(Day day);

// Those that count.
std::vector<diagnostics::Diagnostic> Counting(const JudgedFindings& judged);

// For people, of no more than anybody reads, with a count of the rest.
std::string DiagnosticsText(const std::vector<diagnostics::Diagnostic>& list,
                            const SourceSet& sources, std::size_t dropped,
                            bool colour);

// The fields of each, and what its project makes of it: severity as it holds,
// `fingerprint`, `suppressed`, `baseline`.
nlohmann::ordered_json DiagnosticsJson(const JudgedFindings& judged,
                                       const SourceSet& sources);
void AddJudgement(const JudgedFinding& judged, nlohmann::ordered_json& json);

}  // namespace assent::driver
