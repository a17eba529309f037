#include "tests/unit/table/random_rows.h"

#include <algorithm>
#include <set>
#include <string>

namespace assent::table {
namespace {

using model::Attribute;
using model::Taxonomy;
using model::Vocabulary;
using rows::Cube;
using rows::GlobalRow;
using rows::GrantRow;
using Random = std::mt19937_64;

std::uint32_t Below(Random& random, std::uint32_t n) {
  return n == 0 ? 0 : std::uint32_t(random() % n);
}
bool Chance(Random& random, double p) {
  return double(random() % 10000) < p * 10000;
}

std::string Numbered(const char* prefix, std::uint32_t number) {
  std::string digits = std::to_string(number);
  return prefix + std::string(6 - std::min<std::size_t>(6, digits.size()),
                              '0') + digits;
}

Taxonomy RandomTaxonomy(std::uint32_t size, const char* prefix,
                        Random& random) {
  // Depth first: each term is declared in an ancestor of the term before.
  Taxonomy taxonomy;
  std::vector<std::uint32_t> open;
  for (std::uint32_t t = 0; t < size; ++t) {
    while (!open.empty() && (open.size() >= 4 || Chance(random, 0.35)))
      open.pop_back();
    model::Term term;
    term.name = Numbered(prefix, t);
    if (!open.empty()) {
      term.parents.push_back(model::TermId(open.back()));
      taxonomy.terms[open.back()].children.push_back(model::TermId(t));
    }
    taxonomy.terms.push_back(term);
    open.push_back(t);
  }
  for (std::uint32_t t = size; t-- > 0;) {
    auto& term = taxonomy.terms[t];
    if (term.is_leaf()) {
      term.leaves.Add(t, t + 1);
      taxonomy.leaves.Add(t, t + 1);
    }
    for (model::TermId parent : term.parents)
      taxonomy.terms[parent.value].leaves.Add(term.leaves);
    taxonomy.spellings.emplace(term.name, model::TermId(t));
    taxonomy.spellings.emplace("tail_" + term.name, model::TermId(t));
  }
  return taxonomy;
}

template <class T>
void Name(std::vector<T>& things, std::uint32_t count, const char* prefix) {
  for (std::uint32_t i = 0; i < count; ++i) {
    T thing;
    thing.name = Numbered(prefix, i);
    thing.title = i % 3 == 0 ? "title of " + thing.name : "";
    things.push_back(thing);
  }
}

Vocabulary RandomVocabulary(const Shape& shape, Random& random) {
  Vocabulary v;
  v.data = RandomTaxonomy(shape.data, "d", random);
  v.actions = RandomTaxonomy(shape.actions, "a", random);
  v.purposes = RandomTaxonomy(shape.purposes, "u", random);
  Name(v.relations, shape.relations, "r");
  Name(v.obligations, shape.obligations, "o");
  Name(v.permissions, shape.permissions, "p");
  Name(v.partners, shape.partners, "partner");
  Name(v.roles, 2, "role");
  for (auto& partner : v.partners)
    if (Chance(random, 0.5)) partner.role = model::RoleId(Below(random, 2));
  if (shape.relations > 1) v.self = model::RelationId(1);
  for (std::uint32_t a = 0; a < shape.attributes; ++a) {
    Attribute attribute;
    attribute.name = Numbered("item.x", a);
    attribute.owner = model::Owner(2 + a % 4);
    const std::uint32_t values =
        2 + Below(random, std::max(1u, shape.most_values - 1));
    if (Chance(random, 0.3)) {
      attribute.kind = model::DomainKind::integer;
      attribute.low = std::int64_t(Below(random, 20)) - 10;
      attribute.high = attribute.low + values - 1;
    } else {
      attribute.kind = values == 2 ? model::DomainKind::boolean
                                   : model::DomainKind::enumerated;
      for (std::uint32_t i = 0; i < values; ++i)
        attribute.values.push_back(
            values == 2 ? (i == 0 ? "false" : "true") : Numbered("v", i));
    }
    if (Chance(random, 0.3)) attribute.default_value = Below(random, values);
    v.attributes.push_back(attribute);
  }
  return v;
}

// Not empty; with `few`, some subtrees, else each term by chance.
RunSet RandomTerms(const Taxonomy& taxonomy, double density, Random& random) {
  RunSet set;
  if (density > 0) {
    for (std::uint32_t t = 0; t < taxonomy.size(); ++t)
      if (Chance(random, density)) set.Add(t, t + 1);
  } else {
    for (std::uint32_t i = Below(random, 5) + 1; i > 0; --i) {
      const std::uint32_t t = Below(random, taxonomy.size());
      std::uint32_t end = t + 1;      // all declared inside t
      const auto inside = [&](std::uint32_t term) {
        for (auto p = taxonomy.terms[term].parents; !p.empty();
             p = taxonomy.terms[p[0].value].parents)
          if (p[0].value == t) return true;
        return false;
      };
      while (end < taxonomy.size() && inside(end)) ++end;
      set.Add(t, end);
    }
  }
  if (set.empty()) set.Add(0, 1);
  return set;
}

RunSet RandomSubset(std::uint32_t size, double density, Random& random) {
  RunSet set;
  for (std::uint32_t i = 0; i < size; ++i)
    if (Chance(random, density)) set.Add(i, i + 1);
  if (set.empty()) {
    const std::uint32_t one = Below(random, size);
    set.Add(one, one + 1);
  }
  return set;
}

Cube RandomCube(const Vocabulary& v, const Shape& shape, Random& random) {
  Cube cube;
  cube.data = RandomTerms(v.data, shape.data_density, random);
  cube.actions = RandomSubset(v.actions.size(), 0.5, random);
  cube.purposes = shape.purposes > 100
                      ? RandomTerms(v.purposes, 0, random)
                      : RandomSubset(v.purposes.size(), 0.3, random);
  cube.relations = RandomSubset(shape.relations, 0.6, random);
  if (Chance(random, 0.7))
    cube.window.from = 12000 + Day(Below(random, shape.day_span));
  if (Chance(random, 0.7))
    cube.window.until = std::max(cube.window.from + 1, 12000) +
                        Day(Below(random, shape.day_span));
  std::set<std::uint32_t> attributes;
  for (std::uint32_t i = Below(random, shape.literals + 1); i > 0; --i)
    attributes.insert(Below(random, shape.attributes));
  for (std::uint32_t a : attributes) {
    if (a >= v.attributes.size()) continue;
    rows::Literal literal{model::AttributeId(a), {}};
    literal.values =
        RandomSubset(v.attributes[a].domain_size(), 0.6, random);
    cube.literals.push_back(literal);
  }
  return cube;
}

std::vector<GrantRow> RandomList(const Vocabulary& v, const Shape& shape,
                                 Random& random) {
  std::set<GrantRow> rows;
  for (std::uint32_t i = Below(random, shape.rows + 1); i > 0; --i) {
    GrantRow row;
    row.cube = RandomCube(v, shape, random);
    for (std::uint32_t o = 0; o < shape.obligations; ++o)
      if (Chance(random, 0.2)) row.obligations.push_back(model::ObligationId(o));
    if (shape.permissions > 0 && Chance(random, shape.overrides)) {
      std::set<std::vector<model::PermissionId>> sets;
      for (std::uint32_t s = Below(random, 2) + 1; s > 0; --s) {
        std::vector<model::PermissionId> set;
        RandomSubset(shape.permissions, 0.4, random)
            .ForEach([&](std::uint32_t p) {
              set.push_back(model::PermissionId(p));
            });
        sets.insert(set);
      }
      row.overrides.assign(sets.begin(), sets.end());
    }
    rows.insert(row);
  }
  return {rows.begin(), rows.end()};
}

bool Matches(const Cube& cube, const FullRequest& r, bool with_window = true,
             bool with_literals = true) {
  if (!cube.data.Contains(r.data) || !cube.actions.Contains(r.action) ||
      !cube.purposes.Contains(r.purpose) || !cube.relations.Contains(r.relation))
    return false;
  if (with_window && !cube.window.Contains(r.day)) return false;
  if (with_literals)
    for (const rows::Literal& literal : cube.literals)
      if (!literal.values.Contains(r.values[literal.attribute.value]))
        return false;
  return true;
}

void AddForbidden(World& world, const Shape& shape, Random& random) {
  if (shape.forbidden == 0) return;
  rows::RowSet& rows = world.rows;
  for (std::uint32_t p = 0; p < shape.partners; ++p) {
    std::vector<Cube> list;
    if (Chance(random, shape.forbidden))
      for (const GrantRow& row : RandomList(world.vocabulary, shape, random))
        list.push_back(row.cube);
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
    if (p % 4 == 3 && !rows.forbidden.empty()) list = rows.forbidden[0];
    const auto known =
        std::find(rows.forbidden.begin(), rows.forbidden.end(), list);
    rows.forbidden_of.push_back(
        list.empty() ? rows::RowSet::kNone
                     : std::uint32_t(known - rows.forbidden.begin()));
    if (!list.empty() && known == rows.forbidden.end())
      rows.forbidden.push_back(list);
  }
  if (rows.forbidden.empty()) rows.forbidden_of.clear();
}

}  // namespace

World RandomWorld(const Shape& shape, Random& random) {
  World world;
  world.vocabulary = RandomVocabulary(shape, random);
  std::vector<std::vector<GrantRow>> lists;
  for (std::uint32_t p = 0; p < shape.partners; ++p) {
    auto list = p % 5 == 4 ? lists[Below(random, p)]
                           : RandomList(world.vocabulary, shape, random);
    lists.push_back(list);
    const auto known =
        std::find(world.rows.lists.begin(), world.rows.lists.end(), list);
    world.rows.list_of.push_back(
        std::uint32_t(known - world.rows.lists.begin()));
    if (known == world.rows.lists.end()) world.rows.lists.push_back(list);
  }
  std::set<GlobalRow> global;
  for (std::uint32_t i = Below(random, shape.global_rows + 1); i > 0; --i) {
    GlobalRow row;
    const std::uint32_t kind = Below(random, 10);
    row.kind = kind == 0  ? GlobalRow::Kind::impossible
               : kind < 4 ? GlobalRow::Kind::prohibited
                          : GlobalRow::Kind::closed;
    if (shape.permissions == 0) row.kind = GlobalRow::Kind::prohibited;
    if (row.kind == GlobalRow::Kind::closed)
      row.permission = model::PermissionId(Below(random, shape.permissions));
    row.cube = RandomCube(world.vocabulary, shape, random);
    global.insert(row);
  }
  world.rows.global.assign(global.begin(), global.end());
  AddForbidden(world, shape, random);
  return world;
}

FullRequest RandomRequest(const World& world, Random& random) {
  const Vocabulary& v = world.vocabulary;
  FullRequest r;
  r.partner = Below(random, std::uint32_t(v.partners.size()));
  r.data = Below(random, v.data.size());
  r.action = Below(random, v.actions.size());
  r.purpose = Below(random, v.purposes.size());
  r.relation = Below(random, std::uint32_t(v.relations.size()));
  r.day = 11990 + Day(Below(random, 900));
  if (Chance(random, 0.1)) r.day = Day(Below(random, kEndDay));
  for (const Attribute& a : v.attributes)
    r.values.push_back(Below(random, a.domain_size()));
  const auto& list = world.rows.lists[world.rows.list_of[r.partner]];
  const auto forbidden = world.rows.ForbiddenTo(r.partner);
  if (list.empty() || Chance(random, 0.3)) return r;
  const Cube& cube =
      !forbidden.empty() && Chance(random, 0.5)
          ? forbidden[Below(random, std::uint32_t(forbidden.size()))]
          : list[Below(random, std::uint32_t(list.size()))].cube;
  const auto pick = [&](const RunSet& set, std::uint32_t& out) {
    if (Chance(random, 0.1)) return;
    std::vector<std::uint32_t> members;
    set.ForEach([&](std::uint32_t m) { members.push_back(m); });
    out = members[Below(random, std::uint32_t(members.size()))];
  };
  pick(cube.data, r.data);
  pick(cube.actions, r.action);
  pick(cube.purposes, r.purpose);
  pick(cube.relations, r.relation);
  for (const rows::Literal& literal : cube.literals)
    pick(literal.values, r.values[literal.attribute.value]);
  const Day edges[4] = {cube.window.from, cube.window.from - 1,
                        cube.window.until, cube.window.until - 1};
  const Day edge = edges[Below(random, 4)];
  if (edge >= kFirstDay && edge < kEndDay && Chance(random, 0.8)) r.day = edge;
  return r;
}

NaiveAnswer Scan(const World& world, const FullRequest& r) {
  NaiveAnswer answer;
  std::set<model::PermissionId> closed;
  bool impossible = false;
  for (const GlobalRow& row : world.rows.global) {
    if (!Matches(row.cube, r)) continue;
    if (row.kind == GlobalRow::Kind::impossible) impossible = true;
    if (row.kind == GlobalRow::Kind::prohibited) answer.prohibited = true;
    if (row.kind == GlobalRow::Kind::closed) closed.insert(row.permission);
  }
  answer.closed_count = std::uint32_t(closed.size());
  for (const Cube& cube : world.rows.ForbiddenTo(r.partner))
    if (Matches(cube, r)) answer.prohibited = true;

  std::uint64_t obligations = 0;
  bool granted = false, other_facts = false, ended = false, any = false;
  bool overridden = closed.empty();
  std::set<std::vector<model::PermissionId>> sets;
  for (const GrantRow& row : world.rows.lists[world.rows.list_of[r.partner]]) {
    if (!Matches(row.cube, r, false, false)) continue;
    any = true;
    ended |= row.cube.window.until <= r.day;
    if (!Matches(row.cube, r, true, false)) continue;
    other_facts = true;
    if (!Matches(row.cube, r)) continue;
    granted = true;
    for (model::ObligationId o : row.obligations)
      obligations |= std::uint64_t{1} << o.value;
    for (const auto& set : row.overrides) {
      sets.insert(set);
      overridden |= std::includes(set.begin(), set.end(), closed.begin(),
                                  closed.end());
    }
  }
  for (const auto& set : sets) {
    const bool maximal =
        std::none_of(sets.begin(), sets.end(), [&](const auto& other) {
          return other != set && std::includes(other.begin(), other.end(),
                                               set.begin(), set.end());
        });
    if (maximal) answer.override_sets.push_back(set);
  }

  answer.standing = granted       ? Reason::granted
                    : other_facts ? Reason::condition_not_met
                    : ended       ? Reason::expired
                    : any         ? Reason::not_yet
                                  : Reason::no_agreement;
  Verdict& verdict = answer.verdict;
  verdict.reason = impossible          ? Reason::impossible
                   : !granted          ? answer.standing
                   : answer.prohibited ? Reason::prohibited
                   : !overridden       ? Reason::needs_permission
                                       : Reason::granted;
  verdict.permit = verdict.reason == Reason::granted;
  if (verdict.reason == Reason::needs_permission)
    verdict.permission = std::uint16_t(closed.begin()->value);
  if (!impossible) verdict.obligations = obligations;
  return answer;
}

}  // namespace assent::table
