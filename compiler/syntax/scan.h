// From characters to words.
//
// The words are those of grammar/Policy.g4's lexer rules, found by hand: the
// generated lexer takes longer than everything after it (docs/decisions).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/source.h"
#include "compiler/diagnostics/diagnostic.h"

namespace assent::syntax {

enum class Lexeme : std::uint8_t {
  word,
  path,
  integer,
  date,
  string,
  left_brace,
  right_brace,
  left_paren,
  right_paren,
  semicolon,
  colon,
  comma,
  dots,
  less,
  less_equal,
  greater,
  greater_equal,
  end,
};

struct Word {
  Lexeme lexeme = Lexeme::end;
  bool first_on_line = false;
  bool supplied = false;    // not written: see cut.h
  std::uint16_t depth = 0;  // open braces around it; of a brace: outside it
  std::uint32_t begin = 0, end = 0;  // bytes in the file
};

// Reads one file front to back. What is wrong with a character, a name, a
// string, a number or a comment is reported, and the nearest sensible word is
// given in its place. Strings and dates are delimited here, not judged.
class Scanner {
 public:
  Scanner(FileId file, const SourceSet& sources,
          diagnostics::Sink& diagnostics);

  Word Next();  // Lexeme::end at the end, again and again
  void GoBackTo(const Word& word) { at_ = word.begin; }

  // After kMaxErrorsPerFile reports the rest of the file is not read.
  bool gave_up() const { return gave_up_; }

  std::string_view Text(const Word& word) const {
    return text_.substr(word.begin, word.end - word.begin);
  }

  bool StartsLine(const Word& word) const {
    return word.begin == 0 || text_[word.begin - 1] == '\n';
  }

  // Whether `: forbid` follows it.
  bool LabelsForbid(const Word& word) const;

  bool OnOneLine(std::size_t from, std::size_t to) const {
    return text_.substr(from, to - from).find('\n') == text_.npos;
  }

  // Where the line with this byte begins, and how far it is indented. The cost
  // is the length of what stands before it on its line.
  std::size_t LineBegin(std::size_t offset) const;
  std::size_t IndentOf(std::size_t offset) const;

  // What comes behind white space and comments, without reading it.
  std::size_t AfterSpace(std::size_t offset) const;
  bool AtEnd(std::size_t offset) const { return offset >= text_.size(); }

  void Report(diagnostics::Kind kind, std::size_t begin, std::size_t end,
              std::string message, std::string help = {});

  // Whether every brace from `begin` on has its other. O(rest of the file).
  bool BracesBalance(std::size_t begin) const;

  // Those read so far, in order, each with its marks.
  const std::vector<Span>& comments() const { return comments_; }

  // Where something was reported here. What the parser finds wrong with the
  // statement around it is the same mistake.
  const std::vector<std::uint32_t>& error_places() const { return errors_; }

 private:
  bool SkipSpace();  // true: crossed the end of a line
  bool SkipComment();
  void Keep(std::uint32_t comment_begin);
  bool TakeName(Word& word);
  bool TakeNumber(Word& word);
  bool TakeString(Word& word);
  bool TakeSymbol(Word& word);
  bool TakeStrange(Word& word);
  bool TakeForeignString(Word& word);
  char At(std::size_t offset) const;
  void GoToEnd() { at_ = static_cast<std::uint32_t>(text_.size()); }

  FileId file_;
  std::string_view text_;
  diagnostics::Sink& diagnostics_;
  std::uint32_t at_ = 0;
  bool gave_up_ = false;
  std::vector<std::uint32_t> errors_;
  std::vector<Span> comments_;
};

}  // namespace assent::syntax
