// What documents show of the language is the language.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "compiler/model/ast_to_model.h"
#include "compiler/syntax/text_to_ast.h"

namespace assent {
namespace {

namespace fs = std::filesystem;

const fs::path kDocuments = fs::path(ASSENT_SOURCE_FOLDER) / "docs";

// The ```policy blocks of a document, one after the other.
std::string PolicyBlocks(const fs::path& path) {
  std::ifstream in(path);
  std::string blocks;
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("```"))
      inside = line == "```policy";
    else if (inside)
      blocks += line + "\n";
  }
  return blocks;
}

std::string Compile(const std::string& text, bool names) {
  SourceSet sources;
  diagnostics::Sink sink;
  auto file = syntax::AddSource("blocks.policy", text, sources, sink);
  REQUIRE(file);
  ast::File ast = syntax::TextToAst(*file, sources, sink);
  if (names && !sink.has_errors()) model::AstToModel({ast}, sources, sink);
  return diagnostics::RenderHuman(sink.Sorted(sources), sources, false);
}

TEST_CASE("the examples of the language reference are one policy set") {
  const std::string blocks = PolicyBlocks(kDocuments / "language.md");
  CHECK_GT(blocks.size(), 4000);
  CHECK_EQ(Compile(blocks, true), "");
}

// Those of mistakes in the text; later ones show parts of declarations.
TEST_CASE("the example on a diagnostic's page is a mistake of that kind") {
  int pages = 0;
  for (const auto& entry : fs::directory_iterator(
           fs::path(ASSENT_SOURCE_FOLDER) / "tests/golden/syntax")) {
    std::string kind = entry.path().stem().string();
    if (!kind.starts_with("fail_")) continue;
    kind = kind.substr(5);
    const std::string blocks =
        PolicyBlocks(kDocuments / "diagnostics" / (kind + ".md"));
    if (blocks.empty()) continue;  // not to be shown in a document
    ++pages;
    INFO(kind);
    CHECK_NE(Compile(blocks, false).find("[" + kind + "]"), std::string::npos);
  }
  CHECK_GE(pages, 15);
}

}  // namespace
}  // namespace assent
