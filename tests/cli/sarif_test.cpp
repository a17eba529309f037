// assent check --format sarif. That it is SARIF, tests/sarif says.
#include <doctest/doctest.h>

#include <set>

#include "tests/cli/run.h"

namespace assent::cli {
namespace {

using nlohmann::json;

json Results(const json& log) { return log["runs"][0]["results"]; }

TEST_CASE("what is clean has no results") {
  Scratch scratch;
  scratch.Write("p.policy", Clean());
  const Outcome outcome = scratch.Run("check p.policy --format sarif");
  CHECK(outcome.code == 0);
  const json log = outcome.json();
  CHECK(log["version"] == "2.1.0");
  CHECK(log["runs"][0]["tool"]["driver"]["name"] == "assent");
  CHECK(Results(log) == json::array());
}

TEST_CASE(
    "a mistake is a result with its place, the other place and its page") {
  Scratch scratch;
  scratch.Write("p.policy", "partner bing;\n  partner bing;\n");
  const Outcome outcome = scratch.Run("check p.policy --format sarif");
  CHECK(outcome.code == 1);
  const json log = outcome.json();
  REQUIRE(Results(log).size() == 1);
  const json result = Results(log)[0];
  CHECK(result["ruleId"] == "duplicate_declaration");
  CHECK(result["level"] == "error");
  CHECK(result["message"]["text"] ==
        "partner `bing` is declared twice; remove or rename one of the two");
  const json place = result["locations"][0]["physicalLocation"];
  CHECK(place["artifactLocation"]["uri"] == "p.policy");
  CHECK(place["region"] == json{{"startLine", 2},
                                {"startColumn", 11},
                                {"endLine", 2},
                                {"endColumn", 15}});
  CHECK(result["relatedLocations"][0]["message"]["text"] ==
        "first declared here");
  const json rule =
      log["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"].get<int>()];
  CHECK(rule["id"] == "duplicate_declaration");
  CHECK(rule["help"]["text"].get<std::string>().starts_with(
      "# duplicate_declaration\n"));
}

TEST_CASE("a path is written as a reference") {
  Scratch scratch;
  scratch.Write("100 % \u00e9.policy", "partner bing\n");
  const json log =
      scratch.Run("check '100 % \u00e9.policy' --format sarif").json();
  CHECK(Results(log)[0]["locations"][0]["physicalLocation"]["artifactLocation"]
                    ["uri"] == "100%20%25%20%C3%A9.policy");
}

TEST_CASE("a refuted claim is a result with its witness") {
  Scratch scratch;
  scratch.Write("p.policy",
                Clean() + "claim \"nothing\" never permit any;\n");
  const Outcome outcome = scratch.Run("check p.policy --format sarif");
  CHECK(outcome.code == 1);
  REQUIRE(Results(outcome.json()).size() == 1);
  const json result = Results(outcome.json())[0];
  CHECK(result["ruleId"] == "claim_refuted");
  CHECK(result["properties"]["witness"]["partner"] == "radio");
  CHECK(result["relatedLocations"].size() >= 1);
}

TEST_CASE("fingerprints stay when lines move, and differ between mistakes") {
  auto fingerprints = [](const std::string& text) {
    Scratch scratch;
    scratch.Write("p.policy", text);
    std::vector<std::string> list;
    for (const json& result :
         Results(scratch.Run("check p.policy --format sarif").json()))
      list.push_back(result["partialFingerprints"]["assentFinding/v1"]);
    return list;
  };
  const std::string mistakes =
      "partner a role app;\npartner b role app;\npartner b role app;\n"
      "forbid read on x;\nforbid read on x;\n";
  const auto before = fingerprints(mistakes);
  CHECK(before.size() == 8);  // three roles, a partner, and twice two names
  CHECK(std::set(before.begin(), before.end()).size() == before.size());
  CHECK(fingerprints("// one line\n\n/* and\nmore */\n" + mistakes) == before);
}

}  // namespace
}  // namespace assent::cli
