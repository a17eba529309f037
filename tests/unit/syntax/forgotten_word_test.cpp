// One mistake is one diagnostic: whatever single word an author forgets.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "compiler/syntax/scan.h"
#include "compiler/syntax/text_to_ast.h"

namespace assent::syntax {
namespace {

std::string PolicyBlocksOf(const std::filesystem::path& path) {
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

std::vector<Word> WordsOf(const std::string& text) {
  SourceSet sources;
  diagnostics::Sink sink;
  Scanner scanner(sources.Add("a.policy", text), sources, sink);
  std::vector<Word> words;
  for (Word word = scanner.Next(); word.lexeme != Lexeme::end;
       word = scanner.Next())
    words.push_back(word);
  return words;
}

// What is said of the text alone, names not looked up.
std::string Said(const std::string& text, std::size_t& count) {
  SourceSet sources;
  diagnostics::Sink sink;
  TextToAst(sources.Add("a.policy", text), sources, sink);
  count = sink.error_count();
  return diagnostics::RenderHuman(sink.Sorted(sources), sources, false);
}

TEST_CASE("a word that is forgotten is one diagnostic, nearly always") {
  const std::string text =
      PolicyBlocksOf(std::filesystem::path(ASSENT_SOURCE_FOLDER) /
                     "docs/language.md");
  const std::vector<Word> words = WordsOf(text);
  std::size_t tried = 0, several = 0;
  for (std::size_t i = 0; i < words.size(); ++i, ++tried) {
    std::string without = text;
    without.erase(words[i].begin, words[i].end - words[i].begin);
    std::size_t count = 0;
    const std::string said = Said(without, count);
    several += count > 1;
    INFO("without `", text.substr(words[i].begin,
                                  words[i].end - words[i].begin),
         "`:\n", said);
    CHECK_LE(count, 3);
  }
  MESSAGE(several, " of ", tried, " words left several diagnostics");
  CHECK_GE(tried, 1000);
  CHECK_LE(several * 100, tried);
}

}  // namespace
}  // namespace assent::syntax
