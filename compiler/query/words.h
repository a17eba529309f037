// A question's text as words, and names looked up in a vocabulary: with what
// may be meant, where a name is unknown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/model/vocabulary.h"
#include "runtime/format/day.h"

namespace assent::query {

// One after the other. A word is a name, a date or a number; ( ) { } , < <= >
// >= = .. ? stand for themselves; anything else is a word, too, which is then
// known to nobody.
class Words {
 public:
  explicit Words(std::string_view text);

  bool at_end() const { return at_ == words_.size(); }
  std::string_view next() const { return WordAt(at_); }
  std::string_view after_next() const { return WordAt(at_ + 1); }
  std::string Take() { return at_end() ? std::string() : words_[at_++]; }
  // Takes it if it is the next one.
  bool Accept(std::string_view word);

  std::size_t position() const { return at_; }
  // Those in [from, position()), as they were written but for spaces.
  std::string TextFrom(std::size_t from) const;

  // "`friend` where `of` ... was expected"; at the end, "the question ends
  // where ...".
  Error Unexpected(std::string_view expected) const;

 private:
  std::string_view WordAt(std::size_t i) const {
    return i < words_.size() ? std::string_view(words_[i]) : "";
  }

  std::vector<std::string> words_;
  std::size_t at_ = 0;
};

bool IsDay(std::string_view word);  // written like one
Result<Day> ToDay(std::string_view word);

// "unknown data `mesages`; did you mean `messages`?"
Error Unknown(std::string_view kind, std::string_view name,
              const std::vector<std::string_view>& names);

// The leaves of a term, by any of its spellings.
Result<RunSet> FindTerm(std::string_view kind, const model::Taxonomy& taxonomy,
                        std::string_view name);

template <class IdType, class T>
Result<IdType> FindNamed(std::string_view kind, const std::vector<T>& sorted,
                         std::string_view name) {
  const IdType id = model::Find<IdType>(sorted, name);
  if (id.valid()) return id;
  std::vector<std::string_view> names;
  for (const T& each : sorted) names.push_back(each.name);
  return Unknown(kind, name, names);
}

}  // namespace assent::query
