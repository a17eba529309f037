#include "compiler/rules/model_to_rules.h"

#include <algorithm>
#include <optional>

#include "compiler/rules/verify.h"

namespace assent::rules {
namespace {

bool IsNever(const Condition& condition) {
  return condition.kind == Condition::Kind::any_of &&
         condition.operands.empty();
}

class Builder {
 public:
  explicit Builder(const model::Model& model) : model_(model) {}

  RuleSet Build() {
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
    return std::move(rules_);
  }

 private:
  void AddAgreement(const model::Agreement& agreement);
  void AddClause(const Window& window,
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

  // Within `window`; nothing when it matches no request.
  std::optional<Scope> NormalScope(const Scope& written,
                                   const Window& window) const;
  std::vector<Exception> NormalExceptions(
      const std::vector<model::Exception>& written, const Window& window) const;

  const model::Model& model_;
  RuleSet rules_;
};

std::optional<Scope> Builder::NormalScope(const Scope& written,
                                          const Window& window) const {
  Window both = Intersection(written.window, window);
  if (both.empty() || written.data.empty() || written.actions.empty() ||
      written.purposes.empty() || written.relations.empty())
    return std::nullopt;
  Condition when = written.when.always()
                       ? Condition()
                       : Normalized(written.when, model_.vocabulary);
  if (IsNever(when)) return std::nullopt;
  return Scope{
      written.data, written.actions, written.purposes, written.relations,
      both,         std::move(when)};
}

std::vector<Exception> Builder::NormalExceptions(
    const std::vector<model::Exception>& written, const Window& window) const {
  std::vector<Exception> normal;
  for (const model::Exception& each : written)
    if (auto scope = NormalScope(each.scope, window)) {
      Window inner = scope->window;
      normal.push_back(
          {std::move(*scope), NormalExceptions(each.exceptions, inner)});
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
  Window window = agreement.window;
  auto obligations = agreement.obligations;
  if (agreement.program.valid()) {
    const model::Program& program = model_.programs[agreement.program.value];
    window = Intersection(window, program.window);
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
    AddClause(window, obligations, clause, rule);
  }
  for (model::PartnerId partner : agreement.partners) {
    auto& grants = rules_.grants_of[partner.value];
    for (std::size_t i = first; i < rules_.grants.size(); ++i)
      grants.emplace_back(i);
  }
}

// The days on which different overrides hold are different grants: each
// override that ends within the window cuts it.
void Builder::AddClause(const Window& window,
                        const std::vector<model::ObligationId>& obligations,
                        const model::Clause& clause, RuleId rule) {
  auto scope = NormalScope(clause.scope, window);
  if (!scope) return;
  auto united = United(clause.obligations, obligations);
  if (clause.overrides.empty()) {  // the common case
    auto exceptions = NormalExceptions(clause.exceptions, scope->window);
    rules_.grants.push_back({std::move(*scope),
                             std::move(exceptions),
                             std::move(united),
                             {},
                             rule});
    return;
  }
  std::vector<Day> cuts = {scope->window.until};
  for (const model::Override& each : clause.overrides)
    if (scope->window.from < each.until && each.until < scope->window.until)
      cuts.push_back(each.until);
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  Day from = scope->window.from;
  for (Day until : cuts) {
    Grant grant;
    grant.scope = *scope;
    grant.scope.window = {from, until};
    grant.exceptions = NormalExceptions(clause.exceptions, {from, until});
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

void Builder::AddGovernance(const model::Governs& governs) {
  const auto& permission =
      model_.vocabulary.permissions[governs.permission.value];
  RuleId rule = AddRule(Rule::Kind::governs, permission.name, "", governs.span);
  if (auto scope = NormalScope(governs.scope, Window()))
    rules_.gates.push_back({governs.permission, std::move(*scope), rule});
}

void Builder::AddProhibition(const model::Prohibition& prohibition,
                             std::size_t number) {
  std::string name = prohibition.name.empty()
                         ? "forbid." + std::to_string(number)
                         : prohibition.name;
  RuleId rule =
      AddRule(Rule::Kind::forbid, std::move(name), "", prohibition.span);
  if (auto scope = NormalScope(prohibition.scope, Window())) {
    auto exceptions = NormalExceptions(prohibition.exceptions, scope->window);
    rules_.prohibitions.push_back({std::move(*scope), prohibition.partners,
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
