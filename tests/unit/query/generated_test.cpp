#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <memory>

#include "compiler/logic/count.h"
#include "compiler/query/answer.h"
#include "compiler/query/changes.h"
#include "compiler/query/expiries.h"
#include "compiler/query/nearest.h"
#include "compiler/query/permits.h"
#include "compiler/query/text_to_question.h"
#include "compiler/query/uncertain.h"
#include "compiler/rows/rows_to_text.h"
#include "compiler/table/bytes_to_rows.h"
#include "compiler/table/bytes_to_rules.h"
#include "tests/generate/ast_to_text.h"
#include "tests/generate/generate_policy.h"
#include "tests/generate/random.h"
#include "tests/reference/completions.h"
#include "tests/support/opened_policy.h"
#include "tests/unit/query/by_asking.h"

namespace assent::query {
namespace {

using generate::Random;
using reference::Verdict;

constexpr std::uint64_t kMaxRequests = 30'000;

// A small policy, and its table read back.
struct Sample {
  std::string text;
  support::OpenedPolicy opened;
  std::vector<check::RuleLine> lines;

  explicit Sample(std::string written)
      : text(std::move(written)), opened(text) {
    lines = LinesOf(opened.compiled.rules, opened.compiled.sources);
  }
  Policy policy() const {
    const driver::Compiled& c = opened.compiled;
    return {c.model.vocabulary, c.rows, c.rules, lines, opened.table, &c.model};
  }
  const model::Model& model() const { return opened.compiled.model; }
  const model::Vocabulary& words() const { return model().vocabulary; }
};

std::unique_ptr<Sample> Generate(Random& random, int unknowns = -1) {
  generate::Size size = generate::SmallSize(random);
  if (unknowns >= 0) size.unknowns = unknowns;
  auto sample = std::make_unique<Sample>(
      generate::ToText(generate::GeneratePolicy(random, size)));
  return sample->opened.error.empty() ? std::move(sample) : nullptr;
}

RunSet Some(Random& random, const RunSet& of) {
  RunSet some;
  of.ForEach([&](std::uint32_t member) {
    if (random.Below(3) != 0) some.Add(member, member + 1);
  });
  return some.empty() ? of : some;
}

Question RandomQuestion(const model::Vocabulary& words, Random& random,
                        const std::vector<DayClass>& days) {
  Question question;
  question.every_partner = false;
  for (std::uint32_t p = 0; p < words.partners.size(); ++p)
    if (random.Below(4) != 0) question.partners.push_back(model::PartnerId(p));
  model::Scope& scope = question.scope;
  const bool all = random.Below(3) == 0;
  scope.data = all ? words.data.leaves : Some(random, words.data.leaves);
  scope.actions = Some(random, words.actions.leaves);
  scope.purposes =
      all ? words.purposes.leaves : Some(random, words.purposes.leaves);
  scope.relations =
      Some(random, RunSet::Range(0, std::uint32_t(words.relations.size())));
  const DayClass& some = days[random.Below(std::uint32_t(days.size()))];
  if (random.Below(3) == 0)
    scope.window = {some.first, some.first + 1, {}, {}};
  else if (random.Below(2) == 0)
    scope.window.from = some.first;
  if (!words.attributes.empty() && random.Below(2) == 0) {
    const auto id = model::AttributeId(
        random.Below(std::uint32_t(words.attributes.size())));
    const std::uint32_t count = words.attributes[id.value].supplied_count();
    if (count > 0) {
      scope.when.kind = model::Condition::Kind::literal;
      scope.when.attribute = id;
      scope.when.values = RunSet::Single(random.Below(count));
    }
  }
  return question;
}

std::string NameOf(const model::Vocabulary& words, model::PartnerId id) {
  return words.partners[id.value].name;
}

// The rules that the table's own explanation names for a permit.
std::set<check::RuleLine> RulesOf(const Sample& sample,
                                  const model::Request& request) {
  const model::Vocabulary& words = sample.words();
  check::Witness witness;
  witness.partner = NameOf(words, request.partner);
  witness.data = words.data.terms[request.data.value].name;
  witness.action = words.actions.terms[request.action.value].name;
  witness.purpose = words.purposes.terms[request.purpose.value].name;
  witness.relation = words.relations[request.relation.value].name;
  witness.date = rows::DayText(request.day);
  for (std::size_t a = 0; a < words.attributes.size(); ++a) {
    const model::Attribute& attribute = words.attributes[a];
    if (request.relation == words.self && attribute.pair.valid() &&
        attribute.owner == model::Owner::requester)
      continue;
    if (request.values[a] < attribute.supplied_count())
      witness.facts.push_back({attribute.name,
                               rows::ValueText(attribute, request.values[a]),
                               attribute.kind});
  }
  const auto rules = check::Replay(sample.opened.table).Rules(witness);
  return {rules.begin(), rules.end()};
}

struct Tally {
  std::uint64_t policies = 0, requests = 0, permits = 0, rows = 0, needs = 0,
                unless = 0, despite = 0;
};

// What is asked of each row, request by request.
struct Seen {
  std::uint64_t permits = 0, distinct = 0;
  std::map<check::RuleLine, std::uint64_t> rules;
};

void CheckAnswer(const Sample& sample, const Question& question,
                 const std::vector<DayClass>& days,
                 reference::Evaluator& oracle, Tally& tally) {
  const model::Vocabulary& words = sample.words();
  Result<Answer> answer = Ask(sample.policy(), question);
  REQUIRE(answer);
  std::vector<Seen> seen(answer->rows.size());
  std::uint64_t permitted = 0, outside = 0, wrong = 0, other_duties = 0,
                unsaid = 0;
  const bool small = ForEachRequest(
      words, question, kMaxRequests, [&](model::Request& request) {
        for (const DayClass& each : days) {
          const Day from = std::max(each.first, question.scope.window.from);
          const Day end = std::min(each.end, question.scope.window.until);
          if (from >= end) continue;
          request.day = from;
          const auto weight = std::uint64_t(end - from);
          const Verdict verdict = oracle.Evaluate(request);
          ++tally.requests;
          const bool permit = verdict.permit();
          if (permit) permitted += weight;
          bool inside = false;
          const std::string partner = NameOf(words, request.partner);
          for (std::size_t r = 0; r < seen.size(); ++r) {
            const Row& row = answer->rows[r];
            if (!std::ranges::binary_search(row.partners, partner) ||
                !InCube(words, request, row.cube, true) || verdict.impossible)
              continue;
            // What the row says of it.
            std::set<std::string> closed;
            for (model::PermissionId id : verdict.closed)
              closed.insert(words.permissions[id.value].name);
            const auto within = [&](const std::vector<std::string>& set) {
              return std::ranges::includes(set, closed);
            };
            const bool says =
                (closed.empty() || std::ranges::any_of(row.despite, within)) &&
                !verdict.prohibited;
            if (row.exact && says != permit) ++wrong;
            for (const std::string& name : closed) {
              const bool needed =
                  std::ranges::any_of(row.needs, [&](const Row::Need& need) {
                    return need.permission == name;
                  });
              const bool lifted =
                  !row.despite.empty() &&
                  std::ranges::all_of(row.despite, [&](const auto& set) {
                    return std::ranges::find(set, name) != set.end();
                  });
              if (row.exact && !needed && !lifted) ++unsaid;
            }
            if (row.exact && verdict.prohibited && row.unless.empty()) ++unsaid;
            if (!permit) continue;
            inside = true;
            seen[r].permits += weight;
            ++seen[r].distinct;
            std::set<std::string> duties;
            for (model::ObligationId id : verdict.obligations)
              duties.insert(words.obligations[id.value].name);
            if (duties !=
                std::set(row.obligations.begin(), row.obligations.end()))
              ++other_duties;
            for (const check::RuleLine& rule : RulesOf(sample, request))
              ++seen[r].rules[rule];
          }
          if (permit && !inside) ++outside;
        }
      });
  if (!small) return;
  ++tally.policies;
  tally.permits += permitted;
  tally.rows += seen.size();
  CHECK(logic::Decimal(answer->requests) == std::to_string(permitted));
  CHECK(outside == 0);
  CHECK(wrong == 0);
  CHECK(unsaid == 0);
  CHECK(other_duties == 0);
  for (std::size_t r = 0; r < seen.size(); ++r) {
    const Row& row = answer->rows[r];
    CHECK(row.exact);
    CHECK(logic::Decimal(row.requests) == std::to_string(seen[r].permits));
    CHECK(row.requests != 0);
    tally.needs += !row.needs.empty();
    tally.unless += !row.unless.empty();
    tally.despite += !row.despite.empty();
    std::set<check::RuleLine> said;
    for (const Through& through : row.through) {
      said.insert(through.rule);
      if (through.partners == row.partners)
        CHECK(through.whole ==
              (seen[r].rules[through.rule] == seen[r].distinct));
    }
    std::set<check::RuleLine> truth;
    for (const auto& [rule, count] : seen[r].rules)
      if (count != 0) truth.insert(rule);
    CHECK(said == truth);
  }
}

// Table and sources say the same.
void CheckTable(const Sample& sample, const Question& question) {
  const auto bytes = sample.opened.compiled.bytes;
  driver::Compiled compiled;
  auto aligned = std::unique_ptr<std::uint8_t, void (*)(void*)>(
      static_cast<std::uint8_t*>(
          std::aligned_alloc(64, (bytes.size() + 63) / 64 * 64)),
      std::free);
  std::ranges::copy(bytes, aligned.get());
  const std::span<const std::uint8_t> span(aligned.get(), bytes.size());
  const auto decoded = table::BytesToRows(span);
  const auto rules = table::BytesToRules(span);
  REQUIRE(decoded);
  REQUIRE(rules);
  std::vector<check::RuleLine> lines;
  for (std::size_t r = 0; r < rules->places.size(); ++r)
    lines.push_back({rules->rules.rules[r].name,
                     rules->rules.rules[r].agreement, rules->places[r].file,
                     rules->places[r].line});
  CHECK(lines == sample.lines);
  const Policy policy{decoded->vocabulary, decoded->rows, rules->rules, lines,
                      sample.opened.table};
  const Result<Answer> a = Ask(sample.policy(), question);
  const Result<Answer> b = Ask(policy, question);
  REQUIRE(a);
  REQUIRE(b);
  REQUIRE(a->rows.size() == b->rows.size());
  for (std::size_t r = 0; r < a->rows.size(); ++r) {
    CHECK(a->rows[r].partners == b->rows[r].partners);
    CHECK(a->rows[r].cube == b->rows[r].cube);
    CHECK(a->rows[r].needs == b->rows[r].needs);
    CHECK(a->rows[r].through.size() == b->rows[r].through.size());
  }
}

TEST_CASE("answers say of 300 policies what asking every request says") {
  Tally tally;
  for (std::uint64_t seed = 1; tally.policies < 300; ++seed) {
    REQUIRE(seed < 5000);
    Random random(40'000 + seed);
    const auto sample = Generate(random);
    if (!sample) continue;
    INFO("seed " << seed << "\n" << sample->text);
    reference::Evaluator oracle(sample->model());
    const auto plain = DayClassesOf(oracle, {});
    const Question question = RandomQuestion(sample->words(), random, plain);
    const auto days = DayClassesOf(
        oracle, {question.scope.window.from, question.scope.window.until});
    CheckAnswer(*sample, question, days, oracle, tally);
    if (seed % 4 == 0) CheckTable(*sample, question);
  }
  MESSAGE(tally.policies, " policies, ", tally.requests, " requests asked, ",
          tally.permits, " permitted, ", tally.rows, " rows: ", tally.needs,
          " need permissions, ", tally.unless, " have prohibitions, ",
          tally.despite, " overrides");
  CHECK(tally.rows > 250);
  CHECK(tally.needs > 50);
  CHECK(tally.unless > 20);
  CHECK(tally.despite > 10);
}

// --- what changes ------------------------------------------------------------

TEST_CASE("changes say of 300 policies what asking both days says") {
  std::uint64_t policies = 0, begun = 0, ended = 0, duties = 0, days_found = 0;
  for (std::uint64_t seed = 1; policies < 300; ++seed) {
    REQUIRE(seed < 5000);
    Random random(70'000 + seed);
    const auto sample = Generate(random);
    if (!sample) continue;
    const model::Vocabulary& words = sample->words();
    reference::Evaluator oracle(sample->model());
    const auto days = DayClassesOf(oracle, {});
    if (days.size() < 2) continue;
    INFO("seed " << seed << "\n" << sample->text);
    Question question = RandomQuestion(words, random, days);
    question.scope.window = {};
    const auto at = random.Below(std::uint32_t(days.size() - 1));
    const Day first = days[at].first;
    const Day second =
        days[at + 1 + random.Below(std::uint32_t(days.size() - at - 1))].first;
    const Result<Changes> changes =
        WhatChanges(sample->policy(), question, first, second);
    REQUIRE(changes);
    std::uint64_t counts[kTurnKinds] = {}, outside = 0;
    std::set<Day> edges;
    const bool small = ForEachRequest(
        words, question, kMaxRequests, [&](model::Request& request) {
          const auto on = [&](Day day) {
            request.day = day;
            return oracle.Evaluate(request);
          };
          const auto differs = [](const Verdict& a, const Verdict& b) {
            return a.permit() != b.permit() ||
                   (a.permit() && a.obligations != b.obligations);
          };
          const Verdict before = on(first), after = on(second);
          for (const DayClass& each : days)
            if (each.first > first && each.first <= second &&
                !edges.contains(each.first) &&
                differs(on(each.first - 1), on(each.first)))
              edges.insert(each.first);
          if (!differs(before, after)) return;
          const TurnKind kind = !before.permit()  ? TurnKind::begun
                                : !after.permit() ? TurnKind::ended
                                                  : TurnKind::duties;
          ++counts[std::size_t(kind)];
          const bool found =
              std::ranges::any_of(changes->whole.turns, [&](const Turn& turn) {
                return turn.kind == kind &&
                       std::ranges::binary_search(
                           turn.partners, NameOf(words, request.partner)) &&
                       InCube(words, request, turn.cube, false);
              });
          outside += !found;
        });
    if (!small) continue;
    ++policies;
    for (std::size_t k = 0; k < kTurnKinds; ++k)
      CHECK(logic::Decimal(changes->whole.requests[k]) ==
            std::to_string(counts[k]));
    CHECK(outside == 0);
    std::set<Day> said;
    for (const Turns& day : changes->calendar) said.insert(day.to);
    CHECK(said == edges);
    begun += counts[0];
    ended += counts[1];
    duties += counts[2];
    days_found += edges.size();
  }
  MESSAGE(policies, " policies: ", begun, " requests begun, ", ended,
          " ended, ", duties, " with other duties, on ", days_found, " days");
  CHECK(begun > 100);
  CHECK(ended > 100);
  CHECK(days_found > 100);
}

// --- what expires
// --------------------------------------------------------------

TEST_CASE("expiries say of 200 policies what is denied from which day on") {
  std::uint64_t policies = 0, lost = 0, expiries_found = 0, succeeded = 0;
  for (std::uint64_t seed = 1; policies < 200; ++seed) {
    REQUIRE(seed < 5000);
    Random random(110'000 + seed);
    const auto sample = Generate(random);
    if (!sample) continue;
    const model::Vocabulary& words = sample->words();
    reference::Evaluator oracle(sample->model());
    const auto days = DayClassesOf(oracle, {});
    if (days.size() < 2) continue;
    INFO("seed " << seed << "\n" << sample->text);
    Question question = RandomQuestion(words, random, days);
    question.scope.window = {};
    const Day after =
        days[random.Below(std::uint32_t(days.size() - 1)) + 1].first - 1;
    const std::uint32_t count = 1 + random.Below(4000);
    const Result<Expiries> expiries =
        WhatExpires(sample->policy(), question, after, count);
    REQUIRE(expiries);
    std::vector<std::uint64_t> denied(expiries->list.size());
    std::uint64_t unsaid = 0;
    const bool small = ForEachRequest(
        words, question, kMaxRequests, [&](model::Request& request) {
          const std::string partner = NameOf(words, request.partner);
          for (const DayClass& each : days) {
            if (each.first <= after || each.first > after + Day(count))
              continue;
            request.day = each.first - 1;
            if (!oracle.Evaluate(request).permit()) continue;
            request.day = each.first;
            const Verdict now = oracle.Evaluate(request);
            if (now.permit()) continue;
            bool said = false;
            for (std::size_t e = 0; e < denied.size(); ++e) {
              const Expiry& expiry = expiries->list[e];
              const bool in =
                  expiry.day == each.first &&
                  std::ranges::binary_search(expiry.partners, partner) &&
                  std::ranges::any_of(
                      expiry.cubes, [&](const rows::Cube& cube) {
                        return InCube(words, request, cube, false);
                      });
              denied[e] += in;
              said = said || in;
            }
            // What gates and prohibitions end is no grant that ends.
            if (now.standing != reference::Standing::granted && !said) ++unsaid;
          }
        });
    if (!small) continue;
    ++policies;
    CHECK(unsaid == 0);
    for (std::size_t e = 0; e < denied.size(); ++e) {
      const Expiry& expiry = expiries->list[e];
      CHECK(expiry.day > after);
      CHECK(expiry.day <= after + Day(count));
      CHECK(logic::Decimal(expiry.lost) == std::to_string(denied[e]));
      CHECK(expiry.witness.has_value() == (denied[e] != 0));
      lost += denied[e];
      succeeded += expiry.succession != Expiry::Succession::nothing;
    }
    expiries_found += denied.size();
  }
  MESSAGE(policies, " policies, ", expiries_found, " expiries, ", succeeded,
          " succeeded, ", lost, " requests denied");
  CHECK(expiries_found > 60);
  CHECK(lost > 100);
}

// --- what may be
// -----------------------------------------------------------------

TEST_CASE("who may be permitted more is what completions say one by one") {
  std::uint64_t policies = 0, partners = 0, more = 0;
  for (std::uint64_t seed = 1; policies < 400; ++seed) {
    REQUIRE(seed < 20000);
    Random random(130'000 + seed);
    const auto sample = Generate(random, int(random.Between(1, 3)));
    if (!sample || sample->model().unknowns.empty()) continue;
    const model::Vocabulary& words = sample->words();
    reference::Evaluator meet(sample->model());
    const auto plain = DayClassesOf(meet, {});
    // Mostly everything, so that something may be.
    Question question = RandomQuestion(words, random, plain);
    if (seed % 4 != 0) {
      const model::Window window = question.scope.window;
      question = *ToQuestion({}, words);
      if (seed % 2 == 0) question.scope.window = window;
    }
    const auto days = DayClassesOf(
        meet, {question.scope.window.from, question.scope.window.until});
    INFO("seed " << seed << "\n" << sample->text);
    const auto completions = reference::CompletionsOf(sample->model(), 27);
    if (completions.empty()) continue;
    std::set<std::string> certain, expected, expected_more;
    std::set<std::string> beyond;
    std::vector<std::unique_ptr<reference::Evaluator>> each;
    for (const auto& completion : completions)
      each.push_back(
          std::make_unique<reference::Evaluator>(sample->model(), completion));
    const bool small =
        ForEachRequest(words, question, 4'000, [&](model::Request& request) {
          const std::string partner = NameOf(words, request.partner);
          for (const DayClass& day : days) {
            request.day = std::max(day.first, question.scope.window.from);
            if (request.day >= std::min(day.end, question.scope.window.until))
              continue;
            if (meet.Evaluate(request).permit()) {
              certain.insert(partner);
              continue;
            }
            if (beyond.contains(partner)) continue;
            for (auto& evaluator : each)
              if (evaluator->Evaluate(request).permit()) {
                beyond.insert(partner);
                break;
              }
          }
        });
    if (!small) continue;
    for (const std::string& partner : beyond)
      (certain.contains(partner) ? expected_more : expected).insert(partner);
    const auto uncertain = WhatMayBe(sample->policy(), question);
    if (!uncertain) {
      CHECK(beyond.empty());
      continue;
    }
    ++policies;
    CHECK(std::set(uncertain->partners.begin(), uncertain->partners.end()) ==
          expected);
    CHECK(std::set(uncertain->more.begin(), uncertain->more.end()) ==
          expected_more);
    CHECK(uncertain->unknowns.empty() == beyond.empty());
    partners += expected.size();
    more += expected_more.size();
  }
  MESSAGE(policies, " policies with unknowns: ", partners,
          " partners may be permitted something, ", more, " more");
  CHECK(partners > 5);
  CHECK(more > 5);
}

// --- the nearest permit ------------------------------------------------------

// As nearest.h says it, written once more.
Cost CostOf(const model::Vocabulary& words, const model::Request& from,
            const model::Request& to) {
  Cost cost{};
  const std::pair<bool, std::uint32_t> terms[] = {
      {from.purpose != to.purpose, 0},
      {from.relation != to.relation, 1},
      {from.action != to.action, 2},
      {from.data != to.data, 3}};
  for (const auto& [changed, which] : terms)
    if (changed) {
      cost[0] += 1;
      cost[1] += which;
    }
  cost[2] = from.day != to.day;
  cost[5] = std::uint32_t(std::abs(from.day - to.day));
  for (std::size_t a = 0; a < words.attributes.size(); ++a) {
    if (from.values[a] == to.values[a]) continue;
    const model::Attribute& attribute = words.attributes[a];
    cost[3] += 1;
    cost[4] += !attribute.permission.valid();
    if (attribute.kind == model::DomainKind::integer ||
        attribute.kind == model::DomainKind::ordered)
      cost[6] += from.values[a] < attribute.supplied_count()
                     ? std::uint32_t(std::abs(std::int64_t(from.values[a]) -
                                              std::int64_t(to.values[a])))
                     : to.values[a];
  }
  return cost;
}

TEST_CASE("the nearest permit is the nearest of all permitted requests") {
  std::uint64_t found = 0, none = 0, facts = 0, others = 0, asked = 0;
  for (std::uint64_t seed = 1; found + none < 300; ++seed) {
    REQUIRE(seed < 20000);
    Random random(90'000 + seed);
    const auto sample = Generate(random);
    if (!sample) continue;
    const model::Vocabulary& words = sample->words();
    if (words.partners.empty() || words.relations.empty()) continue;
    INFO("seed " << seed << "\n" << sample->text);
    reference::Evaluator oracle(sample->model());
    const auto days = DayClassesOf(oracle, {});
    const auto any = [&](std::size_t count) {
      return random.Below(std::uint32_t(count));
    };
    model::Request from;
    from.partner = model::PartnerId(any(words.partners.size()));
    from.data = model::TermId(any(words.data.size()));
    from.action = model::TermId(any(words.actions.size()));
    from.purpose = model::TermId(any(words.purposes.size()));
    from.relation = model::RelationId(any(words.relations.size()));
    from.day = days[any(days.size())].first;
    const bool self = from.relation == words.self;
    std::vector<NamedValue> values;
    std::vector<std::string> texts(words.attributes.size());
    bool possible = true;
    for (std::size_t a = 0; a < words.attributes.size(); ++a) {
      const model::Attribute& attribute = words.attributes[a];
      possible = possible && attribute.supplied_count() > 0;
      from.values.push_back(
          attribute.default_value.value_or(attribute.unsupplied()));
    }
    if (!possible) continue;
    for (std::size_t a = 0; a < words.attributes.size(); ++a) {
      const model::Attribute& attribute = words.attributes[a];
      const bool copy =
          attribute.pair.valid() && attribute.owner == model::Owner::requester;
      if ((self && copy) || random.Below(3) == 0) continue;
      const std::uint32_t value = any(attribute.supplied_count());
      texts[a] = rows::ValueText(attribute, value);
      values.push_back({attribute.name, texts[a]});
      from.values[a] = value;
      // One person has one value, if the other copy knows it.
      if (self && attribute.pair.valid())
        if (const auto same =
                words.attributes[attribute.pair.value].FindValue(texts[a]))
          from.values[attribute.pair.value] = *same;
    }
    const std::string date = rows::DayText(from.day);
    const NamedRequest named{words.partners[from.partner.value].name,
                             words.data.terms[from.data.value].name,
                             words.actions.terms[from.action.value].name,
                             words.purposes.terms[from.purpose.value].name,
                             words.relations[from.relation.value].name,
                             date,
                             values};
    // All that can be permitted instead.
    Question every;
    every.partners = {from.partner};
    every.scope.data =
        Union(words.data.leaves, RunSet::Single(from.data.value));
    every.scope.actions =
        Union(words.actions.leaves, RunSet::Single(from.action.value));
    every.scope.purposes =
        Union(words.purposes.leaves, RunSet::Single(from.purpose.value));
    every.scope.relations =
        RunSet::Range(0, std::uint32_t(words.relations.size()));
    std::uint64_t size = every.scope.data.size() * every.scope.actions.size() *
                         every.scope.purposes.size() *
                         every.scope.relations.size() * days.size();
    for (const model::Attribute& attribute : words.attributes)
      size *= attribute.domain_size();
    if (size > kMaxRequests) continue;
    std::optional<Cost> least;
    std::uint64_t count = 0;
    const auto consider = [&](const model::Request& to) {
      ++asked;
      const Cost cost = CostOf(words, from, to);
      if (least && cost > *least) return;
      if (!oracle.Evaluate(to).permit()) return;
      if (!least || cost < *least) count = 0;
      least = cost;
      ++count;
    };
    every.scope.data.ForEach([&](std::uint32_t d) {
      every.scope.actions.ForEach([&](std::uint32_t x) {
        every.scope.purposes.ForEach([&](std::uint32_t p) {
          every.scope.relations.ForEach([&](std::uint32_t r) {
            model::Request to{from.partner,         model::TermId(d),
                              model::TermId(x),     model::TermId(p),
                              model::RelationId(r), from.day,
                              from.values};
            const auto walk = [&](const auto& next, std::size_t a) -> void {
              if (a == words.attributes.size()) {
                for (const DayClass& each : days) {
                  to.day = std::clamp(from.day, each.first, each.end - 1);
                  consider(to);
                }
                return;
              }
              const model::Attribute& attribute = words.attributes[a];
              next(next, a + 1);
              if (to.relation == words.self && attribute.pair.valid() &&
                  attribute.owner == model::Owner::requester)
                return;
              for (std::uint32_t v = 0; v < attribute.supplied_count(); ++v) {
                if (v == from.values[a]) continue;
                to.values[a] = v;
                next(next, a + 1);
              }
              to.values[a] = from.values[a];
            };
            walk(walk, 0);
          });
        });
      });
    });
    const Result<Nearest> nearest = FindNearest(sample->policy(), named);
    REQUIRE(nearest);
    if (!least) {
      CHECK(nearest->nearest.empty());
      CHECK(!nearest->obstacles.empty());
      ++none;
      continue;
    }
    ++found;
    CHECK(nearest->cost == *least);
    CHECK(logic::Decimal(nearest->count) == std::to_string(count));
    CHECK(nearest->permitted == (*least == Cost{}));
    CHECK(nearest->nearest.size() == std::min<std::uint64_t>(count, kMaxNear));
    CHECK(nearest->facts_help == ((*least)[0] == 0 && (*least)[2] == 0));
    CHECK(nearest->obstacles.empty() == nearest->facts_help);
    facts += (*least)[3] != 0;
    others += (*least)[0] != 0;
  }
  MESSAGE(found, " nearest permits, ", facts, " with other facts, ", others,
          " with other terms; ", none, " partners without any permit; ", asked,
          " requests asked");
  CHECK(found > 150);
  CHECK(facts > 50);
  CHECK(others > 30);
}

}  // namespace
}  // namespace assent::query
