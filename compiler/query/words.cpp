#include "compiler/query/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "compiler/diagnostics/diagnostic.h"
#include "runtime/format/day.h"

namespace assent::query {
namespace {

bool IsWordCharacter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' ||
         c == '-' || (static_cast<unsigned char>(c) & 0x80);
}

// At most this much of somebody's text in a message.
std::string Shown(std::string_view text) {
  constexpr std::size_t kShown = 80;
  if (text.size() <= kShown) return std::string(text);
  std::size_t end = kShown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
    --end;
  return std::string(text.substr(0, end)) + "...";
}

}  // namespace

Words::Words(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    if (std::isspace(static_cast<unsigned char>(text[i]))) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && IsWordCharacter(text[end])) ++end;
    if (end == i) {
      end = i + 1;
      if ((text[i] == '<' || text[i] == '>') && end < text.size() &&
          text[end] == '=')
        ++end;
      words_.emplace_back(text.substr(i, end - i));
    } else {
      std::string_view word = text.substr(i, end - i);
      const std::size_t dots = word.find("..");
      if (dots == word.npos) {
        words_.emplace_back(word);
      } else {
        if (dots != 0) words_.emplace_back(word.substr(0, dots));
        words_.emplace_back("..");
        if (dots + 2 < word.size()) words_.emplace_back(word.substr(dots + 2));
      }
    }
    i = end;
  }
}

bool Words::Accept(std::string_view word) {
  if (next() != word) return false;
  ++at_;
  return true;
}

std::string Words::TextFrom(std::size_t from) const {
  std::string text;
  for (std::size_t i = from; i < at_; ++i) {
    const std::string& word = words_[i];
    const bool tight = text.empty() || word == "," || word == ")" ||
                       word == ".." || text.ends_with('(') ||
                       text.ends_with("..");
    text += (tight ? "" : " ") + word;
  }
  return text;
}

Error Words::Unexpected(std::string_view expected) const {
  if (at_end()) return Error{fmt::format("it ends where {} is due", expected)};
  return Error{
      fmt::format("`{}` stands where {} is due", Shown(next()), expected)};
}

bool IsDay(std::string_view word) {
  return word.size() == 10 && word[4] == '-' && word[7] == '-' &&
         std::isdigit(static_cast<unsigned char>(word[0]));
}

Result<Day> ToDay(std::string_view word) {
  const Day day = ParseDay(word);
  if (day != kNoDay) return day;
  return Error{fmt::format(
      "`{}` is no date; one is written 2017-06-01, from 1970 to 2199",
      Shown(word))};
}

Error Unknown(std::string_view kind, std::string_view name,
              const std::vector<std::string_view>& names) {
  const std::string_view near = diagnostics::ClosestName(name, names);
  std::string message = fmt::format("unknown {} `{}`", kind, Shown(name));
  if (!near.empty()) {
    message += fmt::format("; did you mean `{}`?", near);
  } else if (!names.empty() && names.size() <= 12) {
    message += "; there are " + fmt::format("{}", fmt::join(names, ", "));
  }
  return Error{std::move(message)};
}

Result<RunSet> FindTerm(std::string_view kind, const model::Taxonomy& taxonomy,
                        std::string_view name) {
  const auto it = taxonomy.spellings.find(name);
  if (it != taxonomy.spellings.end())
    return taxonomy.terms[it->second.value].leaves;
  std::vector<std::string_view> names;
  for (const auto& [spelling, id] : taxonomy.spellings)
    names.push_back(spelling);
  // Of short lists all are named: by their paths alone.
  if (taxonomy.size() <= 12 && diagnostics::ClosestName(name, names).empty()) {
    names.clear();
    for (const model::Term& term : taxonomy.terms) names.push_back(term.name);
  }
  return Unknown(kind, name, names);
}

}  // namespace assent::query
