// What permissions govern and when they are open; and what is forbidden and
// assumed for everybody.
#include <fmt/format.h>

#include "compiler/model/lowering.h"

namespace assent::model {
namespace {

void CheckComplete(Lowering& lowering, const ast::Permission& ast) {
  std::vector<std::string_view> missing;
  if (ast.owners.empty()) missing.push_back("of");
  if (ast.choices.empty()) missing.push_back("choices");
  if (!ast.consent) missing.push_back("consent");
  if (ast.governs.empty()) missing.push_back("governs");
  if (!missing.empty())
    lowering.Report(
        Kind::permission_incomplete, ast.name.span,
        fmt::format("permission `{}` lacks {}", ast.name.text, Quoted(missing)),
        "a permission reads `permission NAME of subject { choices off, on; "
        "consent opt_in; governs SCOPE; open when on; }`");
  if (ast.open_when.empty())
    lowering.Report(Kind::open_when_missing, ast.name.span,
                    fmt::format("permission `{}` is never open", ast.name.text),
                    "write `open when CHOICE;`");
}

// The choices in which it is open, as values of its state.
void LowerOpenValues(Lowering& lowering, const ast::Permission& ast,
                     Permission& permission) {
  AttributeId id =
      permission.state[0].valid() ? permission.state[0] : permission.state[1];
  if (!id.valid()) return;
  const Attribute& state = lowering.attribute(id);
  for (const ast::Value& value : ast.open_when) {
    if (auto number = state.FindValue(value.text)) {
      permission.open_values.Add(*number, *number + 1);
      continue;
    }
    std::vector<std::string_view> choices(state.values.begin(),
                                          state.values.end());
    lowering.Report(Kind::open_when_not_a_choice, value.span,
                    fmt::format("`{}` is no choice of permission `{}`",
                                value.text, ast.name.text),
                    fmt::format("the choices are {}", Quoted(choices)));
  }
}

std::string LabelOf(const std::optional<ast::Name>& name) {
  return name ? name->text : "";
}

}  // namespace

void LowerPermissions(Lowering& lowering, const Files& files) {
  auto& permissions = lowering.model.vocabulary.permissions;
  std::vector<const ast::Permission*> written(permissions.size());
  for (const ast::File& file : files)
    for (const ast::Permission& ast : file.permissions) {
      PermissionId id = *lowering.permissions.Find(ast.name.text);
      if (permissions[id.value].span == ast.name.span) written[id.value] = &ast;
    }
  lowering.governs_of.resize(permissions.size());
  for (std::size_t i = 0; i < permissions.size(); ++i) {
    const ast::Permission& ast = *written[i];
    CheckComplete(lowering, ast);
    LowerOpenValues(lowering, ast, permissions[i]);
    if (ast.consent)
      if (auto consent = LowerConsentKind(lowering, *ast.consent, false))
        permissions[i].consent = *consent;
    lowering.context = fmt::format("permission `{}`", ast.name.text);
    for (const ast::Scope& scope : ast.governs) {
      auto lowered = LowerScope(lowering, scope, Consents::governing);
      if (!lowered) continue;
      auto& governs = lowering.model.governs;
      lowering.governs_of[i].push_back(std::uint32_t(governs.size()));
      governs.push_back({PermissionId(i), std::move(*lowered), scope.span});
    }
    // Of what it governs in part, nothing more is said.
    if (lowering.governs_of[i].size() != ast.governs.size())
      lowering.governs_of[i].clear();
  }
}

void LowerProhibitions(Lowering& lowering, const Files& files) {
  std::unordered_map<std::string_view, Span> labels;
  std::size_t number = 0;
  for (const ast::File& file : files)
    for (const ast::Forbid& ast : file.forbids) {
      ++number;
      if (ast.name) CheckLabel(lowering, *ast.name, labels);
      lowering.context =
          ast.name ? fmt::format("prohibition `{}`", ast.name->text)
                   : fmt::format("prohibition `forbid.{}`", number);
      Prohibition prohibition;
      prohibition.name = LabelOf(ast.name);
      if (ast.because) prohibition.because = ast.because->text;
      prohibition.span = ast.span;
      auto scope = LowerScope(lowering, ast.scope);
      auto partners = LowerSomePartners(lowering, ast.partners);
      if (!scope || !partners) continue;
      // For partners of which there are none: it concerns nobody.
      if (partners->empty() && !ast.partners.absent() && !ast.partners.any)
        scope->data = RunSet();
      prohibition.scope = std::move(*scope);
      prohibition.partners = std::move(*partners);
      lowering.model.prohibitions.push_back(std::move(prohibition));
    }
}

void LowerAssumptions(Lowering& lowering, const Files& files) {
  for (const ast::File& file : files)
    for (const ast::Assume& ast : file.assumptions)
      if (auto condition =
              LowerCondition(lowering, ast.condition, Consents::assumed))
        lowering.model.assumptions.push_back(
            {std::move(*condition), ast.because ? ast.because->text : "",
             ast.span});
}

}  // namespace assent::model
