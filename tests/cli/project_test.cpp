// The project file: levels and suppressions.
#include <doctest/doctest.h>

#include "tests/cli/run.h"

namespace assent::cli {
namespace {

using nlohmann::json;

// One warning, term_unused of `spare`; a claim that holds.
std::string WithWarning() { return Clean() + "partner spare;\n"; }
// And a claim that does not.
std::string WithRefuted() {
  return WithWarning() + "claim \"nothing\" never permit any;\n";
}

constexpr const char* kSuppress =
    "[[suppress]]\nkind = \"term_unused\"\nname = \"spare\"\n"
    "reason = \"for the next release\"\nuntil = 2027-06-30\n";

bool Has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("a level makes a warning an error, or nothing") {
  Scratch scratch;
  scratch.Write("p/a.policy", WithWarning());
  const Outcome before = scratch.Run("check p");
  CHECK(before.code == 0);
  REQUIRE(Has(before.out, "warning: "));
  REQUIRE(Has(before.out, "; 1 warning\n"));

  scratch.Write("p/assent.toml", "[levels]\nterm_unused = \"error\"\n");
  const Outcome error = scratch.Run("check p");
  CHECK(error.code == 1);
  CHECK(Has(error.out, "error: "));
  CHECK(Has(error.out, "; 1 error\nproject file: p/assent.toml\n"));
  const json answer = scratch.Run("check p --format json").json();
  CHECK(answer["diagnostics"][0]["severity"] == "error");
  CHECK(answer["errors"] == 1);
  CHECK(answer["project"] == "p/assent.toml");

  scratch.Write("p/assent.toml", "[levels]\nterm_unused = \"off\"\n");
  const Outcome off = scratch.Run("check p --deny-warnings");
  CHECK(off.code == 0);
  CHECK_FALSE(Has(off.out, "term_unused"));
  CHECK(scratch.Run("check p --format json").json()["diagnostics"] ==
        json::array());
  CHECK(scratch.Run("check p --no-config --deny-warnings").code == 1);
}

TEST_CASE("verdicts of claims have levels") {
  Scratch scratch;
  scratch.Write("a.policy", WithRefuted());
  scratch.Write("assent.toml", "[levels]\nclaim_refuted = \"warning\"\n");
  const Outcome warning = scratch.Run("check a.policy");
  CHECK(warning.code == 0);
  CHECK(Has(warning.out, "refuted   nothing (a.policy:"));
  CHECK(Has(warning.out, "), a warning\n"));
  CHECK(scratch.Run("check a.policy --deny-warnings").code == 1);
  json claim = scratch.Run("check a.policy --format json").json()["claims"][1];
  CHECK(claim["verdict"] == "refuted");
  CHECK(claim["severity"] == "warning");

  scratch.Write("assent.toml", "[levels]\nclaim_refuted = \"off\"\n");
  const Outcome off = scratch.Run("check a.policy");
  CHECK(off.code == 0);
  CHECK_FALSE(Has(off.out, "refuted   nothing"));
  CHECK(Has(off.out, "1 refuted (1 not shown: off)"));
  claim = scratch.Run("check a.policy --format json").json()["claims"][1];
  CHECK(claim["severity"] == "off");
}

TEST_CASE("a suppression hides a finding, and says until when") {
  Scratch scratch;
  scratch.Write("a.policy", WithWarning());
  scratch.Write("assent.toml", kSuppress);
  const Outcome outcome = scratch.Run("check a.policy --deny-warnings");
  CHECK(outcome.code == 0);
  CHECK_FALSE(Has(outcome.out, "[term_unused]"));
  CHECK(Has(outcome.out, "; 1 suppressed\nproject file: assent.toml\n"));
  CHECK(Has(outcome.out, "the first ends 2027-06-30 (assent.toml:2)"));
  CHECK(Has(scratch.Run("check a.policy --all").out,
            "  suppressed until 2027-06-30: for the next release\n"));
  const json one =
      scratch.Run("check a.policy --format json").json()["diagnostics"][0];
  CHECK(one["suppressed"]["reason"] == "for the next release");
  CHECK(one["suppressed"]["until"] == "2027-06-30");
  CHECK(one["baseline"] == false);
  const json result = scratch.Run("check a.policy --format sarif")
                          .json()["runs"][0]["results"][0];
  CHECK(result["suppressions"][0]["kind"] == "external");
  CHECK(result["suppressions"][0]["justification"] ==
        "for the next release (until 2027-06-30)");
}

TEST_CASE("a suppression ends on a day that is given, and on no other") {
  Scratch scratch;
  scratch.Write("a.policy", WithWarning());
  scratch.Write("assent.toml", kSuppress);
  const Outcome before = scratch.Run("check a.policy --today 2027-06-29");
  CHECK_FALSE(Has(before.out, "[term_unused]"));
  CHECK_FALSE(Has(before.out, "taken as in force"));
  const Outcome on = scratch.Run("check a.policy --today 2027-06-30");
  CHECK(Has(on.out, "[term_unused]"));
  CHECK(Has(on.out,
            "assent.toml:2:8: warning: this suppression of "
            "`term_unused` ended 2027-06-30 [suppression_expired]"));
  CHECK(scratch.Run("check a.policy --today tomorrow").code == 2);
  // The project has a say in that, too.
  scratch.Write("assent.toml", std::string(kSuppress) +
                                   "[levels]\nsuppression_expired = "
                                   "\"error\"\n");
  CHECK(scratch.Run("check a.policy --today 2027-06-30").code == 1);
}

TEST_CASE("a suppression that suppresses nothing is reported") {
  Scratch scratch;
  scratch.Write("a.policy", Clean());
  scratch.Write("other.policy", WithWarning());
  scratch.Write("assent.toml", kSuppress);
  CHECK(Has(scratch.Run("check a.policy").out, "[suppression_unused]"));
  // Unless it is for a file that is there, but was not looked at.
  const auto with_file = [&](const std::string& file) {
    scratch.Write("assent.toml",
                  Replaced(kSuppress, "name", "file = \"" + file + "\"\nname"));
    return scratch.Run("check a.policy").out;
  };
  CHECK_FALSE(Has(with_file("other.policy"), "[suppression_unused]"));
  CHECK(Has(with_file("gone.policy"), "[suppression_unused]"));
  // A policy that does not compile was not looked at whole.
  scratch.Write("a.policy", "partner a;\npartner a;\n");
  CHECK_FALSE(Has(with_file("gone.policy"), "[suppression_unused]"));
}

TEST_CASE("a suppression is narrowed by file, name, message and claim") {
  Scratch scratch;
  scratch.Write("p/a.policy", WithRefuted());
  const auto suppressed = [&](const std::string& how) {
    scratch.Write("assent.toml", "[[suppress]]\n" + how +
                                     "\nreason = \"r\"\nuntil = 2027-06-30\n");
    return scratch.Run("check p/a.policy --format json").json()["suppressed"] ==
           1;
  };
  const std::string unused = "kind = \"term_unused\"\n";
  CHECK(suppressed(unused + "file = \"p/a.policy\""));
  CHECK(suppressed(unused + "file = \"p/\""));
  CHECK_FALSE(suppressed(unused + "file = \"a.policy\""));
  CHECK(suppressed(unused + "name = \"spare\""));
  CHECK_FALSE(suppressed(unused + "name = \"spar\""));
  CHECK(suppressed(unused + "message = \"speaks of partner\""));
  CHECK_FALSE(suppressed(unused + "file = \"p/\"\nname = \"other\""));
  CHECK(suppressed("kind = \"claim_refuted\"\nclaim = \"nothing\""));
  CHECK_FALSE(suppressed("kind = \"claim_refuted\"\nclaim = \"noth\""));
}

TEST_CASE("a project file is found above, up to a repository's root") {
  Scratch scratch;
  scratch.Write("r/p/one/a.policy", WithWarning());
  scratch.Write("r/p/two/b.policy", "partner more;\n");
  scratch.Write("r/.git/HEAD", "");
  scratch.Write("assent.toml", "[levels]\nterm_unused = \"error\"\n");
  const auto project = [&](const std::string& arguments) {
    return scratch.Run("check --format json " + arguments).json()["project"];
  };
  CHECK(project("r/p/one r/p/two").is_null());
  scratch.Write("r/assent.toml", "");
  CHECK(project("r/p/one r/p/two") == "r/assent.toml");
  scratch.Write("r/p/assent.toml", "");
  CHECK(project("r/p/one r/p/two/b.policy") == "r/p/assent.toml");
  scratch.Write("r/p/one/assent.toml", "");
  CHECK(project("r/p/one r/p/two") == "r/p/assent.toml");
  CHECK(project("r/p/one") == "r/p/one/assent.toml");
  CHECK(project("r/p/one --config assent.toml") == "assent.toml");
  CHECK(scratch.Run("check r/p/one --config assent.toml").code == 1);
  CHECK(scratch.Run("check r/p/one --config absent.toml").code == 2);
  CHECK(scratch.Run("check r/p/one --config a --no-config").code == 2);
}

TEST_CASE("a project file that cannot be understood is trouble") {
  Scratch scratch;
  scratch.Write("a.policy", WithWarning());
  const auto said = [&](const std::string& text) {
    scratch.Write("assent.toml", text);
    const Outcome outcome = scratch.Run("check a.policy");
    CHECK(outcome.code == 2);
    CHECK(outcome.out == "");
    return outcome.err;
  };
  CHECK(Has(said("[levels\n"), "assent.toml:1:8: error: this is not TOML: "));
  CHECK(Has(said("[levels]\nterm_unsed = \"off\"\n"),
            "assent.toml:2:1: error: no finding is called `term_unsed`"));
  CHECK(Has(said("[levels]\nterm_unsed = \"off\"\n"),
            "did you mean `term_unused`?"));
  CHECK(Has(said("[levels]\nunknown_name = \"off\"\n"),
            "`unknown_name` is an error always"));
  CHECK(Has(said("[levels]\nterm_unused = \"warn\"\n"),
            "assent.toml:2:15: error: `warn` is no level"));
  CHECK(Has(said("[levels]\nterm_unused = 1\n"), "a level is a text"));
  CHECK(Has(said("levels = 1\n"), "`levels` is a table"));
  CHECK(Has(said("[supress]\n"), "did you mean `suppress`?"));
  CHECK(Has(said("[suppress]\n"), "write `[[suppress]]` above each"));
  CHECK(
      Has(said(Replaced(kSuppress, "reason = \"for the next release\"\n", "")),
          "assent.toml:1:1: error: this suppression has no `reason`"));
  CHECK(Has(said(Replaced(kSuppress, "until = 2027-06-30\n", "")),
            "this suppression has no `until`"));
  CHECK(Has(said(Replaced(kSuppress, "for the next release", " ")),
            "`reason` is empty"));
  CHECK(Has(said(Replaced(kSuppress, "2027-06-30", "\"2027-06-30\"")),
            "write it without quotes"));
  CHECK(Has(said(Replaced(kSuppress, "2027-06-30", "2327-06-30")),
            "not between 1970-01-01 and 2199-12-31"));
  CHECK(Has(said(Replaced(kSuppress, "name = \"spare\"\n", "")),
            "this suppresses every finding of its kind"));
  CHECK(Has(said(Replaced(kSuppress, "name", "claim")),
            "`term_unused` is not about a claim"));
  CHECK(Has(said("\xff"), "[bad_encoding]"));
  CHECK(Has(said(std::string(300'000, '#')), "has more than 262144 bytes"));
  std::string deep = "a";
  for (int i = 0; i < 100'000; ++i) deep += ".a";
  CHECK(Has(said(deep + " = 1\n"), "dots"));
  CHECK(Has(said("a = " + std::string(100'000, '[') + "\n"), "not TOML"));
}

TEST_CASE("compile minds the levels and suppressions of its project") {
  Scratch scratch;
  // A warning of the compilation itself.
  scratch.Write("a.policy", std::string(kHello) +
                                "agreement empty with radio { from 2026-01-01 "
                                "until 2027-01-01; }\n");
  const std::string compile = "compile a.policy -o t.table";
  REQUIRE(scratch.Run(compile + " --deny-warnings").code == 1);
  scratch.Write("assent.toml",
                "[levels]\nagreement_without_clauses = \"off\"\n");
  const Outcome off = scratch.Run(compile + " --deny-warnings");
  CHECK(off.code == 0);
  CHECK(off.err == "");
  scratch.Write("assent.toml",
                "[levels]\nagreement_without_clauses = \"error\"\n");
  std::filesystem::remove(scratch.Path("t.table"));
  const Outcome error = scratch.Run(compile);
  CHECK(error.code == 1);
  CHECK(Has(error.err, "[agreement_without_clauses]"));
  CHECK_FALSE(std::filesystem::exists(scratch.Path("t.table")));
  CHECK(scratch.Run(compile + " --no-config").code == 0);
  // What only asks the table is not refused.
  CHECK(scratch.Run("test a.policy").code == 0);
  CHECK(scratch.Run("verify t.table a.policy").code == 0);
  scratch.Write("assent.toml", "nonsense");
  CHECK(scratch.Run(compile).code == 2);
  CHECK(scratch.Run("test a.policy").code == 0);
}

}  // namespace
}  // namespace assent::cli
