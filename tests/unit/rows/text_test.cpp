// Conditions and terms as people read them.
#include <doctest/doctest.h>

#include "compiler/rows/as_possible.h"
#include "compiler/rows/rows_to_text.h"

namespace assent::rows {
namespace {

using model::Attribute;
using model::DomainKind;

// The last value of each is `not supplied`.
Attribute Ordered() {
  Attribute attribute;
  attribute.name = "item.seen";
  attribute.kind = DomainKind::ordered;
  attribute.values = {"one", "some", "many", "all"};
  return attribute;
}

Attribute Number() {
  Attribute attribute;
  attribute.name = "subject.age";
  attribute.kind = DomainKind::integer;
  attribute.low = 10;
  attribute.high = 20;
  return attribute;
}

Attribute Enumerated() {
  Attribute attribute = Ordered();
  attribute.name = "session.channel";
  attribute.kind = DomainKind::enumerated;
  return attribute;
}

TEST_CASE("values of an order are intervals") {
  const auto text = [](RunSet values) {
    return LiteralText(Ordered(), values);
  };
  CHECK(text({0}) == "item.seen is one");
  CHECK(text({0, 1}) == "item.seen <= some");
  CHECK(text({1, 2, 3}) == "item.seen >= some");
  CHECK(text({1, 2}) == "item.seen >= some and item.seen <= many");
  CHECK(text({0, 2}) == "item.seen is one of { one, many }");
  CHECK(text({0, 2, 3}) == "item.seen is not some");
  CHECK(text({0, 1, 2, 3}) == "item.seen is supplied");
  CHECK(text({4}) == "item.seen is not supplied");
  CHECK(text({2, 3, 4}) == "item.seen >= many");
}

TEST_CASE("numbers are intervals") {
  const auto text = [](RunSet values) { return LiteralText(Number(), values); };
  CHECK(text({0}) == "subject.age is 10");
  CHECK(text({0, 1, 2}) == "subject.age <= 12");
  CHECK(text(RunSet::Range(8, 11)) == "subject.age >= 18");
  CHECK(text(RunSet::Range(3, 8)) == "subject.age in 13..17");
  CHECK(text({0, 1, 8, 9, 10}) == "(subject.age <= 11 or subject.age >= 18)");
}

TEST_CASE("names are listed, or all but one") {
  const auto text = [](RunSet values) {
    return LiteralText(Enumerated(), values);
  };
  CHECK(text({2}) == "session.channel is many");
  CHECK(text({1, 2, 3}) == "session.channel is not one");
  CHECK(text({0, 1}) == "session.channel is one of { one, some }");
}

// a { b; c; }, d: ids 0 to 3.
model::Taxonomy Terms() {
  model::Taxonomy taxonomy;
  for (const char* name : {"a", "a.b", "a.c", "d"})
    taxonomy.terms.push_back({name, "", {}, {}, {}, {}});
  taxonomy.terms[0].children = {model::TermId(1), model::TermId(2)};
  for (std::uint32_t child : {1, 2})
    taxonomy.terms[child].parents = {model::TermId(0)};
  taxonomy.terms[0].leaves = {1, 2};
  for (std::uint32_t leaf : {1, 2, 3}) taxonomy.terms[leaf].leaves = {leaf};
  taxonomy.leaves = {1, 2, 3};
  return taxonomy;
}

TEST_CASE("a category is named where all of it is meant, or it alone") {
  using Names = std::vector<std::string>;
  const auto any = [](RunSet terms) { return TermNames(Terms(), terms); };
  const auto all = [](RunSet terms) {
    return TermNames(Terms(), terms, Follows::from_all);
  };
  CHECK(any({0, 1, 2}) == Names{"a"});
  CHECK(all({0, 1, 2}) == Names{"a"});
  CHECK(all({1, 2, 3}) == Names{"a", "d"});
  CHECK(any({0, 1}) == Names{"a.b"});
  CHECK(all({0, 1}) == Names{"a.b", "a as a whole"});
  CHECK(any({0, 3}) == Names{"d", "a as a whole"});
  CHECK(all({0}) == Names{"a as a whole"});
}

TEST_CASE("a row is read without what an assumption excludes") {
  const auto cube = [](std::vector<Literal> literals) {
    return Cube{{0}, {0}, {0}, {0}, {}, std::move(literals)};
  };
  const model::AttributeId a(0), b(1), c(2);
  const std::vector<GlobalRow> global = {
      {GlobalRow::Kind::impossible, {}, cube({{a, {0}}, {b, {1, 2}}})},
      {GlobalRow::Kind::prohibited, {}, cube({{b, {3}}})}};
  CHECK(AsPossible(global, cube({{a, {0}}, {b, {0, 1, 3}}})) ==
        cube({{a, {0}}, {b, {0, 3}}}));
  CHECK(AsPossible(global, cube({{a, {0, 1}}, {b, {1, 2}}})) ==
        cube({{a, {1}}, {b, {1, 2}}}));
  // Neither alone excludes it, and what is not said is not added.
  for (const Cube& same :
       {cube({{a, {0}}}), cube({{b, {1}}}), cube({}),
        cube({{a, {1}}, {b, {1, 2}}}), cube({{b, {3}}, {c, {0}}})})
    CHECK(AsPossible(global, same) == same);
  // What is impossible altogether stays readable.
  const Cube never = cube({{a, {0}}, {b, {1}}});
  CHECK(AsPossible(global, never) == never);
  // Elsewhere the assumption does not hold.
  Cube elsewhere = cube({{a, {0}}, {b, {0, 1}}});
  elsewhere.relations = {1};
  CHECK(AsPossible(global, elsewhere) == elsewhere);
}

}  // namespace
}  // namespace assent::rows
