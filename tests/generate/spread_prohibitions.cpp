#include "tests/generate/spread_prohibitions.h"

#include <algorithm>

namespace assent::generate {
namespace {

using model::Scope;

// A clause's scope with some parts taken from another's.
Scope Mixed(const std::vector<Scope>& scopes, Random& random) {
  Scope scope = random.Pick(scopes);
  const Scope& other = random.Pick(scopes);
  if (random.Percent(40)) scope.data = other.data;
  if (random.Percent(40)) scope.actions = other.actions;
  if (random.Percent(40)) scope.relations = other.relations;
  if (random.Percent(40)) scope.window = other.window;
  if (random.Percent(40)) scope.when = other.when;
  return scope;
}

}  // namespace

void SpreadProhibitions(model::Model& model, Random& random) {
  std::vector<Scope> scopes;
  for (const model::Agreement& agreement : model.agreements)
    for (const model::Clause& clause : agreement.clauses) {
      scopes.push_back(clause.scope);
      for (const model::Exception& each : clause.exceptions)
        scopes.push_back(each.scope);
    }
  if (scopes.empty()) return;
  for (std::uint32_t i = random.Below(3) + 1; i > 0; --i)
    model.prohibitions.push_back({"", "", Mixed(scopes, random), {}, {}, {}});
  std::vector<model::PartnerId> partners;
  for (std::size_t p = 0; p < model.vocabulary.partners.size(); ++p)
    partners.emplace_back(p);
  for (model::Prohibition& forbid : model.prohibitions) {
    if (random.Percent(75)) {
      forbid.partners =
          random.Sample(partners, random.Below(partners.size()) + 1);
      std::ranges::sort(forbid.partners);
    }
    for (std::uint32_t i = random.Below(3); i > 0; --i) {
      model::Exception exception{Mixed(scopes, random), {}, {}};
      if (random.Percent(30))
        exception.exceptions.push_back({Mixed(scopes, random), {}, {}});
      forbid.exceptions.push_back(std::move(exception));
    }
  }
}

}  // namespace assent::generate
