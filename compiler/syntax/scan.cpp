#include "compiler/syntax/scan.h"

#include <algorithm>
#include <array>

#include "compiler/syntax/text_to_ast.h"

namespace assent::syntax {
namespace {

using diagnostics::Kind;

enum CharClass : std::uint8_t {
  kOther,
  kSpace,
  kLetter,
  kDigit,
  kUnderscore,
  kSymbol,
  kQuote,
  kHigh
};

constexpr std::array<CharClass, 256> kClassOf = [] {
  std::array<CharClass, 256> classes{};
  for (int c = 'a'; c <= 'z'; ++c) classes[c] = classes[c - 32] = kLetter;
  for (int c = '0'; c <= '9'; ++c) classes[c] = kDigit;
  for (int c = 128; c < 256; ++c) classes[c] = kHigh;
  for (char c : {' ', '\t', '\r', '\n'}) classes[c] = kSpace;
  for (char c : {'{', '}', '(', ')', ';', ':', ',', '<', '>'})
    classes[c] = kSymbol;
  classes['_'] = kUnderscore;
  classes['"'] = kQuote;
  return classes;
}();

CharClass ClassOf(char c) { return kClassOf[static_cast<unsigned char>(c)]; }

bool IsPart(char c) {
  CharClass k = ClassOf(c);
  return k == kLetter || k == kDigit || k == kUnderscore;
}

// Whether `c` may be escaped: a backslash does not reach over a line end.
bool IsSameLine(char c) { return c != '\n' && c != '\r' && c != '\0'; }

std::string Quoted(std::string_view text) {
  return "`" + std::string(text) + "`";
}

// What no policy has, and what its author meant.
struct Strange {
  std::string_view text;
  std::string_view message;
  std::string_view help;
};

constexpr std::string_view kStraight =
    "a string stands in straight quotes: \"...\"";
constexpr std::string_view kHyphens =
    "dates are written with hyphens: 2014-06-01";

constexpr Strange kStrange[] = {
    {"\u201C", "found the curly quote `\u201C`", kStraight},
    {"\u201D", "found the curly quote `\u201D`", kStraight},
    {"\u2018", "found the curly quote `\u2018`", kStraight},
    {"\u2019", "found the curly quote `\u2019`", kStraight},
    {"\u2013", "found the dash `\u2013`", kHyphens},
    {"\u2014", "found the dash `\u2014`", kHyphens},
    {"\u2026", "found the single character `\u2026`",
     "a range is written with two dots: 13..17"},
    {"\u00A0", "found a no-break space (U+00A0)", "use an ordinary space"},
    {"\u200B", "found an invisible character (U+200B)", "remove it"},
    {"\uFEFF", "found a byte-order mark (U+FEFF) inside the text", "remove it"},
    {"\u2264", "found `\u2264`", "write `<=`"},
    {"\u2265", "found `\u2265`", "write `>=`"},
    {"\u2260", "found `\u2260`", "write `is not`"},
    {"=>", "found `=>`", "write `>=`"},
    {"=<", "found `=<`", "write `<=`"},
    {"==", "found `==`", "equality is written `is`"},
    {"!=", "found `!=`", "write `is not`"},
    {"=", "found `=`", "equality is written `is`"},
    {"&&", "found `&&`", "write `and`"},
    {"||", "found `||`", "write `or`"},
    {"!", "found `!`", "write `not`"},
    {"#", "found `#`", "a comment starts with `//`"},
    {"?", "found `?`", "what is not known is written `unknown`"},
    {"*/", "found `*/`, but no comment is open",
     "a comment starts with `/*`; comments do not nest"},
};

// The length of what is a date elsewhere, 01.06.2014 or 2014/06/01; or 0.
std::size_t ForeignDate(std::string_view text) {
  std::size_t length = 0, parts = 0;
  char mark = '\0';
  for (;;) {
    const std::size_t begin = length;
    while (length < text.size() && ClassOf(text[length]) == kDigit) ++length;
    if (length == begin || length - begin > 4) return 0;
    if (++parts == 3) return length;
    const char c = length < text.size() ? text[length] : '\0';
    if ((c != '.' && c != '/') || (mark != '\0' && c != mark)) return 0;
    mark = c;
    ++length;
  }
}

const Strange* StrangeAt(std::string_view text) {
  for (const Strange& strange : kStrange)
    if (text.starts_with(strange.text)) return &strange;
  return nullptr;
}

// "U+0007", for what cannot be printed.
std::string CodePoint(unsigned char c) {
  constexpr char kHex[] = "0123456789ABCDEF";
  return std::string("U+00") + kHex[c >> 4] + kHex[c & 15];
}

}  // namespace

Scanner::Scanner(FileId file, const SourceSet& sources,
                 diagnostics::Sink& diagnostics)
    : file_(file), text_(sources.file(file).text), diagnostics_(diagnostics) {}

Word Scanner::Next() {
  Word word;
  word.first_on_line = at_ == 0;
  for (;;) {
    if (gave_up_) GoToEnd();
    word.first_on_line |= SkipSpace();
    word.begin = at_;
    if (at_ == text_.size()) {
      word.lexeme = Lexeme::end;
      word.end = at_;
      return word;
    }
    bool taken = false;
    switch (ClassOf(text_[at_])) {
      case kLetter:
        taken = TakeName(word);
        break;
      case kDigit:
        taken = TakeNumber(word);
        break;
      case kQuote:
        taken = TakeString(word);
        break;
      case kSymbol:
        taken = TakeSymbol(word);
        break;
      default:
        taken = TakeStrange(word);
        break;
    }
    word.end = at_;
    if (taken) return word;
  }
}

bool Scanner::SkipSpace() {
  bool line = false;
  for (; at_ < text_.size(); ++at_) {
    char c = text_[at_];
    if (c == '\n') {
      line = true;
    } else if (c == '/') {
      std::uint32_t begin = at_;
      if (!SkipComment()) return line;
      line |= text_.substr(begin, at_ - begin).find('\n') != text_.npos;
      --at_;
    } else if (ClassOf(c) != kSpace) {
      return line;
    }
  }
  return line;
}

bool Scanner::BracesBalance(std::size_t begin) const {
  std::size_t depth = 0;
  for (std::size_t at = begin; at < text_.size(); ++at) {
    const char c = text_[at];
    if (c == '{') {
      ++depth;
    } else if (c == '}') {
      if (depth-- == 0) return false;
    } else if (c == '"') {
      for (++at; at < text_.size() && text_[at] != '"' && text_[at] != '\n';
           ++at)
        at += text_[at] == '\\';
    } else if (text_.substr(at, 2) == "//") {
      at = text_.find('\n', at);
      if (at == text_.npos) break;
    } else if (text_.substr(at, 2) == "/*") {
      at = text_.find("*/", at + 2);
      if (at == text_.npos) break;
      ++at;
    }
  }
  return depth == 0;
}

// At a `/`: passes over the comment that it starts, if it does.
bool Scanner::SkipComment() {
  const std::uint32_t begin = at_;
  if (At(at_ + 1) == '/') {
    std::size_t end = text_.find('\n', at_);
    at_ = static_cast<std::uint32_t>(end == text_.npos ? text_.size() : end);
    Keep(begin);
    return true;
  }
  if (At(at_ + 1) != '*') return false;
  std::size_t end = text_.find("*/", at_ + 2);
  if (end == text_.npos) {
    Report(Kind::unclosed_comment, at_, at_ + 2, "this comment is never closed",
           "end it with `*/`");
    GoToEnd();
  } else {
    at_ = static_cast<std::uint32_t>(end + 2);
    Keep(begin);
  }
  return true;
}

// Once, though text after a missing brace is read again.
void Scanner::Keep(std::uint32_t begin) {
  if (comments_.empty() || comments_.back().begin < begin)
    comments_.push_back({file_, begin, at_});
}

// A word or a path. A mistake in its spelling leaves one word nevertheless.
bool Scanner::TakeName(Word& word) {
  word.lexeme = Lexeme::word;
  bool strange = ClassOf(text_[word.begin]) != kLetter;
  for (;; ++at_) {
    char c = At(at_);
    if (IsPart(c)) continue;
    char after = At(at_ + 1);
    if (c == '.' && IsPart(after)) {
      word.lexeme = Lexeme::path;
    } else if (ClassOf(c) == kHigh || (c == '-' && IsPart(after))) {
      if (StrangeAt(text_.substr(at_)) != nullptr) break;
      strange = true;
    } else {
      break;
    }
  }
  std::string_view text = text_.substr(word.begin, at_ - word.begin);
  if (strange) {
    std::string meant(text);
    std::ranges::replace(meant, '-', '_');
    const bool hyphens = ClassOf(text[0]) == kLetter &&
                         std::ranges::all_of(meant, [](char c) {
                           return IsPart(c) || c == '.';
                         });
    Report(Kind::bad_name, word.begin, at_, Quoted(text) + " is not a name",
           hyphens ? "did you mean " + Quoted(meant) + "?"
                   : "a name starts with a letter a to z and goes on with "
                     "letters, digits and `_`; paths join names with `.`");
  } else if (At(at_) == '.' && At(at_ + 1) != '.') {
    ++at_;
    Report(Kind::bad_name, at_ - 1, at_,
           Quoted(text) + " is followed by a `.` without a name",
           "a path is written without spaces: friends.names");
  } else if (text.size() > kMaxNameBytes) {
    Report(Kind::name_too_long, word.begin, at_,
           "this name has " + std::to_string(text.size()) +
               " characters; at most " + std::to_string(kMaxNameBytes) +
               " are allowed");
  }
  return true;
}

// An integer or a date; whatever hangs together with it is part of it.
bool Scanner::TakeNumber(Word& word) {
  if (std::size_t length = ForeignDate(text_.substr(at_))) {
    word.lexeme = Lexeme::date;
    at_ += static_cast<std::uint32_t>(length);
    return true;
  }
  word.lexeme = Lexeme::integer;
  if (text_[at_] == '-') ++at_;
  while (ClassOf(At(at_)) == kDigit) ++at_;
  if (At(at_) == '-' && ClassOf(At(at_ + 1)) == kDigit) {
    word.lexeme = Lexeme::date;
    // A time of day is no part of a date; it is read to be complained of.
    while (IsPart(At(at_)) || At(at_) == '-' ||
           (At(at_) == ':' && ClassOf(At(at_ + 1)) == kDigit))
      ++at_;
    return true;
  }
  if (At(at_) == '.' && ClassOf(At(at_ + 1)) == kDigit) {
    ++at_;
    while (ClassOf(At(at_)) == kDigit) ++at_;
    Report(Kind::bad_number, word.begin, at_,
           "found " + Quoted(text_.substr(word.begin, at_ - word.begin)) +
               "; numbers are whole");
    return true;
  }
  if (IsPart(At(at_)) || ClassOf(At(at_)) == kHigh) return TakeName(word);
  return true;
}

bool Scanner::TakeString(Word& word) {
  word.lexeme = Lexeme::string;
  for (++at_; at_ < text_.size(); ++at_) {
    char c = text_[at_];
    if (c == '"') {
      ++at_;
      return true;
    }
    if (c == '\n') break;
    if (c == '\\' && IsSameLine(At(at_ + 1))) ++at_;
  }
  if (text_[at_ - 1] == '\r') --at_;
  Report(Kind::unclosed_string, word.begin, word.begin + 1,
         "this string is not closed on its line",
         "end it with `\"`; a string does not go over several lines");
  return true;
}

bool Scanner::TakeSymbol(Word& word) {
  char c = text_[at_++];
  bool equal = (c == '<' || c == '>') && At(at_) == '=';
  if (equal) ++at_;
  switch (c) {
    case '{':
      word.lexeme = Lexeme::left_brace;
      break;
    case '}':
      word.lexeme = Lexeme::right_brace;
      break;
    case '(':
      word.lexeme = Lexeme::left_paren;
      break;
    case ')':
      word.lexeme = Lexeme::right_paren;
      break;
    case ';':
      word.lexeme = Lexeme::semicolon;
      break;
    case ':':
      word.lexeme = Lexeme::colon;
      break;
    case ',':
      word.lexeme = Lexeme::comma;
      break;
    case '<':
      word.lexeme = equal ? Lexeme::less_equal : Lexeme::less;
      break;
    default:
      word.lexeme = equal ? Lexeme::greater_equal : Lexeme::greater;
      break;
  }
  return true;
}

bool Scanner::TakeStrange(Word& word) {
  char c = text_[at_];
  if (c == '.' && At(at_ + 1) == '.') {
    at_ += 2;
    word.lexeme = Lexeme::dots;
    return true;
  }
  if (c == '-' && ClassOf(At(at_ + 1)) == kDigit) return TakeNumber(word);
  if (c == '_') return TakeName(word);
  if (TakeForeignString(word)) return true;
  if (const Strange* strange = StrangeAt(text_.substr(at_))) {
    Report(Kind::bad_character, at_, at_ + strange->text.size(),
           std::string(strange->message), std::string(strange->help));
    at_ += static_cast<std::uint32_t>(strange->text.size());
    if (c == '#') {
      std::size_t end = text_.find('\n', at_);
      at_ = static_cast<std::uint32_t>(end == text_.npos ? text_.size() : end);
    }
    return false;
  }
  if (ClassOf(c) == kHigh) return TakeName(word);
  bool printable = c > ' ' && c < 0x7F;
  Report(Kind::bad_character, at_, at_ + 1,
         printable ? "found " + Quoted(text_.substr(at_, 1)) +
                         ", which has no meaning in a policy"
                   : "found the control character " +
                         CodePoint(static_cast<unsigned char>(c)),
         printable ? "" : "remove it");
  ++at_;
  return false;
}

// A string in quotes that are not ours.
bool Scanner::TakeForeignString(Word& word) {
  constexpr std::string_view kPairs[][2] = {
      {"\u201C", "\u201D"}, {"\u2018", "\u2019"}, {"'", "'"}, {"`", "`"}};
  constexpr std::size_t kFarthest = 1000;  // not worth a search beyond
  for (const auto& [open, close] : kPairs) {
    if (!text_.substr(at_).starts_with(open)) continue;
    std::string_view line = text_.substr(at_, kFarthest);
    line = line.substr(0, line.find('\n'));
    std::size_t length = line.find(close, open.size());
    if (length == line.npos) continue;
    Report(Kind::bad_character, at_, at_ + open.size(),
           "found the quote " + std::string(open), std::string(kStraight));
    at_ += static_cast<std::uint32_t>(length + close.size());
    word.lexeme = Lexeme::string;
    return true;
  }
  return false;
}

bool Scanner::LabelsForbid(const Word& word) const {
  auto skip = [&](std::size_t at) {
    while (At(at) == ' ' || At(at) == '\t') ++at;
    return at;
  };
  std::size_t at = skip(word.end);
  return At(at) == ':' && text_.substr(skip(at + 1)).starts_with("forbid");
}

std::size_t Scanner::LineBegin(std::size_t offset) const {
  const std::size_t before = text_.substr(0, offset).rfind('\n');
  return before == text_.npos ? 0 : before + 1;
}

std::size_t Scanner::IndentOf(std::size_t offset) const {
  const std::size_t begin = LineBegin(offset);
  return std::min(text_.find_first_not_of(" \t", begin), offset) - begin;
}

std::size_t Scanner::AfterSpace(std::size_t offset) const {
  for (;; ++offset) {
    offset = std::min(text_.find_first_not_of(" \t\r\n", offset),
                      text_.size());
    const std::string_view rest = text_.substr(offset);
    if (rest.starts_with("//"))
      offset = text_.find('\n', offset);
    else if (rest.starts_with("/*"))
      offset = text_.find("*/", offset + 2);
    else
      return offset;
    if (offset == text_.npos) return text_.size();
  }
}

char Scanner::At(std::size_t offset) const {
  return offset < text_.size() ? text_[offset] : '\0';
}

void Scanner::Report(diagnostics::Kind kind, std::size_t begin, std::size_t end,
                     std::string message, std::string help) {
  gave_up_ = errors_.size() >= kMaxErrorsPerFile;
  if (gave_up_) return;
  errors_.push_back(static_cast<std::uint32_t>(begin));
  diagnostics_.Report(kind,
                      {file_, static_cast<std::uint32_t>(begin),
                       static_cast<std::uint32_t>(end)},
                      std::move(message), std::move(help));
}

}  // namespace assent::syntax
