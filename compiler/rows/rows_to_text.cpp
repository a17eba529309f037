#include "compiler/rows/rows_to_text.h"

#include <algorithm>

#include "compiler/rows/as_possible.h"
#include "runtime/format/day.h"

namespace assent::rows {
namespace {

using model::Attribute;
using model::DomainKind;
using model::Taxonomy;
using model::TermId;
using model::Vocabulary;

std::string Joined(const std::vector<std::string>& words,
                   std::string_view joint = ", ") {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i)
    text.append(i == 0 ? "" : joint).append(words[i]);
  return text;
}

bool StandsForAll(const Taxonomy& taxonomy, TermId id, const RunSet& terms) {
  return terms.ContainsAll(taxonomy.terms[id.value].leaves);
}

// The terms above `leaf` (itself included) of which `terms` holds all, and
// nothing above them.
void Climb(const Taxonomy& taxonomy, TermId id, const RunSet& terms,
           std::vector<bool>& seen, std::vector<TermId>& highest) {
  if (seen[id.value]) return;
  seen[id.value] = true;
  bool is_highest = true;
  for (TermId parent : taxonomy.terms[id.value].parents) {
    if (!StandsForAll(taxonomy, parent, terms)) continue;
    is_highest = false;
    Climb(taxonomy, parent, terms, seen, highest);
  }
  if (is_highest) highest.push_back(id);
}

// "subject.age >= 13 and subject.age < 18", as intervals read.
std::string IntervalText(const Attribute& attribute, Run run,
                         std::uint32_t count) {
  const std::string& name = attribute.name;
  const auto value = [&](std::uint32_t v) { return ValueText(attribute, v); };
  if (run.end - run.begin == 1) return name + " is " + value(run.begin);
  if (run.begin == 0) return name + " <= " + value(run.end - 1);
  if (run.end == count) return name + " >= " + value(run.begin);
  if (attribute.kind == DomainKind::integer)
    return name + " in " + value(run.begin) + ".." + value(run.end - 1);
  return name + " >= " + value(run.begin) + " and " + name +
         " <= " + value(run.end - 1);
}

std::string OneOfText(const Attribute& attribute, const RunSet& values) {
  std::vector<std::string> names;
  values.ForEach([&](std::uint32_t v) {
    names.push_back(ValueText(attribute, v));
  });
  return attribute.name + " is one of { " + Joined(names) + " }";
}

// Runs of numbers, each an interval, and what has names besides.
std::string IntegerText(const Attribute& attribute, const RunSet& values) {
  const auto numbers = std::uint32_t(attribute.high - attribute.low + 1);
  std::vector<std::string> parts;
  for (const Run& run :
       Intersection(values, RunSet::Range(0, numbers)).runs())
    parts.push_back(IntervalText(attribute, run, numbers));
  Difference(values, RunSet::Range(0, numbers)).ForEach([&](std::uint32_t v) {
    parts.push_back(attribute.name + " is " + ValueText(attribute, v));
  });
  return parts.size() == 1 ? parts[0] : "(" + Joined(parts, " or ") + ")";
}

std::string List(std::string_view any, bool is_any,
                 const std::vector<std::string>& names) {
  return is_any ? std::string(any) : Joined(names);
}

std::string TermsText(const Taxonomy& taxonomy, const RunSet& terms,
                      std::string_view any, Follows follows) {
  const bool is_any = terms.ContainsAll(taxonomy.leaves);
  return List(any, is_any,
              is_any ? std::vector<std::string>()
                     : TermNames(taxonomy, terms, follows));
}

template <class IdType, class T>
std::string NamesText(const std::vector<T>& all,
                      const std::vector<IdType>& ids) {
  std::vector<std::string> names;
  for (IdType id : ids) names.push_back(all[id.value].name);
  return Joined(names);
}

std::string Titled(const std::string& name, const std::string& title) {
  return title.empty() ? name : name + " \"" + title + '"';
}

void AppendGrantRow(const Vocabulary& vocabulary,
                    const std::vector<GlobalRow>& global, const GrantRow& row,
                    std::string& out) {
  const Cube cube = AsPossible(global, row.cube);
  out += "  may " +
         ScopeText(vocabulary, cube, Unlimited::written, Follows::from_all) +
         '\n';
  if (!cube.literals.empty())
    out += "    when " + WhenText(vocabulary, cube) + '\n';
  for (const auto& set : row.overrides)
    out += "    despite " + PermissionsText(vocabulary, set) + '\n';
  if (!row.obligations.empty())
    out += "    oblige " + ObligationsText(vocabulary, row.obligations) + '\n';
}

void AppendCube(const Vocabulary& vocabulary,
                const std::vector<GlobalRow>& global, const std::string& what,
                const Cube& whole, std::string& out) {
  const Cube cube = AsPossible(global, whole);
  out += "  " + what + ": " +
         ScopeText(vocabulary, cube, Unlimited::left_out) + '\n';
  if (!cube.literals.empty())
    out += "    when " + WhenText(vocabulary, cube) + '\n';
}

std::string WhatOf(const Vocabulary& vocabulary, const GlobalRow& row) {
  switch (row.kind) {
    case GlobalRow::Kind::impossible: return "impossible";
    case GlobalRow::Kind::prohibited: return "forbidden";
    case GlobalRow::Kind::closed: break;
  }
  return vocabulary.permissions[row.permission.value].name + " stops";
}

// One line a term: its path, its title, where else it belongs.
void AppendTaxonomy(std::string_view kind, const Taxonomy& taxonomy,
                    std::string& out) {
  for (const model::Term& term : taxonomy.terms) {
    out += "  ";
    out += kind;
    out += ' ' + Titled(term.name, term.title);
    for (std::size_t i = 1; i < term.parents.size(); ++i)
      out += (i == 1 ? " also in " : ", ") +
             taxonomy.terms[term.parents[i].value].name;
    out += '\n';
  }
}

std::string DomainText(const Attribute& attribute) {
  switch (attribute.kind) {
    case DomainKind::boolean: return "bool";
    case DomainKind::enumerated: return Joined(attribute.values);
    case DomainKind::ordered: return Joined(attribute.values, " < ");
    case DomainKind::integer:
      return std::to_string(attribute.low) + ".." +
             std::to_string(attribute.high);
  }
  return "";
}

}  // namespace

std::vector<std::string> TermNames(const Taxonomy& taxonomy,
                                   const RunSet& terms, Follows follows) {
  std::vector<TermId> highest, alone;
  std::vector<bool> seen(taxonomy.size());
  Intersection(terms, taxonomy.leaves).ForEach([&](std::uint32_t t) {
    if (StandsForAll(taxonomy, TermId(t), terms))
      Climb(taxonomy, TermId(t), terms, seen, highest);
    else
      alone.push_back(TermId(t));
  });
  Difference(terms, taxonomy.leaves).ForEach([&](std::uint32_t t) {
    const bool follows_here =
        follows == Follows::from_all
            ? StandsForAll(taxonomy, TermId(t), terms)
            : !Intersection(terms, taxonomy.terms[t].leaves).empty();
    if (!follows_here) alone.push_back(TermId(t));
  });

  // Where categories share leaves the largest go first, and one that adds
  // nothing is left out.
  const auto leaves = [&](TermId id) -> const RunSet& {
    return taxonomy.terms[id.value].leaves;
  };
  std::ranges::sort(highest, [&](TermId a, TermId b) {
    const std::uint64_t size_a = leaves(a).size(), size_b = leaves(b).size();
    return size_a != size_b ? size_a > size_b : a < b;
  });
  RunSet covered;
  std::vector<TermId> chosen;
  for (TermId id : highest) {
    if (covered.ContainsAll(leaves(id))) continue;
    covered.Add(leaves(id));
    chosen.push_back(id);
  }
  const std::size_t whole_count = chosen.size();
  chosen.insert(chosen.end(), alone.begin(), alone.end());
  std::ranges::sort(chosen.begin(), chosen.begin() + long(whole_count));
  std::vector<std::string> names;
  for (std::size_t i = 0; i < chosen.size(); ++i)
    names.push_back(taxonomy.terms[chosen[i].value].name +
                    (i < whole_count ? "" : " as a whole"));
  return names;
}

std::string DayText(Day day) {
  char text[10];
  FormatDay(day, text);
  return std::string(text, sizeof text);
}

std::uint32_t SuppliedCount(const Attribute& attribute) {
  return attribute.kind == DomainKind::integer
             ? attribute.supplied_count() +
                   std::uint32_t(attribute.values.size())
             : attribute.supplied_count();
}

std::string ValueText(const Attribute& attribute, std::uint32_t value) {
  if (attribute.kind != DomainKind::integer) return attribute.values[value];
  const std::uint32_t numbers = attribute.supplied_count();
  return value < numbers ? std::to_string(attribute.low + value)
                         : attribute.values[value - numbers];
}

std::string LiteralText(const Attribute& attribute, const RunSet& values) {
  const std::uint32_t count = SuppliedCount(attribute);
  const RunSet supplied = Intersection(values, RunSet::Range(0, count));
  if (supplied.empty()) return attribute.name + " is not supplied";
  if (supplied.size() == count) return attribute.name + " is supplied";
  if (attribute.kind == DomainKind::integer)
    return IntegerText(attribute, supplied);
  if (attribute.kind == DomainKind::ordered && supplied.runs().size() == 1)
    return IntervalText(attribute, supplied.runs()[0], count);
  if (supplied.size() == 1)
    return attribute.name + " is " + ValueText(attribute, supplied.front());
  if (supplied.size() + 1 == count)
    return attribute.name + " is not " +
           ValueText(attribute, Complement(supplied, count).front());
  return OneOfText(attribute, supplied);
}

std::string ScopeText(const Vocabulary& vocabulary, const Cube& cube,
                      Unlimited unlimited, Follows follows) {
  std::string text =
      TermsText(vocabulary.actions, cube.actions, "any action", follows) +
      " on " + TermsText(vocabulary.data, cube.data, "any data", follows);
  const bool any_relation =
      cube.relations.size() >= vocabulary.relations.size();
  const bool any_purpose =
      cube.purposes.ContainsAll(vocabulary.purposes.leaves);
  if (!any_relation || unlimited == Unlimited::written) {
    std::vector<std::string> names;
    if (!any_relation)
      cube.relations.ForEach([&](std::uint32_t r) {
        names.push_back(vocabulary.relations[r].name);
      });
    text += " of " + List("any relation", any_relation, names);
  }
  if (!any_purpose || unlimited == Unlimited::written)
    text += " for " +
            TermsText(vocabulary.purposes, cube.purposes, "any purpose",
                      follows);
  if (cube.window.from != kFirstDay)
    text += " from " + DayText(cube.window.from);
  if (cube.window.until != kEndDay)
    text += " until " + DayText(cube.window.until);
  return text;
}

std::string WhenText(const Vocabulary& vocabulary, const Cube& cube) {
  std::vector<std::string> parts;
  for (const Literal& literal : cube.literals)
    parts.push_back(
        LiteralText(vocabulary.attributes[literal.attribute.value],
                    literal.values));
  return Joined(parts, " and ");
}

std::string CubeText(const Vocabulary& vocabulary, const Cube& cube,
                     Unlimited unlimited, Follows follows) {
  std::string text = ScopeText(vocabulary, cube, unlimited, follows);
  if (!cube.literals.empty()) text += " when " + WhenText(vocabulary, cube);
  return text;
}

std::string PermissionsText(const Vocabulary& vocabulary,
                            const std::vector<model::PermissionId>& ids) {
  return NamesText(vocabulary.permissions, ids);
}

std::string ObligationsText(const Vocabulary& vocabulary,
                            const std::vector<model::ObligationId>& ids) {
  return NamesText(vocabulary.obligations, ids);
}

std::string RowsToText(const Vocabulary& vocabulary, const RowSet& rows) {
  std::string out = "everybody\n";
  for (const GlobalRow& row : rows.global)
    AppendCube(vocabulary, rows.global, WhatOf(vocabulary, row), row.cube, out);
  if (rows.global.empty()) out += "  nothing is forbidden or governed\n";
  for (std::size_t p = 0; p < vocabulary.partners.size(); ++p) {
    const model::Partner& partner = vocabulary.partners[p];
    out += "\npartner " + Titled(partner.name, partner.title);
    if (partner.role.valid())
      out += " role " + vocabulary.roles[partner.role.value].name;
    out += '\n';
    const std::vector<GrantRow>& list = rows.lists[rows.list_of[p]];
    for (const GrantRow& row : list)
      AppendGrantRow(vocabulary, rows.global, row, out);
    if (list.empty()) out += "  may nothing\n";
    for (const Cube& cube : rows.ForbiddenTo(p))
      AppendCube(vocabulary, rows.global, "forbidden", cube, out);
  }
  return out + '\n' + VocabularyToText(vocabulary);
}

std::string AttributeText(const Attribute& attribute) {
  std::string text = attribute.name + ": " + DomainText(attribute);
  if (attribute.default_value)
    text += " default " + ValueText(attribute, *attribute.default_value);
  return text;
}

std::string PermissionText(const Vocabulary& vocabulary,
                           const model::Permission& permission) {
  std::string text = permission.name + " consent ";
  text += NameOf(permission.consent);
  for (model::AttributeId state : permission.state)
    if (state.valid())
      text += "; open when " + LiteralText(vocabulary.attributes[state.value],
                                           permission.open_values);
  return text;
}

std::string VocabularyToText(const Vocabulary& vocabulary) {
  std::string out = "vocabulary\n";
  AppendTaxonomy("data", vocabulary.data, out);
  AppendTaxonomy("action", vocabulary.actions, out);
  AppendTaxonomy("purpose", vocabulary.purposes, out);
  for (const model::Named& relation : vocabulary.relations)
    out += "  relation " + Titled(relation.name, relation.title) + '\n';
  for (const model::Named& role : vocabulary.roles)
    out += "  role " + Titled(role.name, role.title) + '\n';
  for (const Attribute& attribute : vocabulary.attributes)
    out += "  attribute " + AttributeText(attribute) + '\n';
  for (const model::Permission& permission : vocabulary.permissions)
    out += "  permission " + PermissionText(vocabulary, permission) + '\n';
  for (const model::Named& obligation : vocabulary.obligations)
    out += "  obligation " + obligation.name + '\n';
  return out;
}

}  // namespace assent::rows
