// Checks of permits, on generated policies, against asking every request in
// every completion.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "compiler/check/check_permits.h"
#include "compiler/driver/opened_table.h"
#include "compiler/driver/pipeline.h"
#include "compiler/rows/rows_to_text.h"
#include "tests/generate/ast_to_text.h"
#include "tests/generate/generate_policy.h"
#include "tests/reference/completions.h"
#include "tests/reference/points.h"

namespace assent::check {
namespace {

using diagnostics::Kind;
using generate::Random;
using model::Consent;
using model::Person;
using reference::Meaning;
using reference::Point;

// One clause of one agreement, one check.
using Key = std::tuple<Kind, std::string, std::string>;  // rule, agreement

// What every check says of one request that a clause grants and the policy
// permits; in the words of docs/checks.md, not of the compiler.
class ByHand {
 public:
  explicit ByHand(const model::Model& model) : model_(model), meaning_(model) {}

  // Calls f(key) for each clause and check that finds this point.
  template <class F>
  void Ask(const Point& q, const F& f) {
    const reference::Rules rules = meaning_.RulesAbout(
        q.partner, RunSet::Single(q.data), RunSet::Single(q.action),
        RunSet::Single(q.purpose), q.relation);
    std::vector<const model::Assumption*> assumptions;
    for (const auto& each : model_.assumptions) assumptions.push_back(&each);
    if (rules.allows.empty() || !meaning_.Possible(q, assumptions)) return;
    const reference::Facts facts = meaning_.At(q, rules);
    const bool open = std::ranges::any_of(
        facts.overrides, [&](const reference::Permissions& lifted) {
          return std::ranges::includes(lifted, facts.closed);
        });
    if (!facts.granted || facts.prohibited || !open) return;
    for (const auto& allow : rules.allows) {
      if (!meaning_.Matches(allow, q, rules)) continue;
      const std::string name = NameOf(allow);
      for (Kind kind : Bad(q, rules, facts, allow))
        f(Key{kind, name, allow.agreement->name});
    }
  }

 private:
  static std::string NameOf(const reference::Rules::Allow& allow) {
    if (!allow.clause->name.empty()) return allow.clause->name;
    const auto index = allow.clause - allow.agreement->clauses.data();
    return allow.agreement->name + "." + std::to_string(index + 1);
  }

  bool AnyOf(const std::vector<model::Scope>& scopes, const Point& q,
             const reference::Rules& rules) const {
    return std::ranges::any_of(scopes, [&](const model::Scope& scope) {
      return meaning_.Matches(scope, q, rules);
    });
  }

  static bool Has(const std::vector<model::PartnerId>& partners,
                  model::PartnerId partner) {
    return std::ranges::count(partners, partner) != 0;
  }

  Day DayOf(model::UnknownId unknown, Day known, const Point& q) const {
    if (!unknown.valid()) return known;
    return model_.unknowns[unknown.value].days[q.unknowns[unknown.value]];
  }

  std::set<Kind> Bad(const Point& q, const reference::Rules& rules,
                     const reference::Facts& facts,
                     const reference::Rules::Allow& allow) const {
    const model::Vocabulary& words = model_.vocabulary;
    const model::Agreement& agreement = *allow.agreement;
    std::set<Kind> bad;
    const Consent needed = words.data.terms[q.data].needs;
    const Consent subject = meaning_.ConsentOf(Person::subject, q, rules);
    const Consent requester = meaning_.ConsentOf(Person::requester, q, rules);
    const bool two_people =
        !words.self.valid() || q.relation != words.self.value;
    if (two_people && requester != Consent::none && subject == Consent::none)
      bad.insert(Kind::consent_of_wrong_person);
    else if (subject < needed && subject == Consent::login)
      bad.insert(Kind::signing_in_as_consent);
    else if (subject < needed)
      bad.insert(Kind::consent_below_needs);
    for (const model::Override& each : allow.clause->overrides)
      if (q.day < each.until && facts.closed.contains(each.permission))
        bad.insert(Kind::permit_ignores_setting);
    if (words.relations[q.relation].via.valid()) bad.insert(Kind::two_hop_data);

    const model::RoleId role = words.partners[q.partner.value].role;
    if ((agreement.purposes && !agreement.purposes->Contains(q.purpose)) ||
        (role.valid() && words.roles[role.value].purposes &&
         !words.roles[role.value].purposes->Contains(q.purpose)))
      bad.insert(Kind::purpose_outside);
    if (agreement.program.valid()) {
      const model::Program& program = model_.programs[agreement.program.value];
      for (const model::Condition& ceiling : program.ceilings)
        if (!meaning_.Holds(ceiling, q, rules)) bad.insert(Kind::above_ceiling);
      if (!program.standard.empty() && !AnyOf(program.standard, q, rules))
        bad.insert(Kind::preferential_access);
    }

    bool has_features = false, needed_once = false, not_ended = false;
    for (const model::Feature& feature : model_.features) {
      if (!Has(feature.partners, q.partner)) continue;
      has_features = true;
      if (!AnyOf(feature.needs, q, rules)) continue;
      needed_once = true;
      not_ended |= feature.live.empty();
      for (const model::Window& live : feature.live)
        not_ended |= q.day < DayOf(live.unknown_until, live.until, q);
    }
    if (has_features && !needed_once) bad.insert(Kind::over_grant);
    if (needed_once && !not_ended) bad.insert(Kind::feature_ended_first);

    bool exposed = false, held = false;
    for (const model::InterfaceScope& interface : model_.interfaces) {
      if (!AnyOf(interface.exposes, q, rules)) continue;
      exposed = true;
      for (const auto& holding : interface.held)
        held |= Has(holding.partners, q.partner) &&
                meaning_.InForce(holding.window, q);
    }
    if (exposed && !held) bad.insert(Kind::grant_without_scope);
    return bad;
  }

  const model::Model& model_;
  const Meaning meaning_;
};

// Whether a point agrees with a witness in all that it says.
bool Agrees(const model::Vocabulary& words, const Point& q,
            const Witness& witness) {
  if (words.data.terms[q.data].name != witness.data ||
      words.actions.terms[q.action].name != witness.action ||
      words.purposes.terms[q.purpose].name != witness.purpose ||
      words.relations[q.relation].name != witness.relation ||
      rows::DayText(q.day) != witness.date)
    return false;
  return std::ranges::all_of(witness.facts, [&](const Witness::Fact& fact) {
    const auto id = FindAttribute(words, fact.attribute);
    return words.attributes[id.value].ValueName(q.values[id.value]) ==
           fact.value;
  });
}

struct Tally {
  std::uint64_t policies = 0, clauses = 0, asked = 0, with_unknowns = 0;
  std::map<Kind, std::uint64_t> found, in_some_completion;
};

struct Truth {
  std::uint64_t requests = 0;  // in all of the completions
  std::set<model::PartnerId> partners;
  std::size_t completions = 0;  // with a violation
};

void CheckPolicy(const driver::Compiled& compiled, const Table& table,
                 Tally& tally) {
  const model::Model& model = compiled.model;
  const reference::Points points(model);
  const auto completions = reference::CompletionsOf(model, 24);
  if (completions.empty()) return;
  if (points.Count() * model.vocabulary.partners.size() * completions.size() >
      12'000)
    return;
  std::map<Key, Truth> truth;
  ByHand by_hand(model);
  const auto for_each_point = [&](model::PartnerId partner,
                                  const auto& completion, const auto& f) {
    points.ForEach(partner, [&](Point& q, std::uint64_t weight) {
      q.unknowns = completion;
      f(q, weight);
    });
  };
  for (const auto& completion : completions) {
    std::set<Key> here;
    for (std::uint32_t p = 0; p < model.vocabulary.partners.size(); ++p)
      for_each_point(model::PartnerId(p), completion,
                     [&](const Point& q, std::uint64_t weight) {
                       ++tally.asked;
                       by_hand.Ask(q, [&](const Key& key) {
                         Truth& known = truth[key];
                         known.requests += weight;
                         known.partners.insert(model::PartnerId(p));
                         here.insert(key);
                       });
                     });
    for (const Key& key : here) ++truth[key].completions;
  }

  const PermitFindings all = FindPermits(
      AllPermitChecks(), model, compiled.rules, table, compiled.sources);
  CHECK(all.undecided.empty());
  std::set<Kind> only_if_certain;
  for (const auto& check : AllPermitChecks())
    if (check->OnlyIfCertain()) only_if_certain.insert(check->kind());
  std::set<Key> found;
  for (const PermitFinding& finding : all.found) {
    if (finding.agreement.empty()) continue;  // what a rule set permits
    const Key key{finding.kind, finding.rule, finding.agreement};
    CAPTURE(diagnostics::IdOf(finding.kind));
    CAPTURE(finding.rule);
    CAPTURE(ToText(finding.witness));
    found.insert(key);
    const auto it = truth.find(key);
    REQUIRE(it != truth.end());
    const Truth& known = it->second;
    CHECK(finding.certain == (known.completions == completions.size()));
    CHECK((finding.certain || !only_if_certain.contains(finding.kind)));
    CHECK((finding.partner_count == known.partners.size() ||
           !finding.with.empty() || !model.unknowns.empty()));
    if (model.unknowns.empty())
      CHECK(finding.request_count == std::to_string(known.requests));
    ++tally.found[finding.kind];
    if (!finding.certain) ++tally.in_some_completion[finding.kind];

    // What the witness leaves out does not matter.
    const auto partner = model::Find<model::PartnerId>(
        model.vocabulary.partners, finding.witness.partner);
    std::uint64_t agreeing = 0;
    for (const auto& completion : completions) {
      if (!std::ranges::all_of(finding.with, [&](const Assumed& each) {
            return completion[each.unknown.value] == each.value;
          }))
        continue;
      for_each_point(partner, completion, [&](const Point& q, std::uint64_t) {
        if (!Agrees(model.vocabulary, q, finding.witness)) return;
        bool shows = false;
        by_hand.Ask(q, [&](const Key& shown) { shows |= shown == key; });
        agreeing += shows;
      });
    }
    CHECK(agreeing > 0);
  }
  for (const auto& [key, known] : truth) {
    if (only_if_certain.contains(std::get<0>(key)) &&
        known.completions != completions.size())
      continue;
    CAPTURE(diagnostics::IdOf(std::get<0>(key)));
    CAPTURE(std::get<1>(key));
    CHECK(found.contains(key));
  }
  ++tally.policies;
  tally.with_unknowns += !model.unknowns.empty();
  for (const auto& agreement : model.agreements)
    tally.clauses += agreement.clauses.size();
}

TEST_CASE("checks of permits find what asking every request finds") {
  Tally tally;
  for (std::uint64_t seed = 1; tally.policies < ASSENT_CHECKED_POLICIES;
       ++seed) {
    REQUIRE(seed < 20'000);
    Random random(seed);
    const generate::Size size = generate::SmallSize(random);
    const std::string text =
        generate::ToText(generate::GeneratePolicy(random, size));
    const driver::Compiled compiled =
        driver::CompileTexts({{"p.policy", text}});
    if (!compiled.ok()) continue;
    const auto opened = driver::OpenBytes(compiled.bytes);
    REQUIRE(opened);
    CAPTURE(seed);
    INFO(text);
    CheckPolicy(compiled, opened->table(), tally);
  }
  MESSAGE(tally.policies, " policies (", tally.with_unknowns,
          " with unknowns), ", tally.clauses, " clauses, ", tally.asked,
          " requests asked");
  for (const auto& check : AllPermitChecks()) {
    MESSAGE(diagnostics::IdOf(check->kind()), ": ", tally.found[check->kind()],
            " findings, ", tally.in_some_completion[check->kind()],
            " of them in some completions only");
    CHECK(tally.found[check->kind()] >= ASSENT_CHECKED_POLICIES / 100);
  }
}

TEST_CASE("beyond the budget the clauses are named, and nothing is said") {
  const driver::Compiled compiled = driver::CompileTexts({{"p.policy", R"(
    vocabulary { data d needs opt_in; action a; purpose p; relation r; }
    partner b;
    agreement g with b { from 2020-01-01 until 2021-01-01;
      all: allow a on d of r for p; })"}});
  REQUIRE(compiled.ok());
  const auto opened = driver::OpenBytes(compiled.bytes);
  REQUIRE(opened);
  const PermitFindings none =
      FindPermits(AllPermitChecks(), compiled.model, compiled.rules,
                  opened->table(), compiled.sources, /*node_budget=*/1);
  CHECK(none.found.empty());
  REQUIRE(none.undecided.size() == 1);
  CHECK(compiled.rules.rules[none.undecided[0].value].name == "all");
}

}  // namespace
}  // namespace assent::check
