#include <algorithm>
#include <map>
#include <set>

#include "tests/metamorphic/rewrite.h"

namespace assent::metamorphic {
namespace {

using ast::Comparison;
using generate::Random;
using Kind = ast::Condition::Kind;

ast::Condition Negation(ast::Condition condition) {
  ast::Condition negation;
  negation.kind = Kind::negation;
  negation.operands = {std::move(condition)};
  return negation;
}

bool IsUnknown(const std::optional<ast::Date>& date) {
  return date && date->kind != ast::Date::Kind::known;
}
bool HasUnknown(const ast::Window& window) {
  return IsUnknown(window.from) || IsUnknown(window.until);
}

class Rewriter {
 public:
  Rewriter(ast::File& file, Random& random) : file_(file), random_(random) {}

  void Run();

 private:
  void Rename();
  void WriteRolesOut();
  void DissolvePrograms();
  void PushObligationsDown(ast::Agreement& agreement);
  void SplitAgreements();
  void SplitClauses(ast::Agreement& agreement);
  std::vector<ast::Allow> Halves(const ast::Allow& clause);
  std::vector<ast::Scope> Halves(const ast::Scope& scope);
  void Reorder();
  void Reorder(ast::Scope& scope);
  void Reorder(std::vector<ast::Exception>& exceptions);
  ast::Condition Turn(const ast::Condition& condition);

  bool Half() { return random_.Percent(50); }

  ast::File& file_;
  Random& random_;
  std::vector<Day> days_;  // that the policy mentions
};

void Rewriter::Run() {
  // What names rules, agreements and programs, which get other names.
  file_.tests.clear();
  file_.claims.clear();
  file_.requirements.clear();
  for (ast::Agreement& agreement : file_.agreements) agreement.amends.clear();
  for (const ast::Program& program : file_.programs) {
    days_.push_back(program.window.from->day);
    if (program.window.until) days_.push_back(program.window.until->day);
  }
  for (const ast::Agreement& agreement : file_.agreements) {
    days_.push_back(agreement.window.from->day);
    if (agreement.window.until) days_.push_back(agreement.window.until->day);
  }
  Rename();
  WriteRolesOut();
  DissolvePrograms();
  SplitAgreements();
  for (ast::Agreement& agreement : file_.agreements) {
    if (Half()) PushObligationsDown(agreement);
    SplitClauses(agreement);
  }
  for (ast::Permission& permission : file_.permissions) {
    std::vector<ast::Scope> scopes;
    for (const ast::Scope& scope : permission.governs)
      for (const ast::Scope& half : Halves(scope)) scopes.push_back(half);
    permission.governs = std::move(scopes);
  }
  std::vector<ast::Forbid> forbids;
  for (const ast::Forbid& forbid : file_.forbids)
    for (const ast::Scope& half : Halves(forbid.scope)) {
      forbids.push_back(forbid);
      forbids.back().name.reset();
      forbids.back().scope = half;
    }
  file_.forbids = std::move(forbids);
  Reorder();
}

// Labels, agreements and programs: no decision depends on them.
void Rewriter::Rename() {
  std::map<std::string, std::string> programs;
  std::size_t n = 0;
  for (ast::Program& program : file_.programs) {
    programs[program.name.text] = "renamed_program_" + std::to_string(n++);
    program.name.text = programs[program.name.text];
  }
  for (ast::Agreement& agreement : file_.agreements) {
    agreement.name.text = "renamed_" + std::to_string(n++);
    if (agreement.program)
      agreement.program->text = programs[agreement.program->text];
    for (ast::Allow& allow : agreement.clauses) {
      allow.name.reset();
      if (Half()) allow.name = ast::Name{"label_" + std::to_string(n++), {}};
    }
  }
  for (ast::Forbid& forbid : file_.forbids) {
    if (forbid.name) forbid.name->text = "label_" + std::to_string(n++);
    if (Half()) forbid.because.reset();
  }
  random_.Shuffle(file_.agreements);
}

void Rewriter::WriteRolesOut() {
  for (ast::Agreement& agreement : file_.agreements) {
    if (!agreement.partners.every_role || Half()) continue;
    for (const ast::Partner& partner : file_.partners)
      if (partner.role && partner.role->text == agreement.partners.every_role->text)
        agreement.partners.names.push_back({partner.name.text, {}});
    agreement.partners.every_role.reset();
  }
}

// An agreement under a program is one within the program's days, with the
// program's obligations. Where they share no day the agreement says nothing.
void Rewriter::DissolvePrograms() {
  auto later = [](const ast::Date& a, const ast::Date& b) {
    return a.day < b.day ? b : a;
  };
  for (ast::Agreement& agreement : file_.agreements) {
    if (!agreement.program || Half()) continue;
    auto program =
        std::ranges::find_if(file_.programs, [&](const ast::Program& p) {
          return p.name.text == agreement.program->text;
        });
    if (HasUnknown(agreement.window) || HasUnknown(program->window)) continue;
    ast::Window window = agreement.window;
    window.from = later(*window.from, *program->window.from);
    if (const auto& until = program->window.until) {
      if (!window.until || until->day < window.until->day) window.until = until;
      window.open_ended_because.reset();
    }
    if (window.until && window.until->day <= window.from->day) continue;
    agreement.window = window;
    agreement.program.reset();
    for (const ast::ObligationUse& use : program->obligations)
      agreement.obligations.push_back(use);
  }
}

void Rewriter::PushObligationsDown(ast::Agreement& agreement) {
  for (ast::Allow& allow : agreement.clauses)
    allow.obligations.insert(allow.obligations.end(),
                             agreement.obligations.begin(),
                             agreement.obligations.end());
  agreement.obligations.clear();
}

void Rewriter::SplitAgreements() {
  std::vector<ast::Agreement> agreements;
  for (const ast::Agreement& agreement : file_.agreements) {
    if (agreement.partners.names.size() < 2 || Half()) {
      agreements.push_back(agreement);
      continue;
    }
    for (std::size_t i = 0; i < agreement.partners.names.size(); ++i) {
      ast::Agreement& one = agreements.emplace_back(agreement);
      one.name.text += "_" + std::to_string(i);
      one.partners.names = {agreement.partners.names[i]};
      for (ast::Allow& allow : one.clauses) allow.name.reset();
    }
  }
  file_.agreements = std::move(agreements);
}

void Rewriter::SplitClauses(ast::Agreement& agreement) {
  std::vector<ast::Allow> clauses;
  for (const ast::Allow& clause : agreement.clauses) {
    for (const ast::Allow& half : Halves(clause)) clauses.push_back(half);
    if (random_.Percent(15)) {  // said twice
      clauses.push_back(clause);
      clauses.back().name.reset();
    }
    if (random_.Percent(15)) {  // and again, for part of it
      clauses.push_back(clause);
      clauses.back().name.reset();
      clauses.back().scope = Halves(clause.scope).front();
    }
  }
  agreement.clauses = std::move(clauses);
}

// Together they say what the clause says.
std::vector<ast::Allow> Rewriter::Halves(const ast::Allow& clause) {
  if (Half()) return {clause};
  std::vector<ast::Allow> halves;
  if (clause.obligations.size() > 1 && Half()) {
    halves = {clause, clause};
    halves[0].obligations.erase(halves[0].obligations.begin());
    halves[1].obligations.pop_back();
  } else {
    for (const ast::Scope& scope : Halves(clause.scope)) {
      halves.push_back(clause);
      halves.back().scope = scope;
    }
  }
  if (halves.size() > 1)
    for (ast::Allow& half : halves) half.name.reset();
  return halves;
}

// Together they say what the scope says.
std::vector<ast::Scope> Rewriter::Halves(const ast::Scope& scope) {
  ast::Scope a = scope, b = scope;
  auto split = [](auto& first, auto& second) {
    first.erase(first.begin());
    second.erase(second.begin() + 1, second.end());
  };
  ast::NameList ast::Scope::* const lists[] = {
      &ast::Scope::actions, &ast::Scope::data, &ast::Scope::relations,
      &ast::Scope::purposes};
  auto list = lists[random_.Below(4)];
  switch (random_.Below(4)) {
    case 0:
      if ((scope.*list).names.size() < 2) return {scope};
      split((a.*list).names, (b.*list).names);
      return {a, b};
    case 1: {
      if (days_.empty() || HasUnknown(scope.window)) return {scope};
      Day day = random_.Pick(days_) + Day(random_.Below(3));
      const ast::Window& window = scope.window;
      if (day <= kFirstDay || day >= kEndDay - 1) return {scope};
      if (window.from && window.from->day >= day) return {scope};
      if (window.until && window.until->day <= day) return {scope};
      a.window.until = ast::Date{day, {}};
      b.window.from = ast::Date{day, {}};
      return {a, b};
    }
    case 2:
      if (!scope.when || scope.when->kind != Kind::any_of) return {scope};
      split(a.when->operands, b.when->operands);
      return {a, b};
    default:
      return {scope};
  }
}

// The same condition by a law of logic.
ast::Condition Rewriter::Turn(const ast::Condition& condition) {
  ast::Condition turned = condition;
  for (ast::Condition& operand : turned.operands) operand = Turn(operand);
  if (!random_.Percent(40)) return turned;
  switch (turned.kind) {
    case Kind::negation:
      if (turned.operands[0].kind == Kind::negation)
        return turned.operands[0].operands[0];
      return turned;
    case Kind::all_of:
    case Kind::any_of: {  // De Morgan
      ast::Condition inner = turned;
      inner.kind = turned.kind == Kind::all_of ? Kind::any_of : Kind::all_of;
      for (ast::Condition& operand : inner.operands)
        operand = Negation(operand);
      return Negation(inner);
    }
    case Kind::truth:
      if (turned.name.text.find('.') == std::string::npos)
        return turned;  // a named condition
      turned.kind = Kind::comparison;
      turned.comparison = Comparison::is;
      turned.values = {{"true", {}}};
      return turned;
    case Kind::comparison:
    case Kind::consent: {
      using enum Comparison;
      static const std::map<Comparison, Comparison> opposite = {
          {is, is_not},          {is_not, is},          {less, greater_equal},
          {greater_equal, less}, {greater, less_equal}, {less_equal, greater}};
      auto found = opposite.find(turned.comparison);
      if (found == opposite.end()) return turned;
      turned.comparison = found->second;
      return Negation(turned);
    }
    case Kind::attributes:
      return turned;
  }
  return turned;
}

void Rewriter::Reorder(ast::Scope& scope) {
  for (ast::NameList* list :
       {&scope.actions, &scope.data, &scope.relations, &scope.purposes})
    random_.Shuffle(list->names);
  if (!scope.when) return;
  scope.when = Turn(*scope.when);
  auto shuffle = [&](auto& self, ast::Condition& condition) -> void {
    random_.Shuffle(condition.operands);
    if (condition.comparison == Comparison::one_of)
      random_.Shuffle(condition.values);
    for (ast::Condition& operand : condition.operands) self(self, operand);
  };
  shuffle(shuffle, *scope.when);
}

void Rewriter::Reorder(std::vector<ast::Exception>& exceptions) {
  random_.Shuffle(exceptions);
  for (ast::Exception& exception : exceptions) {
    Reorder(exception.scope);
    Reorder(exception.exceptions);
  }
}

void Rewriter::Reorder() {
  for (ast::TermDeclaration& declaration : file_.terms)
    random_.Shuffle(declaration.terms);
  for (ast::NamesDeclaration& declaration : file_.names)
    random_.Shuffle(declaration.entries);
  for (ast::Attribute& attribute : file_.attributes)
    if (attribute.type == ast::Attribute::Type::enumerated)
      random_.Shuffle(attribute.values);
  for (ast::Permission& permission : file_.permissions) {
    random_.Shuffle(permission.owners);
    random_.Shuffle(permission.choices);
    random_.Shuffle(permission.open_when);
    for (ast::Scope& scope : permission.governs) Reorder(scope);
  }
  for (ast::Agreement& agreement : file_.agreements) {
    random_.Shuffle(agreement.partners.names);
    for (ast::Allow& allow : agreement.clauses) {
      Reorder(allow.scope);
      Reorder(allow.exceptions);
      random_.Shuffle(allow.overrides);
      for (ast::Override& override : allow.overrides)
        random_.Shuffle(override.permissions);
    }
  }
  for (ast::Forbid& forbid : file_.forbids) Reorder(forbid.scope);
  for (ast::Assume& assume : file_.assumptions)
    assume.condition = Turn(assume.condition);
}

}  // namespace

void SayDifferently(ast::File& file, Random& random) {
  Rewriter(file, random).Run();
}

}  // namespace assent::metamorphic
