// Each row of what was reported has the finding that archive_rows.txt states,
// produced by the checker, with its witness.

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iomanip>
#include <map>
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

const std::string kArchive = "examples/archive-2018";

std::string WithLineEnds(std::string text) {  // of `\n`
  for (std::size_t at; (at = text.find("\\n")) != text.npos;)
    text.replace(at, 2, "\n");
  return text;
}

// Of one line: the row, what is asserted of it, and the words behind.
struct Asserted {
  std::string row, what;
  std::vector<std::string> words;
};

std::vector<Asserted> AssertedRows() {
  std::istringstream lines(
      ReadFile(SourceRoot() / "tests/examples/archive_rows.txt"));
  std::vector<Asserted> all;
  std::string line;
  while (std::getline(lines, line)) {
    if (line.empty() || line.starts_with("#")) continue;
    // A string keeps its backslashes: quoted() would take them away.
    std::string doubled;
    for (char c : line) doubled += c == '\\' ? "\\\\" : std::string(1, c);
    std::istringstream words(doubled);
    Asserted& asserted = all.emplace_back();
    words >> asserted.row >> asserted.what;
    std::string word;
    while (words >> std::quoted(word)) asserted.words.push_back(word);
  }
  return all;
}

std::set<std::string> Rows() {
  std::set<std::string> rows;
  for (const auto& [letter, last] :
       {std::pair{'S', 18}, {'M', 8}, {'F', 5}, {'C', 9}})
    for (int i = 1; i <= last; ++i) rows.insert(letter + std::to_string(i));
  return rows;
}

json Check(const std::string& folder, const fs::path& root) {
  const Outcome check = Run("assent check --format json " + folder, root);
  REQUIRE_MESSAGE(json::accept(check.output), check.output);
  return json::parse(check.output);
}

const json& Report() {
  static const json report = Check(kArchive, ScratchRoot("archive"));
  return report;
}

bool Names(const json& diagnostic, const std::string& place) {
  const std::string quoted = "`" + place + "`";
  const auto names = [&](const std::string& text) {
    return text.find(quoted) != text.npos;
  };
  bool any = names(diagnostic["message"]);
  for (const json& note : diagnostic["notes"]) any |= names(note["message"]);
  return any;
}

const json* Find(const json& report, const std::string& kind,
                 const std::string& file, const std::string& place) {
  for (const json& each : report["diagnostics"])
    if (each["id"] == kind && Names(each, place) &&
        each["file"] == kArchive + "/" + file + ".policy")
      return &each;
  return nullptr;
}

// With what is so only for some values of the unknowns, these come first.
bool IsOnlyMaybe(const json& finding) {
  const json& details = finding["details"];
  return !details.empty() && std::string(details[0]).starts_with("if ");
}

// The facts that the words name, from `first` on.
void CheckWitness(const json& witness, const std::vector<std::string>& words,
                  std::size_t first) {
  for (std::size_t i = first; i < words.size(); ++i) {
    const std::size_t equals = words[i].find('=');
    REQUIRE(equals != std::string::npos);
    const std::string name = words[i].substr(0, equals);
    const std::string value = words[i].substr(equals + 1);
    const bool is_attribute = name.find('.') != std::string::npos;
    const json& facts = is_attribute ? witness["attributes"] : witness;
    REQUIRE_MESSAGE(facts.contains(name), witness.dump());
    CHECK_MESSAGE(facts[name] == value, witness.dump());
  }
}

// What no unknown decides is so in the table, too.
void CheckReplayed(const json& finding, const fs::path& root) {
  const bool permitted =
      finding["id"] != "scope_without_agreement";  // reached, not permitted
  if (std::string(finding["details"][0]).starts_with("in every case")) return;
  const Outcome replay = Run("assent decide t.table --format json --request '" +
                                 finding["witness"].dump() + "'",
                             root);
  REQUIRE_MESSAGE(json::accept(replay.output), replay.output);
  CHECK(json::parse(replay.output)["decision"] ==
        (permitted ? "permit" : "deny"));
}

void CheckFinding(const std::vector<std::string>& words, const fs::path& root) {
  REQUIRE(words.size() >= 4);
  const json* finding = Find(Report(), words[0], words[1], words[2]);
  REQUIRE(finding != nullptr);
  const std::string& certain = words[3];
  if (certain == "-") {
    CHECK((*finding)["witness"].is_null());
    return;
  }
  REQUIRE((certain == "always" || certain == "maybe"));
  CHECK(IsOnlyMaybe(*finding) == (certain == "maybe"));
  REQUIRE((*finding)["witness"].is_object());
  CheckWitness((*finding)["witness"], words, 4);
  if (certain == "always") CheckReplayed(*finding, root);
}

void CheckClaim(const std::string& verdict,
                const std::vector<std::string>& words) {
  REQUIRE(words.size() >= 2);
  for (const json& claim : Report()["claims"]) {
    if (claim["name"] != words[0]) continue;
    CHECK(claim["verdict"] == verdict);
    if (verdict == "holds") return;
    std::set<std::string> rules;
    for (const json& rule : claim["rules"]) rules.insert(rule["name"]);
    CHECK_MESSAGE(rules.contains(words[1]), claim["rules"].dump());
    CheckWitness(claim["witness"], words, 2);
    CHECK(claim.contains("holds_with") == (verdict == "unprovable"));
    return;
  }
  FAIL("there is no such claim");
}

void CheckWithout(const std::vector<std::string>& words) {
  REQUIRE(words.size() == 3);
  const fs::path root = ScratchRoot("without");
  const fs::path copy = root / "copy";
  fs::copy(SourceRoot() / kArchive, copy);
  const fs::path path = copy / (words[0] + ".policy");
  std::string text = ReadFile(path);
  const std::string removed = WithLineEnds(words[1]);
  const std::size_t at = text.find(removed);
  REQUIRE(at != text.npos);
  text.erase(at, removed.size());
  {
    std::ofstream file(path, std::ios::binary);
    file << text;
    REQUIRE(file.good());
  }
  bool found = false;
  const json report = Check("copy", root);
  for (const json& each : report["diagnostics"])
    found |= each["id"] == words[2] &&
             each["file"] == "copy/" + words[0] + ".policy";
  CHECK_MESSAGE(found, path.string(), " without `", removed, "`");
}

void CheckAnswer(const std::vector<std::string>& words) {
  REQUIRE(words.size() == 2);
  const Outcome answer =
      Run("assent query " + kArchive + " \"" + words[0] + "\"",
          ScratchRoot("query"));
  CHECK_MESSAGE(answer.output.find(words[1]) != std::string::npos,
                answer.output);
}

TEST_CASE("the finding of each row is produced") {
  const fs::path root = ScratchRoot("archive_table");
  REQUIRE(Run("assent compile -o t.table " + kArchive, root).exit_code == 0);
  std::map<std::string, int> asserted;  // by row
  std::set<std::string> not_asserted;
  for (const Asserted& each : AssertedRows()) {
    std::string line = each.row + " " + each.what;
    for (const std::string& word : each.words) line += " " + word;
    INFO(line);
    CHECK(Rows().contains(each.row));
    ++asserted[each.row];
    if (each.what == "finding") {
      CheckFinding(each.words, root);
    } else if (each.what == "none") {
      REQUIRE(each.words.size() == 3);
      CHECK(Find(Report(), each.words[0], each.words[1], each.words[2]) ==
            nullptr);
    } else if (each.what == "without") {
      CheckWithout(each.words);
    } else if (each.what == "answers") {
      CheckAnswer(each.words);
    } else if (each.what == "not") {
      REQUIRE(each.words.size() == 1);
      not_asserted.insert(each.row);
    } else {
      CheckClaim(each.what, each.words);
    }
  }
  for (const std::string& row : Rows())
    CHECK_MESSAGE(asserted.contains(row), row, " has no line");
  CHECK(Rows().size() == 40);
  const std::size_t count = asserted.size() - not_asserted.size();
  MESSAGE(count, " of 40 rows are asserted");
  CHECK(count >= 34);
}

}  // namespace
}  // namespace assent::examples
