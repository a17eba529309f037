#include "compiler/query/text_to_question.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "compiler/query/text_to_condition.h"
#include "compiler/query/words.h"

namespace assent::query {
namespace {

using model::Condition;
using Names = std::vector<std::string>;

Names Split(const Names& lists) {
  Names names;
  for (std::string_view list : lists)
    while (true) {
      const std::size_t comma = list.find(',');
      std::string_view name = list.substr(0, comma);
      while (name.starts_with(' ')) name.remove_prefix(1);
      while (name.ends_with(' ')) name.remove_suffix(1);
      names.emplace_back(name);
      if (comma == list.npos) break;
      list.remove_prefix(comma + 1);
    }
  return names;
}

class Asking {
 public:
  Asking(const Asked& asked, const model::Vocabulary& vocabulary)
      : asked_(asked), vocabulary_(vocabulary) {}

  Result<Question> Run();

 private:
  using Trouble = std::optional<Error>;

  Trouble ReadWords();
  Trouble ReadPart(Words& words, std::string_view part);
  Trouble Take(Names& names, Words& words, std::string_view any,
               std::string_view what);
  Trouble Once(std::string_view part, bool given);
  Trouble Terms(std::string_view kind, const model::Taxonomy& taxonomy,
                const Names& names, RunSet& leaves) const;
  Trouble Relations();
  Trouble Partners();
  Trouble Days();
  Trouble Conditions();
  bool IsAction(std::string_view word) const {
    return vocabulary_.actions.spellings.contains(word);
  }

  Asked asked_;
  const model::Vocabulary& vocabulary_;
  Question question_;
  std::vector<Condition> conditions_;
  std::set<std::string> parts_;  // of the question in words
};

Asking::Trouble Asking::Once(std::string_view part, bool given) {
  if (parts_.insert(std::string(part)).second && !given) return std::nullopt;
  return Error{fmt::format("`{}` is asked twice", part)};
}

// Names up to a word that is no comma; `any` alone means all.
Asking::Trouble Asking::Take(Names& names, Words& words, std::string_view any,
                             std::string_view what) {
  static const std::set<std::string_view> kNoNames = {
      ",",    "?", "of", "for", "with",  "on",  "from", "until",
      "when", "(", ")",  "{",   "}",     "<",   ">",    "<=",
      ">=",   "=", "..", "and", "where", "who", "may"};
  if (words.next() == "any" && words.after_next() == any) {
    words.Take();
    words.Take();
    return std::nullopt;
  }
  do {
    if (words.at_end() || kNoNames.contains(words.next()))
      return words.Unexpected(what);
    names.push_back(words.Take());
  } while (words.Accept(","));
  return std::nullopt;
}

Asking::Trouble Asking::ReadPart(Words& words, std::string_view part) {
  if (part == "of") {
    if (Trouble twice = Once(part, !asked_.relations.empty())) return twice;
    return Take(asked_.relations, words, "relation", "a relation");
  }
  if (part == "for") {
    if (Trouble twice = Once(part, !asked_.purposes.empty())) return twice;
    return Take(asked_.purposes, words, "purpose", "a purpose");
  }
  if (part == "with") {
    if (Trouble twice =
            Once(part, !asked_.partners.empty() || !asked_.roles.empty()))
      return twice;
    if (words.Accept("every")) {
      if (words.at_end()) return words.Unexpected("a role");
      asked_.roles.push_back(words.Take());
      return std::nullopt;
    }
    return Take(asked_.partners, words, "partner", "a partner");
  }
  if (part == "from" || part == "until" || part == "on") {
    std::string& day = part == "from"    ? asked_.from
                       : part == "until" ? asked_.until
                                         : asked_.date;
    if (Trouble twice = Once(part == "on" ? "on DAY" : part, !day.empty()))
      return twice;
    if (words.at_end()) return words.Unexpected("a day");
    day = words.Take();
    return std::nullopt;
  }
  // when
  if (Trouble twice = Once(part, false)) return twice;
  const std::size_t begin = words.position();
  Result<Condition> condition = ToCondition(words, vocabulary_);
  if (!condition) return condition.error();
  conditions_.push_back(std::move(*condition));
  question_.condition = words.TextFrom(begin);
  return std::nullopt;
}

Asking::Trouble Asking::ReadWords() {
  Words words(asked_.words);
  if (!words.Accept("who") || !words.Accept("may"))
    return words.Unexpected("`who may`");
  if (Trouble twice = Once("action", !asked_.actions.empty())) return twice;
  if (Trouble bad = Take(asked_.actions, words, "action", "an action"))
    return bad;
  static const std::set<std::string_view> kParts = {
      "of", "for", "with", "on", "from", "until", "when"};
  const bool on_data = words.next() == "on" && !IsDay(words.after_next());
  const bool data = on_data || (!words.at_end() && words.next() != "?" &&
                                !kParts.contains(words.next()));
  if (data) {
    if (on_data) words.Take();
    if (Trouble twice = Once("data", !asked_.data.empty())) return twice;
    if (Trouble bad = Take(asked_.data, words, "data", "a kind of data"))
      return bad;
  }
  while (!words.at_end() && words.next() != "?") {
    const std::string part(words.next());
    if (!kParts.contains(part))
      return words.Unexpected(
          part == "where" ? "`when`"
                          : "`of`, `for`, `with`, `on`, `from`, `until`, "
                            "`when` or the end");
    words.Take();
    if (Trouble bad = ReadPart(words, part)) return bad;
  }
  words.Accept("?");
  if (!words.at_end()) return words.Unexpected("the end");
  return std::nullopt;
}

Asking::Trouble Asking::Terms(std::string_view kind,
                              const model::Taxonomy& taxonomy,
                              const Names& names, RunSet& leaves) const {
  if (names.empty()) {
    leaves = taxonomy.leaves;
    return std::nullopt;
  }
  for (const std::string& name : Split(names)) {
    const Result<RunSet> found = FindTerm(kind, taxonomy, name);
    if (!found) return found.error();
    leaves.Add(*found);
  }
  return std::nullopt;
}

Asking::Trouble Asking::Relations() {
  RunSet& relations = question_.scope.relations;
  const std::size_t count = vocabulary_.relations.size();
  if (asked_.relations.empty())
    relations = RunSet::Range(0, std::uint32_t(count));
  for (const std::string& name : Split(asked_.relations)) {
    const auto id =
        FindNamed<model::RelationId>("relation", vocabulary_.relations, name);
    if (!id) return id.error();
    relations.Add(id->value, id->value + 1);
  }
  return std::nullopt;
}

Asking::Trouble Asking::Partners() {
  question_.every_partner = asked_.partners.empty() && asked_.roles.empty();
  std::vector<bool> asked(vocabulary_.partners.size(), question_.every_partner);
  for (const std::string& name : Split(asked_.partners)) {
    const auto id =
        FindNamed<model::PartnerId>("partner", vocabulary_.partners, name);
    if (!id) return id.error();
    asked[id->value] = true;
  }
  for (const std::string& name : Split(asked_.roles)) {
    const auto id = FindNamed<model::RoleId>("role", vocabulary_.roles, name);
    if (!id) return id.error();
    for (std::size_t p = 0; p < asked.size(); ++p)
      if (vocabulary_.partners[p].role == *id) asked[p] = true;
  }
  for (std::size_t p = 0; p < asked.size(); ++p)
    if (asked[p]) question_.partners.push_back(model::PartnerId(p));
  return std::nullopt;
}

Asking::Trouble Asking::Days() {
  model::Window& window = question_.scope.window;
  if (!asked_.date.empty() && !(asked_.from.empty() && asked_.until.empty()))
    return Error{"a question is of one day, or from a day until another"};
  if (!asked_.date.empty()) {
    const Result<Day> day = ToDay(asked_.date);
    if (!day) return day.error();
    window = {*day, *day + 1, {}, {}};
  }
  if (!asked_.from.empty()) {
    const Result<Day> day = ToDay(asked_.from);
    if (!day) return day.error();
    window.from = *day;
  }
  if (!asked_.until.empty()) {
    const Result<Day> day = ToDay(asked_.until);
    if (!day) return day.error();
    window.until = *day;
  }
  if (window.empty())
    return Error{
        "no day is from the first day until the second, which is "
        "not meant itself"};
  return std::nullopt;
}

Asking::Trouble Asking::Conditions() {
  std::string& text = question_.condition;
  const auto add = [&](std::string said) {
    text += (text.empty() ? "" : " and ") + said;
  };
  for (const std::string& each : asked_.conditions) {
    Words words(each);
    Result<Condition> condition = ToCondition(words, vocabulary_);
    if (!condition) return condition.error();
    if (!words.at_end()) return words.Unexpected("`and`, `or` or the end");
    const bool one = condition->kind != Condition::Kind::any_of;
    add(one ? words.TextFrom(0) : "(" + words.TextFrom(0) + ")");
    conditions_.push_back(std::move(*condition));
  }
  for (const std::string& fact : asked_.facts) {
    Result<Condition> condition = FactToCondition(fact, vocabulary_);
    if (!condition) return condition.error();
    std::string said = fact;
    add(said.replace(said.find('='), 1, " is "));
    conditions_.push_back(std::move(*condition));
  }
  Condition& when = question_.scope.when;
  if (conditions_.size() == 1)
    when = std::move(conditions_[0]);
  else
    when.operands = std::move(conditions_);
  return std::nullopt;
}

Result<Question> Asking::Run() {
  if (!asked_.words.empty())
    if (Trouble bad = ReadWords())
      return Error{bad->message + " (in the question)"};
  model::Scope& scope = question_.scope;
  Trouble bad =
      Terms("action", vocabulary_.actions, asked_.actions, scope.actions);
  if (!bad) bad = Terms("data", vocabulary_.data, asked_.data, scope.data);
  if (!bad)
    bad =
        Terms("purpose", vocabulary_.purposes, asked_.purposes, scope.purposes);
  if (!bad) bad = Relations();
  if (!bad) bad = Partners();
  if (!bad) bad = Days();
  if (!bad) bad = Conditions();
  if (bad) return *std::move(bad);
  return std::move(question_);
}

}  // namespace

Result<Question> ToQuestion(const Asked& asked,
                            const model::Vocabulary& vocabulary) {
  return Asking(asked, vocabulary).Run();
}

}  // namespace assent::query
