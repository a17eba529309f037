// The scanner against the lexer that ANTLR generates from the grammar: what
// the scanner takes without complaint, the lexer reads alike.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <random>

#include "PolicyLexer.h"
#include "antlr4-runtime.h"
#include "compiler/syntax/scan.h"

namespace assent::syntax {
namespace {

using grammar::PolicyLexer;

struct Piece {
  Lexeme lexeme;
  std::string text;

  bool operator==(const Piece&) const = default;
};

Lexeme LexemeOf(std::size_t type) {
  switch (type) {
    case PolicyLexer::PATH:
      return Lexeme::path;
    case PolicyLexer::INTEGER:
      return Lexeme::integer;
    case PolicyLexer::DATE:
      return Lexeme::date;
    case PolicyLexer::STRING:
      return Lexeme::string;
    case PolicyLexer::LEFT_BRACE:
      return Lexeme::left_brace;
    case PolicyLexer::RIGHT_BRACE:
      return Lexeme::right_brace;
    case PolicyLexer::LEFT_PAREN:
      return Lexeme::left_paren;
    case PolicyLexer::RIGHT_PAREN:
      return Lexeme::right_paren;
    case PolicyLexer::SEMICOLON:
      return Lexeme::semicolon;
    case PolicyLexer::COLON:
      return Lexeme::colon;
    case PolicyLexer::COMMA:
      return Lexeme::comma;
    case PolicyLexer::DOTS:
      return Lexeme::dots;
    case PolicyLexer::LESS:
      return Lexeme::less;
    case PolicyLexer::LESS_EQUAL:
      return Lexeme::less_equal;
    case PolicyLexer::GREATER:
      return Lexeme::greater;
    case PolicyLexer::GREATER_EQUAL:
      return Lexeme::greater_equal;
    default:
      return Lexeme::word;
  }
}

// Nothing when the generated lexer complains.
std::optional<std::vector<Piece>> Generated(const std::string& text) {
  antlr4::ANTLRInputStream input(text);
  PolicyLexer lexer(&input);
  lexer.removeErrorListeners();
  struct Listener : antlr4::BaseErrorListener {
    bool heard = false;
    void syntaxError(antlr4::Recognizer*, antlr4::Token*, size_t, size_t,
                     const std::string&, std::exception_ptr) override {
      heard = true;
    }
  } listener;
  lexer.addErrorListener(&listener);
  std::vector<Piece> pieces;
  for (;;) {
    auto token = lexer.nextToken();
    if (token->getType() == antlr4::Token::EOF) break;
    pieces.push_back({LexemeOf(token->getType()), token->getText()});
  }
  if (listener.heard) return std::nullopt;
  return pieces;
}

// Nothing when the scanner complains, or would leave a complaint to others:
// malformed dates and escapes.
std::optional<std::vector<Piece>> Scanned(const std::string& text) {
  SourceSet sources;
  diagnostics::Sink sink;
  FileId file = sources.Add("a.policy", text);
  Scanner scanner(file, sources, sink);
  std::vector<Piece> pieces;
  for (Word word = scanner.Next(); word.lexeme != Lexeme::end;
       word = scanner.Next()) {
    std::string piece(scanner.Text(word));
    bool date = word.lexeme == Lexeme::date;
    if (date && (piece.size() != 10 || piece[4] != '-' || piece[7] != '-' ||
                 piece.find_first_not_of("-0123456789") != piece.npos))
      return std::nullopt;
    if (word.lexeme == Lexeme::string) {
      for (std::size_t i = 0; i < piece.size(); ++i) {
        if (piece[i] == '\t') return std::nullopt;
        if (piece[i] == '\\' &&
            std::string_view("\"\\nt").find(piece[++i]) == std::string::npos)
          return std::nullopt;
      }
    }
    pieces.push_back({word.lexeme, piece});
  }
  if (sink.has_errors()) return std::nullopt;
  return pieces;
}

bool Agree(const std::string& text) {
  auto scanned = Scanned(text);
  return !scanned || scanned == Generated(text);
}

TEST_CASE("the scanner reads every policy here as the grammar does") {
  namespace fs = std::filesystem;
  int taken = 0;
  for (const char* folder : {"examples", "tests/golden"}) {
    for (const auto& entry : fs::recursive_directory_iterator(
             fs::path(ASSENT_SOURCE_FOLDER) / folder)) {
      std::string extension = entry.path().extension().string();
      if (extension != ".policy" && extension != ".golden") continue;
      std::ifstream in(entry.path(), std::ios::binary);
      std::string text{std::istreambuf_iterator<char>(in), {}};
      if (extension == ".golden") text.resize(text.find("-----"));
      if (entry.path().stem() == "fail_bad_encoding") continue;
      taken += Scanned(text).has_value();
      INFO(entry.path().string());
      CHECK(Agree(text));
    }
  }
  CHECK_GE(taken, 20);
}

TEST_CASE("the scanner reads random words as the grammar does") {
  const std::vector<std::string> pieces = {
      "a",     "Z9_", "data",     "x.y", "x.9",        ".",         "..",
      "7",     "-7",  "0007",     "-",   "2014-06-01", "2014",      "\"",
      "\"a\"", "\\",  "\"\\\"\"", "{",   "}",          "(",         ")",
      ";",     ":",   ",",        "<",   "<=",         ">",         ">=",
      "=",     " ",   " ",        " ",   "\n",         "\r\n",      "\t",
      "//",    "/*",  "*/",       "/",   "_",          "open_ended"};
  std::mt19937 random(7);
  int taken = 0;
  for (int round = 0; round < 40'000; ++round) {
    std::string text;
    for (std::size_t n = random() % 12; n > 0; --n) {
      text += pieces[random() % pieces.size()];
      if (random() % 2) text += ' ';
    }
    taken += Scanned(text).has_value();
    INFO(text);
    REQUIRE(Agree(text));
  }
  CHECK_GE(taken, 4'000);
  MESSAGE(taken, " of 40000 texts taken without complaint");
}

}  // namespace
}  // namespace assent::syntax
