// The registry, and agreements that follow each other, on generated policies,
// against asking on every day in every completion.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "compiler/check/outlives_program.h"
#include "compiler/check/scope_without_agreement.h"
#include "compiler/check/successive_agreements.h"
#include "compiler/driver/opened_table.h"
#include "compiler/driver/pipeline.h"
#include "tests/generate/ast_to_text.h"
#include "tests/generate/generate_policy.h"
#include "tests/reference/completions.h"
#include "tests/reference/points.h"

namespace assent::check {
namespace {

using generate::Random;
using reference::Point;
using Completion = std::vector<std::uint32_t>;

struct Tally {
  std::uint64_t policies = 0, holdings = 0, bare = 0, uncertain = 0;
  std::uint64_t amendments = 0, gaps = 0, overlaps = 0, outlived = 0;
};

Day DayOf(const model::Model& model, model::UnknownId unknown, Day known,
          const Completion& completion) {
  if (!unknown.valid()) return known;
  return model.unknowns[unknown.value].days[completion[unknown.value]];
}

// Of one day: whether something that the interface exposes could be reached,
// and whether some of it is granted.
struct OnDay {
  std::uint64_t days = 0;
  bool reached = false, granted = false;
};

// By day, in each completion.
std::vector<std::map<Day, OnDay>> DaysOf(
    const model::Model& model, const reference::Points& points,
    const std::vector<Completion>& completions,
    const model::InterfaceScope& interface,
    const model::InterfaceScope::Holding& holding, model::PartnerId partner) {
  const reference::Meaning meaning(model);
  std::vector<const model::Assumption*> assumptions;
  for (const auto& each : model.assumptions) assumptions.push_back(&each);
  std::vector<std::map<Day, OnDay>> all;
  for (const Completion& completion : completions) {
    std::map<Day, OnDay>& days = all.emplace_back();
    points.ForEach(partner, [&](Point& q, std::uint64_t) {
      q.unknowns = completion;
      OnDay& day = days[q.day];
      const reference::Rules rules = meaning.RulesAbout(
          partner, RunSet::Single(q.data), RunSet::Single(q.action),
          RunSet::Single(q.purpose), q.relation);
      if (!meaning.Possible(q, assumptions)) return;
      const bool exposed = std::ranges::any_of(
          interface.exposes,
          [&](const auto& scope) { return meaning.Matches(scope, q, rules); });
      if (!exposed) return;
      day.reached |= meaning.InForce(holding.window, q);
      day.granted |= meaning.At(q, rules).granted;
    });
    for (auto it = days.begin(); it != days.end(); ++it) {
      const Day next =
          std::next(it) == days.end() ? kEndDay : std::next(it)->first;
      it->second.days = std::uint64_t(next - it->first);
    }
  }
  return all;
}

void CheckRegistry(const driver::Compiled& compiled, const Table& table,
                   Tally& tally) {
  const model::Model& model = compiled.model;
  const reference::Points points(model);
  const auto completions = reference::CompletionsOf(model, 16);
  if (completions.empty() || model.interfaces.empty()) return;
  if (points.Count() * completions.size() > 4'000) return;
  std::vector<Span> undecided;
  const auto found = FindBareHoldings(model, compiled.rules, table, undecided);
  CHECK(undecided.empty());
  std::size_t next = 0;
  for (const auto& interface : model.interfaces)
    for (const auto& holding : interface.held) {
      ++tally.holdings;
      struct Expected {
        std::string partner;
        Day from = kEndDay;
        std::uint64_t days = 0;
      };
      std::optional<Expected> expected;
      std::size_t partners = 0;
      for (model::PartnerId partner : holding.partners) {
        const auto all =
            DaysOf(model, points, completions, interface, holding, partner);
        Expected own{model.vocabulary.partners[partner.value].name};
        bool maybe = false;
        for (const auto& [day, first] : all.front()) {
          std::size_t bare = 0;
          for (const auto& days : all) {
            const OnDay& here = days.at(day);
            bare += here.reached && !here.granted;
          }
          maybe |= bare != 0;
          if (bare != all.size()) continue;
          own.from = std::min(own.from, day);
          own.days += first.days;
        }
        tally.uncertain += maybe && own.days == 0;
        if (own.days == 0) continue;
        ++partners;
        if (!expected) expected = own;
      }
      const bool is_found =
          next < found.size() && found[next].span == holding.span;
      CHECK(is_found == expected.has_value());
      if (!is_found || !expected) continue;
      const BareHolding& bare = found[next++];
      CHECK(bare.partner == expected->partner);
      CHECK(bare.from == expected->from);
      CHECK(bare.day_count == expected->days);
      CHECK(bare.partner_count == partners);
      CHECK(!bare.reply.permit);
      ++tally.bare;
    }
  CHECK(next == found.size());
  ++tally.policies;
}

std::set<std::pair<diagnostics::Kind, std::uint32_t>> Reported(
    const diagnostics::Sink& sink, const SourceSet& sources,
    const std::string& certainly) {
  std::set<std::pair<diagnostics::Kind, std::uint32_t>> reported;
  for (const diagnostics::Diagnostic& each : sink.Sorted(sources))
    if (certainly.empty() || each.message.find(certainly) != std::string::npos)
      reported.insert({each.kind, each.span.begin});
  return reported;
}

bool GrantTheSame(const model::Agreement& a, const model::Agreement& b) {
  for (const model::Clause& x : a.clauses)
    for (const model::Clause& y : b.clauses)
      if (x.scope.data.Intersects(y.scope.data) &&
          x.scope.actions.Intersects(y.scope.actions) &&
          x.scope.purposes.Intersects(y.scope.purposes) &&
          x.scope.relations.Intersects(y.scope.relations))
        return true;
  return false;
}

// All agreements before this one, by what they amend.
void Earlier(const model::Model& model, const model::Agreement& agreement,
             std::set<std::uint32_t>& all) {
  for (model::AgreementId id : agreement.amends)
    if (all.insert(id.value).second)
      Earlier(model, model.agreements[id.value], all);
}

void CheckAmendments(const driver::Compiled& compiled, Tally& tally) {
  using diagnostics::Kind;
  const model::Model& model = compiled.model;
  const auto completions = reference::CompletionsOf(model, 64);
  if (completions.empty()) return;
  diagnostics::Sink sink;
  CheckSuccessiveAgreements(model, sink);
  CheckOutlivesProgram(model, sink);
  const auto reported = Reported(sink, compiled.sources, "");
  const auto surely = Reported(sink, compiled.sources, " is in force");
  const auto from = [&](const model::Window& w, const Completion& c) {
    return DayOf(model, w.unknown_from, w.from, c);
  };
  const auto until = [&](const model::Window& w, const Completion& c) {
    return DayOf(model, w.unknown_until, w.until, c);
  };
  for (const model::Agreement& later : model.agreements) {
    bool gap = false, overlap = false;
    for (model::AgreementId id : later.amends) {
      const model::Agreement& earlier = model.agreements[id.value];
      ++tally.amendments;
      gap |= std::ranges::all_of(completions, [&](const Completion& c) {
        return from(later.window, c) > until(earlier.window, c);
      });
      overlap |= GrantTheSame(later, earlier) &&
                 std::ranges::all_of(completions, [&](const Completion& c) {
                   return from(later.window, c) < until(earlier.window, c) &&
                          from(earlier.window, c) < until(later.window, c);
                 });
    }
    std::set<std::uint32_t> before;
    Earlier(model, later, before);
    bool may = false, does = false;
    if (!later.program.valid())
      for (std::uint32_t id : before) {
        const model::ProgramId program = model.agreements[id].program;
        if (!program.valid()) continue;
        const model::Window& frame = model.programs[program.value].window;
        const auto outlives = [&](const Completion& c) {
          return until(later.window, c) > until(frame, c);
        };
        may |= std::ranges::any_of(completions, outlives);
        does |= std::ranges::all_of(completions, outlives);
      }
    const auto is = [&](Kind kind) {
      return reported.contains({kind, later.span.begin});
    };
    CAPTURE(later.name);
    CHECK(is(Kind::gap_between_agreements) == gap);
    CHECK(is(Kind::overlapping_agreements) == overlap);
    CHECK(is(Kind::outlives_program) == may);
    CHECK(surely.contains({Kind::outlives_program, later.span.begin}) == does);
    tally.gaps += gap;
    tally.overlaps += overlap;
    tally.outlived += may;
  }
}

TEST_CASE("registry and amendments are what every day and completion says") {
  Tally tally;
  for (std::uint64_t seed = 1; tally.policies < ASSENT_CHECKED_POLICIES / 4;
       ++seed) {
    REQUIRE(seed < 40'000);
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
    CheckRegistry(compiled, opened->table(), tally);
    CheckAmendments(compiled, tally);
  }
  MESSAGE(tally.policies, " policies: ", tally.holdings, " holdings, ",
          tally.bare, " bare, ", tally.uncertain,
          " bare in some completions only; ", tally.amendments, " amendments, ",
          tally.gaps, " gaps, ", tally.overlaps, " overlaps, ", tally.outlived,
          " outlive a program");
  CHECK(tally.bare >= ASSENT_CHECKED_POLICIES / 20);
  CHECK(tally.overlaps > 0);
  CHECK(tally.outlived > 0);
}

}  // namespace
}  // namespace assent::check
