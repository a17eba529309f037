#include "compiler/rules/model_to_rules.h"

#include "compiler/model/dump.h"
#include "compiler/rules/dump.h"
#include "compiler/rules/verify.h"
#include "tests/unit/model/model_of.h"

namespace assent::rules {
namespace {

using tests::kWords;

const std::string kPermissions =
    "permission p of subject { choices on, off; consent opt_in; governs read; "
    "open when on; } permission q of subject { choices on, off; consent "
    "opt_in; governs read; open when on; } ";

struct Ruled {
  model::Vocabulary vocabulary;
  RuleSet rules;

  std::string Dump() const { return DumpRules(rules, vocabulary); }
};

Ruled Rule(const std::string& text) {
  auto lowered = tests::LowerWhole({kWords + kPermissions + text});
  Ruled ruled;
  ruled.rules = ModelToRules(lowered.model);
  ruled.vocabulary = lowered.model.vocabulary;
  VerifyRules(ruled.rules, ruled.vocabulary);
  return ruled;
}

// The windows and overrides of all grants, a line each.
std::string Segments(const Ruled& ruled) {
  std::string text;
  for (const Grant& grant : ruled.rules.grants) {
    text += WindowText(grant.scope.window) + ":";
    for (auto id : grant.overrides)
      text += " " + ruled.vocabulary.permissions[id.value].name;
    text += "\n";
  }
  return text;
}

Ruled RuleClause(const std::string& clause) {
  return Rule(
      "agreement a with bing { from 2010-01-01 until 2012-01-01; allow "
      "read on name of self for sharing " +
      clause + "; }");
}

TEST_CASE("a grant is in force within clause, agreement and program") {
  auto ruled = Rule(
      "program g { from 2010-03-01 until 2013-01-01; oblige log_access; } "
      "agreement a with bing under g { from 2010-01-01 until 2012-01-01; allow "
      "read on name of self for sharing from 2009-01-01 oblige "
      "delete_within(days: 1); allow read on name of self for sharing until "
      "2010-03-01; oblige log_access, delete_within(days: 2); }");
  CHECK(Segments(ruled) == " from 2010-03-01 until 2012-01-01:\n");
  CHECK(ruled.rules.grants[0].obligations.size() == 3);
  CHECK(ruled.rules.rules.size() == 4);  // the rule that never holds, too
  CHECK(ruled.rules.rules[1].name == "a.2");
}

TEST_CASE("overrides that end cut their clause") {
  const std::string despite_p =
      "despite p because \"b\" approved by \"c\" until ";
  const std::string despite_q =
      "despite q because \"b\" approved by \"c\" until ";
  CHECK(Segments(RuleClause(despite_p + "2011-01-01")) ==
        " from 2010-01-01 until 2011-01-01: p\n"
        " from 2011-01-01 until 2012-01-01:\n");
  CHECK(Segments(RuleClause(despite_p + "2012-01-01")) ==
        " from 2010-01-01 until 2012-01-01: p\n");
  CHECK(Segments(RuleClause(despite_p + "2199-12-31")) ==
        " from 2010-01-01 until 2012-01-01: p\n");
  CHECK(Segments(RuleClause(despite_p + "2010-01-01")) ==
        " from 2010-01-01 until 2012-01-01:\n");
  CHECK(Segments(
            RuleClause(despite_p + "2011-01-01 " + despite_q + "2010-06-01")) ==
        " from 2010-01-01 until 2010-06-01: p q\n"
        " from 2010-06-01 until 2011-01-01: p\n"
        " from 2011-01-01 until 2012-01-01:\n");
  CHECK(Segments(
            RuleClause(despite_p + "2011-01-01 " + despite_p + "2010-06-01")) ==
        " from 2010-01-01 until 2010-06-01: p\n"
        " from 2010-06-01 until 2011-01-01: p\n"
        " from 2011-01-01 until 2012-01-01:\n");
}

TEST_CASE("what can match nothing is no grant, gate, exception, prohibition") {
  CHECK(RuleClause("when subject.age < 0").rules.grants.empty());
  CHECK(RuleClause("when session.signed_in and not session.signed_in")
            .rules.grants.empty());
  CHECK(RuleClause("except { deny when subject.age > 120; }")
            .rules.grants[0]
            .exceptions.empty());
  CHECK(RuleClause("except { deny until 2010-01-01; }")
            .rules.grants[0]
            .exceptions.empty());
  CHECK(Rule("forbid read when subject.age < 0;").rules.prohibitions.empty());
  CHECK(Rule("permission r of subject { choices on; consent opt_in; governs "
             "read when subject.age < 0; open when on; }")
            .rules.gates.size() == 2);
}

TEST_CASE("what always holds is no assumption; what never holds is one") {
  CHECK(Rule("assume subject.age >= 0;").rules.assumptions.empty());
  auto ruled = Rule("assume subject.age < 0;");
  REQUIRE(ruled.rules.assumptions.size() == 1);
  CHECK(model::ConditionText(ruled.vocabulary,
                             ruled.rules.assumptions[0].condition) == "never");
}

TEST_CASE("exceptions stay with their grant, nested, within its days") {
  auto ruled = RuleClause(
      "from 2011-01-01 except { deny when not session.signed_in except { allow "
      "for sharing when subject.age >= 16 and subject.age < 18; } }");
  CHECK(ruled.Dump().find(
            "  except any on any of any for any from 2011-01-01 until "
            "2012-01-01 when not session.signed_in\n"
            "    except any on any of any for service.sharing from 2011-01-01 "
            "until 2012-01-01 when subject.age in { 16..17 }\n") !=
        std::string::npos);
}

TEST_CASE("partners share the grants of their agreement") {
  auto ruled = Rule(
      "partner z role app; agreement a with every app { from 2010-01-01 until "
      "2012-01-01; allow read on name of self for sharing; allow write on name "
      "of self for sharing; } agreement b with z { from 2010-01-01 until "
      "2012-01-01; allow read on name of friend for sharing; }");
  REQUIRE(ruled.rules.grants.size() == 3);
  CHECK(ruled.rules.grants_of[0] ==
        std::vector<GrantId>{GrantId(0u), GrantId(1u)});
  CHECK(ruled.rules.grants_of[1] ==
        std::vector<GrantId>{GrantId(0u), GrantId(1u), GrantId(2u)});
}

TEST_CASE("rules are called by label, or by number") {
  auto ruled = Rule(
      "agreement a with bing { from 2010-01-01 until 2012-01-01; allow read on "
      "name of self for sharing; n: allow write on name of self for sharing; } "
      "forbid write; f: forbid read; forbid read, write; assume "
      "session.signed_in;");
  std::string names;
  for (const auto& rule : ruled.rules.rules) names += rule.name + " ";
  CHECK(names == "a.1 n p q forbid.1 f forbid.3 assume.1 ");
}

}  // namespace
}  // namespace assent::rules
