#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "compiler/check/claims.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "compiler/driver/opened_table.h"
#include "compiler/driver/pipeline.h"
#include "compiler/rows/rows_to_text.h"
#include "tests/generate/ast_to_text.h"
#include "tests/generate/generate_policy.h"
#include "tests/generate/spread_prohibitions.h"
#include "tests/reference/completions.h"
#include "tests/reference/evaluator.h"

namespace assent::check {
namespace {

using generate::Random;
using model::Attribute;

// A request, and how many others the policy does not tell from it.
struct Case {
  model::Request request;
  std::uint64_t weight = 1;
};

// Every request over leaves and supplied values, of one partner; days and
// values that nothing tells apart once.
class Cases {
 public:
  Cases(const model::Model& model, reference::Evaluator& oracle)
      : words_(model.vocabulary) {
    for (std::size_t a = 0; a < words_.attributes.size(); ++a) {
      std::vector<std::pair<std::uint32_t, std::uint64_t>> classes;
      const model::AttributeId id{a};
      std::vector<RunSet> asked;  // by claims, of this attribute
      for (const model::Claim& claim : model.claims)
        Collect(claim.scope.when, id, asked);
      std::map<std::vector<std::uint32_t>, std::size_t> known;
      for (std::uint32_t v = 0; v < words_.attributes[a].supplied_count();
           ++v) {
        std::vector<std::uint32_t> key{oracle.ClassOf(id, v)};
        for (const RunSet& values : asked) key.push_back(values.Contains(v));
        const auto [it, is_new] = known.try_emplace(key, classes.size());
        if (is_new) classes.push_back({v, 0});
        ++classes[it->second].second;
      }
      classes_.push_back(std::move(classes));
    }
    days_ = oracle.Edges();
    for (const model::Claim& claim : model.claims) {
      days_.insert(claim.scope.window.from);
      if (claim.scope.window.until < kEndDay)
        days_.insert(claim.scope.window.until);
    }
  }

  std::uint64_t Count() const {
    std::uint64_t count =
        words_.data.leaves.size() * words_.actions.leaves.size() *
        words_.purposes.leaves.size() * words_.relations.size() * days_.size();
    for (const auto& classes : classes_) count *= classes.size();
    return count;
  }

  template <class F>
  void ForEach(model::PartnerId partner, F f) const {
    const std::set<Day>& days = days_;
    Case one;
    model::Request& q = one.request;
    q.partner = partner;
    q.values.assign(words_.attributes.size(), 0);
    words_.data.leaves.ForEach([&](std::uint32_t d) {
      for (auto day = days.begin(); day != days.end(); ++day)
        words_.actions.leaves.ForEach([&](std::uint32_t action) {
          for (std::uint32_t r = 0; r < words_.relations.size(); ++r)
            words_.purposes.leaves.ForEach([&](std::uint32_t purpose) {
              q.data = model::TermId(d);
              q.day = *day;
              q.action = model::TermId(action);
              q.relation = model::RelationId(r);
              q.purpose = model::TermId(purpose);
              const Day next =
                  std::next(day) == days.end() ? kEndDay : *std::next(day);
              one.weight = std::uint64_t(next - *day);
              Attributes(one, 0, f);
            });
        });
    });
  }

 private:
  template <class F>
  void Attributes(Case& one, std::size_t next, F& f) const {
    if (next == words_.attributes.size()) return f(one);
    const Attribute& attribute = words_.attributes[next];
    if (one.request.relation == words_.self && attribute.pair.valid() &&
        attribute.owner == model::Owner::requester)
      return Attributes(one, next + 1, f);  // the subject's copy is read
    const std::uint64_t weight = one.weight;
    for (const auto& [value, count] : classes_[next]) {
      one.request.values[next] = value;
      one.weight = weight * count;
      Attributes(one, next + 1, f);
    }
    one.request.values[next] = 0;
    one.weight = weight;
  }

  // At relation self the subject's copy is asked for both.
  void Collect(const model::Condition& condition, model::AttributeId id,
               std::vector<RunSet>& asked) const {
    if (condition.kind == model::Condition::Kind::literal &&
        (condition.attribute == id ||
         words_.attributes[id.value].pair == condition.attribute))
      asked.push_back(condition.values);
    for (const model::Condition& operand : condition.operands)
      Collect(operand, id, asked);
  }

  const model::Vocabulary& words_;
  std::set<Day> days_;
  // By attribute: the lowest value of each class, and how many there are.
  std::vector<std::vector<std::pair<std::uint32_t, std::uint64_t>>> classes_;
};

using Completion = reference::Evaluator::Completion;

// In a completion: what a claim's scope asks of consent may depend on it.
bool Within(const reference::Meaning& meaning, const model::Scope& scope,
            const model::Request& q, const Completion& completion) {
  const reference::Point point{
      q.partner,        q.data.value, q.action.value, q.purpose.value,
      q.relation.value, q.day,        q.values,       completion};
  const reference::Rules rules = meaning.RulesAbout(
      q.partner, RunSet::Single(q.data.value), RunSet::Single(q.action.value),
      RunSet::Single(q.purpose.value), q.relation.value);
  return meaning.Matches(scope, point, rules);
}

// Whether a request agrees with a witness in all that it says.
bool Agrees(const model::Vocabulary& words, const model::Request& q,
            const Witness& witness) {
  if (words.data.terms[q.data.value].name != witness.data ||
      words.actions.terms[q.action.value].name != witness.action ||
      words.purposes.terms[q.purpose.value].name != witness.purpose ||
      words.relations[q.relation.value].name != witness.relation ||
      rows::DayText(q.day) != witness.date)
    return false;
  return std::ranges::all_of(witness.facts, [&](const Witness::Fact& fact) {
    const auto id = FindAttribute(words, fact.attribute);
    return words.attributes[id.value].ValueName(q.values[id.value]) ==
           fact.value;
  });
}

bool Agrees(const Completion& completion, const std::vector<Assumed>& with) {
  return std::ranges::all_of(with, [&](const Assumed& each) {
    return completion[each.unknown.value] == each.value;
  });
}

// Whether a request is in a region of its partner.
bool IsIn(const model::Vocabulary& words, const model::Request& q,
          const ClaimVerdict::Region& region) {
  const rows::Cube& cube = region.cube;
  if (std::ranges::count(region.partners, q.partner) == 0 ||
      !cube.data.Contains(q.data.value) ||
      !cube.actions.Contains(q.action.value) ||
      !cube.purposes.Contains(q.purpose.value) ||
      !cube.relations.Contains(q.relation.value) ||
      !cube.window.Contains(q.day))
    return false;
  return std::ranges::all_of(cube.literals, [&](const rows::Literal& literal) {
    const Attribute& attribute = words.attributes[literal.attribute.value];
    const bool other_is_read = q.relation == words.self &&
                               attribute.pair.valid() &&
                               attribute.owner == model::Owner::requester;
    const model::AttributeId read =
        other_is_read ? attribute.pair : literal.attribute;
    return literal.values.Contains(q.values[read.value]);
  });
}

// What the claim is judged to be when the repair is made.
ClaimVerdict::Kind Repaired(const model::Model& model, const SourceSet& sources,
                            std::size_t claim, const ClaimVerdict& verdict,
                            const Repair& repair) {
  driver::Compiled changed;
  changed.model = model;
  changed.sources = sources;
  for (model::Agreement& agreement : changed.model.agreements)
    for (std::size_t c = 0; c < agreement.clauses.size(); ++c) {
      model::Clause& clause = agreement.clauses[c];
      const std::string name =
          clause.name.empty() ? agreement.name + "." + std::to_string(c + 1)
                              : clause.name;
      const bool is_responsible =
          std::ranges::any_of(verdict.responsible, [&](const RuleLine& rule) {
            return rule.name == name && rule.agreement == agreement.name;
          });
      if (!is_responsible) continue;
      switch (repair.kind) {
        case Repair::Kind::no_override:
          clause.overrides.clear();
          break;
        case Repair::Kind::earlier_end:
          clause.scope.window.until =
              std::min(clause.scope.window.until, repair.until);
          break;
        default: {
          model::Condition both;
          both.operands = {clause.scope.when, repair.condition};
          clause.scope.when = both;
        }
      }
    }
  driver::CompileModel(changed);
  REQUIRE(changed.ok());
  const auto opened = driver::OpenBytes(changed.bytes);
  REQUIRE(opened);
  changed.model.claims = {changed.model.claims[claim]};
  return CheckClaims(changed.model, changed.rules, opened->table(),
                     changed.sources)[0]
      .kind;
}

struct Tally {
  std::uint64_t policies = 0, held = 0, refuted = 0, asked = 0;
  std::uint64_t regions = 0, repairs = 0, unrepaired = 0;
  std::uint64_t with_unknowns = 0, completions = 0, unprovable = 0;
  std::uint64_t refuted_by_completions = 0;
};

// The verdict by asking every request in every completion.
void CheckInCompletions(const model::Model& model, const Cases& cases,
                        const model::Claim& claim, const ClaimVerdict& verdict,
                        const std::vector<Completion>& completions,
                        Tally& tally) {
  using Kind = ClaimVerdict::Kind;
  const model::Vocabulary& words = model.vocabulary;
  const reference::Meaning meaning(model);
  std::size_t failing = 0;
  for (const Completion& completion : completions) {
    ++tally.completions;
    reference::Evaluator oracle(model, completion);
    const bool shown =
        !verdict.fails_with.empty() && Agrees(completion, verdict.fails_with);
    std::uint64_t agreeing = 0, count = 0;
    for (model::PartnerId partner : claim.partners)
      cases.ForEach(partner, [&](const Case& one) {
        ++tally.asked;
        const model::Request& q = one.request;
        const bool of_witness = shown && words.partners[partner.value].name ==
                                             verdict.witness.partner;
        if (!of_witness && count != 0) return;
        const reference::Verdict answer = oracle.Evaluate(q);
        const bool violates =
            answer.permit() && Within(meaning, claim.scope, q, completion);
        count += violates;
        if (!of_witness || !Agrees(words, q, verdict.witness)) return;
        ++agreeing;
        CHECK((answer.impossible || violates));
      });
    failing += count != 0;
    if (shown) {
      CHECK(count != 0);
      CHECK(agreeing > 0);
    }
    if (!verdict.holds_with.empty() && Agrees(completion, verdict.holds_with))
      CHECK(count == 0);
  }
  const Kind expected = failing == 0                    ? Kind::holds
                        : failing == completions.size() ? Kind::refuted
                                                        : Kind::unprovable;
  CHECK(NameOf(verdict.kind) == NameOf(expected));
  CHECK((expected == Kind::unprovable) == !verdict.holds_with.empty());
  tally.unprovable += expected == Kind::unprovable;
  tally.refuted_by_completions +=
      expected == Kind::refuted && !verdict.fails_with.empty();
}

void CheckPolicy(const model::Model& model, const rules::RuleSet& rules,
                 const Table& table, const SourceSet& sources, Tally& tally) {
  reference::Evaluator oracle(model);
  const reference::Meaning meaning(model);
  const Cases cases(model, oracle);
  if (cases.Count() * model.vocabulary.partners.size() > 60'000) return;
  const auto completions = reference::CompletionsOf(model, 64);
  if (completions.empty()) return;
  const auto verdicts = CheckClaims(model, rules, table, sources);
  REQUIRE(verdicts.size() == model.claims.size());
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    const model::Claim& claim = model.claims[i];
    CAPTURE(claim.name);
    const ClaimVerdict& verdict = verdicts[i];
    std::uint64_t count = 0, partners = 0;
    using Key = std::tuple<std::string, std::uint32_t, Day, std::uint32_t,
                           std::uint32_t, std::uint32_t>;
    std::optional<Key> least;
    for (model::PartnerId partner : claim.partners) {
      const std::uint64_t before = count;
      cases.ForEach(partner, [&](const Case& one) {
        const model::Request& q = one.request;
        ++tally.asked;
        const auto is_within = [&](const Completion& completion) {
          return Within(meaning, claim.scope, q, completion);
        };
        if (!std::ranges::all_of(completions, is_within)) return;
        const reference::Verdict answer = oracle.Evaluate(q);
        if (!answer.permit()) return;
        count += one.weight;
        if (!verdict.more_regions)
          CHECK(std::ranges::any_of(verdict.regions, [&](const auto& region) {
            return IsIn(model.vocabulary, q, region);
          }));
        const Key key(model.vocabulary.partners[partner.value].name,
                      q.data.value, q.day, q.action.value, q.relation.value,
                      q.purpose.value);
        if (!least || key < *least) least = key;
      });
      partners += count != before;
    }
    if (!model.unknowns.empty()) {
      ++tally.with_unknowns;
      CheckInCompletions(model, cases, claim, verdict, completions, tally);
      if (count == 0) continue;  // the table itself violates nothing
      CHECK(verdict.fails_with.empty());
    }
    CHECK(verdict.request_count == std::to_string(count));
    CHECK(verdict.partner_count == partners);
    ++(count == 0 ? tally.held : tally.refuted);
    if (count == 0) {
      CHECK(verdict.kind == ClaimVerdict::Kind::holds);
      continue;
    }
    CHECK(verdict.kind == ClaimVerdict::Kind::refuted);
    const Witness& witness = verdict.witness;
    const model::Vocabulary& words = model.vocabulary;
    CHECK(witness.partner == std::get<0>(*least));
    CHECK(witness.data == words.data.terms[std::get<1>(*least)].name);
    CHECK(witness.date == rows::DayText(std::get<2>(*least)));
    CHECK(witness.action == words.actions.terms[std::get<3>(*least)].name);
    CHECK(witness.relation == words.relations[std::get<4>(*least)].name);
    CHECK(witness.purpose == words.purposes.terms[std::get<5>(*least)].name);
    CHECK(verdict.reply.permit);
    CHECK(!verdict.rules.empty());
    CHECK(!verdict.responsible.empty());
    // A fact left out may let the table name a rule that grants nothing that is
    // possible, and of a rule set another rule.
    const bool known =
        std::ranges::any_of(verdict.rules, [&](const RuleLine& rule) {
          return rule.agreement.empty() ||
                 std::ranges::count(verdict.responsible, rule) == 1;
        });
    CHECK(known);
    tally.regions += verdict.regions.size();
    for (model::PartnerId partner : claim.partners)
      cases.ForEach(partner, [&](const Case& one) {
        const bool shown =
            std::ranges::any_of(verdict.regions, [&](const auto& region) {
              return region.exact && IsIn(words, one.request, region);
            });
        if (!shown) return;
        const reference::Verdict answer = oracle.Evaluate(one.request);
        const bool violates =
            answer.impossible ||
            (answer.permit() &&
             std::ranges::all_of(completions, [&](const auto& completion) {
               return Within(meaning, claim.scope, one.request, completion);
             }));
        CHECK(violates);
      });
    if (model.unknowns.empty()) {
      tally.unrepaired += verdict.repairs.empty();
      for (const Repair& repair : verdict.repairs) {
        CAPTURE(repair.text);
        ++tally.repairs;
        CHECK(NameOf(Repaired(model, sources, i, verdict, repair)) == "holds");
      }
    }
    // What it leaves out does not matter. (Values of one class are asked
    // once, by their lowest: a stated fact may be another of its class.)
    std::uint64_t agreeing = 0;
    cases.ForEach(
        model::Find<model::PartnerId>(words.partners, witness.partner),
        [&](const Case& one) {
          if (!Agrees(words, one.request, witness)) return;
          ++agreeing;
          const reference::Verdict answer = oracle.Evaluate(one.request);
          const auto is_within = [&](const Completion& completion) {
            return Within(meaning, claim.scope, one.request, completion);
          };
          const bool shows =
              answer.impossible ||
              (answer.permit() && std::ranges::all_of(completions, is_within));
          CHECK(shows);
        });
    CHECK(agreeing > 0);
  }
  ++tally.policies;
}

TEST_CASE("claims say of generated policies what asking every request says") {
  Tally tally;
  for (std::uint64_t seed = 1; tally.policies < 300; ++seed) {
    REQUIRE(seed < 3000);
    Random random(seed);
    const generate::Size size = generate::SmallSize(random);
    const std::string text =
        generate::ToText(generate::GeneratePolicy(random, size));
    driver::Compiled compiled = driver::CompileTexts({{"p.policy", text}});
    if (!compiled.ok() || compiled.model.claims.empty()) continue;
    if (seed % 3 == 0) {
      generate::SpreadProhibitions(compiled.model, random);
      driver::CompileModel(compiled);
      if (!compiled.ok()) continue;
    }
    const auto opened = driver::OpenBytes(compiled.bytes);
    REQUIRE(opened);
    CAPTURE(seed);
    INFO(text);
    CheckPolicy(compiled.model, compiled.rules, opened->table(),
                compiled.sources, tally);
  }
  MESSAGE(tally.policies, " policies, ", tally.held, " claims held, ",
          tally.refuted, " refuted, ", tally.asked, " requests asked; ",
          tally.regions, " regions, ", tally.repairs, " repairs, none for ",
          tally.unrepaired, " claims");
  CHECK(tally.held > 50);
  CHECK(tally.refuted > 50);
  CHECK(tally.regions > 100);
  CHECK(tally.repairs > 30);
  CHECK(tally.unrepaired > 0);
}

// Claims that unknowns are likely to decide: between two days on which
// something may change, and of one leaf.
void AddNarrowClaims(model::Model& model, Random& random) {
  model::Claim claim;
  const model::Vocabulary& words = model.vocabulary;
  claim.scope = {words.data.leaves,
                 words.actions.leaves,
                 words.purposes.leaves,
                 RunSet::Range(0, std::uint32_t(words.relations.size())),
                 {},
                 {},
                 {}};
  for (std::size_t p = 0; p < words.partners.size(); ++p)
    claim.partners.emplace_back(p);
  const std::set<Day> edges = reference::Evaluator(model).Edges();
  std::vector<Day> days(edges.begin(), edges.end());
  days.push_back(kEndDay);
  std::vector<std::uint32_t> leaves;
  words.data.leaves.ForEach(
      [&](std::uint32_t leaf) { leaves.push_back(leaf); });
  model.claims.clear();
  for (int i = 0; i < 8; ++i) {
    model::Claim narrow = claim;
    narrow.name = "claim " + std::to_string(i);
    if (random.Percent(70)) {
      const std::size_t day = random.Below(days.size() - 1);
      narrow.scope.window.from = days[day];
      narrow.scope.window.until = days[day + 1];
    }
    if (random.Percent(70)) narrow.scope.data = {random.Pick(leaves)};
    model.claims.push_back(std::move(narrow));
  }
}

TEST_CASE("three verdicts say what asking in every completion says") {
  Tally tally;
  for (std::uint64_t seed = 1; tally.policies < 500; ++seed) {
    REQUIRE(seed < 3000);
    Random random(5'000'000 + seed);
    generate::Size size = generate::SmallSize(random);
    size.unknowns = int(random.Between(1, 3));
    if (seed % 2 == 0) {  // little else that decides
      size.permissions = size.globals = 0;
      size.attributes = 1;
      size.agreements = size.clauses = 1;
    }
    const std::string text =
        generate::ToText(generate::GeneratePolicy(random, size));
    driver::Compiled compiled = driver::CompileTexts({{"p.policy", text}});
    REQUIRE(compiled.ok());
    if (compiled.model.unknowns.empty()) continue;
    AddNarrowClaims(compiled.model, random);
    const auto opened = driver::OpenBytes(compiled.bytes);
    REQUIRE(opened);
    CAPTURE(seed);
    INFO(text);
    CheckPolicy(compiled.model, compiled.rules, opened->table(),
                compiled.sources, tally);
  }
  MESSAGE(tally.with_unknowns, " claims of policies with unknowns, ",
          tally.completions, " completions: ", tally.unprovable,
          " unprovable, ", tally.refuted_by_completions,
          " refuted by another request in each");
  CHECK(tally.unprovable > 50);
  CHECK(tally.refuted_by_completions > 0);
}

// Two dates that can lie in either order, and one between them.
std::string TwoDates(const std::string& dates) {
  return R"(
    vocabulary { data d, e; action a; purpose p; relation r; }
    partner b;
    agreement g with b { from 2014-01-01 until 2015-01-01;
      allow a on d of r for p until unknown )" +
         dates + R"(;
      allow a on d of r for p from unknown )" +
         dates + R"(;
      allow a on e of r for p from 2014-02-25 until unknown )" +
         dates + R"(
        except { deny from unknown )" +
         dates + R"(; }; }
    claim "no gap in d" never permit any on d from 2014-03-01 until 2014-03-02;
    claim "d" never permit any on d from 2014-03-09 until 2014-03-10;
    claim "e, early" never permit any on e until 2014-02-25;
    claim "e" never permit any on e from 2014-03-08;)";
}

TEST_CASE("the days chosen of a range decide what all of its days decide") {
  std::string all = "whether 2014-03-01";
  for (int day = 2; day <= 20; ++day)
    all += (day < 10 ? " or 2014-03-0" : " or 2014-03-") + std::to_string(day);
  std::vector<ClaimVerdict> verdicts[2];
  std::string digests[2];
  std::size_t days[2];
  for (const bool listed : {false, true}) {
    const driver::Compiled compiled = driver::CompileTexts(
        {{"p.policy", TwoDates(listed ? all : "in 2014-03-01..2014-03-20")}});
    REQUIRE(compiled.ok());
    const auto opened = driver::OpenBytes(compiled.bytes);
    REQUIRE(opened);
    digests[listed] = table::Hex(compiled.table.decision_digest);
    days[listed] = compiled.model.unknowns[0].days.size();
    verdicts[listed] = CheckClaims(compiled.model, compiled.rules,
                                   opened->table(), compiled.sources);
  }
  CHECK(digests[false] == digests[true]);
  CHECK(days[true] == 20);
  CHECK(days[false] < days[true]);
  std::set<std::string_view> kinds;
  for (std::size_t i = 0; i < verdicts[0].size(); ++i) {
    CHECK(NameOf(verdicts[0][i].kind) == NameOf(verdicts[1][i].kind));
    kinds.insert(NameOf(verdicts[0][i].kind));
  }
  CHECK(kinds.size() >= 2);
}

// Unprovable once: in a completion it was in force on no day.
TEST_CASE("an agreement of unknown days is in force on some day") {
  const driver::Compiled compiled = driver::CompileTexts({{"p.policy", R"(
    vocabulary { data d; action a; purpose p; relation r; }
    partner b;
    agreement g with b { from unknown in 2020-01-01..2020-01-10 until unknown;
      allow a on d of r for p; }
    claim "c" never permit any;
    claim "later" never permit any from 2020-01-12;)"}});
  REQUIRE(compiled.ok());
  const auto opened = driver::OpenBytes(compiled.bytes);
  REQUIRE(opened);
  const auto verdicts = CheckClaims(compiled.model, compiled.rules,
                                    opened->table(), compiled.sources);
  CHECK(verdicts[0].kind == ClaimVerdict::Kind::refuted);
  CHECK(verdicts[1].kind == ClaimVerdict::Kind::unprovable);
}

TEST_CASE("a claim beyond the budget is undecided, not a guess") {
  driver::Compiled compiled = driver::CompileTexts({{"p.policy", R"(
    vocabulary { data d; action a; purpose p; relation self, other;
                 attribute item.x: 0..99; attribute item.y: 0..99; }
    partner b;
    agreement g with b { from 2020-01-01 until 2021-01-01;
      allow a on d of any relation for p when item.x is 7 and item.y is 9; }
    claim "c" never permit any where item.x is 7;)"}});
  REQUIRE(compiled.ok());
  const auto opened = driver::OpenBytes(compiled.bytes);
  REQUIRE(opened);
  const auto small = CheckClaims(compiled.model, compiled.rules,
                                 opened->table(), compiled.sources, 4);
  CHECK(small[0].kind == ClaimVerdict::Kind::undecided);
  const auto enough = CheckClaims(compiled.model, compiled.rules,
                                  opened->table(), compiled.sources, 4096);
  CHECK(enough[0].kind == ClaimVerdict::Kind::refuted);
  CHECK(enough[0].request_count == std::to_string(2 * 366));
}

}  // namespace
}  // namespace assent::check
