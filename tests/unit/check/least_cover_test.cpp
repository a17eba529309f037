#include "compiler/check/least_cover.h"

#include <doctest/doctest.h>

namespace assent::check {
namespace {

using logic::kTrue;
using logic::NodeId;

// Two numbers up to a hundred, of which those below fifty count.
struct Squares {
  logic::Store store{{100, 100}, 100'000};
  std::vector<RunSet> allowed{RunSet::Range(0, 50), RunSet::Range(0, 50)};
  Points points{store, allowed};
  std::size_t tries = kCoversTriedInAll;

  NodeId Box(std::uint32_t left, std::uint32_t right, std::uint32_t low,
             std::uint32_t high) {
    return store.Literal(0, RunSet::Range(left, right),
                         store.Literal(1, RunSet::Range(low, high)));
  }
  std::optional<Cover> Least(const std::vector<Requirement>& requirements) {
    return LeastCover(store, points, kTrue, requirements, tries);
  }
};

using Keys = std::vector<std::uint32_t>;

TEST_CASE("a cover has as few regions as there can be") {
  Squares s;
  // The first that mends the first gap is in none of the least covers.
  const std::vector<Candidate> candidates = {{1, s.Box(0, 20, 0, 20)},
                                             {2, s.Box(0, 10, 0, 50)},
                                             {3, s.Box(10, 20, 0, 30)},
                                             {4, s.Box(10, 50, 0, 50)}};
  const auto cover = s.Least({{s.Box(0, 40, 0, 40), candidates}});
  REQUIRE(cover);
  CHECK(cover->keys == Keys{2, 4});
  CHECK(cover->least);
}

TEST_CASE("values that do not count need no cover") {
  Squares s;
  const auto cover =
      s.Least({{s.Box(0, 100, 0, 10), {{7, s.Box(0, 50, 0, 10)}}}});
  REQUIRE(cover);
  CHECK(cover->keys == Keys{7});
  CHECK(s.Least({{s.Box(60, 100, 0, 10), {}}})->keys.empty());
}

TEST_CASE("one choice is for all requirements") {
  Squares s;
  const NodeId left = s.Box(0, 10, 0, 50), right = s.Box(10, 20, 0, 50);
  const auto cover = s.Least(
      {{left, {{1, left}, {2, left}}}, {right, {{2, right}, {3, right}}}});
  REQUIRE(cover);
  CHECK(cover->keys == Keys{2});
}

TEST_CASE("where something stays uncovered there is no cover") {
  Squares s;
  CHECK_FALSE(s.Least({{s.Box(0, 40, 0, 40), {{1, s.Box(0, 39, 0, 40)}}}}));
}

TEST_CASE("without tries left none of a cover can be left out") {
  Squares s;
  s.tries = 0;
  const std::vector<Candidate> candidates = {{1, s.Box(0, 20, 0, 20)},
                                             {2, s.Box(0, 10, 0, 50)},
                                             {4, s.Box(10, 50, 0, 50)}};
  const auto cover = s.Least({{s.Box(0, 40, 0, 40), candidates}});
  REQUIRE(cover);
  CHECK_FALSE(cover->least);
  CHECK(cover->keys == Keys{2, 4});
}

}  // namespace
}  // namespace assent::check
