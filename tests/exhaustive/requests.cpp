#include "tests/exhaustive/requests.h"

#include <algorithm>
#include <set>

namespace assent::exhaustive {
namespace {

using generate::Random;
using model::AttributeId;

std::vector<std::uint32_t> ValuesToTry(const model::Attribute& attribute,
                                       AttributeId id,
                                       const reference::Evaluator& oracle) {
  constexpr std::uint32_t kAll = 8;
  const std::uint32_t count = attribute.supplied_count();
  std::vector<std::uint32_t> values;
  for (std::uint32_t v = 0; v < count; ++v) {
    auto differs = [&](std::uint32_t other) {
      return oracle.ClassOf(id, v) != oracle.ClassOf(id, other);
    };
    bool edge = v == 0 || v + 1 == count || differs(v - 1) || differs(v + 1);
    if (count <= kAll || edge) values.push_back(v);
  }
  if (attribute.has_unsupplied()) values.push_back(attribute.unsupplied());
  return values;
}

// A leaf of the set, or something above it.
model::TermId TermIn(const RunSet& leaves, const model::Taxonomy& taxonomy,
                     Random& random) {
  std::vector<std::uint32_t> members;
  leaves.ForEach([&](std::uint32_t leaf) { members.push_back(leaf); });
  model::TermId term(members.empty() ? 0 : random.Pick(members));
  while (random.Percent(12) && !taxonomy.terms[term.value].parents.empty())
    term = random.Pick(taxonomy.terms[term.value].parents);
  return term;
}

void AddScopes(const std::vector<model::Exception>& exceptions,
               std::vector<const model::Scope*>& scopes) {
  for (const model::Exception& exception : exceptions) {
    scopes.push_back(&exception.scope);
    AddScopes(exception.exceptions, scopes);
  }
}

// Gives most attributes of the condition a value that it asks for.
void AskFor(const model::Condition& condition, model::Request& request,
            Random& random) {
  if (condition.kind == model::Condition::Kind::literal &&
      !condition.values.empty() && random.Percent(70))
    request.values[condition.attribute.value] = condition.values.front();
  for (const model::Condition& operand : condition.operands)
    AskFor(operand, request, random);
}

}  // namespace

AllRequests::AllRequests(const model::Model& model,
                         const reference::Evaluator& oracle,
                         const std::set<Day>& edges)
    : model_(model) {
  std::set<Day> days = {kFirstDay, kEndDay - 1};
  std::set<Day> all_edges = oracle.Edges();
  all_edges.insert(edges.begin(), edges.end());
  for (Day edge : all_edges)
    for (Day day : {edge - 1, edge, edge + 1})
      if (kFirstDay <= day && day < kEndDay) days.insert(day);
  days_.assign(days.begin(), days.end());
  const auto& attributes = model.vocabulary.attributes;
  for (std::size_t a = 0; a < attributes.size(); ++a)
    values_.push_back(ValuesToTry(attributes[a], AttributeId(a), oracle));
}

std::uint64_t AllRequests::count() const {
  const model::Vocabulary& words = model_.vocabulary;
  std::uint64_t terms = words.partners.size() * words.data.size();
  terms *= words.actions.size() * words.purposes.size();
  std::uint64_t facts = 0;
  for (std::size_t r = 0; r < words.relations.size(); ++r) {
    std::uint64_t product = 1;
    for (std::size_t a = 0; a < words.attributes.size(); ++a)
      if (!LeftOut(words, AttributeId(a), words.self == model::RelationId(r)) &&
          product < UINT32_MAX)  // more than anybody would try
        product *= values_[a].size();
    facts += product;
  }
  return terms * facts * days_.size();
}

std::vector<std::vector<std::uint32_t>> AllRequests::Assignments(
    bool one_person) const {
  std::vector<std::vector<std::uint32_t>> all = {{}};
  for (std::size_t a = 0; a < values_.size(); ++a) {
    std::vector<std::uint32_t> choices = values_[a];
    if (LeftOut(model_.vocabulary, AttributeId(a), one_person)) choices = {0};
    std::vector<std::vector<std::uint32_t>> longer;
    for (const auto& begun : all)
      for (std::uint32_t choice : choices) {
        longer.push_back(begun);
        longer.back().push_back(choice);
      }
    all = std::move(longer);
  }
  return all;
}

model::Request AimedRequest(const model::Model& model, Random& random) {
  const model::Vocabulary& words = model.vocabulary;
  auto any = [&](const auto& list) { return random.Below(list.size()); };
  model::Request q;
  q.partner = model::PartnerId(any(words.partners));
  q.data = model::TermId(any(words.data.terms));
  q.action = model::TermId(any(words.actions.terms));
  q.purpose = model::TermId(any(words.purposes.terms));
  q.relation = model::RelationId(any(words.relations));
  q.day = Day(random.Below(kEndDay));
  for (const model::Attribute& attribute : words.attributes)
    q.values.push_back(random.Below(attribute.domain_size()));
  if (model.agreements.empty() || random.Percent(5)) return q;

  const model::Agreement& agreement = random.Pick(model.agreements);
  if (agreement.clauses.empty() || agreement.partners.empty()) return q;
  q.partner = random.Pick(agreement.partners);
  const model::Clause& clause = random.Pick(agreement.clauses);
  std::vector<const model::Scope*> scopes = {&clause.scope, &clause.scope};
  AddScopes(clause.exceptions, scopes);
  if (!model.governs.empty())
    scopes.push_back(&random.Pick(model.governs).scope);
  if (!model.prohibitions.empty()) {
    const model::Prohibition& forbid = random.Pick(model.prohibitions);
    scopes.push_back(&forbid.scope);
    AddScopes(forbid.exceptions, scopes);
  }

  const model::Scope& aim = *random.Pick(scopes);
  q.data = TermIn(aim.data, words.data, random);
  q.action = TermIn(aim.actions, words.actions, random);
  q.purpose = TermIn(aim.purposes, words.purposes, random);
  std::vector<std::uint32_t> relations;
  aim.relations.ForEach([&](std::uint32_t r) { relations.push_back(r); });
  if (!relations.empty())
    q.relation = model::RelationId(random.Pick(relations));

  if (!agreement.window.empty() && random.Percent(40)) {  // well inside
    q.day =
        Day(random.Between(agreement.window.from, agreement.window.until - 1));
  } else {  // at an edge
    std::vector<Day> edges = {agreement.window.from, agreement.window.until};
    for (const model::Scope* scope : scopes) {
      edges.push_back(scope->window.from);
      edges.push_back(scope->window.until);
    }
    for (const model::Override& override : clause.overrides)
      edges.push_back(override.until);
    if (agreement.program.valid()) {
      const model::Program& program = model.programs[agreement.program.value];
      edges.push_back(program.window.from);
      edges.push_back(program.window.until);
    }
    q.day = random.Pick(edges) + Day(random.Below(3)) - 1;
  }
  q.day = std::clamp(q.day, kFirstDay, kEndDay - 1);

  for (const model::Scope* scope : scopes) AskFor(scope->when, q, random);
  for (const model::Permission& permission : words.permissions)
    for (AttributeId state : permission.state)
      if (state.valid() && random.Percent(50))
        q.values[state.value] = permission.open_values.front();
  return q;
}

bool LeftOut(const model::Vocabulary& words, AttributeId id, bool one_person) {
  const model::Attribute& attribute = words.attributes[id.value];
  return one_person && attribute.pair.valid() &&
         attribute.owner == model::Owner::requester;
}

std::string RequestText(const model::Request& request,
                        const model::Vocabulary& words) {
  char date[10];
  FormatDay(request.day, date);
  std::string text = "request {";
  auto field = [&](const std::string& key, const std::string& value) {
    text += " " + key + " " + value + ";";
  };
  field("partner", words.partners[request.partner.value].name);
  field("action", words.actions.terms[request.action.value].name);
  field("data", words.data.terms[request.data.value].name);
  field("purpose", words.purposes.terms[request.purpose.value].name);
  field("relation", words.relations[request.relation.value].name);
  field("date", std::string(date, sizeof date));
  for (std::size_t a = 0; a < request.values.size(); ++a) {
    const model::Attribute& attribute = words.attributes[a];
    const bool supplied = request.values[a] < attribute.supplied_count();
    if (supplied &&
        !LeftOut(words, AttributeId(a), request.relation == words.self))
      field(attribute.name, attribute.ValueName(request.values[a]));
  }
  return text + " }";
}

}  // namespace assent::exhaustive
