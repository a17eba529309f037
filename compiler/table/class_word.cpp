#include "compiler/table/class_word.h"

#include <algorithm>
#include <bit>

namespace assent::table {

ClassWord::ClassWord(const model::Vocabulary& vocabulary) {
  const std::uint32_t counts[4] = {
      vocabulary.data.size(), std::uint32_t(vocabulary.relations.size()),
      vocabulary.actions.size(), vocabulary.purposes.size()};
  const std::uint32_t most[4] = {8, 4, 4, 4};
  for (int f = 0; f < 4; ++f) {
    const std::uint32_t needed =
        counts[f] <= 1 ? 0 : std::uint32_t(std::bit_width(counts[f] - 1));
    fields_[f] = {width_, std::min(needed, most[f]), counts[f]};
    width_ += fields_[f].bits;
  }
}

std::uint32_t ClassWord::BitsOf(Field field, std::uint32_t term) const {
  return ClassOf(fields_[field], term) << fields_[field].at;
}

Parts ClassWord::PartsOf(const rows::Cube& cube, std::uint32_t shift,
                         std::uint32_t bits) const {
  const RunSet* sets[4] = {&cube.data, &cube.relations, &cube.actions,
                           &cube.purposes};
  Parts parts;
  parts.set(0);
  std::uint32_t done = 0;           // bits of the part number so far
  for (int f = 0; f < 4; ++f) {
    const Layout& field = fields_[f];
    const std::uint32_t begin = std::max(shift, field.at);
    const std::uint32_t end = std::min(shift + bits, field.at + field.bits);
    if (begin >= end) continue;
    Parts values;
    for (const Run& run : sets[f]->runs()) {
      const std::uint32_t first = ClassOf(field, run.begin);
      const std::uint32_t last = ClassOf(field, run.end - 1);
      for (std::uint32_t c = first; c <= last; ++c)
        values.set(c >> (begin - field.at) & ((1u << (end - begin)) - 1));
    }
    Parts product;
    for (std::uint32_t v = 0; v < 1u << (end - begin); ++v)
      if (values[v]) product |= parts << (v << done);
    parts = product;
    done += end - begin;
  }
  return parts;
}

}  // namespace assent::table
