#include <algorithm>
#include <functional>
#include <map>

#include "tests/metamorphic/rewrite.h"

namespace assent::metamorphic {
namespace {

using ast::Comparison;
using generate::Random;
using Kind = ast::Condition::Kind;

// One thing that could be changed, and how it would be.
struct Change {
  std::string what;
  std::function<void()> make;
};

// Collects every change that the rules of a file offer.
class Collector {
 public:
  Collector(ast::File& file, Random& random) : file_(file), random_(random) {}

  std::vector<Change> Collect();

 private:
  using Names = std::vector<std::string>;

  void Offer(std::string what, std::function<void()> make) {
    changes_.push_back({std::move(what), std::move(make)});
  }
  void LookAt(const ast::Scope& scope);
  void LookAt(const std::vector<ast::Exception>& exceptions);
  void OfferAll(ast::Scope& scope);
  void OfferAll(ast::NameList& list, const char* kind);
  void OfferAll(ast::Condition& condition);
  void OfferAll(std::optional<ast::Date>& date);
  void OfferAll(std::vector<ast::Exception>& exceptions);
  void OfferAll(ast::Allow& allow);
  const ast::Attribute* AttributeOf(const ast::Condition& condition) const;

  ast::File& file_;
  Random& random_;
  std::map<std::string, Names> names_;  // in use, by kind
  std::vector<Change> changes_;
};

void Collector::LookAt(const ast::Scope& scope) {
  auto add = [&](const ast::NameList& list, const char* kind) {
    for (const ast::Name& name : list.names) names_[kind].push_back(name.text);
  };
  add(scope.actions, "action");
  add(scope.data, "data");
  add(scope.relations, "relation");
  add(scope.purposes, "purpose");
}

void Collector::LookAt(const std::vector<ast::Exception>& exceptions) {
  for (const ast::Exception& exception : exceptions) {
    LookAt(exception.scope);
    LookAt(exception.exceptions);
  }
}

void Collector::OfferAll(ast::NameList& list, const char* kind) {
  if (list.names.size() > 1)
    Offer(std::string("one ") + kind + " less", [this, &list] {
      random_.Shuffle(list.names);
      list.names.pop_back();
    });
  const Names& known = names_[kind];
  if (list.absent() || known.empty()) return;
  Offer(std::string("another ") + kind, [this, &list, &known] {
    ast::Name other{random_.Pick(known), {}};
    if (list.any) list.any = false;
    if (!list.names.empty()) list.names.pop_back();
    if (std::ranges::none_of(list.names, [&](const ast::Name& name) {
          return name.text == other.text;
        }))
      list.names.push_back(other);
  });
}

const ast::Attribute* Collector::AttributeOf(
    const ast::Condition& condition) const {
  auto found =
      std::ranges::find_if(file_.attributes, [&](const ast::Attribute& a) {
        return a.name.text == condition.name.text;
      });
  return found == file_.attributes.end() ? nullptr : &*found;
}

void Collector::OfferAll(ast::Condition& condition) {
  for (ast::Condition& operand : condition.operands) OfferAll(operand);
  Offer("a condition negated", [&condition] {
    ast::Condition negation;
    negation.kind = Kind::negation;
    negation.operands = {condition};
    condition = std::move(negation);
  });
  if (condition.kind == Kind::all_of || condition.kind == Kind::any_of)
    Offer("`and` and `or` exchanged", [&condition] {
      condition.kind =
          condition.kind == Kind::all_of ? Kind::any_of : Kind::all_of;
    });
  if (condition.kind == Kind::consent && condition.values.size() == 1)
    Offer("another comparison of consent", [this, &condition] {
      condition.comparison = Comparison(random_.Below(6));
    });
  if (condition.kind != Kind::comparison) return;
  const ast::Attribute* attribute = AttributeOf(condition);
  if (!attribute || attribute->type == ast::Attribute::Type::boolean) return;
  const bool has_order = attribute->type != ast::Attribute::Type::enumerated;
  if (condition.values.size() == 1 &&
      condition.comparison != Comparison::one_of)
    Offer("another comparison", [this, &condition, has_order] {
      condition.comparison = Comparison(random_.Below(has_order ? 6 : 2));
    });
  if (condition.comparison == Comparison::in_range) return;
  Offer("another value", [this, &condition, attribute] {
    condition.values.back().text =
        attribute->type == ast::Attribute::Type::integer
            ? std::to_string(random_.Between(attribute->low, attribute->high))
            : random_.Pick(attribute->values).text;
  });
}

void Collector::OfferAll(std::optional<ast::Date>& date) {
  if (!date) return;
  auto move = [this, &date](const char* what, Day by) {
    Day day = date->day + by;
    if (kFirstDay < day && day < kEndDay)
      Offer(what, [&date, day] { date->day = day; });
  };
  move("a date one day later", 1);
  move("a date one day earlier", -1);
}

void Collector::OfferAll(ast::Scope& scope) {
  OfferAll(scope.actions, "action");
  OfferAll(scope.data, "data");
  OfferAll(scope.relations, "relation");
  OfferAll(scope.purposes, "purpose");
  OfferAll(scope.window.from);
  OfferAll(scope.window.until);
  if (!scope.when) return;
  OfferAll(*scope.when);
  Offer("a condition left out", [&scope] { scope.when.reset(); });
}

void Collector::OfferAll(std::vector<ast::Exception>& exceptions) {
  for (ast::Exception& exception : exceptions) {
    OfferAll(exception.scope);
    OfferAll(exception.exceptions);
  }
  if (!exceptions.empty())
    Offer("an exception left out", [&exceptions] { exceptions.pop_back(); });
}

void Collector::OfferAll(ast::Allow& allow) {
  OfferAll(allow.scope);
  OfferAll(allow.exceptions);
  for (ast::Override& override : allow.overrides) OfferAll(override.until);
  if (!allow.overrides.empty())
    Offer("an override left out", [&allow] { allow.overrides.pop_back(); });
  if (!allow.obligations.empty())
    Offer("an obligation left out", [&allow] { allow.obligations.pop_back(); });
}

std::vector<Change> Collector::Collect() {
  for (const ast::Agreement& agreement : file_.agreements)
    for (const ast::Allow& allow : agreement.clauses) {
      LookAt(allow.scope);
      LookAt(allow.exceptions);
    }
  for (const ast::Forbid& forbid : file_.forbids) LookAt(forbid.scope);

  for (ast::Program& program : file_.programs) {
    OfferAll(program.window.from);
    OfferAll(program.window.until);
  }
  for (ast::Agreement& agreement : file_.agreements) {
    OfferAll(agreement.window.from);
    OfferAll(agreement.window.until);
    for (ast::Allow& allow : agreement.clauses) OfferAll(allow);
    if (agreement.partners.names.size() > 1)
      Offer("a partner left out",
            [&agreement] { agreement.partners.names.pop_back(); });
    if (agreement.clauses.size() > 1)
      Offer("a clause left out",
            [&agreement] { agreement.clauses.pop_back(); });
    if (agreement.program)
      Offer("no program", [&agreement] { agreement.program.reset(); });
  }
  for (ast::Permission& permission : file_.permissions)
    for (ast::Scope& scope : permission.governs) OfferAll(scope);
  for (ast::Forbid& forbid : file_.forbids) OfferAll(forbid.scope);
  for (ast::Assume& assume : file_.assumptions) OfferAll(assume.condition);
  return std::move(changes_);
}

}  // namespace

std::optional<std::string> ChangeOneThing(ast::File& file, Random& random) {
  Collector collector(file, random);  // the changes refer to it
  const std::vector<Change> changes = collector.Collect();
  if (changes.empty()) return std::nullopt;
  const Change& change = random.Pick(changes);
  change.make();
  return change.what;
}

}  // namespace assent::metamorphic
