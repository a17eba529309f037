// The class word of a request: a few bits for each of its data, relation,
// action and purpose, from coarse to fine. A partner whose rows do not fit
// into one block has them parted by some run of these bits.
#pragma once

#include <bitset>
#include <cstdint>

#include "compiler/rows/rows.h"

namespace assent::table {

inline constexpr std::uint32_t kMaxParts = 256;
using Parts = std::bitset<kMaxParts>;

class ClassWord {
 public:
  explicit ClassWord(const model::Vocabulary& vocabulary);

  enum Field { data, relation, action, purpose };

  // The bits that a term puts into the word.
  std::uint32_t BitsOf(Field field, std::uint32_t term) const;
  std::uint32_t width() const { return width_; }  // at most 20

  // The parts that requests which `cube` matches can lie in, when parted by
  // bits [shift, shift + bits) of the word; bits <= 8.
  Parts PartsOf(const rows::Cube& cube, std::uint32_t shift,
                std::uint32_t bits) const;

 private:
  struct Layout {
    std::uint32_t at = 0, bits = 0, term_count = 0;
  };
  // Neighbouring terms share a class when there are more terms than classes.
  static std::uint32_t ClassOf(const Layout& field, std::uint32_t term) {
    const std::uint32_t classes = 1u << field.bits;
    return field.term_count <= classes
               ? term
               : std::uint32_t(std::uint64_t{term} * classes /
                               field.term_count);
  }

  Layout fields_[4];
  std::uint32_t width_ = 0;
};

}  // namespace assent::table
