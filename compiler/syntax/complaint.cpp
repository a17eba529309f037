#include "compiler/syntax/complaint.h"

#include <algorithm>

namespace assent::syntax {
namespace {

using diagnostics::Kind;

bool Has(const std::vector<std::string>& expected, std::string_view name) {
  return std::ranges::find(expected, name) != expected.end();
}

std::string Quoted(std::string_view text) {
  return "`" + std::string(text) + "`";
}

// "`a`, `b` or `c`"
std::string Alternatives(const std::vector<std::string>& list) {
  std::string text;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0) text += i + 1 == list.size() ? " or " : ", ";
    text += list[i];
  }
  return text;
}

// What was expected, in the words of the one who writes policies.
std::string Expectation(const Surprise& surprise) {
  const std::vector<std::string>& expected = surprise.expected;
  if (!surprise.phrase.empty()) return std::string(surprise.phrase);
  if (Has(expected, "';'")) return "`;`";
  if (Has(expected, "'('") && Has(expected, "WORD")) return "a condition";
  if (Has(expected, "INTEGER") && Has(expected, "WORD")) return "a value";
  std::vector<std::string> list;
  bool name = Has(expected, "WORD");
  if (name) list.push_back("a name");
  for (const std::string& one : expected) {
    if (one == "STRING") list.push_back("a string in quotes");
    if (one == "DATE") list.push_back("a date");
    if (one == "INTEGER") list.push_back("a whole number");
    if (one == "PATH" && !name) list.push_back("an attribute");
  }
  for (const std::string& one : expected) {
    if (one.front() != '\'') continue;
    std::string text = one.substr(1, one.size() - 2);
    bool word = text[0] >= 'a' && text[0] <= 'z';
    if (!word || !name || text == "any") list.push_back(Quoted(text));
  }
  return Alternatives(list);
}

std::string Found(const Surprise& surprise) {
  if (surprise.found.empty()) return "found the end of the file";
  constexpr std::size_t kLongest = 40;
  if (surprise.found.size() <= kLongest)
    return "found " + Quoted(surprise.found);
  std::size_t cut = kLongest;  // not inside a code point
  while ((static_cast<unsigned char>(surprise.found[cut]) & 0xC0) == 0x80)
    --cut;
  return "found " + Quoted(std::string(surprise.found.substr(0, cut)) + "...");
}

// Mistakes that many make, and what to do.
std::string Hint(const Surprise& surprise) {
  struct Known {
    std::string_view statement;  // where
    std::string_view found;
    std::string_view help;
  };
  constexpr std::string_view kInAgreement =
      "a clause stands inside the braces of an `agreement`";
  constexpr std::string_view kInVocabulary =
      "this is declared inside `vocabulary { ... }`";
  constexpr std::string_view kOutside =
      "this stands outside of agreements, for all of them";
  constexpr std::string_view kBefore =
      "a clause first says what it allows, then `except`, `despite` and "
      "`oblige`";
  static constexpr Known kKnown[] = {
      {"declaration", "allow", kInAgreement},
      {"declaration", "deny", "what is denied everywhere is a `forbid`"},
      {"declaration", "data", kInVocabulary},
      {"declaration", "action", kInVocabulary},
      {"declaration", "purpose", kInVocabulary},
      {"declaration", "relation", kInVocabulary},
      {"declaration", "role", kInVocabulary},
      {"declaration", "attribute", kInVocabulary},
      {"declaration", "obligation", kInVocabulary},
      {"agreement", "forbid", kOutside},
      {"agreement", "claim", kOutside},
      {"agreement", "assume", kOutside},
      {"agreement", "deny", "`deny` stands in the `except` block of a clause"},
      {"agreement", "on", kBefore},
      {"agreement", "of", kBefore},
      {"agreement", "for", kBefore},
      {"agreement", "when", kBefore},
      {"clause", "on", kBefore},
      {"clause", "of", kBefore},
      {"clause", "for", kBefore},
      {"clause", "from", kBefore},
      {"clause", "until", kBefore},
      {"clause", "when", kBefore},
      {"clause", "where", "a clause says `when`"},
      {"prohibition", "where", "a prohibition says `when`"},
      {"claim", "when", "a claim says `where`"},
  };
  bool between = !surprise.phrase.empty() || Has(surprise.expected, "';'");
  for (const Known& known : kKnown)
    if (between && known.statement == surprise.statement &&
        known.found == surprise.found)
      return std::string(known.help);
  if (surprise.previous == "any")
    return "a wildcard says what it is any of: `any action`, `any data`, "
           "`any relation`, `any purpose`";
  if (Has(surprise.expected, "DATE"))
    return "a date is written as year-month-day: 2014-06-01";
  if (Has(surprise.expected, "';'") && surprise.phrase.empty() &&
      surprise.previous_is_name && surprise.found_is_word)
    return "the items of a list are separated by `,`";
  return {};
}

}  // namespace

Complaint Explain(const Surprise& surprise,
                  const std::vector<std::string_view>& keywords) {
  bool name = Has(surprise.expected, "WORD");
  if (name && surprise.found_is_reserved && surprise.found_is_named)
    return {Kind::reserved_word,
            Quoted(surprise.found) + " is a reserved word, not a name",
            "choose another name; inside a path every word is allowed"};
  Complaint complaint{
      Kind::syntax_error, "expected " + Expectation(surprise), {}};
  bool semicolon = Has(surprise.expected, "';'") && surprise.phrase.empty();
  if (semicolon)
    complaint.message += " after the " + std::string(surprise.statement);
  else if (surprise.phrase.empty() && !surprise.previous.empty() &&
           surprise.previous.size() <= 40)
    complaint.message += " after " + Quoted(surprise.previous);
  complaint.message += ", " + Found(surprise);
  complaint.help = Hint(surprise);
  if (surprise.found_is_word && !(name && surprise.phrase.empty())) {
    std::string_view meant = diagnostics::ClosestName(surprise.found, keywords);
    if (!meant.empty()) complaint.help = "did you mean " + Quoted(meant) + "?";
  }
  return complaint;
}

}  // namespace assent::syntax
