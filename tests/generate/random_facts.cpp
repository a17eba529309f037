#include "tests/generate/random_facts.h"

#include <array>

namespace assent::generate {
namespace {

using Type = ast::Attribute::Type;
using ast::Comparison;
using ast::Condition;

constexpr std::array kOwners = {"requester", "subject", "item",
                                "session",   "partner", "context"};
constexpr std::array kConsents = {"login", "default_on", "opt_in", "express",
                                  "parental"};
// Among them words that the grammar uses itself.
constexpr std::array kChoices = {"off", "on", "unset", "any", "never"};

ast::Value Written(std::string text) { return {std::move(text), {}}; }

}  // namespace

RandomFacts::RandomFacts(Random& random, int attributes, int values,
                         int permissions) {
  for (int i = 0; i < attributes; ++i)
    AddAttribute(random, std::size_t(i), values);
  for (int i = 0; i < permissions; ++i) AddPermission(random, std::size_t(i));
}

void RandomFacts::AddAttribute(Random& random, std::size_t index, int values) {
  ast::Attribute attribute;
  std::string name = "fact_" + std::to_string(index);
  int count = int(random.Between(2, std::max(2, values)));
  attribute.type = Type(random.Below(4));
  switch (attribute.type) {
    case Type::boolean:
      break;
    case Type::enumerated:
    case Type::ordered: {
      // Names out of order: an enumeration is sorted, an order is not.
      for (int i = 0; i < count; ++i)
        attribute.values.push_back(
            Written((random.Percent(50) ? "level_" : "v") + std::to_string(i)));
      random.Shuffle(attribute.values);
      break;
    }
    case Type::integer:
      attribute.low = random.Between(-2, 10);
      attribute.high = attribute.low + count - 1;
      break;
  }
  if (random.Percent(50)) {
    if (attribute.type == Type::boolean)
      attribute.default_value = Written(random.Percent(50) ? "true" : "false");
    else if (attribute.type == Type::integer)
      attribute.default_value = Written(
          std::to_string(random.Between(attribute.low, attribute.high)));
    else
      attribute.default_value = random.Pick(attribute.values);
  }

  if (random.Percent(30)) {  // a pair
    attribute.name.text = "requester." + name;
    AddFact(attribute);
    attribute.name.text = "subject." + name;
    AddFact(attribute);
  } else {
    attribute.name.text = kOwners[random.Below(kOwners.size())];
    attribute.name.text += "." + name;
    AddFact(attribute);
  }
}

void RandomFacts::AddFact(const ast::Attribute& attribute) {
  attributes_.push_back(attribute);
  Fact fact{
      attribute.name.text, attribute.type, {}, attribute.low, attribute.high};
  for (const ast::Value& value : attribute.values)
    fact.values.push_back(value.text);
  if (fact.type == Type::boolean) fact.values = {"false", "true"};
  facts_.push_back(std::move(fact));
}

void RandomFacts::AddPermission(Random& random, std::size_t index) {
  ast::Permission permission;
  permission.name.text = "permission_" + std::to_string(index);
  if (random.Percent(30)) permission.title = ast::Text{"a setting", {}};
  std::vector<std::string> owners = {"subject"};
  if (random.Percent(50)) owners = {"requester"};
  if (random.Percent(35)) owners = {"requester", "subject"};
  for (const std::string& owner : owners)
    permission.owners.push_back({owner, {}});

  std::vector<std::string> choices(kChoices.begin(), kChoices.end());
  choices = random.Sample(choices, random.Percent(60) ? 2 : 3);
  for (const std::string& choice : choices)
    permission.choices.push_back(Written(choice));
  if (random.Percent(50))
    permission.default_value = Written(random.Pick(choices));
  permission.consent = Written(kConsents[random.Below(kConsents.size())]);
  for (const std::string& choice :
       random.Sample(choices, 1 + random.Below(choices.size() - 1)))
    permission.open_when.push_back(Written(choice));

  for (const std::string& owner : owners)
    facts_.push_back(
        {owner + "." + permission.name.text, Type::enumerated, choices});
  permissions_.push_back(std::move(permission));
}

std::string RandomFacts::ValueOf(Random& random, const Fact& fact) const {
  return fact.type == Type::integer
             ? std::to_string(random.Between(fact.low, fact.high))
             : random.Pick(fact.values);
}

Condition RandomFacts::Test(Random& random, const Fact& fact) const {
  Condition test;
  test.kind = Condition::Kind::comparison;
  test.name.text = fact.name;
  if (fact.type == Type::boolean && random.Percent(60)) {
    test.kind = Condition::Kind::truth;
    return test;
  }
  std::vector<Comparison> fitting = {Comparison::is, Comparison::is_not,
                                     Comparison::one_of};
  if (fact.type == Type::ordered || fact.type == Type::integer)
    for (Comparison c : {Comparison::less, Comparison::less_equal,
                         Comparison::greater, Comparison::greater_equal})
      fitting.push_back(c);
  if (fact.type == Type::integer) fitting.push_back(Comparison::in_range);
  test.comparison = random.Pick(fitting);

  switch (test.comparison) {
    case Comparison::in_range: {
      std::int64_t low = random.Between(fact.low, fact.high);
      test.values = {Written(std::to_string(low)),
                     Written(std::to_string(random.Between(low, fact.high)))};
      break;
    }
    case Comparison::one_of: {
      std::vector<std::string> values = fact.values;
      if (fact.type == Type::integer)
        for (std::int64_t v = fact.low; v <= fact.high; ++v)
          values.push_back(std::to_string(v));
      for (const std::string& value :
           random.Sample(values, 1 + random.Below(values.size())))
        test.values.push_back(Written(value));
      break;
    }
    default:
      test.values = {Written(ValueOf(random, fact))};
  }
  return test;
}

// With another fact that has the same values, if there is one.
std::optional<Condition> RandomFacts::Compare(Random& random,
                                              const Fact& fact) const {
  for (const Fact& other : facts_) {
    if (other.name == fact.name || other.type != fact.type ||
        (fact.type != Type::integer && other.values != fact.values))
      continue;
    Condition test;
    test.kind = Condition::Kind::attributes;
    test.name.text = fact.name;
    test.other.text = other.name;
    test.comparison = random.Percent(50) ? Comparison::is : Comparison::is_not;
    if ((fact.type == Type::ordered || fact.type == Type::integer) &&
        random.Percent(60))
      test.comparison =
          random.Pick(std::vector{Comparison::less, Comparison::less_equal,
                                  Comparison::greater,
                                  Comparison::greater_equal});
    return test;
  }
  return std::nullopt;
}

Condition RandomFacts::Consent(Random& random) const {
  Condition test;
  test.kind = Condition::Kind::consent;
  test.name.text = random.Percent(50) ? "subject" : "requester";
  // is ... greater_equal, and one_of.
  std::uint32_t comparison = random.Below(7);
  test.comparison =
      comparison == 6 ? Comparison::one_of : Comparison(comparison);
  std::vector<std::string> kinds(kConsents.begin(), kConsents.end());
  kinds.push_back("none");
  for (const std::string& kind : random.Sample(kinds, comparison == 6 ? 2 : 1))
    test.values.push_back(Written(kind));
  return test;
}

Condition RandomFacts::AnyCondition(Random& random, int depth,
                                    bool consent) const {
  Condition condition;
  if (depth > 0 && random.Percent(55)) {
    using Kind = Condition::Kind;
    condition.kind = random.Percent(20)
                         ? Kind::negation
                         : (random.Percent(50) ? Kind::all_of : Kind::any_of);
    int operands =
        condition.kind == Kind::negation ? 1 : int(random.Between(2, 3));
    for (int i = 0; i < operands; ++i)
      condition.operands.push_back(AnyCondition(random, depth - 1, consent));
    return condition;
  }
  bool of_consent = consent && (facts_.empty() || random.Percent(20));
  if (of_consent) return Consent(random);
  if (!named_.empty() && random.Percent(25)) {
    condition.kind = Condition::Kind::truth;
    condition.name.text = random.Pick(named_);
    return condition;
  }
  const Fact& fact = random.Pick(facts_);
  if (random.Percent(20))
    if (auto comparison = Compare(random, fact)) return *comparison;
  return Test(random, fact);
}

ast::Condition RandomFacts::Anchor() const {
  const Fact& fact = facts_.front();
  ast::Condition anchor;
  anchor.kind = ast::Condition::Kind::comparison;
  anchor.name = {fact.name, {}};
  anchor.comparison = ast::Comparison::is;
  anchor.values = {Written(fact.type == ast::Attribute::Type::integer
                               ? std::to_string(fact.low)
                               : fact.values.front())};
  return anchor;
}

std::vector<ast::Assignment> RandomFacts::Assignments(Random& random) const {
  std::vector<ast::Assignment> assignments;
  for (const Fact& fact : facts_)
    if (random.Percent(60))
      assignments.push_back(
          {{fact.name, {}}, Written(ValueOf(random, fact)), {}});
  return assignments;
}

}  // namespace assent::generate
