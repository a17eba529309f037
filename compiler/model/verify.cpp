#include "compiler/model/verify.h"

#include <algorithm>

#include "compiler/base/result.h"

namespace assent::model {
namespace {

template <class T>
void VerifySortedByName(const std::vector<T>& items) {
  for (std::size_t i = 1; i < items.size(); ++i)
    ASSENT_CHECK(items[i - 1].name < items[i].name, "names are not sorted");
}

template <class IdType>
void VerifyIds(const std::vector<IdType>& ids, std::size_t count) {
  for (std::size_t i = 0; i < ids.size(); ++i) {
    ASSENT_CHECK(ids[i].value < count, "an id is out of range");
    ASSENT_CHECK(i == 0 || ids[i - 1] < ids[i], "ids are not sorted");
  }
}

void VerifyWithin(const RunSet& set, std::uint64_t size) {
  ASSENT_CHECK(set.empty() || set.runs().back().end <= size,
               "a set exceeds its domain");
}

void VerifyTaxonomy(const Taxonomy& taxonomy) {
  for (std::uint32_t i = 0; i < taxonomy.size(); ++i) {
    const Term& term = taxonomy.terms[i];
    VerifyIds(term.children, taxonomy.size());
    RunSet leaves = term.is_leaf() ? RunSet::Single(i) : RunSet();
    for (TermId child : term.children) {
      const Term& below = taxonomy.terms[child.value];
      ASSENT_CHECK(std::count(below.parents.begin(), below.parents.end(),
                              TermId(i)) == 1,
                   "a child does not know its parent");
      leaves.Add(below.leaves);
    }
    ASSENT_CHECK(leaves == term.leaves, "leaves are not those below");
    ASSENT_CHECK(taxonomy.leaves.Contains(i) == term.is_leaf(),
                 "the leaves of a taxonomy are not its leaves");
    std::size_t dot = term.name.rfind('.');
    if (dot != term.name.npos)
      ASSENT_CHECK(
          !term.parents.empty() && taxonomy.terms[term.parents[0].value].name ==
                                       term.name.substr(0, dot),
          "the first parent is not the one named");
    auto spelling = taxonomy.spellings.find(term.name);
    ASSENT_CHECK(
        spelling != taxonomy.spellings.end() && spelling->second == TermId(i),
        "a full path does not mean its term");
  }
}

void VerifyAttributes(const Vocabulary& vocabulary) {
  const auto& attributes = vocabulary.attributes;
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    const Attribute& attribute = attributes[i];
    ASSENT_CHECK(attribute.supplied_count() > 0, "a domain is empty");
    if (attribute.default_value)
      ASSENT_CHECK(*attribute.default_value < attribute.supplied_count(),
                   "a default is outside its domain");
    if (!attribute.pair.valid()) continue;
    const Attribute& pair = attributes[attribute.pair.value];
    ASSENT_CHECK(pair.pair == AttributeId(i), "a pair is not mutual");
    ASSENT_CHECK(pair.kind == attribute.kind &&
                     pair.domain_size() == attribute.domain_size() &&
                     pair.default_value == attribute.default_value,
                 "the halves of a pair differ");
  }
  for (const Permission& permission : vocabulary.permissions) {
    bool owned = false;
    for (AttributeId state : permission.state) {
      if (!state.valid()) continue;
      owned = true;
      VerifyWithin(permission.open_values,
                   attributes[state.value].supplied_count());
    }
    ASSENT_CHECK(owned, "a permission has no state");
  }
}

void VerifyCondition(const Vocabulary& vocabulary, const Condition& condition) {
  using Kind = Condition::Kind;
  switch (condition.kind) {
    case Kind::literal:
      ASSENT_CHECK(condition.attribute.value < vocabulary.attributes.size(),
                   "an attribute is out of range");
      VerifyWithin(
          condition.values,
          vocabulary.attributes[condition.attribute.value].supplied_count());
      break;
    case Kind::consent:
      VerifyWithin(condition.values, kConsentCount);
      break;
    case Kind::unknown:
      ASSENT_CHECK(false, "an unknown is tested before the normal form");
      break;
    case Kind::negation:
      ASSENT_CHECK(condition.operands.size() == 1,
                   "a negation has not one operand");
      break;
    case Kind::all_of:
    case Kind::any_of:
      break;
  }
  for (const Condition& operand : condition.operands)
    VerifyCondition(vocabulary, operand);
}

void VerifyScope(const Vocabulary& vocabulary, const Scope& scope) {
  ASSENT_CHECK(vocabulary.data.leaves.ContainsAll(scope.data) &&
                   vocabulary.actions.leaves.ContainsAll(scope.actions) &&
                   vocabulary.purposes.leaves.ContainsAll(scope.purposes),
               "a scope holds an inner term");
  VerifyWithin(scope.relations, vocabulary.relations.size());
  ASSENT_CHECK(!scope.window.empty(), "a written window is empty");
  for (const UnknownTerms& terms : scope.unknown_terms)
    ASSENT_CHECK(!terms.values.empty(), "an unknown without alternatives");
  VerifyCondition(vocabulary, scope.when);
}

void VerifyExceptions(const Vocabulary& vocabulary,
                      const std::vector<Exception>& exceptions) {
  for (const Exception& each : exceptions) {
    VerifyScope(vocabulary, each.scope);
    VerifyExceptions(vocabulary, each.exceptions);
  }
}

void VerifyTest(const Vocabulary& vocabulary, const Test& test) {
  const Request& request = test.request;
  ASSENT_CHECK(request.partner.value < vocabulary.partners.size() &&
                   request.data.value < vocabulary.data.size() &&
                   request.action.value < vocabulary.actions.size() &&
                   request.purpose.value < vocabulary.purposes.size() &&
                   request.relation.value < vocabulary.relations.size() &&
                   request.day >= kFirstDay && request.day < kEndDay,
               "a request is not whole");
  ASSENT_CHECK(request.values.size() == vocabulary.attributes.size(),
               "a request has not one value for each attribute");
  for (std::size_t i = 0; i < request.values.size(); ++i)
    ASSENT_CHECK(request.values[i] < vocabulary.attributes[i].domain_size(),
                 "a value is outside its domain");
  VerifyIds(test.obligations, vocabulary.obligations.size());
}

// A relation that is reached by way of others is not one of them.
void VerifyVia(const std::vector<Named>& relations) {
  for (std::size_t i = 0; i < relations.size(); ++i) {
    std::size_t steps = 0;
    for (RelationId next = relations[i].via; next.valid();
         next = relations[next.value].via) {
      ASSENT_CHECK(next.value < relations.size(), "an id is out of range");
      ASSENT_CHECK(++steps < relations.size(), "a relation runs in a circle");
    }
  }
}

void VerifyPurposes(const Vocabulary& vocabulary,
                    const std::optional<RunSet>& purposes) {
  ASSENT_CHECK(!purposes || vocabulary.purposes.leaves.ContainsAll(*purposes),
               "a purpose is an inner term");
}

}  // namespace

void VerifyVocabulary(const Vocabulary& vocabulary) {
  VerifyTaxonomy(vocabulary.data);
  VerifyTaxonomy(vocabulary.actions);
  VerifyTaxonomy(vocabulary.purposes);
  VerifySortedByName(vocabulary.relations);
  VerifySortedByName(vocabulary.roles);
  VerifySortedByName(vocabulary.obligations);
  VerifySortedByName(vocabulary.permissions);
  VerifySortedByName(vocabulary.partners);
  VerifyVia(vocabulary.relations);
  for (const Named& each : vocabulary.roles)
    VerifyPurposes(vocabulary, each.purposes);
  VerifyAttributes(vocabulary);
  ASSENT_CHECK(
      vocabulary.self == Find<RelationId>(vocabulary.relations, "self"),
      "`self` is not the relation of this name");
}

void VerifyModel(const Model& model) {
  const Vocabulary& vocabulary = model.vocabulary;
  VerifyVocabulary(vocabulary);
  VerifySortedByName(model.programs);
  VerifySortedByName(model.agreements);
  for (const Program& each : model.programs) {
    ASSENT_CHECK(!each.window.empty(), "a program's window is empty");
    for (const Scope& scope : each.standard) {
      VerifyScope(vocabulary, scope);
      ASSENT_CHECK(scope.unknown_terms.empty() && scope.window.known(),
                   "a standard is not known");
    }
    VerifyIds(each.obligations, vocabulary.obligations.size());
  }
  for (const Agreement& agreement : model.agreements) {
    ASSENT_CHECK(!agreement.window.empty(), "an agreement's window is empty");
    VerifyIds(agreement.partners, vocabulary.partners.size());
    VerifyPurposes(vocabulary, agreement.purposes);
    VerifyIds(agreement.obligations, vocabulary.obligations.size());
    for (const Clause& clause : agreement.clauses) {
      VerifyScope(vocabulary, clause.scope);
      VerifyExceptions(vocabulary, clause.exceptions);
      VerifyIds(clause.obligations, vocabulary.obligations.size());
      for (const Override& each : clause.overrides)
        ASSENT_CHECK(each.permission.value < vocabulary.permissions.size(),
                     "an override names no permission");
    }
  }
  for (const Governs& each : model.governs) VerifyScope(vocabulary, each.scope);
  for (const Prohibition& each : model.prohibitions) {
    VerifyScope(vocabulary, each.scope);
    VerifyExceptions(vocabulary, each.exceptions);
    VerifyIds(each.partners, vocabulary.partners.size());
  }
  for (const Assumption& each : model.assumptions)
    VerifyCondition(vocabulary, each.condition);
  for (const Claim& each : model.claims) {
    VerifyScope(vocabulary, each.scope);
    VerifyIds(each.partners, vocabulary.partners.size());
  }
  for (const Unknown& each : model.unknowns) {
    ASSENT_CHECK(!each.values.empty(), "an unknown has no value");
    ASSENT_CHECK(!each.is_day() || (each.days.size() == each.values.size() &&
                                    std::ranges::is_sorted(each.days)),
                 "the days of an unknown are no list of days");
  }
  for (const Test& each : model.tests) VerifyTest(vocabulary, each);
}

}  // namespace assent::model
