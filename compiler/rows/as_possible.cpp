#include "compiler/rows/as_possible.h"

#include <algorithm>

namespace assent::rows {
namespace {

bool Holds(const Cube& outer, const Cube& inner) {
  return outer.data.ContainsAll(inner.data) &&
         outer.actions.ContainsAll(inner.actions) &&
         outer.purposes.ContainsAll(inner.purposes) &&
         outer.relations.ContainsAll(inner.relations) &&
         outer.window.from <= inner.window.from &&
         inner.window.until <= outer.window.until &&
         std::ranges::all_of(outer.literals, [&](const Literal& literal) {
           const auto it = std::ranges::find(inner.literals, literal.attribute,
                                             &Literal::attribute);
           return it != inner.literals.end() &&
                  literal.values.ContainsAll(it->values);
         });
}

bool IsImpossible(const std::vector<GlobalRow>& global, const Cube& cube) {
  return std::ranges::any_of(global, [&](const GlobalRow& row) {
    return row.kind == GlobalRow::Kind::impossible && Holds(row.cube, cube);
  });
}

}  // namespace

Cube AsPossible(const std::vector<GlobalRow>& global, Cube cube) {
  if (IsImpossible(global, cube)) return cube;
  for (Literal& literal : cube.literals) {
    const RunSet values = literal.values;
    RunSet possible;
    values.ForEach([&](std::uint32_t value) {
      literal.values = RunSet::Single(value);
      if (!IsImpossible(global, cube)) possible.Add(value, value + 1);
    });
    literal.values = possible.empty() ? values : possible;
  }
  return cube;
}

}  // namespace assent::rows
