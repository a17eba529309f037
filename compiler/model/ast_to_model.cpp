#include "compiler/model/ast_to_model.h"

#include <fmt/format.h>

#include "compiler/model/lowering.h"
#include "compiler/model/verify.h"

namespace assent::model {
namespace {

// Of two declarations of a name the first in the order of paths counts as
// the first, however the files were found.
void SortByPath(std::vector<ast::File>& files, const SourceSet& sources) {
  std::stable_sort(
      files.begin(), files.end(), [&](const ast::File& a, const ast::File& b) {
        return sources.file(a.file).path < sources.file(b.file).path;
      });
}

// The first rule of a set, if there is one.
std::optional<Span> FirstRule(const Files& files) {
  for (const ast::File& file : files) {
    if (!file.agreements.empty()) return file.agreements.front().name.span;
    if (!file.permissions.empty()) return file.permissions.front().name.span;
    if (!file.forbids.empty()) return file.forbids.front().span;
    if (!file.claims.empty()) return file.claims.front().name.span;
  }
  return std::nullopt;
}

// Every request has data, an action, a purpose and a relation: a set with
// rules that lacks one of them matches no request.
void CheckVocabulary(Lowering& lowering, const Files& files) {
  const Vocabulary& vocabulary = lowering.model.vocabulary;
  std::vector<std::string_view> missing;
  if (vocabulary.data.terms.empty()) missing.push_back("data");
  if (vocabulary.actions.terms.empty()) missing.push_back("action");
  if (vocabulary.purposes.terms.empty()) missing.push_back("purpose");
  if (vocabulary.relations.empty()) missing.push_back("relation");
  auto rule = FirstRule(files);
  if (missing.empty() || !rule) return;
  lowering.Report(
      Kind::vocabulary_incomplete, *rule,
      fmt::format("the vocabulary declares no {}", Quoted(missing, " and no ")),
      fmt::format("declare one: `vocabulary {{ {} NAME; }}`", missing.front()));
}

}  // namespace

Model AstToModel(std::vector<ast::File> files, const SourceSet& sources,
                 diagnostics::Sink& sink, const Limits& limits) {
  SortByPath(files, sources);
  Lowering lowering(sink, limits);
  LowerTags(lowering, files);
  LowerTaxonomies(lowering, files);
  LowerNames(lowering, files);
  LowerAttributes(lowering, files);
  LowerObligationKinds(lowering, files);
  LowerNamedParts(lowering, files);
  LowerRolePurposes(lowering, files);

  LowerPermissions(lowering, files);
  LowerAgreements(lowering, files);
  LowerProhibitions(lowering, files);
  LowerRuleGroups(lowering, files);
  LowerAssumptions(lowering, files);
  LowerFeatures(lowering, files);
  LowerRequirements(lowering, files);
  LowerPacks(lowering, files);
  LowerClaims(lowering, files);
  LowerTests(lowering, files);
  LowerUnusedParts(lowering, files);
  ChooseDays(lowering);
  NumberObligations(lowering);
  if (!sink.has_errors()) CheckVocabulary(lowering, files);
#ifdef ASSENT_VERIFY
  if (!sink.has_errors()) VerifyModel(lowering.model);
#endif
  return std::move(lowering.model);
}

}  // namespace assent::model
