#include "compiler/model/lowering.h"

#include <fmt/format.h>

namespace assent::model {

void Lowering::ReportUnknown(std::string_view name, Span span,
                             std::string_view what,
                             const std::vector<std::string_view>& known) {
  constexpr std::size_t kFew = 8;
  std::string help;
  suggestion_budget_ -= std::int64_t(known.size());
  std::string_view closest =
      suggestion_budget_ < 0 ? "" : diagnostics::ClosestName(name, known);
  if (!closest.empty())
    help = fmt::format("did you mean `{}`?", closest);
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
                      std::string_view what) {
  if (count <= limit) return true;
  Report(Kind::limit_exceeded, span,
         fmt::format("more than {} {}", limit, what), "split the policy set");
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
