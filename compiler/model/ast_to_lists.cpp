// Lists of names: what `on messages, tagged content` means, and who is meant by
// `with every app`.
#include <fmt/format.h>

#include "compiler/model/lowering.h"

namespace assent::model {
namespace {

constexpr Dimension DimensionOf(ast::Group::Kind kind) {
  switch (kind) {
    case ast::Group::Kind::action:
      return Dimension::action;
    case ast::Group::Kind::purpose:
      return Dimension::purpose;
    case ast::Group::Kind::relation:
      return Dimension::relation;
    default:
      return Dimension::data;
  }
}

constexpr ast::TermKind TermKindOf(Dimension dimension) {
  switch (dimension) {
    case Dimension::action:
      return ast::TermKind::action;
    case Dimension::purpose:
      return ast::TermKind::purpose;
    default:
      return ast::TermKind::data;
  }
}

// At its first use. Nothing: it is faulty, which was reported.
template <class Deferred, class Work>
auto WorkOut(Lowering& lowering, Deferred& group, const ast::Name& use,
             Work work) {
  using State = typename Deferred::State;
  if (group.state == State::open) {
    group.state = State::done;
    lowering.Report(Kind::cycle, use.span,
                    fmt::format("group `{}` is part of itself", use.text),
                    "name its members without its own name");
  } else if (group.state == State::unseen) {
    group.state = State::open;
    auto value = work(*group.ast);
    if (group.state == State::open) group.value = std::move(value);
    group.state = State::done;
  }
  return group.value;
}

std::optional<TermSet> LowerName(Lowering& lowering, Dimension dimension,
                                 const ast::Name& name) {
  TermSet set;
  auto& groups = lowering.groups[std::size_t(dimension)];
  if (auto group = groups.find(name.text); group != groups.end())
    return WorkOut(lowering, group->second, name, [&](const ast::Group& ast) {
      const std::string outer = lowering.context;
      lowering.context = fmt::format("group `{}`", ast.name.text);
      auto value = LowerList(lowering, dimension, ast.members);
      lowering.context = outer;
      return value;
    });
  if (dimension == Dimension::relation) {
    const RelationId id = lowering.Lookup(lowering.relations, name);
    if (!id.valid()) return std::nullopt;
    set.known = RunSet::Single(id.value);
    return set;
  }
  const ast::TermKind kind = TermKindOf(dimension);
  const TermId id = lowering.LookupTerm(kind, name);
  if (!id.valid()) return std::nullopt;
  set.known = lowering.taxonomy(kind).terms[id.value].leaves;
  return set;
}

void ReportUnusedTag(Lowering& lowering, TagId id, const ast::Name& use,
                     std::string_view what) {
  lowering
      .Report(Kind::tag_unused, use.span,
              fmt::format("no {} is tagged `{}`", what, use.text),
              "what is said of it concerns nothing; write `tagged` after the "
              "names that it should concern")
      .notes.push_back(
          {lowering.model.vocabulary.tags[id.value].span, "declared here"});
}

std::optional<RunSet> LowerTag(Lowering& lowering, Dimension dimension,
                               const ast::Name& name) {
  const TagId id = lowering.Lookup(lowering.tags, name);
  if (!id.valid()) return std::nullopt;
  const RunSet& leaves = lowering.tagged[std::size_t(dimension)][id.value];
  const std::uint32_t key =
      id.value * std::uint32_t(kDimensionCount) + std::uint32_t(dimension);
  if (leaves.empty() && lowering.unused_tags_reported.insert(key).second)
    ReportUnusedTag(lowering, id, name, NameOf(dimension));
  return leaves;
}

std::optional<std::vector<PartnerId>> PartnersOfGroup(Lowering& lowering,
                                                      const ast::Group& ast);

bool AddPartners(Lowering& lowering, const ast::Name& name,
                 std::vector<PartnerId>& ids) {
  if (auto group = lowering.partner_groups.find(name.text);
      group != lowering.partner_groups.end()) {
    auto members = WorkOut(
        lowering, group->second, name,
        [&](const ast::Group& ast) { return PartnersOfGroup(lowering, ast); });
    if (!members) return false;
    ids.insert(ids.end(), members->begin(), members->end());
    return true;
  }
  const PartnerId id = lowering.Lookup(lowering.partners, name);
  if (id.valid()) ids.push_back(id);
  return id.valid();
}

void SortIds(std::vector<PartnerId>& ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

std::optional<std::vector<PartnerId>> PartnersOfGroup(Lowering& lowering,
                                                      const ast::Group& ast) {
  std::vector<PartnerId> ids;
  bool whole = true;
  for (const ast::Name& name : ast.members.names)
    whole &= AddPartners(lowering, name, ids);
  for (const ast::Name& name : ast.members.tags) {
    const TagId tag = lowering.Lookup(lowering.tags, name);
    whole &= tag.valid();
    if (!tag.valid()) continue;
    const auto& roles = lowering.model.vocabulary.roles;
    const bool used = std::ranges::any_of(roles, [&](const Named& role) {
      return std::ranges::binary_search(role.tags, tag);
    });
    if (!used) ReportUnusedTag(lowering, tag, name, "role");
    for (std::size_t role = 0; role < roles.size(); ++role)
      if (std::ranges::binary_search(roles[role].tags, tag)) {
        const auto& of_role = lowering.partners_of[role];
        ids.insert(ids.end(), of_role.begin(), of_role.end());
      }
  }
  for (const ast::UnknownName& unknown : ast.members.unknowns) {
    lowering.Report(Kind::unknown_not_allowed, unknown.span,
                    "who a partner is must be known",
                    "declare a partner for each that is meant, as "
                    "`partner unnamed_1;`");
    whole = false;
  }
  SortIds(ids);
  return whole ? std::optional(std::move(ids)) : std::nullopt;
}

void DeclareGroup(Lowering& lowering, const ast::Group& ast) {
  auto declare = [&](auto& groups, bool taken, Span first) {
    auto [entry, fresh] = groups.try_emplace(ast.name.text);
    if (fresh) entry->second.ast = &ast;
    if (!fresh) first = entry->second.ast->name.span;
    if (!fresh || taken)
      ReportDuplicate(lowering, "name", ast.name.text, ast.name.span, first);
  };
  const Vocabulary& vocabulary = lowering.model.vocabulary;
  if (ast.kind == ast::Group::Kind::partner) {
    auto id = lowering.partners.Find(ast.name.text);
    const bool taken = id && id->valid();
    return declare(lowering.partner_groups, taken,
                   taken ? vocabulary.partners[id->value].span : Span());
  }
  const Dimension dimension = DimensionOf(ast.kind);
  auto& groups = lowering.groups[std::size_t(dimension)];
  if (dimension == Dimension::relation) {
    auto id = lowering.relations.Find(ast.name.text);
    const bool taken = id && id->valid();
    return declare(groups, taken,
                   taken ? vocabulary.relations[id->value].span : Span());
  }
  const ast::TermKind kind = TermKindOf(dimension);
  auto id = lowering.terms[std::size_t(kind)].Find(ast.name.text);
  const bool taken =
      id && id->valid() &&
      lowering.taxonomy(kind).terms[id->value].name == ast.name.text;
  declare(groups, taken,
          taken ? lowering.taxonomy(kind).terms[id->value].span : Span());
}

}  // namespace

std::string_view NameOf(Dimension dimension) {
  constexpr std::string_view kNames[] = {"data", "action", "purpose",
                                         "relation"};
  return kNames[std::size_t(dimension)];
}

RunSet LeavesOf(const Lowering& lowering, Dimension dimension) {
  if (dimension == Dimension::relation)
    return RunSet::Range(
        0, std::uint32_t(lowering.model.vocabulary.relations.size()));
  return lowering.taxonomy(TermKindOf(dimension)).leaves;
}

std::optional<TermSet> LowerList(Lowering& lowering, Dimension dimension,
                                 const ast::NameList& list) {
  TermSet set;
  if (list.any || list.absent()) {
    set.known = LeavesOf(lowering, dimension);
    return set;
  }
  bool whole = true;
  for (const ast::Name& name : list.names) {
    auto one = LowerName(lowering, dimension, name);
    whole &= one.has_value();
    if (!one) continue;
    set.known.Add(one->known);
    set.unknown.insert(set.unknown.end(), one->unknown.begin(),
                       one->unknown.end());
  }
  for (const ast::Name& tag : list.tags) {
    auto leaves = LowerTag(lowering, dimension, tag);
    whole &= leaves.has_value();
    if (leaves) set.known.Add(*leaves);
  }
  for (const ast::UnknownName& unknown : list.unknowns) {
    auto terms = LowerUnknownTerms(lowering, dimension, unknown);
    whole &= terms.has_value();
    if (terms) set.unknown.push_back(std::move(*terms));
  }
  return whole ? std::optional(std::move(set)) : std::nullopt;
}

std::optional<RunSet> LowerKnownList(Lowering& lowering, Dimension dimension,
                                     const ast::NameList& list,
                                     std::string_view what) {
  for (const ast::UnknownName& unknown : list.unknowns)
    lowering.Report(Kind::unknown_not_allowed, unknown.span,
                    fmt::format("{} must be known", what),
                    "name what is meant");
  if (!list.unknowns.empty()) return std::nullopt;
  auto set = LowerList(lowering, dimension, list);
  if (!set) return std::nullopt;
  if (set->unknown.empty()) return std::move(set->known);
  lowering.Report(Kind::unknown_not_allowed, list.span,
                  fmt::format("{} must be known, and a group that is named "
                              "here is not",
                              what),
                  "name what is meant");
  return std::nullopt;
}

std::optional<std::vector<PartnerId>> LowerPartners(
    Lowering& lowering, const ast::Counterparties& ast) {
  std::vector<PartnerId> ids;
  if (ast.any || ast.absent()) {
    for (std::size_t i = 0; i < lowering.model.vocabulary.partners.size(); ++i)
      ids.emplace_back(i);
    return ids;
  }
  return LowerSomePartners(lowering, ast);
}

std::optional<std::vector<PartnerId>> LowerSomePartners(
    Lowering& lowering, const ast::Counterparties& ast) {
  std::vector<PartnerId> ids;
  bool whole = true;
  for (const ast::Name& name : ast.names)
    whole &= AddPartners(lowering, name, ids);
  if (ast.every_role) {
    RoleId role = lowering.Lookup(lowering.roles, *ast.every_role);
    if (!role.valid()) return std::nullopt;
    const auto& of_role = lowering.partners_of[role.value];
    if (of_role.empty())
      lowering.Report(
          Kind::role_without_partners, ast.every_role->span,
          fmt::format("no partner has the role `{}`", ast.every_role->text),
          fmt::format("declare one: `partner NAME role {};`",
                      ast.every_role->text));
    ids.insert(ids.end(), of_role.begin(), of_role.end());
  }
  if (!whole) return std::nullopt;
  SortIds(ids);
  return ids;
}

// Groups first: conditions do not speak of them, but both are worked out here
// so that what is never used is looked at, too.
void LowerNamedParts(Lowering& lowering, const Files& files) {
  for (const ast::File& file : files)
    for (const ast::Group& ast : file.groups) DeclareGroup(lowering, ast);
  std::unordered_map<std::string_view, Span> seen;
  for (const ast::File& file : files)
    for (const ast::NamedCondition& ast : file.conditions) {
      auto [first, fresh] = seen.emplace(ast.name.text, ast.name.span);
      if (!fresh)
        ReportDuplicate(lowering, "condition", ast.name.text, ast.name.span,
                        first->second);
      else
        lowering.conditions[ast.name.text].ast = &ast;
    }
}

// After everything that may use them: an unknown in a group is one unknown,
// and is named after the group wherever it is first met.
void LowerUnusedParts(Lowering& lowering, const Files& files) {
  for (const ast::File& file : files) {
    for (const ast::Group& ast : file.groups) {
      if (ast.kind == ast::Group::Kind::partner) {
        std::vector<PartnerId> ids;
        AddPartners(lowering, ast.name, ids);
      } else {
        LowerName(lowering, DimensionOf(ast.kind), ast.name);
      }
    }
    for (const ast::NamedCondition& ast : file.conditions) {
      auto found = lowering.conditions.find(ast.name.text);
      if (found->second.state != DeferredCondition::State::unseen) continue;
      ast::Condition use;
      use.kind = ast::Condition::Kind::truth;
      use.name = ast.name;
      LowerCondition(lowering, use, Consents::allowed);
    }
  }
}

}  // namespace assent::model
