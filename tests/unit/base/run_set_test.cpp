#include "compiler/base/run_set.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>

namespace assent {
namespace {

using Members = std::set<std::uint32_t>;

constexpr std::uint32_t kDomain = 24;

Members Of(const RunSet& set) {
  Members members;
  set.ForEach([&](std::uint32_t m) { members.insert(m); });
  return members;
}

RunSet From(const Members& members, std::mt19937& random) {
  std::vector<std::uint32_t> order(members.begin(), members.end());
  std::shuffle(order.begin(), order.end(), random);
  RunSet set;
  for (std::uint32_t m : order) set.Add(m, m + 1);
  return set;
}

TEST_CASE("a run set is what a plain set is, however it was filled") {
  std::mt19937 random(3);
  for (int round = 0; round < 2'000; ++round) {
    Members a, b;
    for (std::uint32_t m = 0; m < kDomain; ++m) {
      if (random() % 3) a.insert(m);
      if (random() % 2) b.insert(m);
    }
    RunSet x = From(a, random), y = From(b, random);
    REQUIRE(x == From(a, random));  // canonical
    REQUIRE(Of(x) == a);
    CHECK_EQ(x.size(), a.size());
    CHECK_EQ(x.empty(), a.empty());
    Members both, either = a, only;
    either.insert(b.begin(), b.end());
    for (std::uint32_t m : a) (b.contains(m) ? both : only).insert(m);
    CHECK(Of(Union(x, y)) == either);
    CHECK(Of(Intersection(x, y)) == both);
    CHECK(Of(Difference(x, y)) == only);
    CHECK_EQ(x.Intersects(y), !both.empty());
    CHECK_EQ(y.ContainsAll(x), only.empty());
    CHECK(x.ContainsAll(Intersection(x, y)));
    CHECK(Union(x, y).ContainsAll(x));
    CHECK(x.ContainsAll(x));
    RunSet rest = Complement(x, kDomain);
    CHECK_EQ(rest.size() + x.size(), kDomain);
    CHECK_FALSE(rest.Intersects(x));
    for (std::uint32_t m = 0; m <= kDomain; ++m)
      CHECK_EQ(x.Contains(m), a.contains(m));
  }
}

TEST_CASE("runs that touch are one run") {
  RunSet set;
  set.Add(0, 2);
  set.Add(4, 6);
  set.Add(2, 4);
  CHECK(set == RunSet::Range(0, 6));
  CHECK(RunSet::Range(3, 3).empty());
}

}  // namespace
}  // namespace assent
