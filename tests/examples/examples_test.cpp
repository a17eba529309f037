// Each example checks, passes its tests, compiles and verifies; its claims have
// the verdicts, its agreements lack, and its clauses are found to be, what
// expectations.txt states, and nothing else. Witnesses are replayed.

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "tests/examples/command.h"

namespace assent::examples {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct ExpectedClaim {
  std::string verdict;
  std::string rule;  // "-": none
  std::string name;
};

struct ExpectedExample {
  std::string folder;
  std::vector<ExpectedClaim> claims;  // in the order of their names' lines
  std::set<std::string> lacking;      // M8: agreement `a`
  std::set<std::string> findings;     // KIND NAME
};

std::vector<ExpectedExample> Expectations() {
  std::istringstream lines(
      ReadFile(SourceRoot() / "tests/examples/expectations.txt"));
  std::vector<ExpectedExample> examples;
  std::string line;
  while (std::getline(lines, line)) {
    if (line.empty() || line.starts_with("#")) continue;
    if (line.starts_with("examples/")) {
      examples.push_back({line, {}, {}, {}});
      continue;
    }
    REQUIRE(!examples.empty());
    ExpectedClaim claim;
    std::istringstream words(line);
    words >> claim.verdict >> claim.rule >> std::ws;
    std::getline(words, claim.name);
    if (claim.verdict == "lacks")
      examples.back().lacking.insert(claim.rule + ": agreement `" + claim.name +
                                     "`");
    else if (claim.verdict == "finds")
      examples.back().findings.insert(claim.rule + " " + claim.name);
    else
      examples.back().claims.push_back(claim);
  }
  return examples;
}

// Whether `assent check` has found anything, packs included.
bool Finds(const json& answer) {
  for (const json& claim : answer["claims"])
    if (claim["verdict"] != "holds") return true;
  for (const json& diagnostic : answer["diagnostics"])
    if (diagnostic["severity"] == "error") return true;
  return false;
}

// What an example says itself; what a pack says of it, the pack's tests see.
bool IsIn(const std::string& file) { return file.starts_with("examples/"); }

// That something is not known is said, and is no finding.
bool IsUnknown(const json& diagnostic) {
  return diagnostic["id"] == "unknown_value" ||
         diagnostic["id"] == "requirement_not_known";
}

// The requirements that an agreement does not meet, those of packs left out.
std::set<std::string> Lacking(const json& diagnostics) {
  std::set<std::string> lacking;
  for (const json& diagnostic : diagnostics) {
    if (diagnostic["id"] != "requirement_not_met" || !IsIn(diagnostic["file"]))
      continue;
    const std::string message = diagnostic["message"];  // "M8: ..." is not met
    for (const json& note : diagnostic["notes"])
      lacking.insert(message.substr(1, message.find(':')) + " " +
                     std::string(note["message"]));
  }
  return lacking;
}

// All others, each with the first name that it gives.
std::set<std::string> Findings(const json& diagnostics) {
  std::set<std::string> findings;
  for (const json& diagnostic : diagnostics) {
    if (IsUnknown(diagnostic) || diagnostic["id"] == "requirement_not_met")
      continue;
    const std::string message = diagnostic["message"];
    const std::size_t begin = message.find('`') + 1;
    findings.insert(std::string(diagnostic["id"]) + " " +
                    message.substr(begin, message.find('`', begin) - begin));
  }
  return findings;
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
    Outcome check = Run("assent check --format json " + example.folder, root);
    REQUIRE_MESSAGE(json::accept(check.output), check.output);
    json answer = json::parse(check.output);
    CHECK(check.exit_code == (Finds(answer) ? 1 : 0));
    CHECK(Lacking(answer["diagnostics"]) == example.lacking);
    CHECK(Findings(answer["diagnostics"]) == example.findings);

    json claims = json::array();
    for (const json& claim : answer["claims"])
      if (IsIn(claim["file"])) claims.push_back(claim);
    REQUIRE(claims.size() == example.claims.size());
    REQUIRE(
        Run("assent compile -o t.table " + example.folder, root).exit_code ==
        0);
    for (std::size_t i = 0; i < example.claims.size(); ++i) {
      const ExpectedClaim& expected = example.claims[i];
      const json& claim = claims[i];
      INFO(expected.name);
      CHECK(claim["name"] == expected.name);
      CHECK(claim["verdict"] == expected.verdict);
      if (expected.verdict == "holds") continue;

      std::set<std::string> rules;
      for (const json& rule : claim["rules"]) rules.insert(rule["name"]);
      CHECK_MESSAGE(rules.contains(expected.rule), claim["rules"].dump());
      // What only some completion permits, the table does not.
      const bool in_table = claim["unknowns"].empty();
      CHECK((in_table || expected.verdict == "unprovable" ||
             !claim.contains("holds_with")));
      if (!in_table) continue;
      Outcome replay = Run("assent decide t.table --format json --request '" +
                               claim["witness"].dump() + "'",
                           root);
      REQUIRE_MESSAGE(json::accept(replay.output), replay.output);
      CHECK(json::parse(replay.output)["decision"] == "permit");
    }
  }
}

TEST_CASE("examples pass their tests and verify") {
  for (const ExpectedExample& example : Expectations()) {
    INFO(example.folder);
    fs::path root = ScratchRoot("verify");
    for (std::string command : {"assent test " + example.folder,
                                "assent compile -o t.table " + example.folder,
                                "assent verify t.table " + example.folder}) {
      Outcome outcome = Run(command, root);
      CHECK_MESSAGE(outcome.exit_code == 0, command, "\n", outcome.output);
    }
  }
}

std::vector<fs::path> ArchiveFiles() {
  std::vector<fs::path> files;
  for (const auto& entry :
       fs::directory_iterator(SourceRoot() / "examples/archive-2018"))
    if (entry.path().extension() == ".policy") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

TEST_CASE("each file of the archive compiles alone, with what it imports") {
  std::size_t checked = 0;
  for (const fs::path& path : ArchiveFiles()) {
    const std::string name =
        "examples/archive-2018/" + path.filename().string();
    INFO(name);
    const Outcome compiled =
        Run("assent compile -o t.table " + name, ScratchRoot("alone"));
    CHECK_MESSAGE(compiled.exit_code == 0, compiled.output);
    ++checked;
  }
  CHECK(checked >= 14);
}

TEST_CASE("the archive in full checks in under two seconds") {
#if defined(__SANITIZE_ADDRESS__)
  const double limit = 20;
#else
  const double limit = 2;
#endif
  // The processors' time, all threads together: on an idle machine it takes no
  // longer, and what else a machine does is not the checker's.
  const auto of_children = [] {
    rusage used{};
    getrusage(RUSAGE_CHILDREN, &used);
    const auto seconds = [](const timeval& time) {
      return double(time.tv_sec) + double(time.tv_usec) / 1e6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
  };
  const fs::path root = ScratchRoot("time");
  const double before = of_children();
  Run("assent check examples/archive-2018", root);
  const double took = of_children() - before;
  MESSAGE("checked in ", took, " s");
  CHECK(took < limit);
}

// Of a comment `// S7, M7. Text`: S7 and M7. Words that follow are none.
std::set<std::string> MarkedRows(const std::string& text) {
  std::set<std::string> rows;
  std::istringstream lines(text);
  std::string line;
  while (std::getline(lines, line)) {
    const std::size_t comment = line.find("// ");
    if (comment == line.npos) continue;
    std::istringstream words(line.substr(comment + 3));
    std::string word;
    while (words >> word) {
      if (std::string(".,:").find(word.back()) == std::string::npos) break;
      word.pop_back();
      const bool is_row =
          word.size() >= 2 &&
          std::string("SMFC").find(word[0]) != std::string::npos &&
          std::all_of(word.begin() + 1, word.end(),
                      [](char c) { return c >= '0' && c <= '9'; });
      if (!is_row) break;
      rows.insert(word);
    }
  }
  return rows;
}

TEST_CASE("each row of what was reported is marked where it is written") {
  std::string text;
  for (const fs::path& path : ArchiveFiles()) text += ReadFile(path);
  const std::set<std::string> marked = MarkedRows(text);
  std::set<std::string> rows;
  for (const auto& [letter, last] :
       {std::pair{'S', 18}, {'M', 8}, {'F', 5}, {'C', 9}})
    for (int i = 1; i <= last; ++i) rows.insert(letter + std::to_string(i));
  for (const std::string& row : rows)
    CHECK_MESSAGE(marked.contains(row), row, " is nowhere marked");
  for (const std::string& row : marked)
    CHECK_MESSAGE(rows.contains(row), row, " is no row");
}

// Above its head, in the words of all.
TEST_CASE("each agreement of the archive says whose permission it needs") {
  std::size_t agreements = 0;
  for (const fs::path& path : ArchiveFiles()) {
    std::istringstream lines(ReadFile(path));
    bool said = false;
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("// Whose permission: ")) said = true;
      if (line.starts_with("agreement ")) {
        CHECK_MESSAGE(said, path.filename().string(), ": ", line);
        ++agreements;
      }
      if (!line.starts_with("//")) said = false;
    }
  }
  CHECK(agreements >= 20);
}

TEST_CASE("rows are marked in comments alone") {
  CHECK(MarkedRows("// S4. Bing.\n  x;  // S7, M7. As S8.\n") ==
        std::set<std::string>{"S4", "S7", "M7"});
  CHECK(MarkedRows("claim \"C1.\" never permit any;\n// S, S4x. Sony.\n")
            .empty());
}

TEST_CASE("the archive names all 52 device partners") {
  const std::string text =
      ReadFile(SourceRoot() / "examples/archive-2018/device_partners.policy");
  std::size_t count = 0;
  const std::string role = " role device_partner;";
  for (std::size_t at = text.find(role); at != text.npos;
       at = text.find(role, at + 1))
    ++count;
  CHECK(count == 52);
}

TEST_CASE("the first policy is short") {
  std::string text = ReadFile(SourceRoot() / "examples/01-hello/hello.policy");
  CHECK(std::count(text.begin(), text.end(), '\n') <= 25);
}

}  // namespace
}  // namespace assent::examples
