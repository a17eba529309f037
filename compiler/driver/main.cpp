// assent: the command line.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <sstream>

#include "compiler/driver/command.h"

namespace {

using namespace assent::driver;

constexpr const char* kAbout =
    "Compiles privacy policies: proves or refutes what is claimed about them,\n"
    "and makes them a decision table that a small runtime answers from.";

constexpr const char* kExits =
    "exit: 0 clean, 1 findings or a failed expectation, 2 usage or input and "
    "output\n"
    "example: assent check policies/ && assent compile policies/ -o "
    "policies.table";

int Run(int argument_count, char** arguments) {
  CLI::App app(kAbout, "assent");
  app.footer(kExits);
  app.set_version_flag("--version", ASSENT_VERSION);
  app.require_subcommand(1);
  int code = kClean;
  AddCheck(app, code);
  AddCompile(app, code);
  AddTest(app, code);
  AddDecide(app, code);
  AddExplain(app, code);
  AddShow(app, code);
  AddDiff(app, code);
  AddVerify(app, code);
  try {
    app.parse(argument_count, arguments);
  } catch (const CLI::ParseError& error) {
    std::ostringstream out, complaint;
    if (app.exit(error, out, complaint) == 0) return Write(out.str(), kClean);
    std::cerr << "assent: " << complaint.str();
    return kTrouble;
  }
  return code;
}

}  // namespace

int main(int argument_count, char** arguments) {
  return Run(argument_count, arguments);
}
