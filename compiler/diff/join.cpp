#include "compiler/diff/join.h"

#include <algorithm>

#include "compiler/rows/as_asked.h"
#include "compiler/rows/rows_to_text.h"

namespace assent::diff {
namespace {

using model::Attribute;
using model::AttributeId;
using model::DomainKind;
using model::Taxonomy;
using model::Vocabulary;

constexpr std::uint32_t kNowhere = UINT32_MAX;

// By the side's TermId: the joint one, if it is counted.
std::vector<std::uint32_t> MapTerms(const Taxonomy& side,
                                    const Taxonomy& joint) {
  std::map<std::string_view, std::uint32_t> ids;
  for (std::uint32_t t = 0; t < joint.size(); ++t)
    ids.emplace(joint.terms[t].name, t);
  std::vector<std::uint32_t> to;
  for (const model::Term& term : side.terms) {
    const std::uint32_t id = ids.at(term.name);
    to.push_back(joint.leaves.Contains(id) ? id : kNowhere);
  }
  return to;
}

template <class IdType, class T>
std::vector<IdType> MapNamed(const std::vector<T>& from,
                             const std::vector<T>& to) {
  std::vector<IdType> ids;
  for (const T& item : from) ids.push_back(model::Find<IdType>(to, item.name));
  return ids;
}

RunSet MapSet(const RunSet& own, const std::vector<std::uint32_t>& to) {
  RunSet joint;
  std::uint32_t begin = kNowhere, end = kNowhere;
  own.ForEach([&](std::uint32_t t) {
    if (to[t] == kNowhere) return;
    if (to[t] != end) {
      if (begin != kNowhere) joint.Add(begin, end);
      begin = to[t];
    }
    end = to[t] + 1;
  });
  if (begin != kNowhere) joint.Add(begin, end);
  return joint;
}

template <class IdType>
std::vector<IdType> MapIds(const std::vector<IdType>& own,
                           const std::vector<IdType>& to) {
  std::vector<IdType> joint;
  for (IdType id : own) joint.push_back(to[id.value]);
  std::ranges::sort(joint);
  return joint;
}

}  // namespace

SideMap::SideMap(const Vocabulary& side, const Vocabulary& joint)
    : side_(side), joint_(joint) {
  data_ = MapTerms(side.data, joint.data);
  actions_ = MapTerms(side.actions, joint.actions);
  purposes_ = MapTerms(side.purposes, joint.purposes);
  for (const model::Named& relation : side.relations)
    relations_.push_back(
        model::Find<model::RelationId>(joint.relations, relation.name).value);
  obligations_ =
      MapNamed<model::ObligationId>(side.obligations, joint.obligations);
  permissions_ =
      MapNamed<model::PermissionId>(side.permissions, joint.permissions);
  partners_ = MapNamed<model::PartnerId>(joint.partners, side.partners);
  for (const Attribute& own : side.attributes) {
    Values values;
    values.joint = FindAttribute(joint, own.name);
    values.count = own.supplied_count();
    const Attribute& attribute = joint.attributes[values.joint.value];
    std::uint32_t numbers = 0;
    if (attribute.kind == DomainKind::integer)
      numbers = attribute.supplied_count();
    const auto find = [&](const std::string& text) {
      if (numbers != 0)
        if (const auto number = attribute.FindValue(text)) return *number;
      const auto it = std::ranges::find(attribute.values, text);
      return numbers + std::uint32_t(it - attribute.values.begin());
    };
    if (own.kind == DomainKind::integer) {
      values.number_count = values.count;
      values.offset = std::uint32_t(own.low - attribute.low);
      values.same = values.offset == 0;
    } else {
      values.same = true;
      for (std::uint32_t v = 0; v < values.count; ++v) {
        values.named.push_back(find(own.values[v]));
        values.same = values.same && values.named.back() == v;
      }
    }
    attributes_.push_back(std::move(values));
  }
}

RunSet SideMap::MapValues(const Values& values, const RunSet& own) const {
  const RunSet supplied = Intersection(own, RunSet::Range(0, values.count));
  if (values.same) return supplied;
  if (values.number_count == 0) return MapSet(supplied, values.named);
  RunSet joint;
  for (const Run& run : supplied.runs())
    joint.Add(run.begin + values.offset, run.end + values.offset);
  return joint;
}

std::vector<rows::Cube> SideMap::Cubes(const rows::Cube& cube) const {
  rows::Cube mapped;
  mapped.data = MapSet(cube.data, data_);
  mapped.actions = MapSet(cube.actions, actions_);
  mapped.purposes = MapSet(cube.purposes, purposes_);
  mapped.relations = MapSet(cube.relations, relations_);
  mapped.window = cube.window;
  for (const rows::Literal& literal : cube.literals) {
    const Values& values = attributes_[literal.attribute.value];
    mapped.literals.push_back(
        {values.joint, MapValues(values, literal.values)});
  }
  std::ranges::sort(mapped.literals);
  return rows::AsAsked(joint_, std::move(mapped));
}

std::vector<rows::GrantRow> SideMap::Rows(
    const std::vector<rows::GrantRow>& list) const {
  std::vector<rows::GrantRow> joint;
  for (const rows::GrantRow& row : list)
    for (rows::Cube& cube : Cubes(row.cube))
      joint.push_back({std::move(cube), MapIds(row.obligations, obligations_),
                       Sets(row.overrides)});
  return joint;
}

std::vector<rows::GlobalRow> SideMap::Rows(
    const std::vector<rows::GlobalRow>& global) const {
  std::vector<rows::GlobalRow> joint;
  for (const rows::GlobalRow& row : global)
    for (rows::Cube& cube : Cubes(row.cube))
      joint.push_back({row.kind,
                       row.permission.valid()
                           ? permissions_[row.permission.value]
                           : model::PermissionId(),
                       std::move(cube)});
  return joint;
}

std::vector<logic::OverrideSet> SideMap::Sets(
    const std::vector<logic::OverrideSet>& sets) const {
  std::vector<logic::OverrideSet> joint;
  for (const logic::OverrideSet& set : sets)
    joint.push_back(MapIds(set, permissions_));
  std::ranges::sort(joint);
  return joint;
}

std::vector<rows::Cube> SideMap::Known() const {
  // Every value of every attribute that is declared here: as a row would
  // say it.
  rows::Cube all;
  all.data = RunSet::Range(0, side_.data.size());
  all.actions = RunSet::Range(0, side_.actions.size());
  all.purposes = RunSet::Range(0, side_.purposes.size());
  all.relations = RunSet::Range(0, std::uint32_t(side_.relations.size()));
  for (std::size_t i = 0; i < attributes_.size(); ++i)
    if (attributes_[i].count !=
        rows::SuppliedCount(joint_.attributes[attributes_[i].joint.value]))
      all.literals.push_back(
          {AttributeId(i), RunSet::Range(0, attributes_[i].count)});
  return Cubes(all);
}

RunSet SideMap::Declared(std::size_t joint_attribute) const {
  for (const Values& values : attributes_)
    if (values.joint.value == joint_attribute)
      return MapValues(values, RunSet::Range(0, values.count));
  return {};
}

std::vector<rows::Cube> Universe(const Vocabulary& joint, const SideMap& a,
                                 const SideMap& b) {
  rows::Cube two_people;
  two_people.data = joint.data.leaves;
  two_people.actions = joint.actions.leaves;
  two_people.purposes = joint.purposes.leaves;
  two_people.relations =
      RunSet::Range(0, std::uint32_t(joint.relations.size()));
  rows::Cube one_person = two_people;
  const RunSet self =
      joint.self.valid() ? RunSet::Single(joint.self.value) : RunSet();
  two_people.relations = Difference(two_people.relations, self);
  one_person.relations = self;
  for (std::size_t i = 0; i < joint.attributes.size(); ++i) {
    const RunSet declared = Union(a.Declared(i), b.Declared(i));
    if (declared.size() != rows::SuppliedCount(joint.attributes[i]))
      two_people.literals.push_back({AttributeId(i), declared});
  }
  return {std::move(two_people), std::move(one_person)};
}

std::string SideMap::NameHere(std::size_t joint_attribute,
                              bool one_person) const {
  const Attribute& attribute = joint_.attributes[joint_attribute];
  if (FindAttribute(side_, attribute.name).valid()) return attribute.name;
  if (!one_person || !attribute.pair.valid()) return "";
  const std::string& other = joint_.attributes[attribute.pair.value].name;
  return FindAttribute(side_, other).valid() ? other : "";
}

}  // namespace assent::diff
