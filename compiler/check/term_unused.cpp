#include "compiler/check/term_unused.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace assent::check {
namespace {

// What the rules of a Model speak of.
class Mentions {
 public:
  explicit Mentions(const model::Model& model)
      : attributes(model.vocabulary.attributes.size()),
        partners(model.vocabulary.partners.size()) {
    for (const model::Program& program : model.programs) {
      for (const model::Condition& ceiling : program.ceilings) Add(ceiling);
      for (const model::Scope& scope : program.standard) Add(scope);
    }
    for (const model::Agreement& agreement : model.agreements) {
      Add(agreement.partners);
      for (const model::Clause& clause : agreement.clauses) {
        Add(clause.scope);
        Add(clause.exceptions);
      }
    }
    for (const model::Governs& each : model.governs) Add(each.scope);
    for (const model::Prohibition& each : model.prohibitions) {
      Add(each.scope);
      Add(each.partners);
      Add(each.exceptions);
    }
    for (const model::Assumption& each : model.assumptions) Add(each.condition);
    for (const model::RuleGroup& group : model.rule_groups) Add(group);
    for (const model::Feature& feature : model.features) {
      Add(feature.partners);
      for (const model::Scope& scope : feature.needs) Add(scope);
    }
    for (const model::InterfaceScope& interface : model.interfaces) {
      for (const model::Scope& scope : interface.exposes) Add(scope);
      for (const auto& holding : interface.held) Add(holding.partners);
    }
    for (const model::Claim& claim : model.claims) Add(claim.scope);
  }

  RunSet data, actions, purposes, relations;  // leaves
  std::vector<bool> attributes, partners;

 private:
  void Add(const std::vector<model::PartnerId>& ids) {
    for (model::PartnerId id : ids) partners[id.value] = true;
  }
  void Add(const model::Condition& condition) {
    if (condition.kind == model::Condition::Kind::literal)
      attributes[condition.attribute.value] = true;
    for (const model::Condition& operand : condition.operands) Add(operand);
  }
  void Add(const model::Scope& scope) {
    data.Add(scope.data);
    actions.Add(scope.actions);
    purposes.Add(scope.purposes);
    relations.Add(scope.relations);
    Add(scope.when);
    using Dimension = model::UnknownTerms::Dimension;
    for (const model::UnknownTerms& terms : scope.unknown_terms)
      for (const RunSet& values : terms.values)
        (terms.dimension == Dimension::data      ? data
         : terms.dimension == Dimension::action  ? actions
         : terms.dimension == Dimension::purpose ? purposes
                                                 : relations)
            .Add(values);
  }
  void Add(const std::vector<model::Exception>& exceptions) {
    for (const model::Exception& each : exceptions) {
      Add(each.scope);
      Add(each.exceptions);
    }
  }
  void Add(const model::RuleGroup& group) {
    Add(group.partners);
    Add(group.scope);
    for (const model::RuleGroup::Item& item : group.items) {
      Add(item.partners);
      if (item.nested.empty()) Add(item.scope);
      for (const model::RuleGroup& nested : item.nested) Add(nested);
    }
  }
};

class Reporter {
 public:
  explicit Reporter(diagnostics::Sink& sink) : sink_(sink) {}

  void Unused(std::string_view what, const std::string& name, Span span) {
    sink_.Report(diagnostics::Kind::term_unused, span,
                 fmt::format("no rule speaks of {} `{}`", what, name),
                 "remove it, or write the rule that it was declared for");
  }

  void Terms(std::string_view what, const model::Taxonomy& taxonomy,
             const RunSet& mentioned) {
    const auto unused = [&](const model::Term& term) {
      return !term.leaves.Intersects(mentioned);
    };
    for (const model::Term& term : taxonomy.terms) {
      const bool below_another =
          !term.parents.empty() &&
          unused(taxonomy.terms[term.parents.front().value]);
      if (unused(term) && !below_another) Unused(what, term.name, term.span);
    }
  }

 private:
  diagnostics::Sink& sink_;
};

}  // namespace

void CheckTermUnused(const model::Model& model, diagnostics::Sink& sink) {
  // A vocabulary that others import, or a draft: nothing is granted yet.
  const bool grants = std::ranges::any_of(
      model.agreements,
      [](const auto& agreement) { return !agreement.clauses.empty(); });
  if (!grants && model.rule_groups.empty()) return;
  const model::Vocabulary& words = model.vocabulary;
  const Mentions mentions(model);
  Reporter reporter(sink);
  reporter.Terms("data", words.data, mentions.data);
  reporter.Terms("action", words.actions, mentions.actions);
  reporter.Terms("purpose", words.purposes, mentions.purposes);
  for (std::uint32_t r = 0; r < words.relations.size(); ++r)
    if (!mentions.relations.Contains(r))
      reporter.Unused("relation", words.relations[r].name,
                      words.relations[r].span);
  for (std::uint32_t a = 0; a < words.attributes.size(); ++a) {
    const model::Attribute& attribute = words.attributes[a];
    if (!mentions.attributes[a] && !attribute.permission.valid() &&
        !(attribute.pair.valid() && mentions.attributes[attribute.pair.value]))
      reporter.Unused("attribute", attribute.name, attribute.span);
  }
  for (std::uint32_t p = 0; p < words.partners.size(); ++p)
    if (!mentions.partners[p])
      reporter.Unused("partner", words.partners[p].name,
                      words.partners[p].span);
}

}  // namespace assent::check
