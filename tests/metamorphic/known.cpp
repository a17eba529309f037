#include "tests/metamorphic/rewrite.h"

namespace assent::metamorphic {
namespace {

constexpr Day kOpen[] = {14'610, 18'262};  // 2010-01-01, 2020-01-01

void Know(std::optional<ast::Date>& date, bool end) {
  if (!date || date->kind == ast::Date::Kind::known) return;
  Day day = kOpen[end];
  if (date->kind == ast::Date::Kind::after)
    day = date->days.front().day + 1;
  else if (date->kind == ast::Date::Kind::before)
    day = date->days.front().day - 1;
  else if (!date->days.empty())
    day = end ? date->days.back().day : date->days.front().day;
  date = ast::Date{day, date->span};
}

void Know(ast::Window& window) {
  Know(window.from, false);
  Know(window.until, true);
}

void Know(ast::NameList& list) {
  for (const ast::UnknownName& unknown : list.unknowns) {
    if (unknown.alternatives.empty())
      list.any = true;
    else
      list.names.push_back(unknown.alternatives.front());
  }
  list.unknowns.clear();
}

void Know(ast::Scope& scope) {
  Know(scope.window);
  for (ast::NameList* list :
       {&scope.actions, &scope.data, &scope.relations, &scope.purposes})
    Know(*list);
}

void Know(std::vector<ast::Exception>& exceptions) {
  for (ast::Exception& exception : exceptions) {
    Know(exception.scope);
    Know(exception.exceptions);
  }
}

}  // namespace

ast::File Known(ast::File file) {
  for (ast::Program& program : file.programs) Know(program.window);
  for (ast::Agreement& agreement : file.agreements) {
    Know(agreement.window);
    Know(agreement.requested, false);
    for (ast::Allow& clause : agreement.clauses) {
      Know(clause.scope);
      Know(clause.exceptions);
    }
  }
  for (ast::Forbid& forbid : file.forbids) Know(forbid.scope);
  for (ast::Group& group : file.groups) Know(group.members);
  file.features.clear();    // no decision depends on them
  file.interfaces.clear();
  return file;
}

}  // namespace assent::metamorphic
