#include "compiler/diagnostics/fingerprint.h"

#include <algorithm>

namespace assent::diagnostics {
namespace {

constexpr bool IsSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// FNV-1a of 64 bits: no more than telling findings of one policy set apart.
class Hash {
 public:
  void Add(char c) {
    value_ ^= static_cast<unsigned char>(c);
    value_ *= 0x100000001b3;
  }
  // And its end, so that what follows is not taken for more of it. White space
  // is one space, at the ends none.
  void AddWords(std::string_view text) {
    bool word = false, space = false;
    for (char c : text) {
      if (IsSpace(c)) {
        space = word;
        continue;
      }
      if (space) Add(' ');
      space = false;
      word = true;
      Add(c);
    }
    Add('\xff');
  }
  std::string Hex() const {
    constexpr char kHex[] = "0123456789abcdef";
    std::string text(16, '0');
    std::uint64_t rest = value_;
    for (std::size_t i = 16; i-- > 0; rest >>= 4) text[i] = kHex[rest & 15];
    return text;
  }

 private:
  std::uint64_t value_ = 0xcbf29ce484222325;
};

// The bytes of the comment or string that `text` begins with; 0 if none.
std::size_t Skipped(std::string_view text) {
  const auto through = [&](std::string_view end, std::size_t from) {
    const std::size_t at = text.find(end, from);
    return at == text.npos ? text.size() : at + end.size();
  };
  if (text.starts_with("//")) return through("\n", 2);
  if (text.starts_with("/*")) return through("*/", 2);
  if (!text.starts_with('"')) return 0;
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == '\\')
      ++at;
    else if (text[at] == '"' || text[at] == '\n')
      return at + 1;
  }
  return text.size();
}

// Where each declaration begins: at the first word after a `;` or a `}` that
// no brace is open around. A `;` behind a `}` begins nothing.
std::vector<std::uint32_t> DeclarationsIn(std::string_view text) {
  std::vector<std::uint32_t> begins;
  std::size_t depth = 0;
  bool between = true;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const std::size_t skipped = Skipped(text.substr(at));
    const bool word = skipped == 0 || c == '"';
    if (between && word && !IsSpace(c) && c != ';' && c != '}') {
      begins.push_back(std::uint32_t(at));
      between = false;
    }
    if (c == '{') ++depth;
    if (c == '}' && depth != 0) --depth;
    if (depth == 0 && (c == '}' || c == ';')) between = true;
    at += std::max<std::size_t>(skipped, 1);
  }
  return begins;
}

// The first two words: `agreement bing_search`, `claim "nothing"`.
std::string_view TwoWords(std::string_view text) {
  std::size_t at = 0;
  for (int word = 0; word < 2; ++word) {
    while (at < text.size() && IsSpace(text[at])) ++at;
    if (at < text.size() && text[at] == '"') {
      at += Skipped(text.substr(at));
      continue;
    }
    while (at < text.size() && !IsSpace(text[at]) && text[at] != '{' &&
           text[at] != ';' && text[at] != '"')
      ++at;
  }
  return text.substr(0, at);
}

// A rule without a label is called by its place, `bing_search.2`, which moves
// when another is put before it.
std::string_view WithoutPlace(std::string_view name) {
  const std::size_t dot = name.find_last_not_of("0123456789");
  if (dot == name.npos || dot + 1 == name.size() || name[dot] != '.')
    return name;
  return name.substr(0, dot);
}

void AddNames(std::string_view message, Hash& hash) {
  std::size_t open = 0;
  while ((open = message.find('`', open)) != message.npos) {
    const std::size_t close = message.find('`', open + 1);
    if (close == message.npos) break;
    hash.AddWords(WithoutPlace(message.substr(open + 1, close - open - 1)));
    open = close + 1;
  }
}

}  // namespace

std::string_view Fingerprints::DeclarationOf(const Span& span) {
  const std::string_view text = sources_.file(span.file).text;
  const auto [entry, fresh] = begins_of_.try_emplace(span.file.value);
  std::vector<std::uint32_t>& begins = entry->second;
  if (fresh) begins = DeclarationsIn(text);
  const auto after = std::ranges::upper_bound(begins, span.begin);
  if (after == begins.begin()) return {};
  return TwoWords(text.substr(*std::prev(after)));
}

std::string Fingerprints::Of(const Diagnostic& diagnostic) {
  Hash hash;
  hash.AddWords(IdOf(diagnostic.kind));
  const bool somewhere = diagnostic.span.file.valid();
  hash.AddWords(somewhere ? DeclarationOf(diagnostic.span)
                          : std::string_view());
  AddNames(diagnostic.message, hash);
  hash.Add('\xff');
  hash.AddWords(somewhere ? sources_.Text(diagnostic.span)
                          : std::string_view());
  return hash.Hex();
}

std::string Fingerprints::OfNamed(std::string_view kind,
                                  std::string_view name) {
  Hash hash;
  hash.AddWords(kind);
  hash.AddWords(name);
  return hash.Hex();
}

}  // namespace assent::diagnostics
