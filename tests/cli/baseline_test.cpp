// check --baseline: adopting the checker in an old policy set.
#include <doctest/doctest.h>

#include "tests/cli/run.h"

namespace assent::cli {
namespace {

using nlohmann::json;

bool Has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

// Partners of whom nothing is said: two warnings; and a claim that fails.
std::string Old() {
  return Clean() +
         "partner spare;\npartner old;\n"
         "claim \"nothing\" never permit any;\n";
}
// And a third.
std::string Newer() { return Old() + "partner newer;\n"; }

TEST_CASE("what a baseline lists does not count, and what is new does") {
  Scratch scratch;
  scratch.Write("a.policy", Old());
  REQUIRE(scratch.Run("check a.policy").code == 1);
  const Outcome written =
      scratch.Run("check a.policy --write-baseline known.json");
  CHECK(written.code == 0);
  CHECK(Has(written.out, "; 3 in the baseline\n"));
  CHECK(Has(written.out, "wrote known.json with 3 findings\n"));
  const std::string check = "check a.policy --baseline known.json";
  const Outcome known = scratch.Run(check + " --deny-warnings");
  CHECK(known.code == 0);
  CHECK_FALSE(Has(known.out, "[term_unused]"));
  CHECK(Has(known.out, "), in the baseline\n"));
  CHECK(Has(scratch.Run(check + " --all").out, "  in the baseline\n"));

  scratch.Write("a.policy", Newer());
  const Outcome more = scratch.Run(check + " --deny-warnings");
  CHECK(more.code == 1);
  CHECK(Has(more.out, "no rule speaks of partner `newer`"));
  CHECK_FALSE(Has(more.out, "`spare`"));
  CHECK(Has(more.out, "; 1 warning; 3 in the baseline\n"));
}

TEST_CASE("a baseline is sorted, canonical, and of no machine") {
  Scratch scratch;
  scratch.Write("a.policy", Old());
  REQUIRE(scratch.Run("check a.policy --write-baseline one.json").code == 0);
  const std::string one = scratch.Read("one.json");
  CHECK(one.starts_with(
      "{\"assent_baseline\":1,\"findings\":[\n"
      "{\"kind\":\"claim_refuted\",\"message\":\"nothing\",\"fingerprint\":"));
  CHECK(one.ends_with(",\"count\":1}\n]}\n"));
  CHECK_FALSE(Has(one, ".policy"));
  // Elsewhere, under another name, in another layout.
  std::string moved = "// moved\n\n" + Old();
  for (std::size_t at = 0; (at = moved.find(";\n  ", at)) != moved.npos;)
    moved.replace(at, 4, ";\n\n      ");
  scratch.Write("deep/er/renamed.policy", moved);
  REQUIRE(
      scratch
          .Run("check " + scratch.Path("deep") + " --write-baseline two.json")
          .code == 0);
  CHECK(scratch.Read("two.json") == one);
  CHECK(scratch.Run("check deep --baseline one.json --deny-warnings").code ==
        0);
}

TEST_CASE("one more of the same is new") {
  Scratch scratch;
  const std::string twice =
      "agreement one with radio { from 2026-01-01 until 2027-01-01; }\n";
  scratch.Write("a.policy", Clean() + twice);
  const std::string check = "check a.policy b.policy --deny-warnings ";
  scratch.Write("b.policy", "partner other;\n");
  REQUIRE(scratch.Run(check + "--write-baseline k.json").code == 0);
  CHECK(scratch.Run(check + "--baseline k.json").code == 0);
  // Same words, in another declaration: another finding.
  scratch.Write("b.policy",
                "partner other;\n" + Replaced(twice, "one with", "two with"));
  CHECK(scratch.Run(check + "--baseline k.json").code == 1);
}

TEST_CASE("what occurs no more is mentioned, and leaves the baseline") {
  Scratch scratch;
  scratch.Write("a.policy", Old());
  REQUIRE(scratch.Run("check a.policy --write-baseline k.json").code == 0);
  scratch.Write("a.policy", Replaced(Newer(), "partner spare;\n", ""));
  const std::string check = "check a.policy --baseline k.json ";
  const Outcome gone = scratch.Run(check);
  CHECK(Has(gone.out,
            "1 finding of the baseline is no longer needed there; with "
            "--write-baseline k.json the file shrinks\n"));
  const json answer = scratch.Run(check + "--format json").json();
  CHECK(answer["baseline"]["known"] == 2);
  REQUIRE(answer["baseline"]["gone"].size() == 1);
  CHECK(answer["baseline"]["gone"][0]["kind"] == "term_unused");
  CHECK(answer["baseline"]["gone"][0]["count"] == 1);
  // It shrinks: what is new does not come in.
  const Outcome shrunk =
      scratch.Run(check + "--write-baseline k.json --deny-warnings");
  CHECK(shrunk.code == 1);
  CHECK(Has(shrunk.out, "wrote k.json with 2 findings\n"));
  CHECK_FALSE(Has(scratch.Run(check).out, "no longer"));
  CHECK(scratch.Files() == std::vector<std::string>{"a.policy", "k.json"});
}

TEST_CASE("JSON and SARIF say which findings are in the baseline") {
  Scratch scratch;
  scratch.Write("a.policy", Old());
  REQUIRE(scratch.Run("check a.policy --write-baseline k.json").code == 0);
  scratch.Write("a.policy", Newer());
  const std::string check = "check a.policy --baseline k.json --format ";
  const json answer = scratch.Run(check + "json").json();
  REQUIRE(answer["diagnostics"].size() == 3);
  std::size_t known = 0;
  for (const json& each : answer["diagnostics"]) {
    known += each["baseline"].get<bool>();
    CHECK(each["suppressed"].is_null());
    CHECK(Has(scratch.Read("k.json"), each["fingerprint"].get<std::string>()) ==
          each["baseline"].get<bool>());
  }
  CHECK(known == 2);
  CHECK(answer["claims"][1]["baseline"] == true);
  const json sarif = scratch.Run(check + "sarif").json();
  std::size_t fresh = 0, old = 0;
  for (const json& result : sarif["runs"][0]["results"]) {
    fresh += result["baselineState"] == "new";
    old += result["baselineState"] == "unchanged";
    const std::string fingerprint =
        result["partialFingerprints"]["assentFinding/v1"];
    CHECK(Has(scratch.Read("k.json"), fingerprint.substr(0, 16)) ==
          (result["baselineState"] == "unchanged"));
  }
  CHECK(fresh == 1);
  CHECK(old == 3);
}

TEST_CASE("faults are in no baseline, and one is not written of half a set") {
  Scratch scratch;
  scratch.Write("a.policy", Replaced(kHello, "with radio", "with raido"));
  const Outcome outcome = scratch.Run("check a.policy --write-baseline k.json");
  CHECK(outcome.code == 1);
  CHECK(Has(outcome.err,
            "`k.json` was not written: the policies do not "
            "compile"));
  CHECK(scratch.Files() == std::vector<std::string>{"a.policy"});
}

TEST_CASE("a baseline that cannot be understood is trouble") {
  Scratch scratch;
  scratch.Write("a.policy", Clean());
  const auto said = [&](const std::string& text) {
    scratch.Write("k.json", text);
    const Outcome outcome = scratch.Run("check a.policy --baseline k.json");
    CHECK(outcome.code == 2);
    CHECK(outcome.out == "");
    return outcome.err;
  };
  CHECK(said("no") == "assent: `k.json`: it is not JSON\n");
  CHECK(said("[]") == "assent: `k.json`: it is no baseline\n");
  CHECK(said(std::string(1'000'000, '[')) ==
        "assent: `k.json`: it is not JSON\n");
  CHECK(said("{\"assent_baseline\":2,\"findings\":[]}") ==
        "assent: `k.json`: its version is 2, not 1\n");
  const std::string entry =
      "{\"kind\":\"a\",\"fingerprint\":\"0123456789abcdef\",\"count\":1}";
  const auto of = [](const std::string& entries) {
    return "{\"assent_baseline\":1,\"findings\":[" + entries + "]}";
  };
  CHECK(Has(said(of(entry + "," + entry)), "finding 2 has the fingerprint"));
  for (const char* bad : {"1", "{}", "null"})
    CHECK(Has(said(of(bad)), "finding 1 has not a kind"));
  CHECK(Has(said(of(Replaced(entry, ":1}", ":0}"))), "finding 1 has not"));
  CHECK(Has(said(of(Replaced(entry, ":1}", ":-1}"))), "finding 1 has not"));
  CHECK(Has(said(of(Replaced(entry, "0123", "012"))), "finding 1 has not"));
  CHECK(scratch.Run("check a.policy --baseline absent.json").code == 2);
  CHECK(scratch.Run("check a.policy --write-baseline absent/k.json").code == 2);
}

}  // namespace
}  // namespace assent::cli
