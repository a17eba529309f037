#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "tests/golden/golden.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "compiler/diagnostics/diagnostic.h"

namespace assent::golden {
namespace {

namespace fs = std::filesystem;

const fs::path kSourceFolder = ASSENT_SOURCE_FOLDER;
const fs::path kGoldenFolder = kSourceFolder / "tests/golden";
constexpr std::string_view kRule = "-----\n";

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<fs::path> GoldensOf(const std::string& stage) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(kGoldenFolder / stage, error))
    if (entry.path().extension() == ".golden") paths.push_back(entry.path());
  std::ranges::sort(paths);
  return paths;
}

struct Golden {
  std::string input, expected;
};

Golden Split(const std::string& text) {
  if (text.starts_with(kRule)) return {"", text.substr(kRule.size())};
  std::size_t rule = text.find("\n" + std::string(kRule));
  if (rule == text.npos) return {text, ""};
  return {text.substr(0, rule + 1), text.substr(rule + 1 + kRule.size())};
}

Input SplitFiles(const std::string& text) {
  constexpr std::string_view kMark = "// file: ";
  Input files;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    std::string line = text.substr(at, end - at);
    if (line.starts_with(kMark)) {
      std::string name = line.substr(kMark.size());
      name.erase(name.find_last_not_of("\r\n") + 1);
      files.push_back({name, ""});
    } else {
      if (files.empty()) files.push_back({"input.policy", ""});
      files.back().bytes += line;
    }
    at = end;
  }
  if (files.empty()) files.push_back({"input.policy", ""});
  return files;
}

TEST_CASE("every stage makes of each golden what stands in it") {
  const bool update = std::getenv("ASSENT_UPDATE_GOLDENS") != nullptr;
  for (const Stage& stage : kStages) {
    const std::vector<fs::path> paths = GoldensOf(stage.name);
    CHECK_MESSAGE(!paths.empty(), "no golden for the stage ", stage.name);
    for (const fs::path& path : paths) {
      const Golden golden = Split(ReadFile(path));
      const std::string made = stage.run(SplitFiles(golden.input));
      if (update) {
        std::ofstream(path, std::ios::binary) << golden.input << kRule << made;
        continue;
      }
      INFO(path.string());
      CHECK_EQ(made, golden.expected);
    }
  }
}

TEST_CASE("every folder of goldens has a stage") {
  for (const auto& entry : fs::directory_iterator(kGoldenFolder)) {
    if (!entry.is_directory()) continue;
    const std::string name = entry.path().filename().string();
    CHECK_MESSAGE(
        std::ranges::any_of(
            kStages, [&](const Stage& stage) { return stage.name == name; }),
        "no stage named ", name);
  }
}

// Kinds that no short text can fire, and where they are tested instead.
const std::set<std::string_view> kTestedElsewhere = {
    "block_budget",      // tests/unit/table: dozens of rows
    "check_budget",      // tests/unit/check: a smaller budget
    "file_too_large",    // tests/unit/syntax: 256 MiB
    "import_not_found",  // tests/unit/load_sources: needs files
    "table_limit",       // tests/unit/table: thousands of rows
    "too_many_errors",   // tests/unit/syntax: hundreds of mistakes
    "too_many_nodes",    // tests/unit/rows: gigabytes
};

// fail_<kind>.golden shows it, near_<kind>.golden does not.
TEST_CASE("every kind of diagnostic has a golden, a near miss and a page") {
  std::set<std::string> fires, misses;
  for (const Stage& stage : kStages) {
    for (const fs::path& path : GoldensOf(stage.name)) {
      const std::string name = path.stem().string();
      const std::string expected = Split(ReadFile(path)).expected;
      const bool fail = name.starts_with("fail_");
      if (!fail && !name.starts_with("near_")) continue;
      const std::string kind = name.substr(5);
      const bool shown = expected.find("[" + kind + "]\n") != expected.npos;
      INFO(path.string());
      CHECK_EQ(shown, fail);
      (fail ? fires : misses).insert(kind);
    }
  }
  for (diagnostics::Kind kind : diagnostics::AllKinds()) {
    const std::string id(diagnostics::IdOf(kind));
    CHECK_MESSAGE(fs::exists(kSourceFolder / "docs/diagnostics" / (id + ".md")),
                  "no page docs/diagnostics/", id, ".md");
    if (kTestedElsewhere.contains(id)) continue;
    CHECK_MESSAGE(fires.contains(id), "no golden fail_", id);
    CHECK_MESSAGE(misses.contains(id), "no golden near_", id);
  }
}

// tests/golden/mistakes: what authors get wrong on their first day.
TEST_CASE("a mistake of the first day is one diagnostic, which helps") {
  std::size_t mistakes = 0;
  for (const fs::path& path : GoldensOf("mistakes")) {
    INFO(path.string());
    const std::string said = Split(ReadFile(path)).expected;
    std::size_t diagnostics = 0;
    for (std::string_view mark : {": error: ", ": warning: "})
      for (std::size_t at = 0; (at = said.find(mark, at)) != said.npos; ++at)
        ++diagnostics;
    CHECK_EQ(diagnostics, 1);
    ++mistakes;
  }
  CHECK_GE(mistakes, 100);
}

}  // namespace
}  // namespace assent::golden
