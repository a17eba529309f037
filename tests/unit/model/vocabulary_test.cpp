#include <algorithm>

#include "compiler/model/dump.h"
#include "tests/unit/model/model_of.h"

namespace assent::model {
namespace {

using tests::Lower;
using tests::LowerWhole;

TEST_CASE("ids do not depend on the order of declarations or files") {
  const std::vector<std::string> parts = {
      "vocabulary { data b { z; a { y; } }, a { includes b.z; } }",
      "vocabulary { action w, r; purpose p; relation self, friend; }",
      "vocabulary { attribute subject.x: on, off; role r2, r1; }",
      "permission p of requester, subject { choices on, off; consent opt_in; "
      "governs any action; open when on; }",
      "partner q; partner o role r1;",
  };
  std::vector<std::size_t> order = {0, 1, 2, 3, 4};
  const std::string first = DumpVocabulary(LowerWhole(parts).model.vocabulary);
  do {
    std::vector<std::string> shuffled;
    for (std::size_t i : order) shuffled.push_back(parts[i]);
    CHECK(DumpVocabulary(LowerWhole(shuffled).model.vocabulary) == first);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_CASE("a category and what is declared in it are one run of ids") {
  auto lowered =
      LowerWhole({"vocabulary { data b { z; a { y; x; } }, ab, a { c; } }"});
  std::string names;
  for (const Term& term : lowered.model.vocabulary.data.terms)
    names += term.name + " ";
  CHECK(names == "a a.c ab b b.a b.a.x b.a.y b.z ");
}

TEST_CASE("leaves follow includes, several parents and all") {
  auto lowered =
      LowerWhole({"vocabulary { data a { x; y; } data b { z; "
                  "includes a.x; } data all { includes a, b; } }"});
  const Taxonomy& data = lowered.model.vocabulary.data;
  auto id = [&](std::string_view name) {
    return data.spellings.find(name)->second;
  };
  auto leaves = [&](std::string_view name) {
    return TermsText(data, data.terms[id(name).value].leaves);
  };
  CHECK(leaves("b") == "b");
  CHECK(data.terms[id("b").value].leaves ==
        RunSet({id("a.x").value, id("b.z").value}));
  CHECK(data.terms[id("all").value].leaves == data.leaves);
  CHECK(data.terms[id("a.x").value].parents ==
        std::vector<TermId>{id("a"), id("b")});
  CHECK(data.terms[id("b").value].parents == std::vector<TermId>{id("all")});
}

TEST_CASE("a tail means a term when it means one only; full paths win") {
  auto lowered = LowerWhole(
      {"vocabulary { data a { x; y; } data b { x; deep { w; } } data y; }"});
  const Taxonomy& data = lowered.model.vocabulary.data;
  auto meaning = [&](std::string_view spelling) -> std::string {
    auto found = data.spellings.find(spelling);
    return found == data.spellings.end() ? "nothing"
                                         : data.terms[found->second.value].name;
  };
  CHECK(meaning("x") == "nothing");
  CHECK(meaning("a.x") == "a.x");
  CHECK(meaning("y") == "y");
  CHECK(meaning("a.y") == "a.y");
  CHECK(meaning("w") == "b.deep.w");
  CHECK(meaning("deep.w") == "b.deep.w");
  CHECK(meaning("b.w") == "nothing");
}

TEST_CASE("attributes stand by name, then owner; copies are pairs") {
  auto lowered = LowerWhole(
      {"vocabulary { attribute subject.age: 0..9; attribute item.b: bool; "
       "attribute requester.age: 0..9; attribute context.age: 0..3; }"});
  const auto& attributes = lowered.model.vocabulary.attributes;
  std::string names;
  for (const Attribute& each : attributes) names += each.name + " ";
  CHECK(names == "requester.age subject.age context.age item.b ");
  CHECK(attributes[0].pair == AttributeId(1u));
  CHECK(attributes[1].pair == AttributeId(0u));
  CHECK(!attributes[2].pair.valid());
}

TEST_CASE("values are numbered, named and found") {
  auto lowered = LowerWhole(
      {"vocabulary { attribute item.a: c, a, b; attribute item.b: c < a < b; "
       "attribute item.c: -3..5; attribute item.d: bool default true; }"});
  const auto& a = lowered.model.vocabulary.attributes;
  CHECK(a[0].values == std::vector<std::string>{"a", "b", "c"});
  CHECK(a[1].values == std::vector<std::string>{"c", "a", "b"});
  CHECK(a[2].supplied_count() == 9);
  CHECK(a[2].ValueName(0) == "-3");
  CHECK(a[2].ValueName(a[2].unsupplied()) == "not supplied");
  CHECK(a[2].FindValue("5") == 8u);
  CHECK(!a[2].FindValue("6"));
  CHECK(!a[2].FindValue("5x"));
  CHECK(!a[2].FindValue(""));
  CHECK(a[3].domain_size() == 2);
  CHECK(a[3].default_value == 1u);
  for (const Attribute& each : a)
    for (std::uint32_t v = 0; v < each.supplied_count(); ++v)
      CHECK(each.FindValue(each.ValueName(v)) == v);
}

TEST_CASE("obligations are their uses; those of tests add none") {
  const std::string clause =
      "agreement a with bing { from 2010-01-01 until 2011-01-01; allow read "
      "on name of self for sharing oblige delete_within(days: 030); }";
  auto lowered = LowerWhole({tests::kWords + clause});
  const auto& obligations = lowered.model.vocabulary.obligations;
  REQUIRE(obligations.size() == 2);
  CHECK(obligations[0].name == "delete_within(days: 30)");
  CHECK(obligations[1].name == "log_access");
  auto with_test = Lower(
      {tests::kWords + clause +
       "test \"t\" { request { partner bing; action read; data name; purpose "
       "sharing; relation self; date 2010-06-01; } expect permit with "
       "delete_within(days: 31); }"});
  CHECK(with_test.Said() ==
        "obligation_never_imposed: delete_within(days: 31)");
}

TEST_CASE("arguments are written in any order and mean the same") {
  const std::string words =
      "vocabulary { obligation keep(min: 0..9, max: 0..9); } ";
  const std::string program = "{ from 2010-01-01 until 2011-01-01; oblige ";
  auto lowered = LowerWhole({words + "program a " + program +
                             "keep(max: 2, min: 1); } program b " + program +
                             "keep(min: 1, max: 2); }"});
  CHECK(lowered.model.vocabulary.obligations.size() == 1);
  CHECK(lowered.model.vocabulary.obligations[0].name == "keep(max: 2, min: 1)");
  CHECK(lowered.model.programs[0].obligations ==
        lowered.model.programs[1].obligations);
}

}  // namespace
}  // namespace assent::model
