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

constexpr std::string_view kInAgreement =
    "a clause stands inside the braces of an `agreement`";
constexpr std::string_view kInVocabulary =
    "this is declared inside `vocabulary { ... }`";
constexpr std::string_view kOutside =
    "this stands outside of agreements, for all of them";
constexpr std::string_view kBefore =
    "a clause first says what it allows, then `except`, `despite` and `oblige`";
constexpr std::string_view kClaim =
    "a claim reads `claim \"...\" never permit ...`";
constexpr std::string_view kLabel =
    "a rule cannot be called by a word of the language: choose another label";
constexpr std::string_view kEvery =
    "`every` stands alone: write an agreement for each, or give those who are "
    "meant a name, as `group NAME of partner: ...`";
constexpr std::string_view kWhether =
    "write `unknown whether A or B`: it is one of the two, and not known which";
constexpr std::string_view kList = "the items of a list are separated by `,`";

// Mistakes that many make, and what to do. Empty: any.
struct Known {
  std::string_view statement;  // what is being read
  std::string_view previous;   // the word before
  std::string_view expected;   // among others; kMembers: what a block holds
  std::string_view found;
  std::string_view help;
};

constexpr std::string_view kMembers = "members";
constexpr std::string_view kEnd = "';'";

constexpr Known kKnown[] = {
    {"", "use", "'pack'", "", "write `use pack NAME`"},
    {"rule set", "permit", "", ":", kLabel},
    {"rule set", "deny", "", ":", kLabel},
    {"rule", "permit", "", ":", kLabel},
    {"rule", "deny", "", ":", kLabel},
    {"declaration", "", kMembers, "allow", kInAgreement},
    {"declaration", "", kMembers, "permit",
     "what is permitted is said by the `allow` clauses of an `agreement`"},
    {"declaration", "", kMembers, "deny",
     "what is denied everywhere is a `forbid`"},
    {"declaration", "", kMembers, "data", kInVocabulary},
    {"declaration", "", kMembers, "action", kInVocabulary},
    {"declaration", "", kMembers, "purpose", kInVocabulary},
    {"declaration", "", kMembers, "relation", kInVocabulary},
    {"declaration", "", kMembers, "role", kInVocabulary},
    {"declaration", "", kMembers, "tag", kInVocabulary},
    {"declaration", "", kMembers, "attribute", kInVocabulary},
    {"declaration", "", kMembers, "obligation", kInVocabulary},
    {"declaration", "", kMembers, "",
     "a declaration starts with `vocabulary`, `permission`, `partner`, "
     "`program`, `agreement`, `forbid`, `claim`, `test` or another such word"},
    {"vocabulary", "", kMembers, "",
     "each declaration starts with one of these words; the names that follow "
     "it are separated by `,`"},
    {"agreement", "", kMembers, "forbid", kOutside},
    {"agreement", "", kMembers, "claim", kOutside},
    {"agreement", "", kMembers, "assume", kOutside},
    {"agreement", "", kMembers, "permit", "a clause starts with `allow`"},
    {"agreement", "", kMembers, "deny",
     "`deny` stands in the `except` block of a clause"},
    {"agreement", "", kMembers, "on", kBefore},
    {"agreement", "", kMembers, "of", kBefore},
    {"agreement", "", kMembers, "for", kBefore},
    {"agreement", "", kMembers, "when", kBefore},
    {"agreement", "", kMembers, "standard",
     "the access that every partner has is said by a `program`"},
    {"rule set", "", kMembers, "allow", "a rule starts with `permit`"},
    {"rule set", "", kMembers, "forbid", "a rule starts with `deny`"},
    {"clause", "", kEnd, "on", kBefore},
    {"clause", "", kEnd, "of", kBefore},
    {"clause", "", kEnd, "for", kBefore},
    {"clause", "", kEnd, "from", kBefore},
    {"clause", "", kEnd, "until", kBefore},
    {"clause", "", kEnd, "when", kBefore},
    {"clause", "", kEnd, "where", "a clause says `when`"},
    {"prohibition", "", kEnd, "where", "a prohibition says `when`"},
    {"claim", "", kEnd, "when", "a claim says `where`"},
    {"claim", "", "STRING", "", kClaim},
    {"claim", "", "'never'", "", kClaim},
    {"import", "", "STRING", "",
     "a path stands in quotes: `import \"vocabulary.policy\";`"},
    {"agreement", "", "'with'", "{",
     "an agreement says with whom: `agreement NAME with PARTNER`"},
    {"permission", "", "'of'", "",
     "a permission says whose it is: `permission NAME of subject`"},
    {"attribute", "", "':'", "",
     "an attribute has values: `: bool`, `: 0..120` or `: a, b, c`"},
    {"names", ",", "WORD", "tagged",
     "several purposes, or tags, of one name are joined by `and`; `,` goes on "
     "with the next name"},
    {"names", "", kEnd, "for",
     "the purposes that a partner may have are said of a `role`, each joined "
     "to the next by `and`"},
    {"names", "", kEnd, "via",
     "`via` is said of a `relation` that is reached by way of another"},
    {"", "", "'permit'", "allow", "did you mean `permit`?"},
    {"case", "", "':'", "", "a case reads `VALUE, VALUE: permit;`"},
    {"group", "", "'of'", "",
     "a group says of what kind it is: `group NAME of partner: ...`"},
    {"", "open_ended", "'because'", "", "write `open_ended because \"...\"`"},
    {"", "consent", "'of'", "",
     "write `consent of subject` or `consent of requester`"},
    {"", "in", "'one'", "{", "write `is one of { ... }`; `in` takes a range"},
    {"", "in", "'one'", "", "a range is written with two dots: 13..17"},
    {"", "of", "'{'", "", "write `is one of { a, b }`"},
    {"", "<", "'one'", ">", "write `is not`"},
    {"", "(", "WORD", "",
     "an argument has a name, as in `delete_within(days: 30)`"},
    {"", "", "'{'", "", "what belongs to it stands between `{` and `}`"},
    {"statement", "", kEnd, "and", "alternatives are joined by `or`"},
    {"", "", kEnd, "else", "what no clause allows is denied"},
    {"", "", kEnd, "if", "a condition starts with `when`"},
    {"", "", kEnd, "unless",
     "write `when not`, or say what is taken back in an `except` block"},
    {"", "", kEnd, "to", "did you mean `until`?"},
    {"", "", kEnd, "till", "did you mean `until`?"},
    {"", "", kEnd, "since", "did you mean `from`?"},
};

// Whether a name was just declared, behind which a title may stand.
bool IsTitled(std::string_view statement) {
  constexpr std::string_view kTitled[] = {"partner", "agreement", "program",
                                          "feature", "pack"};
  return std::ranges::find(kTitled, statement) != std::end(kTitled);
}

// What `unknown whether` goes on with.
std::string HintOfWhether(const Surprise& surprise) {
  if (surprise.found == "and" || surprise.found == ",")
    return "alternatives are joined by `or`";
  return "what can be one thing alone is known: write it without `unknown "
         "whether`, or write what else it can be";
}

std::string Hint(const Surprise& surprise) {
  if (surprise.expected.size() == 1 && Has(surprise.expected, "'or'"))
    return HintOfWhether(surprise);
  if (surprise.found == "," && surprise.before_previous == "every")
    return std::string(kEvery);
  const bool members = !surprise.phrase.empty();
  auto matches = [&](const Known& known) {
    if (!known.statement.empty() && known.statement != surprise.statement)
      return false;
    if (!known.previous.empty() && known.previous != surprise.previous)
      return false;
    if (!known.found.empty() && known.found != surprise.found) return false;
    if (known.expected == kMembers) return members;
    if (known.expected.empty()) return true;
    return !members && Has(surprise.expected, known.expected);
  };
  for (const Known& known : kKnown)
    if (matches(known)) return std::string(known.help);
  const bool quoted = surprise.found.starts_with('"');
  const bool date = surprise.found.size() == 10 && surprise.found[4] == '-';
  if (Has(surprise.expected, "DATE"))
    return quoted ? "a date stands without quotes"
                  : "a date is written as year-month-day: 2014-06-01";
  if (members) return {};
  if (Has(surprise.expected, "'('") && Has(surprise.expected, "WORD"))
    return "a comparison starts with an attribute, as in `subject.age >= 13`";
  if (quoted && Has(surprise.expected, "INTEGER"))
    return "a value stands without quotes";
  if (date && Has(surprise.expected, "INTEGER"))
    return "days are named by `from` and `until`, not in conditions";
  if (Has(surprise.expected, kEnd) && surprise.previous_is_name &&
      surprise.found.find('.') != surprise.found.npos)
    return "a condition starts with `when`, the items of a list are separated "
           "by `,`";
  if (surprise.previous == "," && Has(surprise.expected, "WORD"))
    return "nothing stands behind the last `,` of a list";
  if (surprise.previous == "any")
    return "a wildcard says what it is any of: `any action`, `any data`, "
           "`any relation`, `any purpose`";
  if (!surprise.previous_is_name || !surprise.found_is_word) return {};
  if (IsTitled(surprise.statement))
    return "a name is one word; a title stands in quotes behind it";
  return std::string(Has(surprise.expected, kEnd) ? kList : "");
}

}  // namespace

Complaint Explain(const Surprise& surprise,
                  const std::vector<std::string_view>& keywords) {
  if (surprise.previous == "unknown" && surprise.found == "between")
    return {Kind::syntax_error,
            "expected `whether` after `unknown`, found `between`",
            std::string(kWhether)};
  bool name = Has(surprise.expected, "WORD");
  if (name && surprise.found_is_reserved && surprise.found_is_named)
    return {Kind::reserved_word,
            Quoted(surprise.found) + " is a reserved word, not a name",
            surprise.found == "unknown" && surprise.previous == "with"
                ? "who a partner is must be known: declare one for each that "
                  "is meant, as `partner unnamed_1;`"
                : "choose another name; inside a path every word is allowed"};
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
