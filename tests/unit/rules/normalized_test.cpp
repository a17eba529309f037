// Normalized against a plain evaluator, over all values and many random
// conditions.
#include <doctest/doctest.h>

#include <random>

#include "compiler/rules/model_to_rules.h"

namespace assent::rules {
namespace {

using Kind = Condition::Kind;

struct Facts {
  std::vector<std::uint32_t> values;  // by attribute
  std::uint32_t consent[2] = {0, 0};  // by person
};

bool Holds(const Condition& condition, const Facts& facts) {
  switch (condition.kind) {
    case Kind::literal:
      return condition.values.Contains(facts.values[condition.attribute.value]);
    case Kind::consent:
      return condition.values.Contains(
          facts.consent[std::size_t(condition.person)]);
    case Kind::negation:
      return !Holds(condition.operands[0], facts);
    case Kind::all_of:
      for (const Condition& each : condition.operands)
        if (!Holds(each, facts)) return false;
      return true;
    case Kind::any_of:
      break;
  }
  for (const Condition& each : condition.operands)
    if (Holds(each, facts)) return true;
  return false;
}

// Attributes of 2, 3 and 4 values.
model::Vocabulary Words() {
  model::Vocabulary vocabulary;
  for (std::uint32_t count = 2; count <= 4; ++count) {
    model::Attribute attribute;
    attribute.name = "item.a" + std::to_string(count);
    attribute.kind = model::DomainKind::integer;
    attribute.high = count - 1;
    vocabulary.attributes.push_back(attribute);
  }
  return vocabulary;
}

class Draw {
 public:
  explicit Draw(unsigned seed) : random_(seed) {}

  std::uint32_t Below(std::uint32_t n) { return std::uint32_t(random_() % n); }

  RunSet Set(std::uint32_t size) {
    RunSet set;
    for (std::uint32_t i = 0; i < size; ++i)
      if (Below(2) == 0) set.Add(i, i + 1);
    return set;
  }

  Condition Make(int depth) {
    Condition condition;
    std::uint32_t draw = Below(depth == 0 ? 2 : 6);
    if (draw == 0) {
      condition.kind = Kind::literal;
      condition.attribute = model::AttributeId(Below(3));
      condition.values = Set(condition.attribute.value + 2);
    } else if (draw == 1) {
      condition.kind = Kind::consent;
      condition.person = model::Person(Below(2));
      condition.values = Set(model::kConsentCount);
    } else if (draw == 2) {
      condition.kind = Kind::negation;
      condition.operands.push_back(Make(depth - 1));
    } else {
      condition.kind = draw % 2 == 0 ? Kind::all_of : Kind::any_of;
      for (std::uint32_t i = Below(4); i > 0; --i)
        condition.operands.push_back(Make(depth - 1));
    }
    return condition;
  }

 private:
  std::mt19937 random_;
};

bool IsJoint(const Condition& condition) {
  return condition.kind == Kind::all_of || condition.kind == Kind::any_of;
}

void CheckNormal(const Condition& condition) {
  CHECK(condition.kind != Kind::negation);
  if (!IsJoint(condition)) {
    CHECK(!condition.values.empty());
    return;
  }
  CHECK(condition.operands.size() != 1);
  for (const Condition& each : condition.operands) {
    CHECK(each.kind != condition.kind);
    CHECK((!IsJoint(each) || each.operands.size() > 1));
    CheckNormal(each);
  }
}

bool Same(const Condition& a, const Condition& b) {
  if (a.kind != b.kind || a.attribute != b.attribute || a.person != b.person ||
      a.values != b.values || a.operands.size() != b.operands.size())
    return false;
  for (std::size_t i = 0; i < a.operands.size(); ++i)
    if (!Same(a.operands[i], b.operands[i])) return false;
  return true;
}

// Reverses every list of operands.
Condition Mirrored(Condition condition) {
  std::vector<Condition> operands;
  for (std::size_t i = condition.operands.size(); i > 0; --i)
    operands.push_back(Mirrored(condition.operands[i - 1]));
  condition.operands = std::move(operands);
  return condition;
}

TEST_CASE("normal conditions mean what was written, in one form") {
  const model::Vocabulary vocabulary = Words();
  Draw draw(20181219);
  for (int i = 0; i < 2000; ++i) {
    const Condition written = draw.Make(4);
    const Condition normal = Normalized(written, vocabulary);
    CheckNormal(normal);
    CHECK(Same(Normalized(normal, vocabulary), normal));
    CHECK(Same(Normalized(Mirrored(written), vocabulary), normal));
    int differences = 0;
    for (std::uint32_t all = 0; all < 2 * 3 * 4 * 36; ++all) {
      Facts facts{{all % 2, all / 2 % 3, all / 6 % 4},
                  {all / 24 % 6, all / 144 % 6}};
      differences += Holds(written, facts) != Holds(normal, facts);
    }
    CHECK(differences == 0);
  }
}

}  // namespace
}  // namespace assent::rules
