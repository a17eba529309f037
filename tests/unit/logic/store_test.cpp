#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include "compiler/logic/count.h"
#include "tests/unit/logic/truth_table.h"

namespace assent::logic {
namespace {

const Domains kDomains = {3, 5, 2, 4};

TEST_CASE("equal functions are one node, whatever built them") {
  std::mt19937 random(1);
  Store store(kDomains, 1 << 20);
  for (int round = 0; round < 500; ++round) {
    const TruthTable a = RandomTable(kDomains, random);
    const TruthTable b = RandomTable(kDomains, random);
    const NodeId f = ToDiagram(store, a), g = ToDiagram(store, b);
    TruthTable both(kDomains), either(kDomains), only(kDomains),
        differ(kDomains);
    for (std::size_t i = 0; i < a.holds.size(); ++i) {
      both.holds[i] = a.holds[i] && b.holds[i];
      either.holds[i] = a.holds[i] || b.holds[i];
      only.holds[i] = a.holds[i] && !b.holds[i];
      differ.holds[i] = a.holds[i] != b.holds[i];
    }
    CHECK(store.And(f, g) == ToDiagram(store, both));
    CHECK(store.Or(f, g) == ToDiagram(store, either));
    CHECK(store.Minus(f, g) == ToDiagram(store, only));
    CHECK(store.Xor(f, g) == ToDiagram(store, differ));
    CHECK(store.Not(store.Not(f)) == f);
  }
}

TEST_CASE("a node says at each point what the table says") {
  std::mt19937 random(2);
  Store store(kDomains, 1 << 20);
  for (int round = 0; round < 100; ++round) {
    const TruthTable table = RandomTable(kDomains, random);
    const NodeId f = ToDiagram(store, table);
    table.ForEach([&](const Point& point, std::size_t index) {
      CHECK(Holds(store, f, point) == table.holds[index]);
    });
  }
}

TEST_CASE("an extra value holds when all, or any, of its members hold") {
  std::mt19937 random(3);
  // Value 0 of the second variable stands for 1, 2 and 3; the last value of
  // the fourth for the others.
  ExtraValues extras(4);
  extras[1] = {{0, RunSet{1, 2, 3}}};
  extras[3] = {{3, RunSet{0, 1, 2}}};
  Store store(kDomains, 1 << 20);
  for (int round = 0; round < 300; ++round) {
    const TruthTable table = RandomTable(kDomains, random);
    const NodeId f = ToDiagram(store, table);
    for (const bool all : {true, false}) {
      TruthTable expected(kDomains);
      expected.ForEach([&](const Point& point, std::size_t index) {
        bool value = all;
        for (std::uint32_t b = 1; b < 5; ++b)
          for (std::uint32_t d = 0; d < 3; ++d) {
            const bool completes =
                (point[1] == 0 ? b <= 3 : b == point[1]) &&
                (point[3] == 3 || d == point[3]);
            if (!completes) continue;
            const bool here =
                table.holds[table.Index({point[0], b, point[2], d})];
            value = all ? value && here : value || here;
          }
        expected.holds[index] = value;
      });
      CHECK((all ? store.ExtendAll(f, extras) : store.ExtendAny(f, extras)) ==
            ToDiagram(store, expected));
    }
  }
}

TEST_CASE("counts and least assignments agree with enumeration") {
  std::mt19937 random(4);
  const std::vector<RunSet> countable = {RunSet{0, 2}, RunSet{1, 2, 4},
                                         RunSet{0, 1}, RunSet{0, 1, 2}};
  Store store(kDomains, 1 << 20);
  for (int round = 0; round < 300; ++round) {
    const TruthTable table = RandomTable(kDomains, random);
    const NodeId f = ToDiagram(store, table);
    std::uint64_t expected = 0;
    std::optional<Point> least;
    table.ForEach([&](const Point& point, std::size_t index) {
      for (std::size_t i = 0; i < point.size(); ++i)
        if (!countable[i].Contains(point[i])) return;
      if (!table.holds[index]) return;
      ++expected;
      if (!least) least = point;
    });
    CHECK(Decimal(Count(store, f, countable)) == std::to_string(expected));
    const std::optional<Assignment> found = Least(store, f, countable);
    REQUIRE(found.has_value() == least.has_value());
    if (!found) continue;
    for (std::size_t i = 0; i < least->size(); ++i)
      CHECK((*found)[i].value_or(countable[i].front()) == (*least)[i]);
  }
}

TEST_CASE("counts do not overflow") {
  const Domains wide(40, 84006);
  Store store(wide, 1 << 10);
  std::vector<RunSet> countable(40, RunSet::Range(0, 84006));
  const std::string all = Decimal(Count(store, kTrue, countable));
  CHECK(all.size() == 197);  // 84006^40 = 9.4e196
}

TEST_CASE("what some value of the lower variables satisfies") {
  std::mt19937 random(5);
  Store store(kDomains, 1 << 20);
  for (int round = 0; round < 200; ++round) {
    const TruthTable table = RandomTable(kDomains, random);
    TruthTable expected(kDomains);
    table.ForEach([&](const Point& point, std::size_t index) {
      for (std::uint32_t c = 0; c < 2; ++c)
        for (std::uint32_t d = 0; d < 4; ++d)
          if (table.holds[table.Index({point[0], point[1], c, d})])
            expected.holds[index] = true;
    });
    CHECK(store.Exists(ToDiagram(store, table), 2) ==
          ToDiagram(store, expected));
  }
}

TEST_CASE("what all values of the lower variables satisfy") {
  std::mt19937 random(7);
  Store store(kDomains, 1 << 20);
  for (int round = 0; round < 200; ++round) {
    TruthTable table = RandomTable(kDomains, random);
    for (std::size_t i = 0; i < table.holds.size(); ++i)  // mostly so
      table.holds[i] = !table.holds[i];
    TruthTable expected(kDomains);
    table.ForEach([&](const Point& point, std::size_t index) {
      bool all = true;
      for (std::uint32_t c = 0; c < 2; ++c)
        for (std::uint32_t d = 0; d < 4; ++d)
          all = all && table.holds[table.Index({point[0], point[1], c, d})];
      expected.holds[index] = all;
    });
    const NodeId f = ToDiagram(store, table);
    CHECK(store.ForAll(f, 2) == ToDiagram(store, expected));
    // In one cache with its counterpart.
    CHECK(store.ForAll(f, 2) == store.Not(store.Exists(store.Not(f), 2)));
  }
}

TEST_CASE("what some allowed value of the upper variables satisfies") {
  std::mt19937 random(8);
  Store store(kDomains, 1 << 20);
  Store other(kDomains, 1 << 20);
  const std::vector<RunSet> allowed = {{0, 2}, {1, 3, 4}, {}, {}};
  for (int round = 0; round < 200; ++round) {
    const TruthTable table = RandomTable(kDomains, random);
    TruthTable expected(kDomains);
    table.ForEach([&](const Point& point, std::size_t index) {
      for (std::uint32_t a : {0u, 2u})
        for (std::uint32_t b : {1u, 3u, 4u})
          if (table.holds[table.Index({a, b, point[2], point[3]})])
            expected.holds[index] = true;
    });
    const NodeId some = store.ExistsAbove(ToDiagram(store, table), 2, allowed);
    CHECK(some == ToDiagram(store, expected));
    CHECK(other.Copy(store, some) == ToDiagram(other, expected));
  }
}

TEST_CASE("a store that runs out of nodes says so") {
  std::mt19937 random(6);
  Store store(kDomains, 8);
  for (int round = 0; round < 20 && !store.exhausted(); ++round)
    ToDiagram(store, RandomTable(kDomains, random));
  CHECK(store.exhausted());
  store.Reset();
  CHECK_FALSE(store.exhausted());
}

}  // namespace
}  // namespace assent::logic
