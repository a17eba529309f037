// What the commands share: how they are added to the command line, how they
// write, how they end.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/driver/pipeline.h"

namespace assent::driver {

// What scripts may rely on.
enum ExitCode : int {
  kClean = 0,
  kFindings = 1,    // errors, refuted claims, failed tests, differences
  kTrouble = 2,     // usage, or input and output
};

enum class Format { human, json };

// Adds --format human|json. `by_default` says what is printed without it.
void AddFormat(CLI::App& command, Format& format);
void AddPaths(CLI::App& command, std::vector<std::string>& paths);
void AddExample(CLI::App& command, const std::string& example);

// Colour is for terminals whose user has not set NO_COLOR.
bool ColourOn(std::FILE* stream);
bool IsTerminal(std::FILE* stream);

// Writes all of it, or says on standard error why not. kTrouble then, else
// `code`.
int Write(std::string_view text, int code);

// "assent: MESSAGE" on standard error; gives kTrouble.
int Fail(const Error& error);

// Sources that must compile, for a command about something else: what is
// wrong with them goes to standard error, as JSON to standard output.
// False: `code` is the command's.
bool CompileFor(const std::vector<std::string>& paths, Format format,
                Compiled& compiled, int& code);

// What `compile`, `test` and `check` say of diagnostics, with a count of
// what is not shown.
std::string DiagnosticsText(const Compiled& compiled, bool colour);

// One a file; each adds itself. When it runs it sets `code`.
void AddCheck(CLI::App& app, int& code);
void AddCompile(CLI::App& app, int& code);
void AddTest(CLI::App& app, int& code);
void AddDecide(CLI::App& app, int& code);
void AddExplain(CLI::App& app, int& code);
void AddShow(CLI::App& app, int& code);
void AddDiff(CLI::App& app, int& code);
void AddVerify(CLI::App& app, int& code);

}  // namespace assent::driver
