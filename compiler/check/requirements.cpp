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
      "end",       "program",  "amends",    "purposes"};
  return field.kind == Field::Kind::obligation
             ? field.obligation
             : std::string(kNames[std::size_t(field.kind)]);
}

// How an author says it.
std::string HelpFor(const Field& field) {
  using enum Field::Kind;
  if (field.negated) return fmt::format("remove its `{}`", NameOf(field));
  switch (field.kind) {
    case requested:
      return "write `requested DATE;`";
    case approved:
      return "write `approved by \"...\";`";
    case disclosed:
      return "write `disclosed in PLACE;`";
    case consideration:
      return "write `consideration ...;`";
    case end:
      return "write `until DATE`";
    case program:
      return "write `under PROGRAM`";
    case amends:
      return "write `amends AGREEMENT;`";
    case purposes:
      return "write `purposes PURPOSE;`";
    case obligation:
      return fmt::format("write `oblige {};`", NameOf(field));
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

Had Has(const Model& model, const Agreement& agreement, const Field& field) {
  using enum Field::Kind;
  const auto is = [](bool has) { return has ? Had::yes : Had::no; };
  if (field.kind != obligation &&
      std::ranges::find(agreement.unsaid, NameOf(field)) !=
          agreement.unsaid.end())
    return Had::unknown;
  switch (field.kind) {
    case requested:
      return is(agreement.requested.has_value());
    case approved:
      return is(!agreement.approved_by.empty());
    case disclosed:
      return is(!agreement.disclosed.empty());
    case consideration:
      return is(!agreement.consideration.empty() &&
                agreement.consideration != "none");
    case end:
      return is(agreement.open_ended_because.empty());
    case program:
      return is(agreement.program.valid());
    case amends:
      return is(!agreement.amends.empty());
    case purposes:
      return is(agreement.purposes.has_value());
    case obligation:
      break;
  }
  if (Obliges(model, agreement.obligations, field.obligation)) return Had::yes;
  if (agreement.program.valid() &&
      Obliges(model, model.programs[agreement.program.value].obligations,
              field.obligation))
    return Had::yes;
  return is(!agreement.clauses.empty() &&
            std::ranges::all_of(agreement.clauses, [&](const auto& clause) {
              return Obliges(model, clause.obligations, field.obligation);
            }));
}

namespace {

// no: some field is certainly not as required; unknown: that may be.
Had HasAll(const Model& model, const Agreement& agreement,
           const std::vector<Field>& fields) {
  Had result = Had::yes;
  for (const Field& field : fields) {
    const Had had = Has(model, agreement, field);
    if (had == Had::unknown)
      result = result == Had::no ? result : Had::unknown;
    else if ((had == Had::yes) == field.negated)
      result = Had::no;
  }
  return result;
}

}  // namespace

void CheckRequirements(const Model& model, diagnostics::Sink& sink) {
  constexpr std::size_t kShown = 12;
  for (const Requirement& requirement : model.requirements) {
    std::vector<const Agreement*> unmet, unclear;
    std::size_t concerned = 0;
    for (const Agreement& agreement : model.agreements) {
      if (!Concerns(requirement, agreement)) continue;
      const Had given = HasAll(model, agreement, requirement.given);
      if (given == Had::no) continue;
      ++concerned;
      const Had had = HasAll(model, agreement, requirement.fields);
      if (had == Had::yes) continue;
      (had == Had::no && given == Had::yes ? unmet : unclear)
          .push_back(&agreement);
    }
    std::string asked;
    for (const Field& field : requirement.fields)
      asked += fmt::format("{}{}`{}`", asked.empty() ? "" : " and ",
                           field.negated ? "no " : "", NameOf(field));
    const auto report = [&](diagnostics::Kind kind,
                            const std::vector<const Agreement*>& agreements,
                            std::string message, std::string help) {
      if (agreements.empty()) return;
      auto& diagnostic = sink.Report(kind, requirement.span, std::move(message),
                                     std::move(help));
      for (std::size_t i = 0; i < agreements.size() && i < kShown; ++i)
        diagnostic.notes.push_back(
            {agreements[i]->span,
             agreements.size() > kShown && i + 1 == kShown
                 ? fmt::format("agreement `{}`, and {} more",
                               agreements[i]->name, agreements.size() - kShown)
                 : fmt::format("agreement `{}`", agreements[i]->name)});
    };
    const std::string_view plural = concerned == 1 ? "" : "s";
    report(
        diagnostics::Kind::requirement_not_met, unmet,
        fmt::format("\"{}\" is not met by {} of {} agreement{}: it asks for "
                    "{}",
                    requirement.name, unmet.size(), concerned, plural, asked),
        requirement.fields.size() == 1
            ? HelpFor(requirement.fields.front())
            : "mend each agreement, or say in `that has` which are meant");
    report(diagnostics::Kind::requirement_not_known, unclear,
           fmt::format("of {} of {} agreement{} it is not known whether "
                       "\"{}\" is met",
                       unclear.size(), concerned, plural, requirement.name),
           "write what was `unknown` once it is known");
  }
}

}  // namespace assent::check
