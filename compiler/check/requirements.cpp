#include "compiler/check/requirements.h"

#include <fmt/format.h>

#include <algorithm>

namespace assent::check {
namespace {

using model::Agreement;
using model::Model;
using model::Requirement;
using Field = Requirement::Field;

std::string NameOf(const Field& field) {
  constexpr std::string_view kNames[] = {
      "requested", "approved", "disclosed", "consideration",
      "end",       "program",  "amends"};
  return field.kind == Field::Kind::obligation
             ? field.obligation
             : std::string(kNames[std::size_t(field.kind)]);
}

// How an author says it.
std::string HelpFor(const Field& field) {
  using enum Field::Kind;
  if (field.negated) return fmt::format("remove its `{}`", NameOf(field));
  switch (field.kind) {
    case requested: return "write `requested DATE;`";
    case approved: return "write `approved by \"...\";`";
    case disclosed: return "write `disclosed in PLACE;`";
    case consideration: return "write `consideration ...;`";
    case end: return "write `until DATE`";
    case program: return "write `under PROGRAM`";
    case amends: return "write `amends AGREEMENT;`";
    case obligation: return fmt::format("write `oblige {};`", NameOf(field));
  }
  return "";
}

bool Obliges(const Model& model, const std::vector<model::ObligationId>& ids,
             const std::string& name) {
  return std::ranges::any_of(ids, [&](model::ObligationId id) {
    const std::string& full = model.vocabulary.obligations[id.value].name;
    return full == name || full.starts_with(name + "(");
  });
}

bool Concerns(const Requirement& requirement, const Agreement& agreement) {
  if (requirement.program.valid() && agreement.program != requirement.program)
    return false;
  return requirement.partners.empty() ||
         std::ranges::any_of(agreement.partners, [&](model::PartnerId id) {
           return std::ranges::binary_search(requirement.partners, id);
         });
}

}  // namespace

bool Has(const Model& model, const Agreement& agreement, const Field& field) {
  using enum Field::Kind;
  switch (field.kind) {
    case requested: return agreement.requested.has_value();
    case approved: return !agreement.approved_by.empty();
    case disclosed: return !agreement.disclosed.empty();
    case consideration:
      return !agreement.consideration.empty() &&
             agreement.consideration != "none";
    case end: return agreement.open_ended_because.empty();
    case program: return agreement.program.valid();
    case amends: return !agreement.amends.empty();
    case obligation: break;
  }
  if (Obliges(model, agreement.obligations, field.obligation)) return true;
  if (agreement.program.valid() &&
      Obliges(model, model.programs[agreement.program.value].obligations,
              field.obligation))
    return true;
  return !agreement.clauses.empty() &&
         std::ranges::all_of(agreement.clauses, [&](const auto& clause) {
           return Obliges(model, clause.obligations, field.obligation);
         });
}

void CheckRequirements(const Model& model, diagnostics::Sink& sink) {
  for (const Requirement& requirement : model.requirements)
    for (const Agreement& agreement : model.agreements) {
      auto met = [&](const Field& field) {
        return Has(model, agreement, field) != field.negated;
      };
      if (!Concerns(requirement, agreement) ||
          !std::ranges::all_of(requirement.given, met))
        continue;
      std::string lacking, help;
      for (const Field& field : requirement.fields) {
        if (met(field)) continue;
        lacking += fmt::format("{}{}`{}`", lacking.empty() ? "" : " and ",
                               field.negated ? "no " : "", NameOf(field));
        if (help.empty()) help = HelpFor(field);
      }
      if (lacking.empty()) continue;
      std::string note = fmt::format("`{}` requires it", requirement.name);
      if (!requirement.cite.empty())
        note += fmt::format(" ({})", requirement.cite);
      sink.Report(diagnostics::Kind::requirement_not_met, agreement.span,
                  fmt::format("agreement `{}` has not {}", agreement.name,
                              lacking),
                  std::move(help))
          .notes.push_back({requirement.span, std::move(note)});
    }
}

}  // namespace assent::check
