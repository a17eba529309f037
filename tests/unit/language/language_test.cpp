// What documents show of the language is the language.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "compiler/check/check_all.h"
#include "compiler/driver/judged_findings.h"
#include "compiler/driver/opened_table.h"
#include "compiler/driver/pipeline.h"
#include "compiler/model/ast_to_model.h"
#include "compiler/syntax/text_to_ast.h"

namespace assent {
namespace {

namespace fs = std::filesystem;

const fs::path kDocuments = fs::path(ASSENT_SOURCE_FOLDER) / "docs";

// The blocks of one language in a document, one after the other.
std::string Blocks(const fs::path& path, const std::string& language) {
  std::ifstream in(path);
  std::string blocks;
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("```"))
      inside = line == "```" + language;
    else if (inside)
      blocks += line + "\n";
  }
  return blocks;
}

std::string PolicyBlocks(const fs::path& path) {
  return Blocks(path, "policy");
}

std::string Compile(const std::string& text) {
  SourceSet sources;
  diagnostics::Sink sink;
  auto file = syntax::AddSource("blocks.policy", text, sources, sink);
  REQUIRE(file);
  ast::File ast = syntax::TextToAst(*file, sources, sink);
  if (!sink.has_errors()) model::AstToModel({ast}, sources, sink);
  return diagnostics::RenderHuman(sink.Sorted(sources), sources, false);
}

TEST_CASE("the examples of the language reference are one policy set") {
  const std::string blocks = PolicyBlocks(kDocuments / "language.md");
  CHECK_GT(blocks.size(), 4000);
  CHECK_EQ(Compile(blocks), "");
}

// What the examples of the pages leave to the reader, from less to more.
const char* const kWords[] = {
    "vocabulary { data names, photos; action read; purpose service; relation "
    "self, friend; attribute subject.age: 0..120; obligation log_access; }\n",
    "partner bing; partner yahoo;\n",
    "permission data_sharing of subject { choices off, on; default off; "
    "consent opt_in; governs read on names; open when on; }\n",
    "agreement bing_pilot with bing { from 2010-01-01 until 2011-01-01; allow "
    "read on names of friend for service; }\n",
};

// What is said of a policy from text to table, and by the checks.
std::string Checked(std::string text) {
  driver::Compiled compiled =
      driver::CompileTexts({{"page.policy", std::move(text)}});
  if (compiled.ok()) {
    const auto opened = driver::OpenBytes(compiled.bytes);
    REQUIRE(opened);
    check::CheckAll(compiled.model, compiled.rules, opened->table(),
                    compiled.sources, compiled.diagnostics);
  }
  return diagnostics::RenderHuman(compiled.diagnostics.Sorted(compiled.sources),
                                  compiled.sources, false);
}

// What is said of a project file, or because of it, on 2026-07-01.
std::string CheckedWith(std::string text, std::string project) {
  auto loaded = driver::ProjectFromText(
      "assent.toml", std::filesystem::current_path().string(),
      std::move(project), false);
  if (const auto* trouble = std::get_if<driver::ProjectTrouble>(&loaded))
    return trouble->diagnostics;
  auto& found = std::get<driver::LoadedProject>(loaded);
  found.today = ParseDay("2026-07-01");
  driver::Compiled compiled =
      driver::CompileTexts({{"page.policy", std::move(text)}});
  REQUIRE(compiled.ok());
  const auto judged = driver::JudgeFindings(compiled, {}, found, nullptr);
  return diagnostics::RenderHuman(judged.diagnostics, compiled.sources, false);
}

// Kinds that no short text can fire, and one that needs files.
const std::set<std::string_view> kNoExample = {
    "bad_encoding",     "block_budget",  "check_budget",
    "file_too_large",
    "import_not_found", "table_limit",   "too_many_errors",
    "too_many_nodes",   "too_many_rows", "too_many_override_sets",
};

TEST_CASE("the example on a diagnostic's page is a mistake of that kind") {
  int pages = 0;
  for (diagnostics::Kind kind : diagnostics::AllKinds()) {
    const std::string id(diagnostics::IdOf(kind));
    if (kNoExample.contains(id)) continue;
    const auto page = kDocuments / "diagnostics" / (id + ".md");
    INFO(id);
    if (const std::string toml = Blocks(page, "toml"); !toml.empty()) {
      CHECK(CheckedWith(kWords[0] + std::string(kWords[1]), toml)
                .find("[" + id + "]\n") != std::string::npos);
      continue;
    }
    const std::string example = PolicyBlocks(page);
    REQUIRE(!example.empty());
    auto fires = [&](const std::string& words) {
      return Checked(words + example).find("[" + id + "]\n") !=
             std::string::npos;
    };
    std::string words;
    bool fired = fires(words) || fires(kWords[1]);
    for (const char* more : kWords) {
      if (fired) break;
      words += more;
      fired = fires(words);
    }
    CHECK(fired);
    ++pages;
  }
  CHECK_GE(pages, 60);
}

}  // namespace
}  // namespace assent
