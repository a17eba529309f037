// Uses of obligations: each name with its arguments is an obligation of its
// own, `delete_within(days: 30)`.
#include <fmt/format.h>

#include <charconv>

#include "compiler/model/lowering.h"

namespace assent::model {
namespace {

std::optional<std::int64_t> LowerArgument(
    Lowering& lowering, const ast::ObligationDeclaration::Parameter& parameter,
    const ast::Value& value) {
  std::int64_t number = 0;
  const char* end = value.text.data() + value.text.size();
  auto [rest, error] = std::from_chars(value.text.data(), end, number);
  bool in_range = error == std::errc() && rest == end &&
                  parameter.low <= number && number <= parameter.high;
  if (in_range || parameter.low > parameter.high) return number;
  lowering
      .Report(
          Kind::argument_out_of_range, value.span,
          fmt::format("`{}` is {}, which is not in {}..{}", parameter.name.text,
                      value.text, parameter.low, parameter.high),
          fmt::format("write a number from {} to {}", parameter.low,
                      parameter.high))
      .notes.push_back({parameter.name.span, "declared here"});
  return std::nullopt;
}

bool CheckArgumentNames(Lowering& lowering, const ObligationKind& kind,
                        const ast::ObligationUse& use) {
  bool whole = true;
  for (std::size_t i = 0; i < use.arguments.size(); ++i) {
    const ast::Name& name = use.arguments[i].name;
    std::vector<std::string_view> known;
    bool found = false;
    for (const auto& parameter : kind.parameters) {
      known.push_back(parameter.name.text);
      found |= parameter.name.text == name.text;
    }
    if (!found) {
      lowering.ReportUnknown(name.text, name.span,
                             fmt::format("parameter of `{}`", kind.name),
                             known);
      whole = false;
    }
    for (std::size_t j = 0; j < i; ++j)
      if (use.arguments[j].name.text == name.text) {
        ReportDuplicate(lowering, "argument", name.text, name.span,
                        use.arguments[j].name.span);
        whole = false;
      }
  }
  return whole;
}

// The name with its arguments, by parameter; nothing when one is wrong.
std::optional<std::string> Spelling(Lowering& lowering,
                                    const ObligationKind& kind,
                                    const ast::ObligationUse& use) {
  bool whole = CheckArgumentNames(lowering, kind, use);
  if (!whole) return std::nullopt;
  std::string text = kind.name;
  std::vector<std::string_view> missing;
  for (const auto& parameter : kind.parameters) {
    auto argument = std::find_if(use.arguments.begin(), use.arguments.end(),
                                 [&](const ast::ObligationUse::Argument& each) {
                                   return each.name.text == parameter.name.text;
                                 });
    if (argument == use.arguments.end()) {
      missing.push_back(parameter.name.text);
      continue;
    }
    auto value = LowerArgument(lowering, parameter, argument->value);
    whole &= value.has_value();
    text += fmt::format("{}{}: {}",
                        &parameter == &kind.parameters.front() ? "(" : ", ",
                        parameter.name.text, value.value_or(0));
  }
  if (!missing.empty()) {
    lowering
        .Report(
            Kind::missing_argument, use.name.span,
            fmt::format("`{}` lacks {}", kind.name, Quoted(missing)),
            fmt::format("write `{}({}: NUMBER)`", kind.name, missing.front()))
        .notes.push_back({kind.span, "declared here"});
    whole = false;
  }
  if (!kind.parameters.empty()) text += ")";
  return whole ? std::optional(text) : std::nullopt;
}

// Finds the id of each use by find(spelling, use).
template <class F>
std::optional<std::vector<ObligationId>> Lower(
    Lowering& lowering, const std::vector<ast::ObligationUse>& uses, F find) {
  std::vector<ObligationId> ids;
  bool whole = true;
  for (const ast::ObligationUse& use : uses) {
    auto kind_id = lowering.Lookup(lowering.obligations, use.name);
    std::optional<std::string> spelling;
    if (kind_id.valid())
      spelling =
          Spelling(lowering, lowering.obligation_kinds[kind_id.value], use);
    ObligationId id = spelling ? find(*spelling, use) : ObligationId();
    whole &= id.valid();
    ids.push_back(id);
  }
  if (!whole) return std::nullopt;
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

void Renumber(std::vector<ObligationId>& ids,
              const std::vector<ObligationId>& final_ids) {
  for (ObligationId& id : ids) id = final_ids[id.value];
  std::sort(ids.begin(), ids.end());
}

}  // namespace

std::optional<std::vector<ObligationId>> LowerObligations(
    Lowering& lowering, const std::vector<ast::ObligationUse>& uses) {
  auto& used = lowering.obligations_used;
  return Lower(lowering, uses,
               [&](const std::string& spelling, const ast::ObligationUse& use) {
                 auto [entry, fresh] =
                     lowering.obligation_ids.emplace(spelling, used.size());
                 if (fresh) used.push_back({spelling, "", use.span});
                 return entry->second;
               });
}

std::optional<std::vector<ObligationId>> FindObligations(
    Lowering& lowering, const std::vector<ast::ObligationUse>& uses) {
  auto find = [&](const std::string& spelling, const ast::ObligationUse& use) {
    auto found = lowering.obligation_ids.find(spelling);
    if (found != lowering.obligation_ids.end()) return found->second;
    std::vector<std::string_view> others;
    for (const Named& other : lowering.obligations_used)
      if (other.name.starts_with(use.name.text + "("))
        others.push_back(other.name);
    lowering.Report(Kind::obligation_never_imposed, use.span,
                    fmt::format("nothing imposes `{}`", spelling),
                    others.empty() ? "" : "imposed: " + Quoted(others));
    return ObligationId();
  };
  return Lower(lowering, uses, find);
}

void NumberObligations(Lowering& lowering) {
  Model& model = lowering.model;
  auto& obligations = model.vocabulary.obligations;
  const auto& used = lowering.obligations_used;
  if (used.size() > lowering.limits.obligations)
    lowering.Within(used.size(), lowering.limits.obligations,
                    used[lowering.limits.obligations].span, "obligations");
  obligations = used;
  std::sort(obligations.begin(), obligations.end(),
            [](const Named& a, const Named& b) { return a.name < b.name; });
  std::vector<ObligationId> final_ids;
  for (const Named& each : used)
    final_ids.push_back(Find<ObligationId>(obligations, each.name));
  for (Program& program : model.programs)
    Renumber(program.obligations, final_ids);
  for (Agreement& agreement : model.agreements) {
    Renumber(agreement.obligations, final_ids);
    for (Clause& clause : agreement.clauses)
      Renumber(clause.obligations, final_ids);
  }
  for (Test& test : model.tests) Renumber(test.obligations, final_ids);
}

}  // namespace assent::model
