#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include "compiler/rows/cover.h"
#include "tests/unit/logic/truth_table.h"

namespace assent::rows {
namespace {

using logic::Domains;
using logic::kFalse;
using logic::kTrue;
using logic::NodeId;
using logic::Store;
using logic::TruthTable;

// Variable 1 is the days: its cubes have one run of values.
const Domains kDomains = {3, 6, 3, 2, 3};
constexpr std::uint32_t kDays = 1;

NodeId ToDiagram(Store& store, const CoverCube& cube) {
  NodeId f = kTrue;
  for (auto it = cube.rbegin(); it != cube.rend(); ++it)
    f = store.Literal(it->first, it->second, f);
  return f;
}

NodeId UnionOf(Store& store, const std::vector<CoverCube>& cubes,
               std::size_t without = SIZE_MAX) {
  NodeId f = kFalse;
  for (std::size_t i = 0; i < cubes.size(); ++i)
    if (i != without) f = store.Or(f, ToDiagram(store, cubes[i]));
  return f;
}

// Every cube that has one value more at one level (at the days: one more
// neighbour).
std::vector<CoverCube> Enlarged(const CoverCube& cube) {
  std::vector<CoverCube> result;
  for (std::size_t i = 0; i < cube.size(); ++i) {
    const auto& [level, values] = cube[i];
    for (std::uint32_t v = 0; v < kDomains[level]; ++v) {
      if (values.Contains(v)) continue;
      RunSet more = values;
      more.Add(v, v + 1);
      if (level == kDays && more.runs().size() > 1) continue;
      CoverCube larger = cube;
      larger[i].second = more;
      result.push_back(larger);
    }
  }
  return result;
}

TEST_CASE("a cover lies between its bounds, of prime cubes, none of them idle") {
  std::mt19937 random(11);
  Store store(kDomains, 1 << 22);
  Cover cover(store, kDays);
  for (int round = 0; round < 600; ++round) {
    const NodeId lower =
        logic::ToDiagram(store, logic::RandomTable(kDomains, random));
    const NodeId upper =
        round % 2 ? lower
                  : store.Or(lower, logic::ToDiagram(store, logic::RandomTable(
                                                                kDomains,
                                                                random)));
    std::vector<CoverCube> cubes;
    REQUIRE(cover.Extract(lower, upper, 1 << 16, cubes));
    const NodeId covered = UnionOf(store, cubes);
    CHECK(store.Minus(lower, covered) == kFalse);
    CHECK(store.Minus(covered, upper) == kFalse);
    for (std::size_t i = 0; i < cubes.size(); ++i) {
      CHECK(store.Minus(lower, UnionOf(store, cubes, i)) != kFalse);
      for (const CoverCube& larger : Enlarged(cubes[i]))
        CHECK(store.Minus(ToDiagram(store, larger), upper) != kFalse);
      for (const auto& [level, values] : cubes[i])
        if (level == kDays) CHECK(values.runs().size() == 1);
    }
  }
}

TEST_CASE("a cover is a function of the two functions alone") {
  std::mt19937 random(12);
  Store one(kDomains, 1 << 22), other(kDomains, 1 << 22);
  Cover cover_one(one, kDays), cover_other(other, kDays);
  // Other nodes and other memo entries stand in the second store.
  for (int noise = 0; noise < 50; ++noise) {
    const NodeId f =
        logic::ToDiagram(other, logic::RandomTable(kDomains, random));
    std::vector<CoverCube> ignored;
    REQUIRE(cover_other.Extract(f, f, 1 << 16, ignored));
  }
  for (int round = 0; round < 200; ++round) {
    const TruthTable a = logic::RandomTable(kDomains, random);
    const NodeId f = logic::ToDiagram(one, a), g = logic::ToDiagram(other, a);
    std::vector<CoverCube> cubes_one, cubes_other;
    REQUIRE(cover_one.Extract(f, f, 1 << 16, cubes_one));
    REQUIRE(cover_other.Extract(g, g, 1 << 16, cubes_other));
    CHECK(cubes_one == cubes_other);
  }
}

// One grant over everything, with k exceptions.
struct ManyExceptions {
  explicit ManyExceptions(std::uint32_t k, bool windows)
      : domains(Domains{windows ? k + 1 : 1u, windows ? 100u : 1u}),
        store(DomainsWithFacts(k), 1 << 20),
        cover(store, kDays) {
    f = kTrue;
    for (std::uint32_t i = 0; i < k; ++i) {
      const NodeId taken =
          windows ? store.Literal(0, RunSet::Single(i),
                                  store.Literal(kDays,
                                                RunSet::Range(5 * i + 1,
                                                              5 * i + 9)))
                  : store.Literal(2 + 2 * i, RunSet::Single(1),
                                  store.Literal(3 + 2 * i, RunSet::Single(1)));
      f = store.Minus(f, taken);
    }
  }
  Domains DomainsWithFacts(std::uint32_t k) {
    Domains all = domains;
    all.insert(all.end(), 2 * k, 2);
    return all;
  }
  Domains domains;
  Store store;
  Cover cover;
  NodeId f;
};

TEST_CASE("twelve exceptions of data and window need few rows") {
  ManyExceptions world(12, true);
  std::vector<CoverCube> cubes;
  REQUIRE(world.cover.Extract(world.f, world.f, 1 << 16, cubes));
  CHECK(cubes.size() <= 25);
  CHECK(UnionOf(world.store, cubes) == world.f);
}

TEST_CASE("k exceptions of two independent facts are over the budget, in time") {
  ManyExceptions few(6, false);
  std::vector<CoverCube> cubes;
  REQUIRE(few.cover.Extract(few.f, few.f, 1024, cubes));
  CHECK(cubes.size() == 64);  // 2^k: no disjunctive form is smaller
  ManyExceptions many(24, false);
  CHECK_FALSE(many.cover.Extract(many.f, many.f, 1024, cubes));
}

}  // namespace
}  // namespace assent::rows
