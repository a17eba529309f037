#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "compiler/diff/join.h"
#include "compiler/rows/rows_to_text.h"

namespace assent::diff {
namespace {

using model::Attribute;
using model::DomainKind;
using model::Taxonomy;
using model::Term;
using model::TermId;
using model::Vocabulary;

// Depth first in the tree of names: a term comes before what it contains.
bool PathLess(std::string_view a, std::string_view b) {
  return std::ranges::lexicographical_compare(a, b, [](char x, char y) {
    return (x == '.' ? 0 : int(std::uint8_t(x))) <
           (y == '.' ? 0 : int(std::uint8_t(y)));
  });
}

bool Reaches(const Taxonomy& taxonomy, TermId from, TermId to) {
  if (from == to) return true;
  return std::ranges::any_of(
      taxonomy.terms[from.value].children,
      [&](TermId child) { return Reaches(taxonomy, child, to); });
}

// Each is acyclic, both together need not be: an edge of `a` alone that would
// close a cycle is left out. Edges only group leaves into words.
void AddEdges(const Taxonomy& side,
              const std::map<std::string_view, TermId>& ids, Taxonomy& joint) {
  for (const Term& term : side.terms) {
    const TermId child = ids.at(term.name);
    for (TermId p : term.parents) {
      const TermId parent = ids.at(side.terms[p.value].name);
      std::vector<TermId>& children = joint.terms[parent.value].children;
      if (std::ranges::find(children, child) != children.end() ||
          Reaches(joint, child, parent))
        continue;
      children.push_back(child);
      joint.terms[child.value].parents.push_back(parent);
    }
  }
}

void CollectLeaves(Taxonomy& joint) {
  // Children have been joined: what they contain is known after them.
  std::vector<char> done(joint.size());
  const auto collect = [&](const auto& self, TermId id) -> void {
    if (done[id.value]) return;
    done[id.value] = 1;
    Term& term = joint.terms[id.value];
    if (joint.leaves.Contains(id.value))
      term.leaves.Add(id.value, id.value + 1);
    for (TermId child : term.children) {
      self(self, child);
      term.leaves.Add(joint.terms[child.value].leaves);
    }
    std::ranges::sort(term.children);
  };
  for (std::uint32_t t = 0; t < joint.size(); ++t) collect(collect, TermId(t));
}

Taxonomy JoinTaxonomies(const Taxonomy& a, const Taxonomy& b) {
  std::map<std::string_view, TermId> ids;
  for (const Taxonomy* side : {&a, &b})
    for (const Term& term : side->terms) ids.emplace(term.name, TermId());
  std::vector<std::string_view> names;
  for (const auto& [name, id] : ids) names.push_back(name);
  std::ranges::sort(names, PathLess);
  Taxonomy joint;
  for (std::string_view name : names) {
    ids[name] = TermId(joint.terms.size());
    joint.terms.push_back({});
    joint.terms.back().name = name;
  }
  for (const Taxonomy* side : {&b, &a}) {
    AddEdges(*side, ids, joint);
    for (const Term& term : side->terms) {
      const std::uint32_t t = ids[term.name].value;
      if (term.is_leaf()) joint.leaves.Add(t, t + 1);
    }
  }
  CollectLeaves(joint);
  return joint;
}

template <class T>
std::vector<T> JoinNamed(const std::vector<T>& a, const std::vector<T>& b) {
  std::set<std::string_view> names;
  for (const auto* side : {&a, &b})
    for (const T& item : *side) names.insert(item.name);
  std::vector<T> joint;
  for (std::string_view name : names) {
    joint.push_back({});
    joint.back().name = name;
  }
  return joint;
}

// Both orders in one, where they do not contradict each other.
std::optional<std::vector<std::string>> MergeOrders(
    const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::vector<std::string> merged;
  std::size_t i = 0;
  for (const std::string& value : b) {
    const auto it = std::find(a.begin(), a.end(), value);
    if (it != a.end()) {
      const auto at = std::size_t(it - a.begin());
      if (at < i) return std::nullopt;
      while (i < at) merged.push_back(a[i++]);
      ++i;
    }
    merged.push_back(value);
  }
  while (i < a.size()) merged.push_back(a[i++]);
  return merged;
}

// Widens `joint`, which has some domain already, by another one. Names and
// numbers together: the numbers first, then the names that are none.
void JoinDomains(const Attribute& other, Attribute& joint) {
  if (joint.kind == other.kind && joint.values == other.values &&
      joint.low == other.low && joint.high == other.high)
    return;
  const bool numbers[] = {joint.kind == DomainKind::integer,
                          other.kind == DomainKind::integer};
  if (joint.kind == DomainKind::ordered && other.kind == joint.kind)
    if (auto merged = MergeOrders(other.values, joint.values)) {
      joint.values = std::move(*merged);
      return;
    }
  if (numbers[0] && numbers[1]) {
    joint.low = std::min(joint.low, other.low);
    joint.high = std::max(joint.high, other.high);
  } else if (numbers[1]) {
    joint.low = other.low;
    joint.high = other.high;
  }
  joint.kind =
      numbers[0] || numbers[1] ? DomainKind::integer : DomainKind::enumerated;
  joint.values.insert(joint.values.end(), other.values.begin(),
                      other.values.end());
  std::ranges::sort(joint.values);
  const auto repeated = std::ranges::unique(joint.values);
  joint.values.erase(repeated.begin(), repeated.end());
  if (joint.kind == DomainKind::integer)
    std::erase_if(joint.values, [&](const std::string& value) {
      return joint.FindValue(value).has_value();
    });
}

std::string_view BaseName(std::string_view name) {
  return name.substr(name.find('.') + 1);
}

bool IsPersons(const Attribute& attribute) {
  return attribute.owner == model::Owner::requester ||
         attribute.owner == model::Owner::subject;
}

void JoinAttributes(const Vocabulary& a, const Vocabulary& b,
                    Vocabulary& joint) {
  std::vector<Attribute>& all = joint.attributes;
  for (const Vocabulary* side : {&b, &a})
    for (const Attribute& own : side->attributes) {
      auto it = std::ranges::find(all, own.name, &Attribute::name);
      if (it != all.end()) {
        JoinDomains(own, *it);
        continue;
      }
      all.push_back({});
      Attribute& added = all.back();
      added.name = own.name;
      added.owner = own.owner;
      added.kind = own.kind;
      added.values = own.values;
      added.low = own.low;
      added.high = own.high;
      added.default_value = 0;  // nothing is left to be supplied
    }
  std::ranges::sort(all, [](const Attribute& x, const Attribute& y) {
    return std::pair(BaseName(x.name), x.owner) <
           std::pair(BaseName(y.name), y.owner);
  });
  for (std::size_t i = 1; i < all.size(); ++i) {
    Attribute& first = all[i - 1];
    Attribute& second = all[i];
    if (!IsPersons(first) || !IsPersons(second) ||
        BaseName(first.name) != BaseName(second.name))
      continue;
    first.pair = model::AttributeId(i);
    second.pair = model::AttributeId(i - 1);
    JoinDomains(first, second);
    first.kind = second.kind;
    first.low = second.low;
    first.high = second.high;
    first.values = second.values;
  }
}

}  // namespace

Result<Vocabulary> JoinVocabularies(const Vocabulary& a, const Vocabulary& b) {
  Vocabulary joint;
  joint.data = JoinTaxonomies(a.data, b.data);
  joint.actions = JoinTaxonomies(a.actions, b.actions);
  joint.purposes = JoinTaxonomies(a.purposes, b.purposes);
  joint.relations = JoinNamed(a.relations, b.relations);
  joint.obligations = JoinNamed(a.obligations, b.obligations);
  joint.permissions = JoinNamed(a.permissions, b.permissions);
  joint.partners = JoinNamed(a.partners, b.partners);
  JoinAttributes(a, b, joint);
  for (const Attribute& attribute : joint.attributes)
    if (attribute.kind == DomainKind::integer &&
        attribute.high - attribute.low >= std::int64_t{1} << 31)
      return Error{fmt::format(
          "attribute `{}`: the two sides' domains span more than 2^31 values",
          attribute.name)};
  joint.self = model::Find<model::RelationId>(joint.relations, "self");
  return joint;
}

logic::Space JointSpace(const Vocabulary& joint,
                        std::vector<logic::OverrideSet> override_sets) {
  logic::Space space = logic::SpaceOf(joint, std::move(override_sets));
  for (auto& extras : space.extras) extras.clear();
  for (std::size_t i = 0; i < joint.attributes.size(); ++i) {
    const std::uint32_t level = logic::LevelOf(model::AttributeId(i));
    const std::uint32_t count = rows::SuppliedCount(joint.attributes[i]);
    space.domain_sizes[level] = count;
    space.countable[level] = RunSet::Range(0, count);
  }
  return space;
}

}  // namespace assent::diff
