#include "compiler/rows/as_asked.h"

#include <map>
#include <utility>

namespace assent::rows {
namespace {

// The attribute that is read of one person who is both.
model::AttributeId ReadAtSelf(const model::Vocabulary& vocabulary,
                              model::AttributeId id) {
  const model::Attribute& attribute = vocabulary.attributes[id.value];
  return attribute.pair.valid() && attribute.owner == model::Owner::requester
             ? attribute.pair
             : id;
}

template <class Row>
std::vector<Row> AllAsAsked(const model::Vocabulary& vocabulary,
                            const std::vector<Row>& rows) {
  std::vector<Row> asked;
  for (const Row& row : rows)
    for (Cube& cube : AsAsked(vocabulary, row.cube)) {
      asked.push_back(row);
      asked.back().cube = std::move(cube);
    }
  return asked;
}

}  // namespace

std::vector<Cube> AsAsked(const model::Vocabulary& vocabulary, Cube cube) {
  if (!vocabulary.self.valid() ||
      !cube.relations.Contains(vocabulary.self.value))
    return {std::move(cube)};
  bool moves = false;
  std::map<model::AttributeId, RunSet> facts;
  for (const Literal& literal : cube.literals) {
    const model::AttributeId read = ReadAtSelf(vocabulary, literal.attribute);
    moves = moves || read != literal.attribute;
    const auto [it, is_new] = facts.try_emplace(read, literal.values);
    if (!is_new) it->second = Intersection(it->second, literal.values);
  }
  if (!moves) return {std::move(cube)};
  Cube at_self = cube;
  const RunSet self = RunSet::Single(vocabulary.self.value);
  at_self.relations = self;
  cube.relations = Difference(cube.relations, self);
  at_self.literals.clear();
  for (auto& [attribute, values] : facts)
    at_self.literals.push_back({attribute, std::move(values)});
  return {std::move(cube), std::move(at_self)};
}

std::vector<GrantRow> AsAsked(const model::Vocabulary& vocabulary,
                              const std::vector<GrantRow>& rows) {
  return AllAsAsked(vocabulary, rows);
}

std::vector<GlobalRow> AsAsked(const model::Vocabulary& vocabulary,
                               const std::vector<GlobalRow>& rows) {
  return AllAsAsked(vocabulary, rows);
}

}  // namespace assent::rows
