#include "compiler/rules/model_to_rules.h"

#include <algorithm>

#include "compiler/rules/groups_to_rules.h"
#include "compiler/rules/normal_scopes.h"
#include "compiler/rules/verify.h"

namespace assent::rules {
namespace {

// On every day, whatever is unknown.
const Segments& Always() {
  static const Segments always = {{Window(), Condition()}};
  return always;
}

class Builder {
 public:
  explicit Builder(const model::Model& model)
      : model_(model), normal_(model) {}

  RuleSet Build() {
    rules_.unknown_sizes = normal_.unknown_sizes();
    for (const model::UnknownOrder& order : model_.orders)
      rules_.completions.push_back(normal_.Before(order));
    rules_.grants_of.resize(model_.vocabulary.partners.size());
    std::size_t clause_count = 0;
    for (const model::Agreement& agreement : model_.agreements)
      clause_count += agreement.clauses.size();
    rules_.rules.reserve(clause_count + model_.governs.size() +
                         model_.prohibitions.size() +
                         model_.assumptions.size());
    rules_.grants.reserve(clause_count);
    for (const model::Agreement& agreement : model_.agreements)
      AddAgreement(agreement);
    for (const model::Governs& governs : model_.governs) AddGovernance(governs);
    std::size_t number = 0;
    for (const model::Prohibition& prohibition : model_.prohibitions)
      AddProhibition(prohibition, ++number);
    number = 0;
    for (const model::Assumption& assumption : model_.assumptions)
      AddAssumption(assumption, ++number);
    for (const model::RuleGroup& group : model_.rule_groups)
      GroupToRules(group, model_.vocabulary, normal_, rules_);
    return std::move(rules_);
  }

 private:
  void AddAgreement(const model::Agreement& agreement);
  void AddClause(const Segments& in_force,
                 const std::vector<model::ObligationId>& obligations,
                 const model::Clause& clause, RuleId rule);
  void AddGovernance(const model::Governs& governs);
  void AddProhibition(const model::Prohibition& prohibition,
                      std::size_t number);
  void AddAssumption(const model::Assumption& assumption, std::size_t number);

  RuleId AddRule(Rule::Kind kind, std::string name, std::string agreement,
                 Span span) {
    RuleId id(rules_.rules.size());
    rules_.rules.push_back({kind, std::move(name), std::move(agreement), span});
    return id;
  }

  std::vector<Exception> Exceptions(
      const std::vector<model::Exception>& written, const Window& window) const;

  const model::Model& model_;
  const NormalScopes normal_;
  RuleSet rules_;
};

std::vector<Exception> Builder::Exceptions(
    const std::vector<model::Exception>& written, const Window& window) const {
  std::vector<Exception> normal;
  for (const model::Exception& each : written)
    for (Scope& scope : normal_.Of(each.scope, {{window, Condition()}})) {
      const Window inner = scope.window;
      normal.push_back(
          {std::move(scope), Exceptions(each.exceptions, inner)});
    }
  return normal;
}

std::vector<model::ObligationId> United(
    std::vector<model::ObligationId> a,
    const std::vector<model::ObligationId>& b) {
  if (b.empty()) return a;
  a.insert(a.end(), b.begin(), b.end());
  std::sort(a.begin(), a.end());
  a.erase(std::unique(a.begin(), a.end()), a.end());
  return a;
}

void Builder::AddAgreement(const model::Agreement& agreement) {
  Segments in_force = normal_.SegmentsOf(agreement.window);
  auto obligations = agreement.obligations;
  if (agreement.program.valid()) {
    const model::Program& program = model_.programs[agreement.program.value];
    in_force =
        normal_.Intersection(in_force, normal_.SegmentsOf(program.window));
    obligations = United(std::move(obligations), program.obligations);
  }
  const std::size_t first = rules_.grants.size();
  std::size_t number = 0;
  for (const model::Clause& clause : agreement.clauses) {
    ++number;
    std::string name = clause.name.empty()
                           ? agreement.name + "." + std::to_string(number)
                           : clause.name;
    RuleId rule = AddRule(Rule::Kind::allow, std::move(name), agreement.name,
                          clause.span);
    AddClause(in_force, obligations, clause, rule);
  }
  for (model::PartnerId partner : agreement.partners) {
    auto& grants = rules_.grants_of[partner.value];
    for (std::size_t i = first; i < rules_.grants.size(); ++i)
      grants.emplace_back(i);
  }
}

// The days on which different overrides hold are different grants: each
// override that ends within a window cuts it.
void Builder::AddClause(const Segments& in_force,
                        const std::vector<model::ObligationId>& obligations,
                        const model::Clause& clause, RuleId rule) {
  const auto united = United(clause.obligations, obligations);
  for (Scope& scope : normal_.Of(clause.scope, in_force)) {
    if (clause.overrides.empty()) {  // the common case
      auto exceptions = Exceptions(clause.exceptions, scope.window);
      rules_.grants.push_back(
          {std::move(scope), std::move(exceptions), united, {}, rule});
      continue;
    }
    std::vector<Day> cuts = {scope.window.until};
    for (const model::Override& each : clause.overrides)
      if (scope.window.from < each.until && each.until < scope.window.until)
        cuts.push_back(each.until);
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    Day from = scope.window.from;
    for (Day until : cuts) {
      Grant grant;
      grant.scope = scope;
      grant.scope.window.from = from;
      grant.scope.window.until = until;
      grant.exceptions = Exceptions(clause.exceptions, grant.scope.window);
      grant.obligations = united;
      for (const model::Override& each : clause.overrides)
        if (each.until > from) grant.overrides.push_back(each.permission);
      auto& overrides = grant.overrides;
      std::sort(overrides.begin(), overrides.end());
      overrides.erase(std::unique(overrides.begin(), overrides.end()),
                      overrides.end());
      grant.rule = rule;
      rules_.grants.push_back(std::move(grant));
      from = until;
    }
  }
}

void Builder::AddGovernance(const model::Governs& governs) {
  const auto& permission =
      model_.vocabulary.permissions[governs.permission.value];
  RuleId rule = AddRule(Rule::Kind::governs, permission.name, "", governs.span);
  for (Scope& scope : normal_.Of(governs.scope, Always()))
    rules_.gates.push_back({governs.permission, std::move(scope), rule});
}

void Builder::AddProhibition(const model::Prohibition& prohibition,
                             std::size_t number) {
  std::string name = prohibition.name.empty()
                         ? "forbid." + std::to_string(number)
                         : prohibition.name;
  RuleId rule =
      AddRule(Rule::Kind::forbid, std::move(name), "", prohibition.span);
  for (Scope& scope : normal_.Of(prohibition.scope, Always())) {
    auto exceptions = Exceptions(prohibition.exceptions, scope.window);
    rules_.prohibitions.push_back({std::move(scope), prohibition.partners,
                                   std::move(exceptions), rule});
  }
}

void Builder::AddAssumption(const model::Assumption& assumption,
                            std::size_t number) {
  RuleId rule = AddRule(Rule::Kind::assume, "assume." + std::to_string(number),
                        "", assumption.span);
  Condition condition = Normalized(assumption.condition, model_.vocabulary);
  if (!condition.always())
    rules_.assumptions.push_back({std::move(condition), rule});
}

}  // namespace

std::vector<std::vector<ProhibitionId>> ProhibitionsOf(const RuleSet& rules) {
  std::vector<std::vector<ProhibitionId>> of(rules.grants_of.size());
  for (std::size_t i = 0; i < rules.prohibitions.size(); ++i)
    for (model::PartnerId partner : rules.prohibitions[i].partners)
      of[partner.value].emplace_back(i);
  return of;
}

RuleSet ModelToRules(const model::Model& model) {
  RuleSet rules = Builder(model).Build();
#ifdef ASSENT_VERIFY
  VerifyRules(rules, model.vocabulary);
#endif
  return rules;
}

}  // namespace assent::rules
