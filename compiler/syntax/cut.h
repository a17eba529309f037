// From words to declarations: a file is parsed one declaration at a time, so
// that memory stays bounded and a mistake costs no more than it must.
//
// Braces are matched here. The words of a declaration are always balanced in
// braces and at most kMaxNesting deep, whatever the file looks like, so that
// the parser, which recurses, may rely on it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/syntax/scan.h"

namespace assent::syntax {

class Cutter {
 public:
  explicit Cutter(Scanner& scanner);

  // Replaces `words` by those of the next declaration: up to its `;`, or the
  // `}` of its block, and a last Lexeme::end. A statement that ends with the
  // `}` of a block gets its `;` supplied where the author left it out.
  // False at the end of the file.
  bool Next(std::vector<Word>& words);

  // A stretch of the last one in which a brace is wrong, so that what stands
  // there may belong elsewhere: what else is wrong with it is not said.
  struct Doubt {
    std::uint32_t begin = 0, end = 0;
  };
  const std::vector<Doubt>& doubts() const { return doubts_; }

  // After a declaration whose `{` is missing: passes over its parts, which are
  // indented, up to and with its `}`, or up to another declaration.
  void PassBlock();

 private:
  struct Open {  // a brace that is not closed yet
    std::uint32_t begin = 0;
    bool is_set = false;  // one of { a, b }: ends no statement
  };

  void Take(std::vector<Word>& words);
  void TakeOpening(std::vector<Word>& words);
  bool TakeClosing(std::vector<Word>& words);  // true: ends the declaration
  bool OpensSet(const std::vector<Word>& words) const;
  void CloseUnclosed(std::vector<Word>& words);
  void Supply(Lexeme lexeme, std::vector<Word>& words);
  void Suspect(const Open& open);
  bool IsSurplus(const Open& open);
  bool StartsDeclaration(const Word& word) const;
  bool ContinuesAfterBlock(const Word& word) const;

  Scanner& scanner_;
  Word next_;
  std::vector<Open> open_;
  std::size_t excess_ = 0;  // braces open beyond kMaxNesting
  std::size_t parens_ = 0;
  bool deep_ = false;          // the declaration at hand is nested too deep
  std::vector<Doubt> doubts_;  // in the declaration at hand
  bool trust_layout_ = false;  // a brace was never closed
  bool balanced_ = false;      // from here on every brace has its other
  // The first brace whose `}` stands further left than the line that opened
  // it: if a `}` is missing, it is likely to be this one's.
  std::optional<std::uint32_t> suspect_;
};

}  // namespace assent::syntax
