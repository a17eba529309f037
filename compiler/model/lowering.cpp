#include "compiler/model/lowering.h"

#include <fmt/format.h>

#include <algorithm>

namespace assent::model {

namespace {

// "everything" in the words of other languages.
std::string_view Wildcard(std::string_view name, std::string_view what) {
  constexpr std::string_view kAll[] = {"all", "anyone", "anything", "everybody",
                                       "everyone", "everything", "partner"};
  if (std::ranges::find(kAll, name) == std::end(kAll)) return {};
  if (what == "data term") return "any data";
  if (what == "action") return "any action";
  if (what == "purpose") return "any purpose";
  if (what == "relation") return "any relation";
  if (what == "partner" || what == "role") return "any partner";
  return {};
}

// The known attributes of this name, whoever owns them.
std::vector<std::string_view> SameFact(
    std::string_view name, const std::vector<std::string_view>& known) {
  auto fact = [](std::string_view attribute) {
    return attribute.substr(attribute.find('.') + 1);
  };
  std::vector<std::string_view> same;
  for (std::string_view each : known)
    if (fact(each) == fact(name)) same.push_back(each);
  return same;
}

}  // namespace

// What else is called so: a role where a partner is meant.
std::string Lowering::OtherKind(std::string_view name,
                                std::string_view what) const {
  auto is = [&](const auto& names) {
    return names.what() != what && names.Find(name).has_value();
  };
  std::string_view other;
  auto look = [&](const auto&... names) {
    ((other.empty() && is(names) ? void(other = names.what()) : void()), ...);
  };
  look(terms[0], terms[1], terms[2], relations, roles, permissions,
       obligations, partners, programs, tags);
  if (other.empty() && what != "condition" && conditions.contains(name))
    other = "condition";
  const bool group =
      partner_groups.contains(name) ||
      std::ranges::any_of(groups, [&](const auto& of_kind) {
        return of_kind.contains(name);
      });
  if (other.empty() && group) other = "group";
  if (other.empty()) return {};
  const std::string_view article =
      std::string_view("aeiou").find(other.front()) != other.npos ? "an" : "a";
  std::string text = fmt::format("`{}` is {} {}", name, article, other);
  if (what == "partner" && other == "role")
    text += fmt::format(": write `every {}`", name);
  if (what == "role" && other == "partner")
    text += ": write it without `every`";
  if (other == "condition") text += ": it stands alone";
  if (other == "tag") text += fmt::format(": write `tagged {}`", name);
  return text;
}

// The groups that stand where a `what` does, by name.
std::vector<std::string_view> Lowering::GroupsOf(std::string_view what) const {
  std::vector<std::string_view> names;
  auto add = [&](const auto& groups_of_kind) {
    for (const auto& [name, group] : groups_of_kind) names.push_back(name);
  };
  if (what == "partner") add(partner_groups);
  if (what == "data term") add(groups[std::size_t(Dimension::data)]);
  if (what == "action") add(groups[std::size_t(Dimension::action)]);
  if (what == "purpose") add(groups[std::size_t(Dimension::purpose)]);
  if (what == "relation") add(groups[std::size_t(Dimension::relation)]);
  std::ranges::sort(names);
  return names;
}

void Lowering::ReportUnknown(std::string_view name, Span span,
                             std::string_view what,
                             const std::vector<std::string_view>& known) {
  constexpr std::size_t kFew = 8;
  std::string help;
  suggestion_budget_ -= std::int64_t(known.size());
  std::string_view closest =
      suggestion_budget_ < 0 ? "" : diagnostics::ClosestName(name, known);
  if (closest.empty() && suggestion_budget_ >= 0)
    closest = diagnostics::ClosestName(name, GroupsOf(what));
  const std::string other = OtherKind(name, what);
  std::vector<std::string_view> same;
  if (what == "attribute" && suggestion_budget_ >= 0)
    same = SameFact(name, known);
  if (std::string_view any = Wildcard(name, what); !any.empty())
    help = fmt::format("write `{}`", any);
  else if (!same.empty())
    help = fmt::format("did you mean {}?", Quoted(same, " or "));
  else if (!closest.empty())
    help = fmt::format("did you mean `{}`?{}{}", closest,
                       other.empty() ? "" : " ", other);
  else if (!other.empty())
    help = other;
  else if (known.empty())
    help = fmt::format("no {} is declared", what);
  else if (known.size() <= kFew)
    help = fmt::format("known: {}", Quoted(known));
  Report(Kind::unknown_name, span,
         fmt::format("no {} is called `{}`", what, name), std::move(help));
}

TermId Lowering::LookupTerm(ast::TermKind kind, const ast::Name& name) {
  const Names<TermId>& names = terms[std::size_t(kind)];
  if (!ambiguous[std::size_t(kind)].contains(name.text))
    return Lookup(names, name);
  std::vector<const Term*> meant;
  const std::string tail = "." + name.text;
  if (sink.error_count() < sink.kMaxDiagnostics)  // who would read it?
    for (const Term& term : taxonomy(kind).terms)
      if (term.name.ends_with(tail)) meant.push_back(&term);
  std::vector<std::string_view> paths;
  for (const Term* term : meant) paths.push_back(term->name);
  auto& diagnostic =
      Report(Kind::ambiguous_name, name.span,
             fmt::format("`{}` means several {}s", name.text, names.what()),
             fmt::format("write {}", Quoted(paths, " or ")));
  for (const Term* term : meant)
    diagnostic.notes.push_back(
        {term->span, fmt::format("`{}` is declared here", term->name)});
  return TermId();
}

bool Lowering::Within(std::uint64_t count, std::uint64_t limit, Span span,
                      std::string_view what, std::string_view help) {
  if (count <= limit) return true;
  Report(Kind::limit_exceeded, span,
         fmt::format("more than {} {}", limit, what), std::string(help));
  return false;
}

bool Lowering::CountPartners(std::size_t partner_count,
                             std::size_t clause_count, Span span) {
  const bool said = partner_clauses_ > limits.partner_clauses;
  partner_clauses_ += partner_count * std::max<std::size_t>(clause_count, 1);
  return !said && Within(partner_clauses_, limits.partner_clauses, span,
                         "clauses, counted for each of their partners");
}

const Taxonomy& Lowering::taxonomy(ast::TermKind kind) const {
  const Vocabulary& vocabulary = model.vocabulary;
  switch (kind) {
    case ast::TermKind::data:
      return vocabulary.data;
    case ast::TermKind::action:
      return vocabulary.actions;
    case ast::TermKind::purpose:
      break;
  }
  return vocabulary.purposes;
}

std::string Quoted(const std::vector<std::string_view>& names,
                   std::string_view last_joint) {
  constexpr std::size_t kShown = 12;
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < kShown; ++i) {
    if (i > 0) text += i + 1 == names.size() ? last_joint : ", ";
    text += fmt::format("`{}`", names[i]);
  }
  if (names.size() > kShown)
    text += fmt::format(" and {} more", names.size() - kShown);
  return text;
}

void ReportDuplicate(Lowering& lowering, std::string_view what,
                     std::string_view name, Span second, Span first) {
  lowering
      .Report(Kind::duplicate_declaration, second,
              fmt::format("{} `{}` is declared twice", what, name),
              "remove or rename one of the two")
      .notes.push_back({first, "first declared here"});
}

}  // namespace assent::model
