#include "compiler/syntax/cut.h"

#include <algorithm>

#include "compiler/syntax/text_to_ast.h"

namespace assent::syntax {

using diagnostics::Kind;

Cutter::Cutter(Scanner& scanner) : scanner_(scanner), next_(scanner.Next()) {}

bool Cutter::Next(std::vector<Word>& words) {
  words.clear();
  open_.clear();
  excess_ = parens_ = 0;
  deep_ = false;
  doubts_.clear();
  suspect_.reset();
  for (bool ended = false; !ended && next_.lexeme != Lexeme::end;) {
    if (trust_layout_ && !open_.empty() && StartsDeclaration(next_)) break;
    switch (next_.lexeme) {
      case Lexeme::left_brace:
        TakeOpening(words);
        break;
      case Lexeme::right_brace:
        ended = TakeClosing(words);
        break;
      case Lexeme::left_paren:
        ++parens_;
        Take(words);
        break;
      case Lexeme::right_paren:
        parens_ -= parens_ > 0;
        Take(words);
        break;
      case Lexeme::semicolon:
        parens_ = 0;
        ended = open_.empty() && excess_ == 0;
        Take(words);
        break;
      default:
        Take(words);
    }
  }
  if (!open_.empty()) CloseUnclosed(words);
  if (words.empty() && !deep_) return false;
  if (deep_) words.clear();
  Word end;
  end.first_on_line = true;
  end.begin = end.end = words.empty() ? 0 : words.back().end;
  words.push_back(end);
  return true;
}

// Moves the next word to `words`, unless what is nested too deep is skipped.
void Cutter::Take(std::vector<Word>& words) {
  if (open_.size() + excess_ + parens_ > kMaxNesting && !deep_) {
    scanner_.Report(Kind::nesting_too_deep, next_.begin, next_.end,
                    "braces and parentheses are nested more than " +
                        std::to_string(kMaxNesting) + " deep here",
                    "this declaration is not read; give its parts names");
    deep_ = true;
  }
  if (!deep_) {
    next_.depth = static_cast<std::uint16_t>(open_.size());
    words.push_back(next_);
  }
  next_ = scanner_.Next();
}

void Cutter::TakeOpening(std::vector<Word>& words) {
  Open open{next_.begin, OpensSet(words)};
  if (excess_ > 0 || open_.size() == kMaxNesting) {
    ++excess_;
    Take(words);
  } else {
    Take(words);
    open_.push_back(open);
  }
}

bool Cutter::TakeClosing(std::vector<Word>& words) {
  if (excess_ > 0) {
    --excess_;
    Take(words);
    return false;
  }
  if (open_.empty()) {
    scanner_.Report(Kind::unmatched_brace, next_.begin, next_.end,
                    "this `}` closes nothing", "remove it");
    next_ = scanner_.Next();
    return false;
  }
  Open open = open_.back();
  if (IsSurplus(open)) return false;
  open_.pop_back();
  Suspect(open);
  Take(words);
  if (open.is_set) return false;
  bool last = open_.empty();
  if (next_.lexeme == Lexeme::semicolon)
    Take(words);
  else if (last || !ContinuesAfterBlock(next_))
    Supply(Lexeme::semicolon, words);
  return last;
}

bool Cutter::OpensSet(const std::vector<Word>& words) const {
  const std::size_t n = words.size();
  auto text = [&](std::size_t back) {
    return back <= n ? scanner_.Text(words[n - back]) : std::string_view();
  };
  if (text(1) == "of") return text(2) == "one";
  // What is meant so: `is one { ... }`, `in { ... }`.
  return text(1) == "in" ||
         (text(1) == "one" && (text(2) == "is" || text(2) == "not"));
}

// The next word closes `open`: does the layout say otherwise?
void Cutter::Suspect(const Open& open) {
  if (suspect_ || !next_.first_on_line) return;
  if (scanner_.IndentOf(next_.begin) < scanner_.IndentOf(open.begin))
    suspect_ = open.begin;
}

// The next word, a `}`, closes the last open brace. Does the block go on behind
// it, says the layout? Then there is a `}` too many, or a `{` too few before it:
//
//   vocabulary {
//     data messages  body; attachments; }
//     data photos;
bool Cutter::IsSurplus(const Open& open) {
  if (open_.size() != 1 || open.is_set || next_.first_on_line) return false;
  if (scanner_.OnOneLine(open.begin, next_.begin)) return false;
  const std::size_t line = scanner_.LineBegin(next_.begin);
  const std::size_t after = scanner_.AfterSpace(next_.end);
  if (scanner_.AtEnd(after) || scanner_.OnOneLine(next_.end, after) ||
      scanner_.IndentOf(after) <= scanner_.IndentOf(open.begin))
    return false;
  // Layout means nothing where the braces are right.
  balanced_ = balanced_ || scanner_.BracesBalance(next_.end);
  if (balanced_) return false;
  scanner_.Report(Kind::unmatched_brace, next_.begin, next_.end,
                  "this `}` closes nothing",
                  "remove it, or write the `{` that it closes");
  doubts_.push_back({static_cast<std::uint32_t>(line), next_.end});
  next_ = scanner_.Next();
  return true;
}

void Cutter::PassBlock() {
  if (next_.lexeme != Lexeme::right_brace && scanner_.StartsLine(next_)) return;
  for (std::size_t depth = 0; next_.lexeme != Lexeme::end;) {
    if (StartsDeclaration(next_)) return;
    const Lexeme lexeme = next_.lexeme;
    next_ = scanner_.Next();
    if (lexeme == Lexeme::left_brace) ++depth;
    if (lexeme != Lexeme::right_brace) continue;
    if (depth == 0) {
      if (next_.lexeme == Lexeme::semicolon) next_ = scanner_.Next();
      return;
    }
    --depth;
  }
}

// A declaration in which braces are still open at its end. Where the file goes
// on with what looks like another declaration, at the start of a line, it is
// cut there; from now on that layout is trusted.
void Cutter::CloseUnclosed(std::vector<Word>& words) {
  trust_layout_ = true;
  auto cut = std::find_if(words.begin(), words.end(), [&](const Word& word) {
    return word.depth > 0 && StartsDeclaration(word);
  });
  if (cut != words.end()) {
    scanner_.GoBackTo(*cut);
    next_ = scanner_.Next();
    next_.first_on_line = true;
    open_.clear();
    for (auto word = words.begin(); word != cut; ++word) {
      if (word->lexeme == Lexeme::left_brace)
        open_.push_back({word->begin, false});
      else if (word->lexeme == Lexeme::right_brace && !word->supplied)
        open_.pop_back();
    }
    if (suspect_ && *suspect_ >= cut->begin) suspect_.reset();
    words.erase(cut, words.end());
  }
  const std::uint32_t begin = suspect_.value_or(open_.back().begin);
  doubts_.push_back({begin, UINT32_MAX});
  scanner_.Report(Kind::unclosed_brace, begin, begin + 1,
                  "this `{` is never closed", "add the missing `}`");
  while (!open_.empty()) {
    open_.pop_back();
    Supply(Lexeme::right_brace, words);
    Supply(Lexeme::semicolon, words);
  }
  excess_ = 0;
}

void Cutter::Supply(Lexeme lexeme, std::vector<Word>& words) {
  if (deep_ || words.empty()) return;
  Word word;
  word.lexeme = lexeme;
  word.supplied = true;
  word.depth = static_cast<std::uint16_t>(open_.size());
  word.begin = word.end = words.back().end;
  words.push_back(word);
}

bool Cutter::StartsDeclaration(const Word& word) const {
  static constexpr std::string_view kStarters[] = {
      "agreement", "assume",  "claim",  "condition",  "feature", "forbid",
      "group",     "import",  "pack",   "partner",    "permission",
      "program",   "require", "rules",  "scope",      "test",    "use",
      "vocabulary"};
  if (word.lexeme != Lexeme::word || !word.first_on_line) return false;
  return scanner_.StartsLine(word) &&
         (std::ranges::find(kStarters, scanner_.Text(word)) !=
              std::end(kStarters) ||
          scanner_.LabelsForbid(word));
}

bool Cutter::ContinuesAfterBlock(const Word& word) const {
  if (word.lexeme == Lexeme::comma) return true;
  if (word.lexeme != Lexeme::word) return false;
  std::string_view text = scanner_.Text(word);
  return text == "except" || text == "despite" || text == "oblige";
}

}  // namespace assent::syntax
