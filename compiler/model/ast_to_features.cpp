// What partners' products need, what interfaces give out, what is required of
// agreements, and what packs say of themselves: for checks and reports alone.
#include <fmt/format.h>

#include "compiler/model/lowering.h"

namespace assent::model {
namespace {

std::vector<Scope> LowerScopes(Lowering& lowering,
                               const std::vector<ast::Scope>& list) {
  std::vector<Scope> scopes;
  for (const ast::Scope& ast : list)
    if (auto scope = LowerScope(lowering, ast))
      scopes.push_back(std::move(*scope));
  return scopes;
}

void ReportMissing(Lowering& lowering, const ast::Name& name,
                   std::string_view what, std::string_view lacks,
                   std::string_view help) {
  lowering.Report(Kind::missing_part, name.span,
                  fmt::format("{} `{}` {}", what, name.text, lacks),
                  std::string(help));
}

std::optional<Requirement::Field> LowerField(Lowering& lowering,
                                             const ast::Require::Field& ast) {
  using Field = Requirement::Field;
  using enum Field::Kind;
  struct Known {
    std::string_view name;
    Field::Kind kind;
  };
  constexpr Known kKnown[] = {
      {"requested", requested}, {"approved", approved},
      {"disclosed", disclosed}, {"consideration", consideration},
      {"end", end},             {"program", program},
      {"amends", amends},       {"purposes", purposes}};
  Field field;
  field.negated = ast.negated;
  for (const Known& known : kKnown)
    if (known.name == ast.name.text) {
      field.kind = known.kind;
      return field;
    }
  if (lowering.obligations.Find(ast.name.text)) {
    field.kind = obligation;
    field.obligation = ast.name.text;
    return field;
  }
  std::vector<std::string_view> names;
  for (const Known& known : kKnown) names.push_back(known.name);
  for (std::string_view name : lowering.obligations.in_order())
    names.push_back(name);
  lowering.ReportUnknown(ast.name.text, ast.name.span,
                         "part of an agreement, or obligation,", names);
  return std::nullopt;
}

}  // namespace

// Features and the registry say nothing of what is permitted.
void LowerFeatures(Lowering& lowering, const Files& files) {
  lowering.unknowns_decide = false;
  for (const ast::Feature* each :
       SortedByName(lowering, files, &ast::File::features, "feature")) {
    const ast::Feature& ast = *each;
    auto feature = Headed<Feature>(ast);
    lowering.context = fmt::format("feature `{}`", ast.name.text);
    if (auto partners = LowerPartners(lowering, ast.partners))
      feature.partners = std::move(*partners);
    if (ast.needs.empty())
      ReportMissing(lowering, ast.name, "feature", "needs nothing",
                    "write `needs ACTION on DATA for PURPOSE;`");
    feature.needs = LowerScopes(lowering, ast.needs);
    for (const ast::Window& live : ast.live)
      if (auto window = LowerWindow(lowering, live))
        feature.live.push_back(*window);
    lowering.model.features.push_back(std::move(feature));
  }
  for (const ast::InterfaceScope* each :
       SortedByName(lowering, files, &ast::File::interfaces, "scope")) {
    const ast::InterfaceScope& ast = *each;
    auto interface = Headed<InterfaceScope>(ast);
    lowering.context = fmt::format("scope `{}`", ast.name.text);
    if (ast.exposes.empty())
      ReportMissing(lowering, ast.name, "scope", "exposes nothing",
                    "write `exposes ACTION on DATA;`");
    interface.exposes = LowerScopes(lowering, ast.exposes);
    for (const auto& held : ast.held) {
      auto partners = LowerPartners(lowering, held.partners);
      auto window = LowerWindow(lowering, held.window);
      if (partners && window)
        interface.held.push_back({std::move(*partners), *window, held.span});
    }
    lowering.model.interfaces.push_back(std::move(interface));
  }
  lowering.unknowns_decide = true;
}

void LowerRequirements(Lowering& lowering, const Files& files) {
  std::unordered_map<std::string_view, Span> seen;
  std::size_t number = 0;
  for (const ast::File& file : files)
    for (const ast::Require& ast : file.requirements) {
      ++number;
      Requirement requirement;
      requirement.name = ast.name ? ast.name->text
                                  : fmt::format("require.{}", number);
      requirement.span = ast.span;
      if (ast.name) {
        auto [first, fresh] = seen.emplace(ast.name->text, ast.name->span);
        if (!fresh)
          ReportDuplicate(lowering, "requirement", ast.name->text,
                          ast.name->span, first->second);
      }
      if (ast.cite) requirement.cite = ast.cite->text;
      if (ast.because) requirement.because = ast.because->text;
      bool whole = true;
      // Of partners of which there are none, nothing is required.
      auto partners = LowerSomePartners(lowering, ast.partners);
      whole &= partners.has_value();
      if (partners) {
        const bool all = ast.partners.absent() || ast.partners.any;
        whole &= all || !partners->empty();
        requirement.partners = std::move(*partners);
      }
      if (ast.program) {
        requirement.program = lowering.Lookup(lowering.programs, *ast.program);
        whole &= requirement.program.valid();
      }
      auto lower = [&](const std::vector<ast::Require::Field>& list,
                       std::vector<Requirement::Field>& fields) {
        for (const ast::Require::Field& each : list) {
          auto field = LowerField(lowering, each);
          whole &= field.has_value();
          if (field) fields.push_back(*field);
        }
      };
      lower(ast.given, requirement.given);
      lower(ast.fields, requirement.fields);
      if (whole) lowering.model.requirements.push_back(std::move(requirement));
    }
}

void LowerPacks(Lowering& lowering, const Files& files) {
  for (const ast::Pack* ast :
       SortedByName(lowering, files, &ast::File::packs, "pack")) {
    auto pack = Headed<Pack>(*ast);
    for (const ast::Text& cite : ast->cites) pack.cites.push_back(cite.text);
    for (const ast::Text& omit : ast->omits) pack.omits.push_back(omit.text);
    lowering.model.packs.push_back(std::move(pack));
  }
}

}  // namespace assent::model
