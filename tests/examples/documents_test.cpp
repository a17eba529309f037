// What the documents show is what happens.

#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <vector>

#include "tests/examples/command.h"
#include "tests/examples/document.h"

namespace assent::examples {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> Documents() {
  std::vector<fs::path> documents = {SourceRoot() / "README.md",
                                     SourceRoot() / "CHANGELOG.md"};
  for (const char* folder : {"docs", "examples"})
    for (const auto& entry :
         fs::recursive_directory_iterator(SourceRoot() / folder))
      if (entry.path().extension() == ".md")
        documents.push_back(entry.path());
  std::sort(documents.begin(), documents.end());
  return documents;
}

std::string NameOf(const fs::path& document) {
  return document.lexically_relative(SourceRoot()).generic_string();
}

TEST_CASE("every command that a document shows prints what it shows") {
  std::size_t run = 0;
  for (const fs::path& path : Documents()) {
    Document document = ParseDocument(ReadFile(path));
    if (document.commands.empty()) continue;
    fs::path scratch = ScratchRoot("documents");   // one for each document
    for (const ShownCommand& shown : document.commands) {
      if (!shown.write_to.empty()) {
        fs::create_directories((scratch / shown.write_to).parent_path());
        std::ofstream(scratch / shown.write_to) << shown.output;
        continue;
      }
      INFO(NameOf(path), ":", shown.line, ": ", shown.command);
      REQUIRE_MESSAGE((shown.command.starts_with("assent ") ||
                       shown.command.starts_with("echo ")),
                      "only `assent` and `echo` are shown in console blocks");
      Outcome outcome = Run(shown.command, scratch);
      CHECK_MESSAGE(Shows(shown.output, outcome.output), "printed:\n",
                    outcome.output, "shown:\n", shown.output);
      ++run;
    }
  }
  MESSAGE(run, " commands of documents run");
  CHECK(run >= 8);
}

// They compile, too: tests/unit/language. What they expect is so, and so is
// what they claim but for the one claim that an override breaks.
TEST_CASE("the tests among the examples of the language reference pass") {
  const fs::path scratch = ScratchRoot("language");
  std::ofstream(scratch / "language.policy")
      << PolicyBlocks(ReadFile(SourceRoot() / "docs/language.md"));
  std::ofstream(scratch / "vocabulary.policy") << "vocabulary { tag spare; }\n";
  const Outcome tested = Run("assent test language.policy", scratch);
  INFO(tested.output);
  CHECK(tested.exit_code == 0);
  CHECK(tested.output.find("6 of 6 tests passed\n") != std::string::npos);
  const Outcome checked = Run("assent check language.policy", scratch);
  INFO(checked.output);
  // Besides, its examples are there to be found fault with.
  CHECK(checked.output.find("; 5 claims: 4 held, 1 refuted; ") !=
        std::string::npos);
}

TEST_CASE("every file that a document shows is as shown") {
  std::size_t compared = 0;
  for (const fs::path& path : Documents())
    for (const ShownFile& shown : ParseDocument(ReadFile(path)).files) {
      INFO(NameOf(path), ":", shown.line, ": ", shown.path);
      CHECK(shown.text == ReadFile(SourceRoot() / shown.path));
      ++compared;
    }
  CHECK(compared >= 1);
}

TEST_CASE("every link of a document leads to a file") {
  std::size_t followed = 0;
  for (const fs::path& path : Documents())
    for (const std::string& link : ParseDocument(ReadFile(path)).links) {
      INFO(NameOf(path), " links to ", link);
      CHECK(fs::exists(path.parent_path() / link));
      ++followed;
    }
  CHECK(followed >= 20);
}

TEST_CASE("a shown output is matched line by line") {
  CHECK(Shows("a\nb\n", "a\nb\n"));
  CHECK(Shows("a\n...\nd\n", "a\nb\nc\nd\n"));
  CHECK(Shows("a\n...\n", "a\n"));
  CHECK_FALSE(Shows("a\n", "a\nb\n"));
  CHECK_FALSE(Shows("a\nb\n", "a\n"));
  CHECK_FALSE(Shows("a\n...\nd\n", "a\nb\n"));
  CHECK_FALSE(Shows("", "a\n"));
}

TEST_CASE("a document's commands, files and links are found") {
  Document document = ParseDocument(
      "[a](b.md#c) [web](https://x)\n```console\n$ assent one \\\n    two\n"
      "out\n\n$ assent 'th\nree'\n```\n<!-- file: p -->\n```policy\nx\n```\n"
      "<!-- write: q -->\n```policy\ny\n```\n");
  REQUIRE(document.commands.size() == 3);
  CHECK(document.commands[2].write_to == "q");
  CHECK(document.commands[2].output == "y\n");
  CHECK(document.commands[0].command == "assent one \\\n    two");
  CHECK(document.commands[0].output == "out\n\n");
  CHECK(document.commands[1].line == 7);
  CHECK(document.commands[1].command == "assent 'th\nree'");
  CHECK(document.commands[1].output == "");
  REQUIRE(document.files.size() == 1);
  CHECK(document.files[0].text == "x\n");
  CHECK(document.links == std::vector<std::string>{"b.md"});
}

}  // namespace
}  // namespace assent::examples
