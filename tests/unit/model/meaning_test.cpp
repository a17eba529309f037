#include "compiler/model/dump.h"
#include "tests/unit/model/model_of.h"

namespace assent::model {
namespace {

using tests::kWords;
using tests::LowerWhole;

// The condition of a clause, as understood.
std::string When(const std::string& condition) {
  auto lowered = LowerWhole(
      {kWords +
       "agreement a with bing { from 2010-01-01 until 2011-01-01; allow read "
       "on name of self for sharing when " +
       condition + "; }"});
  return ConditionText(lowered.model.vocabulary,
                       lowered.model.agreements[0].clauses[0].scope.when);
}

TEST_CASE("comparisons are sets of supplied values") {
  CHECK(When("subject.age < 13") == "subject.age in { 0..12 }");
  CHECK(When("subject.age <= 13") == "subject.age in { 0..13 }");
  CHECK(When("subject.age > 13") == "subject.age in { 14..120 }");
  CHECK(When("subject.age >= 13") == "subject.age in { 13..120 }");
  CHECK(When("subject.age in 13..17") == "subject.age in { 13..17 }");
  CHECK(When("subject.age is 13") == "subject.age in { 13 }");
  CHECK(When("subject.age is not 0") == "subject.age in { 1..120 }");
  CHECK(When("subject.age is one of { 9, 1, 2 }") ==
        "subject.age in { 1..2, 9 }");
  CHECK(When("item.visibility <= friends") ==
        "item.visibility in { public..friends }");
  CHECK(When("session.channel is not app") ==
        "session.channel in { device, web }");
  CHECK(When("session.signed_in") == "session.signed_in");
  CHECK(When("session.signed_in is false") == "not session.signed_in");
  CHECK(When("subject.age < 0") == "subject.age in { nothing }");
}

TEST_CASE("consent is ordered, and `none` is part of the order") {
  CHECK(When("consent of subject < opt_in") ==
        "consent of subject in { none, login, default_on }");
  CHECK(When("consent of requester is none") ==
        "consent of requester in { none }");
  CHECK(When("consent of subject is one of { login, parental }") ==
        "consent of subject in { login, parental }");
}

TEST_CASE("`and` binds closer than `or`, `not` closer than both") {
  CHECK(
      When("session.signed_in or subject.age < 13 and not subject.age is 4") ==
      "session.signed_in or subject.age in { 0..12 } and not subject.age in "
      "{ 4 }");
  CHECK(When("not (session.signed_in or subject.age < 13)") ==
        "not (session.signed_in or subject.age in { 0..12 })");
}

TEST_CASE("names of inner terms mean the leaves below them") {
  auto lowered = LowerWhole(
      {kWords + "forbid any action on profile, names of friend for service; "
                "forbid;"});
  const auto& vocabulary = lowered.model.vocabulary;
  const auto& forbids = lowered.model.prohibitions;
  CHECK(ScopeText(vocabulary, forbids[0].scope) ==
        "any on friends.names, profile of friend for any");
  CHECK(ScopeText(vocabulary, forbids[1].scope) == "any on any of any for any");
}

TEST_CASE("`with every ROLE` means each partner of the role, once") {
  auto lowered = LowerWhole(
      {kWords + "partner a role app; partner z; agreement all with every app "
                "{ from 2010-01-01 until 2011-01-01; allow read on name of "
                "self for sharing; }"});
  const auto& partners = lowered.model.agreements[0].partners;
  CHECK(partners == std::vector<PartnerId>{PartnerId(0u), PartnerId(1u)});
}

TEST_CASE("windows end where they are not said to begin or end") {
  auto lowered = LowerWhole({kWords + "forbid read from 2010-01-01; forbid "
                                      "read until 2010-01-01;"});
  const auto& forbids = lowered.model.prohibitions;
  CHECK(forbids[0].scope.window == Window{ParseDay("2010-01-01"), kEndDay});
  CHECK(forbids[1].scope.window == Window{kFirstDay, ParseDay("2010-01-01")});
}

// The values of a test's request for requester.age and subject.age.
std::pair<std::uint32_t, std::uint32_t> Ages(const std::string& relation,
                                             const std::string& given) {
  auto lowered = LowerWhole(
      {"vocabulary { data d; action r; purpose p; relation self, friend; "
       "attribute subject.age: 0..9 default 7; attribute requester.age: 0..9 "
       "default 7; } partner q; test \"t\" { request { partner q; action r; "
       "data d; purpose p; date 2010-01-01; relation " +
       relation + "; " + given + " } expect deny; }"});
  const auto& values = lowered.model.tests[0].request.values;
  return {values[0], values[1]};
}

TEST_CASE("at relation self a request has one copy of each paired attribute") {
  using Pair = std::pair<std::uint32_t, std::uint32_t>;
  CHECK(Ages("self", "requester.age 3;") == Pair(3, 3));
  CHECK(Ages("self", "subject.age 3;") == Pair(3, 3));
  CHECK(Ages("self", "subject.age 3; requester.age 3;") == Pair(3, 3));
  CHECK(Ages("self", "") == Pair(7, 7));
  CHECK(Ages("friend", "requester.age 3;") == Pair(3, 7));
}

TEST_CASE("a claim without partners speaks of all of them") {
  auto lowered = LowerWhole(
      {kWords + "partner a; claim \"c\" never permit any; claim \"d\" never "
                "permit read with bing;"});
  CHECK(lowered.model.claims[0].partners.size() == 2);
  CHECK(lowered.model.claims[1].partners ==
        std::vector<PartnerId>{PartnerId(1u)});
}

}  // namespace
}  // namespace assent::model
