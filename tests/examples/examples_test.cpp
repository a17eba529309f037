// Each example checks, passes its tests, compiles and verifies, and its claims
// have the verdicts that expectations.txt states; witnesses are replayed.

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/examples/command.h"

namespace assent::examples {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct ExpectedClaim {
  std::string verdict;
  std::string rule;                    // "-": none
  std::string name;
};

struct ExpectedExample {
  std::string folder;
  std::vector<ExpectedClaim> claims;   // in the order of their names' lines
};

std::vector<ExpectedExample> Expectations() {
  std::istringstream lines(
      ReadFile(SourceRoot() / "tests/examples/expectations.txt"));
  std::vector<ExpectedExample> examples;
  std::string line;
  while (std::getline(lines, line)) {
    if (line.empty() || line.starts_with("#")) continue;
    if (line.starts_with("examples/")) {
      examples.push_back({line, {}});
      continue;
    }
    REQUIRE(!examples.empty());
    ExpectedClaim claim;
    std::istringstream words(line);
    words >> claim.verdict >> claim.rule >> std::ws;
    std::getline(words, claim.name);
    examples.back().claims.push_back(claim);
  }
  return examples;
}

bool Refutes(const ExpectedExample& example) {
  for (const ExpectedClaim& claim : example.claims)
    if (claim.verdict == "refuted") return true;
  return false;
}

bool HasPolicy(const fs::path& folder) {
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".policy") return true;
  return false;
}

TEST_CASE("every folder of examples with a policy is expected") {
  std::set<std::string> listed, found;
  for (const ExpectedExample& example : Expectations())
    listed.insert(example.folder);
  for (const auto& entry : fs::directory_iterator(SourceRoot() / "examples"))
    if (entry.is_directory() && HasPolicy(entry.path()))
      found.insert("examples/" + entry.path().filename().string());
  CHECK(listed == found);
}

TEST_CASE("claims have the verdicts that are expected") {
  for (const ExpectedExample& example : Expectations()) {
    INFO(example.folder);
    fs::path root = ScratchRoot("claims");
    Outcome check =
        Run("assent check --format json " + example.folder, root);
    REQUIRE_MESSAGE(json::accept(check.output), check.output);
    json answer = json::parse(check.output);
    CHECK(check.exit_code == (Refutes(example) ? 1 : 0));
    CHECK_MESSAGE(answer["diagnostics"].empty(), answer["diagnostics"].dump());

    REQUIRE(answer["claims"].size() == example.claims.size());
    REQUIRE(Run("assent compile -o t.table " + example.folder, root)
                .exit_code == 0);
    for (std::size_t i = 0; i < example.claims.size(); ++i) {
      const ExpectedClaim& expected = example.claims[i];
      const json& claim = answer["claims"][i];
      INFO(expected.name);
      CHECK(claim["name"] == expected.name);
      CHECK(claim["verdict"] == expected.verdict);
      if (expected.verdict != "refuted") continue;

      std::set<std::string> rules;
      for (const json& rule : claim["rules"]) rules.insert(rule["name"]);
      CHECK_MESSAGE(rules.contains(expected.rule), claim["rules"].dump());
      Outcome replay = Run("assent decide t.table --format json --request '" +
                               claim["witness"].dump() + "'", root);
      REQUIRE_MESSAGE(json::accept(replay.output), replay.output);
      CHECK(json::parse(replay.output)["decision"] == "permit");
    }
  }
}

TEST_CASE("examples pass their tests and verify") {
  for (const ExpectedExample& example : Expectations()) {
    INFO(example.folder);
    fs::path root = ScratchRoot("verify");
    for (std::string command :
         {"assent test " + example.folder,
          "assent compile -o t.table " + example.folder,
          "assent verify t.table " + example.folder}) {
      Outcome outcome = Run(command, root);
      CHECK_MESSAGE(outcome.exit_code == 0, command, "\n", outcome.output);
    }
  }
}

TEST_CASE("each file of the archive checks alone, with what it imports") {
  std::size_t checked = 0;
  for (const auto& entry :
       fs::directory_iterator(SourceRoot() / "examples/archive-2018")) {
    if (entry.path().extension() != ".policy") continue;
    Outcome check = Run("assent check --format json " + entry.path().string(),
                        ScratchRoot("alone"));
    REQUIRE_MESSAGE(json::accept(check.output), check.output);
    json answer = json::parse(check.output);
    CHECK_MESSAGE(answer["diagnostics"].empty(), answer["diagnostics"].dump());
    ++checked;
  }
  CHECK(checked >= 8);
}

TEST_CASE("each arrangement of the archive is marked where it is written") {
  std::string text;
  for (const auto& entry :
       fs::directory_iterator(SourceRoot() / "examples/archive-2018"))
    if (entry.path().extension() == ".policy") text += ReadFile(entry.path());
  for (int number : {3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}) {
    INFO("S", number);
    CHECK(text.find("// S" + std::to_string(number) + ". ") != text.npos);
  }
}

TEST_CASE("the first policy is short") {
  std::string text =
      ReadFile(SourceRoot() / "examples/01-hello/hello.policy");
  CHECK(std::count(text.begin(), text.end(), '\n') <= 25);
}

}  // namespace
}  // namespace assent::examples
