#include "compiler/check/witness.h"
#include <doctest/doctest.h>

#include "runtime/format/day.h"

namespace assent::check {
namespace {

using logic::kFalse;
using logic::NodeId;

// One leaf of each kind, relations other and self; a flag for each person,
// and a level of the item.
struct World {
  model::Vocabulary words;
  logic::Space space;
  logic::Store store;

  World() : words(Words()), space(logic::SpaceOf(words, {})),
            store(space.domain_sizes, 1 << 16) {}

  static model::Vocabulary Words() {
    model::Vocabulary words;
    for (auto* taxonomy : {&words.data, &words.actions, &words.purposes}) {
      taxonomy->terms.push_back({"t", "", {}, {}, RunSet::Single(0), {}});
      taxonomy->leaves = RunSet::Single(0);
    }
    words.relations = {{"other", "", {}}, {"self", "", {}}};
    words.self = model::RelationId(1);
    words.partners.push_back({"p", "", {}, {}});
    const auto add = [&](const char* name, model::Owner owner) {
      model::Attribute attribute;
      attribute.name = name;
      attribute.owner = owner;
      attribute.values = {"false", "true"};
      attribute.default_value = 0;
      words.attributes.push_back(attribute);
    };
    add("requester.flag", model::Owner::requester);
    add("subject.flag", model::Owner::subject);
    add("item.level", model::Owner::item);
    words.attributes[0].pair = model::AttributeId(1);
    words.attributes[1].pair = model::AttributeId(0);
    words.attributes[2].kind = model::DomainKind::ordered;
    words.attributes[2].values = {"low", "middle", "high"};
    return words;
  }

  NodeId Fact(std::size_t attribute, const RunSet& values) {
    return store.Literal(logic::LevelOf(model::AttributeId(attribute)),
                         values);
  }
  Requests requests() const { return {store, space, words}; }
  std::string Count(NodeId f) const {
    return logic::Decimal(CountRequests(requests(), f));
  }
  std::string Least(NodeId f, NodeId excused,
                    const Confirms& confirms = [](const Witness&) {
                      return true;
                    }) const {
    const auto witness =
        LeastWitness(requests(), f, excused, "p", confirms);
    return witness ? ToText(*witness) : "none";
  }
};

constexpr const char* kOther = "p: t t of other for t on 1970-01-01";

TEST_CASE("at relation self both persons' copies are one and counted once") {
  World world;
  const int days = kEndDay;
  // Other: 2 flags of each, 3 levels. Self: 2 flags, 3 levels.
  CHECK(world.Count(logic::kTrue) == std::to_string(days * (12 + 6)));
  CHECK(world.Count(world.Fact(1, RunSet::Single(1))) ==
        std::to_string(days * (6 + 3)));
  CHECK(world.Count(kFalse) == "0");
}

TEST_CASE("the least request states only the facts that matter") {
  World world;
  CHECK(world.Least(logic::kTrue, kFalse) == kOther);
  CHECK(world.Least(kFalse, kFalse) == "none");
  const NodeId high = world.Fact(2, RunSet::Single(2));
  CHECK(world.Least(high, kFalse) ==
        std::string(kOther) + ", with item.level high");
  const NodeId either = world.store.Or(world.Fact(1, RunSet::Single(1)), high);
  CHECK(world.Least(either, kFalse) ==
        std::string(kOther) + ", with item.level high");
}

TEST_CASE("a fact whose other values are impossible does not matter") {
  World world;
  const NodeId high = world.Fact(2, RunSet::Single(2));
  CHECK(world.Least(high, world.store.Not(high)) == kOther);
}

TEST_CASE("facts that the table asks for are kept") {
  World world;
  const NodeId high = world.Fact(2, RunSet::Single(2));
  const auto with = [](const char* attribute) {
    return [=](const Witness& witness) {
      for (const Witness::Fact& fact : witness.facts)
        if (fact.attribute == attribute) return true;
      return false;
    };
  };
  CHECK(world.Least(high, kFalse, with("subject.flag")) ==
        std::string(kOther) + ", with subject.flag false, item.level high");
}

TEST_CASE("a witness is JSON with its facts in their types") {
  Witness witness;
  witness.partner = "p";
  witness.data = "d\"";
  witness.action = "a";
  witness.purpose = "u";
  witness.relation = "self";
  witness.date = "2020-02-29";
  CHECK(ToJson(witness) ==
        R"({"partner":"p","action":"a","data":"d\"","purpose":"u",)"
        R"("relation":"self","date":"2020-02-29"})");
  witness.facts = {{"a.b", "true", model::DomainKind::boolean},
                   {"a.c", "-3", model::DomainKind::integer},
                   {"a.d", "off", model::DomainKind::enumerated}};
  CHECK(ToJson(witness).ends_with(
      R"("attributes":{"a.b":true,"a.c":-3,"a.d":"off"}})"));
}

}  // namespace
}  // namespace assent::check
