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
                           entry.name.span, ReadTags(lowering, entry.tags)});
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

  vocabulary.roles = Collect(lowering, files, List::role, "role");
  CheckCount(lowering, vocabulary.roles, lowering.limits.roles, "roles");
  lowering.roles.AddAll(vocabulary.roles);
  LowerPartnerNames(lowering, files);
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
