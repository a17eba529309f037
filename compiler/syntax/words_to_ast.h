// The leaves of the Ast: names, values, strings, dates and numbers, each read
// from the one word that it is written as.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/ast/ast.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/syntax/literals.h"
#include "compiler/syntax/scan.h"

namespace assent::syntax {

class WordReader {
 public:
  WordReader(FileId file, std::string_view text, diagnostics::Sink& diagnostics)
      : file_(file), text_(text), diagnostics_(diagnostics) {}

  Span SpanOf(const Word& word) const { return {file_, word.begin, word.end}; }
  std::string_view TextOf(const Word& word) const {
    return text_.substr(word.begin, word.end - word.begin);
  }
  std::size_t ColumnOf(const Word& word) const;  // from 0, in bytes

  ast::Name ReadName(const Word& word) const {
    return {std::string(TextOf(word)), SpanOf(word)};
  }
  // The name of what is declared here; a path is reported.
  ast::Name ReadOwnName(const Word& word);
  // Numbers have one spelling: 007 is 7.
  ast::Value ReadValue(const Word& word);
  ast::Text ReadText(const Word& word);
  // A string that says something; reports one that is empty.
  ast::Text ReadWords(const Word& word, std::string_view what);
  ast::Date ReadDate(const Word& word);
  std::int64_t ReadInteger(const Word& word);

  // Whether `part` is written for the first time; reports the second.
  bool Once(bool first, Span span, std::string_view part);
  void Report(diagnostics::Kind kind, Span span, std::string message,
              std::string help);

 private:
  void ReportFlaw(diagnostics::Kind kind, const Word& word,
                  const std::optional<Flaw>& flaw);

  FileId file_;
  std::string_view text_;
  diagnostics::Sink& diagnostics_;
};

}  // namespace assent::syntax
