// A policy with unknowns against itself with each of their values, compiled
// one by one: its table says what holds in all, and what holds in any.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <set>

#include "compiler/model/completed.h"
#include "tests/exhaustive/comparison.h"
#include "tests/generate/ast_to_text.h"
#include "tests/generate/generate_policy.h"
#include "tests/reference/completions.h"
#include "tests/support/opened_policy.h"

namespace assent::exhaustive {
namespace {

using generate::Random;
using model::Completion;
using support::OpenedPolicy;
using Tuple = Comparison::Tuple;

constexpr std::size_t kMostCompletions = 27;

// What both override; of no larger set than need be.
std::vector<Comparison::Set> Common(std::vector<Comparison::Set> a,
                                    std::vector<Comparison::Set> b) {
  // A clause that overrides nothing is not reported.
  a.push_back(0);
  b.push_back(0);
  std::set<Comparison::Set> both;
  for (auto x : a)
    for (auto y : b) both.insert(x & y);
  std::vector<Comparison::Set> maximal;
  for (auto x : both)
    if (x != 0 && std::ranges::none_of(both, [&](auto y) {
          return y != x && (x & ~y) == 0;
        }))
      maximal.push_back(x);
  return maximal;
}

// The parts that do not speak of other facts and days.
void Meet(Tuple& all, const Tuple& one) {
  if (one.standing != Reason::granted || all.standing != Reason::granted) {
    all.standing = Reason::no_agreement;  // or any other
    all.overrides.clear();
  } else {
    all.overrides = Common(std::move(all.overrides), one.overrides);
  }
  all.prohibited = all.prohibited || one.prohibited;
  all.closed |= one.closed;
  all.obligations |= one.obligations;
}

bool Permits(const Tuple& all) {
  if (all.impossible || all.prohibited || all.standing != Reason::granted)
    return false;
  return all.closed == 0 ||
         std::ranges::any_of(all.overrides, [&](Comparison::Set set) {
           return (all.closed & ~set) == 0;
         });
}

TEST_CASE("a table permits what the table of every completion permits") {
  std::uint64_t policies = 0, tables = 0, requests = 0, permits = 0, met = 0;
  for (std::uint64_t seed = 0; policies < ASSENT_COMPLETED_POLICIES; ++seed) {
    CAPTURE(seed);
    Random random(6'000'000 + seed);
    generate::Size size = generate::SmallSize(random);
    size.unknowns = int(random.Between(1, 3));
    size.rule_sets = seed % 3 == 0;
    const std::string text =
        generate::ToText(generate::GeneratePolicy(random, size));
    INFO(text);
    const OpenedPolicy whole(text);
    REQUIRE_MESSAGE(whole.error.empty(), whole.error);
    const model::Model& model = whole.compiled.model;
    const auto completions =
        reference::CompletionsOf(model, kMostCompletions);
    if (completions.size() < 2) continue;
    ++policies;
    constexpr int kRequests = 300;
    std::vector<model::Request> asked;
    std::vector<Tuple> expected;
    Comparison of_whole(model, whole.table);
    for (int i = 0; i < kRequests; ++i)
      asked.push_back(AimedRequest(model, random));
    std::vector<bool> differs(asked.size());
    for (const Completion& completion : completions) {
      ++tables;
      const OpenedPolicy one(text, [&](model::Model& changed) {
        changed = model::Completed(changed, completion);
      });
      REQUIRE_MESSAGE(one.error.empty(), one.error);
      const Comparison of_one(one.compiled.model, one.table);
      for (std::size_t i = 0; i < asked.size(); ++i) {
        const Tuple answer = of_one.Ask(asked[i]);
        if (expected.size() == i) {
          expected.push_back(answer);
          continue;
        }
        REQUIRE(answer.impossible == expected[i].impossible);
        differs[i] = differs[i] || answer != expected[i];
        Meet(expected[i], answer);
      }
    }
    for (std::size_t i = 0; i < asked.size(); ++i) {
      ++requests;
      met += differs[i];
      const Tuple actual = of_whole.Ask(asked[i]);
      const Tuple& all = expected[i];
      INFO(RequestText(asked[i], model.vocabulary));
      CHECK(actual.impossible == all.impossible);
      if (actual.impossible) continue;
      const bool granted = all.standing == Reason::granted;
      CHECK((actual.standing == Reason::granted) == granted);
      CHECK(actual.prohibited == all.prohibited);
      CHECK(actual.closed == all.closed);
      CHECK(actual.obligations == (granted ? all.obligations : 0));
      CHECK(actual.overrides == all.overrides);
      CHECK(actual.permit == Permits(all));
      permits += actual.permit;
    }
  }
  std::printf("completions: %llu policies, %llu tables of completions, %llu "
              "requests, of which %llu are answered differently by some; "
              "%llu permitted\n",
              (unsigned long long)policies, (unsigned long long)tables,
              (unsigned long long)requests, (unsigned long long)met,
              (unsigned long long)permits);
  CHECK(met > policies);
  CHECK(permits > policies);
}

}  // namespace
}  // namespace assent::exhaustive
