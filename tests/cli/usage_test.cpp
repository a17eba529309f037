// The command line itself: help, mistakes, streams that cannot be written.
#include <doctest/doctest.h>

#include "tests/cli/run.h"

namespace assent::cli {
namespace {

const char* const kCommands[] = {"check",  "compile", "test",
                                 "decide", "explain", "explain-diagnostic",
                                 "show",   "diff",    "verify"};

TEST_CASE("every command has help with an example") {
  Scratch scratch;
  for (const char* command : kCommands) {
    const Outcome outcome = scratch.Run(std::string(command) + " --help");
    CAPTURE(command);
    CHECK(outcome.code == 0);
    CHECK(outcome.err == "");
    CHECK(outcome.out.find("--format human|json") != std::string::npos);
    CHECK(outcome.out.find(std::string("example: assent ") + command) !=
          std::string::npos);
  }
  const Outcome help = scratch.Run("--help");
  CHECK(help.code == 0);
  for (const char* command : kCommands)
    CHECK(help.out.find(std::string("  ") + command) != std::string::npos);
}

TEST_CASE("the version is one line") {
  const Outcome outcome = Scratch().Run("--version");
  CHECK(outcome.code == 0);
  CHECK(std::ranges::count(outcome.out, '\n') == 1);
}

TEST_CASE("a command line that cannot be understood ends with 2") {
  Scratch scratch;
  scratch.Write("p.policy", kHello);
  for (const char* arguments :
       {"", "cheque p.policy", "check", "check --frmat json p.policy",
        "check --format yaml p.policy", "compile p.policy", "compile -o t",
        "decide", "diff p.policy", "show", "verify t.table",
        "show a.table b.table", "explain-diagnostic",
        "explain-diagnostic --format sarif cycle",
        "test --format sarif p.policy"}) {
    const Outcome outcome = scratch.Run(arguments);
    CAPTURE(arguments);
    CHECK(outcome.code == 2);
    CHECK(outcome.out == "");
    CHECK(outcome.err.starts_with("assent: "));
  }
  CHECK(scratch.Files() == std::vector<std::string>{"p.policy"});
}

TEST_CASE("a word that is no command is named, with the nearest one") {
  Scratch scratch;
  CHECK(scratch.Run("chekc p.policy").err ==
        "assent: `chekc` is no command; did you mean `check`?\n");
  const Outcome far = scratch.Run("interrogate");
  CHECK(far.code == 2);
  CHECK(far.err ==
        "assent: `interrogate` is no command; the commands are check, "
        "compile, test, decide, explain, explain-diagnostic, show, diff, "
        "verify, query\n");
}

TEST_CASE("standard output that cannot be written ends with 2") {
  Scratch scratch;
  scratch.Write("p.policy", kHello);
  REQUIRE(scratch.Run("compile p.policy -o t.table").code == 0);
  for (const std::string command :
       {"check p.policy", "check --format json p.policy", "test p.policy",
        "show t.table", "diff t.table p.policy", "verify t.table p.policy",
        "--help", "compile p.policy -o u.table",
        "decide t.table --request '{}'"})
    for (const char* stream : {" > /dev/full", " >&-"}) {
      const Outcome outcome = scratch.Run(command + stream);
      CAPTURE(command + stream);
      CHECK(outcome.code == 2);
      CHECK(outcome.err.find("standard output cannot be written") !=
            std::string::npos);
    }
}

TEST_CASE("standard input that cannot be read ends with 2") {
  Scratch scratch;
  scratch.Write("p.policy", kHello);
  REQUIRE(scratch.Run("compile p.policy -o t.table").code == 0);
  CHECK(scratch.Run("decide t.table <&-").code == 2);
  CHECK(scratch.Run("decide t.table < .").code == 2);
}

TEST_CASE("nothing is coloured that is no terminal") {
  Scratch scratch;
  scratch.Write("p.policy", kHello);
  scratch.Write("q.policy", Replaced(kHello, "2027", "2028"));
  scratch.Write("bad.policy", "agreement a with b {}");
  for (const char* arguments :
       {"check p.policy", "check bad.policy", "compile bad.policy -o t",
        "diff p.policy q.policy"}) {
    const Outcome outcome = scratch.Run(arguments);
    CHECK(outcome.out.find('\x1b') == std::string::npos);
    CHECK(outcome.err.find('\x1b') == std::string::npos);
  }
}

}  // namespace
}  // namespace assent::cli
