// Claims: what authors say of their policy.
#include <fmt/format.h>

#include "compiler/model/lowering.h"

namespace assent::model {

void CheckTitle(Lowering& lowering, std::string_view what,
                const ast::Text& name,
                std::unordered_map<std::string_view, Span>& seen) {
  auto [first, fresh] = seen.emplace(name.text, name.span);
  if (!fresh)
    ReportDuplicate(lowering, what, name.text, name.span, first->second);
}

void LowerClaims(Lowering& lowering, const Files& files) {
  std::unordered_map<std::string_view, Span> seen;
  for (const ast::File& file : files)
    for (const ast::Claim& ast : file.claims) {
      CheckTitle(lowering, "claim", ast.name, seen);
      Claim claim;
      claim.name = ast.name.text;
      if (ast.cite) claim.cite = ast.cite->text;
      claim.span = ast.span;
      lowering.context = fmt::format("claim \"{}\"", ast.name.text);
      if (!CheckKnown(lowering, ast.scope, "what a claim speaks of")) continue;
      auto scope = LowerScope(lowering, ast.scope);
      auto partners = LowerPartners(lowering, ast.partners);
      if (!scope || !partners) continue;
      if (!scope->unknown_terms.empty()) {  // by way of a group
        lowering.Report(Kind::unknown_not_allowed, ast.scope.span,
                        "a group that the claim names is not known",
                        "name what is meant");
        continue;
      }
      claim.scope = std::move(*scope);
      claim.partners = std::move(*partners);
      if (!lowering.CountPartners(claim.partners.size(), 1, ast.name.span))
        continue;
      lowering.model.claims.push_back(std::move(claim));
    }
}

}  // namespace assent::model
