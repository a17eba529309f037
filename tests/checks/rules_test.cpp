// The checks of rules against enumeration: on generated small policies each
// finds what is so of each rule, and nothing else.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>

#include "compiler/check/check_rules.h"
#include "tests/checks/by_enumeration.h"
#include "tests/generate/ast_to_text.h"
#include "tests/generate/generate_policy.h"
#include "tests/support/opened_policy.h"

namespace assent::checks {
namespace {

using check::IdleException;
using generate::Random;
using support::OpenedPolicy;

struct Tally {
  std::uint64_t policies = 0, uncertain = 0, rules = 0, never = 0,
                redundant = 0, shadowed = 0, of_three = 0, of_sets = 0,
                against = 0, all_against = 0, witnesses = 0, exceptions = 0,
                outside = 0, given_back = 0, covered = 0, permissions = 0;
};

// The request that a witness is, for the oracle.
model::Request RequestOf(const check::Witness& witness,
                         const model::Vocabulary& words) {
  model::Request q;
  q.partner = model::Find<model::PartnerId>(words.partners, witness.partner);
  q.data = words.data.spellings.at(witness.data);
  q.action = words.actions.spellings.at(witness.action);
  q.purpose = words.purposes.spellings.at(witness.purpose);
  q.relation =
      model::Find<model::RelationId>(words.relations, witness.relation);
  q.day = ParseDay(witness.date);
  for (const model::Attribute& attribute : words.attributes)
    q.values.push_back(attribute.default_value.value_or(
        attribute.has_unsupplied() ? attribute.unsupplied() : 0));
  for (const check::Witness::Fact& fact : witness.facts) {
    const model::AttributeId id = model::FindAttribute(words, fact.attribute);
    q.values[id.value] = *words.attributes[id.value].FindValue(fact.value);
  }
  return q;
}

class Policy {
 public:
  Policy(const OpenedPolicy& policy, const Expected& expected, Tally& tally)
      : model_(policy.compiled.model),
        rules_(policy.compiled.rules),
        expected_(expected),
        tally_(tally) {
    found_ = check::FindInRules(model_, rules_, policy.table, 2, sink_);
  }

  void Compare() {
    CHECK(found_.undecided.empty());
    std::set<Span> never, covered, against;
    for (const check::NeverFires& each : found_.never)
      CompareNever(each, never);
    for (const check::Covered& each : found_.covered)
      CompareCovered(each, covered);
    for (const check::AgainstForbid& each : found_.against)
      CompareAgainst(each, against);
    for (std::size_t r = 0; r < rules_.rules.size(); ++r) {
      const rules::Rule& rule = rules_.rules[r];
      if (rule.kind == rules::Rule::Kind::combine) continue;
      ++tally_.rules;
      CAPTURE(rule.name);
      const ExpectedRule* own = expected_.Find(rule.span, false);
      REQUIRE(own != nullptr);
      // Of nobody's clauses nothing is said.
      const bool nobodys = IsNobodys(rule.span);
      CHECK(never.contains(rule.span) == (!own->fires && !nobodys));
      CHECK(covered.contains(rule.span) == (own->fires && !own->kept));
      CHECK(against.contains(rule.span) == (own->fires && own->against));
    }
    CompareExceptions();
    std::set<model::PermissionId> idle(found_.permissions.begin(),
                                       found_.permissions.end());
    // Where nothing is granted at all, nothing is said of permissions.
    if (!rules_.grants.empty()) CHECK(idle == expected_.permissions);
    tally_.permissions += idle.size();
  }

 private:
  const rules::Rule& Rule(rules::RuleId id) const {
    return rules_.rules[id.value];
  }
  RuleBits BitOf(rules::RuleId id) const {
    const rules::Rule& rule = Rule(id);
    const RuleBits bit =
        expected_.BitOf(rule.span, rule.kind == rules::Rule::Kind::combine);
    CHECK(bit != 0);
    return bit;
  }
  bool IsNobodys(Span span) const {
    for (const model::Agreement& agreement : model_.agreements)
      for (const model::Clause& clause : agreement.clauses)
        if (clause.span == span) return agreement.partners.empty();
    return false;
  }

  void CompareNever(const check::NeverFires& each, std::set<Span>& seen) {
    const rules::Rule& rule = Rule(each.rule);
    CAPTURE(rule.name);
    CHECK(seen.insert(rule.span).second);
    ++tally_.never;
    CHECK(!each.causes.empty());
    const ExpectedRule* own = expected_.Find(rule.span, false);
    REQUIRE(own != nullptr);
    if (!own->cause_count) return;
    const bool terms = each.causes[0].kind == check::Cause::Kind::terms;
    CHECK((terms ? 0 : each.causes.size()) == *own->cause_count);
  }

  void CompareCovered(const check::Covered& each, std::set<Span>& seen) {
    const rules::Rule& rule = Rule(each.rule);
    CAPTURE(rule.name);
    CHECK(seen.insert(rule.span).second);
    const ExpectedRule* own = expected_.Find(rule.span, false);
    REQUIRE(own != nullptr);
    (each.by.size() <= 1 ? tally_.redundant : tally_.shadowed) += 1;
    tally_.of_three += each.by.size() >= 3;
    tally_.of_sets += rule.kind == rules::Rule::Kind::permit ||
                      rule.kind == rules::Rule::Kind::deny;
    RuleBits by = 0;
    for (rules::RuleId other : each.by) by |= BitOf(other);
    CHECK(Hits(by, own->makes_up));
    CHECK(each.least);
    CHECK(LeastHitting(own->makes_up) == each.by.size());
  }

  void CompareAgainst(const check::AgainstForbid& each, std::set<Span>& seen) {
    const rules::Rule& rule = Rule(each.rule);
    CAPTURE(rule.name);
    CHECK(seen.insert(rule.span).second);
    const ExpectedRule* own = expected_.Find(rule.span, false);
    REQUIRE(own != nullptr);
    ++tally_.against;
    tally_.all_against += each.all;
    CHECK(each.all == own->all_against);
    RuleBits forbids = 0;
    for (rules::RuleId forbid : each.forbids) forbids |= BitOf(forbid);
    CHECK(forbids == own->forbids);
    if (model_.unknowns.empty()) CHECK(each.witness.has_value());
    if (!each.witness) return;
    ++tally_.witnesses;
    const reference::Verdict verdict = reference::Evaluator(model_).Evaluate(
        RequestOf(*each.witness, model_.vocabulary));
    INFO(check::ToText(*each.witness));
    CHECK_FALSE(verdict.impossible);
    CHECK(verdict.prohibited);
    CHECK(verdict.standing == reference::Standing::granted);
  }

  void CompareExceptions() {
    std::set<Span> seen;
    for (const IdleException& each : found_.exceptions) {
      CHECK(seen.insert(each.exception->span).second);
      const auto own = std::ranges::find(
          expected_.exceptions, each.exception->span, &ExpectedException::span);
      REQUIRE(own != expected_.exceptions.end());
      CHECK((each.why == IdleException::Why::outside) == own->outside);
      CHECK((each.why == IdleException::Why::given_back) == own->given_back);
      tally_.outside += own->outside;
      tally_.given_back += own->given_back;
      if (each.why != IdleException::Why::covered) continue;
      ++tally_.covered;
      CHECK(each.least);
      std::set<Span> by;
      for (const model::Exception* other : each.by) by.insert(other->span);
      CHECK(own->covers.contains(by));
    }
    CHECK(seen.size() == expected_.exceptions.size());
    tally_.exceptions += seen.size();
  }

  const model::Model& model_;
  const rules::RuleSet& rules_;
  const Expected& expected_;
  Tally& tally_;
  diagnostics::Sink sink_;
  check::RuleFindings found_;
};

// Fewer terms and more rules than where every request is compared: so that
// rules meet each other.
generate::Size SizeOf(Random& random, std::uint64_t seed) {
  generate::Size size = generate::SmallSize(random);
  const auto upto = [&](int low, int high) {
    return int(random.Between(low, high));
  };
  size.data = upto(1, 3);
  size.actions = upto(1, 2);
  size.purposes = upto(1, 2);
  size.relations = upto(1, 2);
  size.partners = upto(1, 2);
  size.attributes = upto(0, 2);
  size.permissions = upto(0, 2);
  size.days = upto(2, 4);
  size.agreements = upto(1, 3);
  size.clauses = upto(2, 6);
  size.globals = upto(1, 4);
  size.rule_sets = seed % 3 == 0 ? 2 : 0;
  size.unknowns = seed % 4 == 1 ? upto(1, 2) : 0;
  return size;
}

TEST_CASE("checks of rules find what enumeration finds, and nothing else") {
  constexpr std::size_t kMostRequests = 6'000;
  Tally tally;
  for (std::uint64_t seed = 0; tally.policies < ASSENT_CHECKED_POLICIES;
       ++seed) {
    CAPTURE(seed);
    Random random(17'000'000 + seed);
    const std::string text = generate::ToText(
        generate::GeneratePolicy(random, SizeOf(random, seed)));
    INFO(text);
    const OpenedPolicy policy(text);
    if (!policy.error.empty()) {
      REQUIRE(policy.error.find("[contradictory_assumptions]") !=
              std::string::npos);
      continue;
    }
    const auto expected = ByEnumeration(policy.compiled.model, kMostRequests);
    if (!expected) continue;
    ++tally.policies;
    tally.uncertain += !policy.compiled.model.unknowns.empty();
    Policy(policy, *expected, tally).Compare();
  }
  const auto n = [](std::uint64_t count) { return (unsigned long long)count; };
  std::printf(
      "checks of rules: %llu policies (%llu with unknowns), %llu rules: %llu "
      "never fire, %llu redundant, %llu shadowed (%llu by three or more; %llu "
      "of rule sets), %llu against a forbid (%llu wholly; %llu witnesses); "
      "%llu idle exceptions (%llu outside, %llu given back, %llu covered), "
      "%llu idle permissions\n",
      n(tally.policies), n(tally.uncertain), n(tally.rules), n(tally.never),
      n(tally.redundant), n(tally.shadowed), n(tally.of_three),
      n(tally.of_sets), n(tally.against), n(tally.all_against),
      n(tally.witnesses), n(tally.exceptions), n(tally.outside),
      n(tally.given_back), n(tally.covered), n(tally.permissions));
  const std::uint64_t few = ASSENT_CHECKED_POLICIES / 20;
  CHECK(tally.never >= few);
  CHECK(tally.redundant >= few);
  CHECK(tally.shadowed >= few);
  CHECK(tally.of_sets >= few);
  CHECK(tally.against >= few);
  CHECK(tally.all_against >= few);
  CHECK(tally.witnesses >= few);
  CHECK(tally.outside >= few);
  CHECK(tally.covered >= few / 2);
  CHECK(tally.of_three >= few / 10);
  CHECK(tally.permissions >= few);
}

}  // namespace
}  // namespace assent::checks
