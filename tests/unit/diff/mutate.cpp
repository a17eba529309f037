#include "tests/unit/diff/mutate.h"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

namespace assent::diff {
namespace {

using generate::Random;

template <class T>
void Erase(std::vector<T>& list, Random& random) {
  if (!list.empty()) list.erase(list.begin() + random.Below(list.size()));
}

void Move(std::optional<ast::Date>& date, Random& random) {
  if (!date) return;
  const Day day = date->day + Day(random.Between(-400, 400));
  date->day = std::clamp(day, kFirstDay, kEndDay - 1);
}

void Change(ast::Window& window, Random& random) {
  Move(random.Percent(50) ? window.from : window.until, random);
}

void Change(ast::Condition& condition, Random& random) {
  ast::Condition* inner = &condition;
  while (!inner->operands.empty() && random.Percent(60))
    inner = &inner->operands[random.Below(inner->operands.size())];
  using Kind = ast::Condition::Kind;
  if (inner->kind == Kind::all_of) {
    inner->kind = Kind::any_of;
  } else if (inner->kind == Kind::any_of) {
    inner->kind = Kind::all_of;
  } else {
    ast::Condition negation;
    negation.kind = Kind::negation;
    negation.operands = {*inner};
    *inner = std::move(negation);
  }
}

void Change(ast::Scope& scope, Random& random) {
  switch (random.Below(5)) {
    case 0:
      Change(scope.window, random);
      break;
    case 1:
      if (scope.when) Change(*scope.when, random);
      break;
    case 2:
      scope.when.reset();
      break;
    case 3:
      if (scope.data.names.size() > 1) Erase(scope.data.names, random);
      break;
    case 4:
      if (scope.relations.names.size() > 1)
        Erase(scope.relations.names, random);
      break;
  }
}

void Change(ast::Allow& clause, Random& random) {
  switch (random.Below(5)) {
    case 0:
      Change(clause.scope, random);
      break;
    case 1:
      Erase(clause.exceptions, random);
      break;
    case 2:
      Erase(clause.overrides, random);
      break;
    case 3:
      Erase(clause.obligations, random);
      break;
    case 4:
      if (!clause.exceptions.empty())
        Change(random.Pick(clause.exceptions).deny ? clause.exceptions[0].scope
                                                   : clause.scope,
               random);
      break;
  }
}

void Change(ast::Agreement& agreement, Random& random) {
  switch (random.Below(4)) {
    case 0:
      Change(agreement.window, random);
      break;
    case 1:
      if (agreement.clauses.size() > 1) Erase(agreement.clauses, random);
      break;
    case 2:
      Erase(agreement.obligations, random);
      break;
    case 3:
      if (!agreement.clauses.empty())
        Change(agreement.clauses[random.Below(agreement.clauses.size())],
               random);
      break;
  }
}

void ChangeWords(ast::File& file, Random& random) {
  switch (random.Below(4)) {
    case 0: {  // a leaf becomes a category, or more so
      std::vector<ast::Term*> terms;
      for (ast::TermDeclaration& declaration : file.terms)
        for (ast::Term& term : declaration.terms) terms.push_back(&term);
      ast::Term child;
      child.name.text = "fresh";
      if (!terms.empty())
        terms[random.Below(terms.size())]->children.push_back(child);
      break;
    }
    case 1:
      for (ast::Attribute& attribute : file.attributes) {
        if (random.Percent(50)) continue;
        if (attribute.type == ast::Attribute::Type::integer)
          ++attribute.high;
        else if (attribute.type != ast::Attribute::Type::boolean)
          attribute.values.push_back({"fresh_value", {}});
      }
      break;
    case 2:
      for (ast::Attribute& attribute : file.attributes)
        if (random.Percent(50)) attribute.default_value.reset();
      break;
    case 3: {
      ast::Attribute fact;
      fact.name.text = random.Percent(50) ? "session.fresh" : "item.fresh";
      file.attributes.push_back(fact);
      break;
    }
  }
}

template <class T>
void ChangeOne(std::vector<T>& list, Random& random) {
  if (!list.empty()) Change(list[random.Below(list.size())], random);
}

}  // namespace

void Mutate(ast::File& file, Random& random) {
  file.claims.clear();
  file.tests.clear();
  switch (random.Below(12)) {
    case 0:
      Erase(file.forbids, random);
      break;
    case 1:
      Erase(file.assumptions, random);
      break;
    case 2:
      if (!file.permissions.empty())
        ChangeOne(
            file.permissions[random.Below(file.permissions.size())].governs,
            random);
      break;
    case 3:
      if (!file.forbids.empty())
        Change(file.forbids[random.Below(file.forbids.size())].scope, random);
      break;
    case 4:
      if (!file.assumptions.empty())
        Change(file.assumptions[0].condition, random);
      break;
    case 5:
      Erase(file.agreements, random);
      break;
    case 6:
      if (!file.programs.empty())
        Erase(file.programs[random.Below(file.programs.size())].obligations,
              random);
      break;
    case 7:
      ChangeWords(file, random);
      break;
    default:
      ChangeOne(file.agreements, random);
      break;
  }
}

}  // namespace assent::diff
