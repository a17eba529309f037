#include "compiler/syntax/words_to_ast.h"

namespace assent::syntax {

using diagnostics::Kind;

std::size_t WordReader::ColumnOf(const Word& word) const {
  std::size_t line_end = text_.substr(0, word.begin).rfind('\n');
  return word.begin - (line_end == text_.npos ? 0 : line_end + 1);
}

ast::Name WordReader::ReadOwnName(const Word& word) {
  ast::Name name = ReadName(word);
  if (word.lexeme == Lexeme::path)
    Report(Kind::dotted_name, name.span,
           "`" + name.text + "` is a path; what is declared has a plain name",
           "a term inside another is declared between its braces");
  return name;
}

ast::Value WordReader::ReadValue(const Word& word) {
  if (word.lexeme == Lexeme::integer)
    return {std::to_string(ReadInteger(word)), SpanOf(word)};
  return {std::string(TextOf(word)), SpanOf(word)};
}

ast::Text WordReader::ReadText(const Word& word) {
  std::optional<Flaw> flaw;
  ast::Text text{Unquote(TextOf(word), flaw), SpanOf(word)};
  ReportFlaw(Kind::bad_string, word, flaw);
  return text;
}

ast::Text WordReader::ReadWords(const Word& word, std::string_view what) {
  ast::Text text = ReadText(word);
  if (text.text.find_first_not_of(" \t\n") == std::string::npos)
    Report(Kind::missing_part, text.span,
           "the " + std::string(what) + " is empty", "say it in words");
  return text;
}

ast::Date WordReader::ReadDate(const Word& word) {
  std::optional<Flaw> flaw;
  ast::Date date{syntax::ReadDate(TextOf(word), flaw), SpanOf(word)};
  ReportFlaw(Kind::bad_date, word, flaw);
  return date;
}

std::int64_t WordReader::ReadInteger(const Word& word) {
  std::optional<Flaw> flaw;
  std::int64_t value = syntax::ReadInteger(TextOf(word), flaw);
  ReportFlaw(Kind::bad_number, word, flaw);
  return value;
}

bool WordReader::Once(bool first, Span span, std::string_view part) {
  if (!first)
    Report(Kind::repeated_part, span,
           "`" + std::string(part) + "` is written a second time",
           "keep one of the two");
  return first;
}

void WordReader::Report(Kind kind, Span span, std::string message,
                        std::string help) {
  diagnostics_.Report(kind, span, std::move(message), std::move(help));
}

void WordReader::ReportFlaw(Kind kind, const Word& word,
                            const std::optional<Flaw>& flaw) {
  if (!flaw) return;
  auto begin = static_cast<std::uint32_t>(flaw->begin);
  auto end = static_cast<std::uint32_t>(flaw->end);
  Report(kind, {file_, word.begin + begin, word.begin + end}, flaw->message,
         flaw->help);
}

}  // namespace assent::syntax
