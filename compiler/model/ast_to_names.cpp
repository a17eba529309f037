// Relations, roles, partners and kinds of obligations: lists of names.
#include <fmt/format.h>

#include "compiler/model/lowering.h"

namespace assent::model {
namespace {

// At the first one too many, in the order of names.
template <class T>
void CheckCount(Lowering& lowering, const std::vector<T>& items,
                std::uint64_t limit, std::string_view what) {
  if (items.size() > limit)
    lowering.Within(items.size(), limit, items[limit].span, what);
}

std::vector<TagId> ReadTags(Lowering& lowering,
                            const std::vector<ast::Name>& names) {
  std::vector<TagId> tags;
  for (const ast::Name& name : names)
    if (TagId id = lowering.Lookup(lowering.tags, name); id.valid())
      tags.push_back(id);
  std::sort(tags.begin(), tags.end());
  tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
  return tags;
}

std::vector<Named> Collect(Lowering& lowering, const Files& files,
                           ast::NamesDeclaration::Kind kind,
                           std::string_view what) {
  std::vector<Named> items;
  for (const ast::File& file : files)
    for (const ast::NamesDeclaration& declaration : file.names)
      if (declaration.kind == kind)
        for (const auto& entry : declaration.entries)
          items.push_back({entry.name.text,
                           entry.title ? entry.title->text : "",
                           entry.name.span,
                           ReadTags(lowering, entry.tags),
                           {},
                           {}});
  SortDeclarations(lowering, items, what);
  return items;
}

void LowerPartnerNames(Lowering& lowering, const Files& files) {
  auto& partners = lowering.model.vocabulary.partners;
  std::size_t count = 0;
  for (const ast::File& file : files) count += file.partners.size();
  partners.reserve(count);
  for (const ast::File& file : files)
    for (const ast::Partner& ast : file.partners) {
      RoleId role;
      if (ast.role) role = lowering.Lookup(lowering.roles, *ast.role);
      partners.push_back({ast.name.text, ast.title ? ast.title->text : "", role,
                          ast.name.span});
    }
  SortDeclarations(lowering, partners, "partner");
  CheckCount(lowering, partners, lowering.limits.partners, "partners");
  lowering.partners.AddAll(partners);
  lowering.partners_of.resize(lowering.model.vocabulary.roles.size());
  for (std::size_t i = 0; i < partners.size(); ++i)
    if (RoleId role = partners[i].role; role.valid())
      lowering.partners_of[role.value].emplace_back(i);
}

// Each of these with the entry that declares it, of several the first.
template <class F>
void ForEachEntry(const Files& files, ast::NamesDeclaration::Kind kind,
                  std::vector<Named>& items, F visit) {
  for (const ast::File& file : files)
    for (const ast::NamesDeclaration& declaration : file.names)
      if (declaration.kind == kind)
        for (const auto& entry : declaration.entries)
          if (auto id = Find<Id<struct EntryTag>>(items, entry.name.text);
              id.valid() && items[id.value].span == entry.name.span)
            visit(items[id.value], entry);
}

// Each relation that is reached by way of itself is a mistake; of those in one
// circle the first by name is reported.
void CheckVia(Lowering& lowering, const std::vector<Span>& written) {
  const auto& relations = lowering.model.vocabulary.relations;
  if (relations.size() > lowering.limits.relations) return;  // was reported
  for (std::uint32_t i = 0; i < relations.size(); ++i) {
    std::string circle = fmt::format("`{}`", relations[i].name);
    RelationId next = relations[i].via;
    for (std::size_t steps = 0; next.valid() && steps <= relations.size();
         ++steps) {
      circle += fmt::format(" via `{}`", relations[next.value].name);
      if (next.value <= i) break;  // an earlier one of a circle reports it
      next = relations[next.value].via;
    }
    if (next.valid() && next.value == i)
      lowering.Report(Kind::cycle, written[i], std::move(circle),
                      "name a relation that is nearer to the requester");
  }
}

void LowerVia(Lowering& lowering, const Files& files) {
  auto& relations = lowering.model.vocabulary.relations;
  std::vector<Span> written(relations.size());
  ForEachEntry(files, ast::NamesDeclaration::Kind::relation, relations,
               [&](Named& relation, const auto& entry) {
                 if (!entry.via) return;
                 relation.via = lowering.Lookup(lowering.relations, *entry.via);
                 written[std::size_t(&relation - relations.data())] =
                     entry.via->span;
               });
  CheckVia(lowering, written);
}

// `role app for service, sharing`: the `,` went on with the next role.
void CheckCommas(Lowering& lowering, const ast::NamesDeclaration& declaration) {
  for (std::size_t i = 1; i < declaration.entries.size(); ++i) {
    const auto& before = declaration.entries[i - 1];
    const auto& entry = declaration.entries[i];
    const auto& purposes = lowering.terms[std::size_t(ast::TermKind::purpose)];
    if (before.purposes.absent() || entry.title || !entry.tags.empty() ||
        !entry.purposes.absent() || !purposes.Find(entry.name.text))
      continue;
    lowering.Report(
        Kind::ambiguous_name, entry.name.span,
        fmt::format("`{}` is declared as a role here, and is a purpose",
                    entry.name.text),
        fmt::format(
            "several purposes are joined by `and`: `role {} for ... and "
            "{}`; a role is declared before it, or in a statement of "
            "its own",
            before.name.text, entry.name.text));
  }
}

}  // namespace

void LowerTags(Lowering& lowering, const Files& files) {
  Vocabulary& vocabulary = lowering.model.vocabulary;
  vocabulary.tags =
      Collect(lowering, files, ast::NamesDeclaration::Kind::tag, "tag");
  CheckCount(lowering, vocabulary.tags, lowering.limits.tags, "tags");
  lowering.tags.AddAll(vocabulary.tags);
}

void LowerNames(Lowering& lowering, const Files& files) {
  using List = ast::NamesDeclaration::Kind;
  Vocabulary& vocabulary = lowering.model.vocabulary;
  vocabulary.relations = Collect(lowering, files, List::relation, "relation");
  CheckCount(lowering, vocabulary.relations, lowering.limits.relations,
             "relations");
  lowering.relations.AddAll(vocabulary.relations);
  auto& tagged = lowering.tagged[std::size_t(Dimension::relation)];
  tagged.resize(vocabulary.tags.size());
  for (std::uint32_t i = 0; i < vocabulary.relations.size(); ++i)
    for (TagId tag : vocabulary.relations[i].tags)
      tagged[tag.value].Add(i, i + 1);
  vocabulary.self = Find<RelationId>(vocabulary.relations, "self");
  LowerVia(lowering, files);

  vocabulary.roles = Collect(lowering, files, List::role, "role");
  CheckCount(lowering, vocabulary.roles, lowering.limits.roles, "roles");
  lowering.roles.AddAll(vocabulary.roles);
  LowerPartnerNames(lowering, files);
}

// After groups, which they may name.
void LowerRolePurposes(Lowering& lowering, const Files& files) {
  for (const ast::File& file : files)
    for (const ast::NamesDeclaration& declaration : file.names)
      if (declaration.kind == ast::NamesDeclaration::Kind::role)
        CheckCommas(lowering, declaration);
  auto& roles = lowering.model.vocabulary.roles;
  ForEachEntry(files, ast::NamesDeclaration::Kind::role, roles,
               [&](Named& role, const auto& entry) {
                 if (!entry.purposes.absent())
                   role.purposes =
                       LowerKnownList(lowering, Dimension::purpose,
                                      entry.purposes, "a purpose of a role");
               });
}

void LowerObligationKinds(Lowering& lowering, const Files& files) {
  auto& kinds = lowering.obligation_kinds;
  for (const ast::File& file : files)
    for (const ast::ObligationDeclaration& ast : file.obligations) {
      kinds.push_back({ast.name.text, ast.parameters, ast.name.span});
      auto& parameters = kinds.back().parameters;
      auto by_name = [](const auto& a, const auto& b) {
        return a.name.text < b.name.text;
      };
      std::stable_sort(parameters.begin(), parameters.end(), by_name);
      for (std::size_t i = 0; i < parameters.size(); ++i) {
        const auto& [name, low, high] = parameters[i];
        if (low > high)
          lowering.Report(Kind::empty_range, name.span,
                          fmt::format("`{}` ranges from {} to {}, which holds "
                                      "no value",
                                      name.text, low, high),
                          "write the lower bound first");
        if (i > 0 && parameters[i - 1].name.text == name.text)
          ReportDuplicate(lowering, "parameter", name.text, name.span,
                          parameters[i - 1].name.span);
      }
    }
  SortDeclarations(lowering, kinds, "obligation");
  lowering.obligations.AddAll(kinds);
  // What takes no parameters is part of the vocabulary, in use or not.
  for (const ObligationKind& kind : kinds)
    if (kind.parameters.empty()) {
      lowering.obligation_ids.emplace(kind.name,
                                      lowering.obligations_used.size());
      lowering.obligations_used.push_back({kind.name, "", kind.span});
    }
}

}  // namespace assent::model
