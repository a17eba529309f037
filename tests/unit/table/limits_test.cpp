// Each limit of a table has its diagnostic: never a wrong answer.
#include <doctest/doctest.h>

#include "tests/unit/table/built_table.h"

namespace assent::table {
namespace {

using diagnostics::Kind;
using rows::GlobalRow;
using rows::GrantRow;

World Fixed(const Shape& shape) {
  std::mt19937_64 random(3);
  World world = RandomWorld(shape, random);
  world.rows.global.clear();
  for (auto& list : world.rows.lists) list.clear();
  world.rows.lists.resize(1);
  std::fill(world.rows.list_of.begin(), world.rows.list_of.end(), 0);
  return world;
}

GrantRow Everything(const World& world) {
  GrantRow row;
  row.cube.data = RunSet::Range(0, world.vocabulary.data.size());
  row.cube.actions = RunSet::Range(0, world.vocabulary.actions.size());
  row.cube.purposes = RunSet::Range(0, world.vocabulary.purposes.size());
  row.cube.relations =
      RunSet::Range(0, std::uint32_t(world.vocabulary.relations.size()));
  return row;
}

// The kind of the one diagnostic, and that no table was made.
Kind Refusal(const World& world, Budget budget = {}) {
  diagnostics::Sink sink;
  REQUIRE_FALSE(Build(world, sink, budget));
  const auto said = sink.Sorted(SourceSet());
  REQUIRE(said.size() == 1);
  REQUIRE_FALSE(said[0].message.empty());
  return said[0].kind;
}

bool Fits(const World& world, Budget budget = {}) {
  diagnostics::Sink sink;
  return Build(world, sink, budget) != nullptr;
}

// `count` rows that no part of the class word tells apart.
void AddAlike(World& world, int count) {
  for (int i = 0; i < count; ++i) {
    GrantRow row = Everything(world);
    row.cube.window = {Day(20000 + 10 * i), Day(20005 + 10 * i)};
    world.rows.lists[0].push_back(row);
  }
}

TEST_CASE("rows that overlap in everything use up the budget of blocks") {
  World world = Fixed(Shape{});
  AddAlike(world, 512);
  CHECK(Fits(world));
  GrantRow one_more = Everything(world);
  one_more.cube.window = {9000, 9005};
  world.rows.lists[0].push_back(one_more);
  CHECK(Refusal(world) == Kind::block_budget);
  world.rows.lists[0].resize(33);
  CHECK(Refusal(world, Budget{2}) == Kind::block_budget);
  world.rows.lists[0].resize(32);
  CHECK(Fits(world, Budget{2}));
}

TEST_CASE("rows that forbid use up the budget of blocks, too") {
  World world = Fixed(Shape{});
  AddAlike(world, 256);
  world.rows.forbidden.resize(1);
  world.rows.forbidden_of.assign(world.rows.list_of.size(), 0);
  for (int i = 0; i < 256; ++i) {
    rows::Cube cube = Everything(world).cube;
    cube.window = {Day(8000 + 10 * i), Day(8005 + 10 * i)};
    world.rows.forbidden[0].push_back(cube);
  }
  CHECK(Fits(world));
  CHECK(Refusal(world, Budget{31}) == Kind::block_budget);
  world.rows.forbidden[0].push_back(Everything(world).cube);
  CHECK(Refusal(world) == Kind::block_budget);
}

TEST_CASE("the diagnostic names the partner") {
  World world = Fixed(Shape{});
  AddAlike(world, 600);
  diagnostics::Sink sink;
  REQUIRE_FALSE(Build(world, sink));
  CHECK(sink.Sorted(SourceSet())[0].message.find(
            world.vocabulary.partners[0].name) != std::string::npos);
}

TEST_CASE("global rows are limited") {
  World world = Fixed(Shape{});
  for (int i = 0; i < 4095; ++i) {
    GlobalRow row;
    row.kind = GlobalRow::Kind::prohibited;
    row.cube = Everything(world).cube;
    row.cube.window = {Day(1000 + i), Day(1001 + i)};
    world.rows.global.push_back(row);
  }
  CHECK(Fits(world));
  world.rows.global.push_back(world.rows.global.back());
  world.rows.global.back().cube.window = {100, 101};
  CHECK(Refusal(world) == Kind::table_limit);
}

// A partner each for 256 rows of everything, told apart by `change`.
template <class F>
World Crowd(std::uint32_t row_count, F change) {
  Shape shape;
  shape.partners = (row_count + 255) / 256;
  World world = Fixed(shape);
  world.rows.lists.clear();
  const GrantRow row = Everything(world);
  for (std::uint32_t i = 0; i < row_count; ++i) {
    if (i % 256 == 0) world.rows.lists.emplace_back();
    world.rows.lists.back().push_back(row);
    change(world, world.rows.lists.back().back(), i);
  }
  for (std::uint32_t p = 0; p < shape.partners; ++p)
    world.rows.list_of[p] = p;
  return world;
}

void CheckDays(const World& world, const std::vector<Day>& days) {
  diagnostics::Sink sink;
  const auto built = Build(world, sink);
  REQUIRE(built);
  FullRequest request{0, 0, 0, 0, 0, 0, {}};
  for (const auto& a : world.vocabulary.attributes)
    request.values.push_back(a.default_value.value_or(0));
  for (std::uint32_t p = 0; p < world.rows.list_of.size(); p += 16)
    for (Day day : days) {
      request.partner = p;
      request.day = day;
      const BoundRequest bound(world, built->table, request);
      INFO(p, " ", day);
      REQUIRE(built->table.Decide(*bound) == Scan(world, request).verdict);
    }
}

TEST_CASE("windows may lie as far apart as days go") {
  World world = Fixed(Shape{});
  GrantRow row = Everything(world);
  row.cube.window = {1, kEndDay - 1};
  world.rows.lists[0] = {row};
  CheckDays(world, {kFirstDay, 1, 2, 40000, kEndDay - 2, kEndDay - 1});
}

TEST_CASE("days on which something changes are limited") {
  // Two of them a row, none twice.
  const auto widest = [](World&, GrantRow& row, std::uint32_t i) {
    row.cube.window = {Day(1 + i), Day(33000 + i)};
  };
  World world = Crowd(32766, widest);
  world.rows.lists[0].front().cube.window = {1, 70000};     // 65,533 in all
  world.rows.lists[0].back().cube.window.from = 256;
  CheckDays(world, {kFirstDay, 1, 2, 255, 256, 257, 32766, 32767, 33000,
                    33001, 65765, 65766, 69999, 70000, kEndDay - 1});
  diagnostics::Sink sink;
  world.rows.lists[0].back().cube.window.until = 80000;
  world.rows.lists[1].back().cube.window.until = 80001;
  world.rows.lists[2].back().cube.window.until = 80002;
  CHECK(Fits(world));
  const World crowd = Crowd(32767, widest);
  CHECK(Refusal(crowd) == Kind::table_limit);
  Build(crowd, sink);
  CHECK(sink.Sorted(SourceSet())[0].help.find(
            crowd.vocabulary.partners[0].name) != std::string::npos);
}

TEST_CASE("different conditions are limited") {
  const auto own_value = [](World& world, GrantRow& row, std::uint32_t i) {
    world.vocabulary.attributes[0].kind = model::DomainKind::integer;
    world.vocabulary.attributes[0].high = 100'000;
    row.cube.literals = {{model::AttributeId(0), RunSet::Single(i)}};
  };
  CHECK(Fits(Crowd(65535, own_value)));
  CHECK(Refusal(Crowd(65536, own_value)) == Kind::table_limit);
}

TEST_CASE("actions and relations are limited") {
  Shape shape;
  shape.actions = 500;
  shape.relations = 12;
  CHECK(Fits(Fixed(shape)));
  shape.relations = 13;
  CHECK(Refusal(Fixed(shape)) == Kind::table_limit);
}

TEST_CASE("a row may test any number of attributes") {
  Shape shape;
  shape.attributes = 300;
  shape.most_values = 3;
  World world = Fixed(shape);
  GrantRow row = Everything(world);
  for (std::uint32_t a = 0; a < 300; ++a)
    row.cube.literals.push_back(
        {model::AttributeId(a), RunSet::Single(0)});
  world.rows.lists[0] = {row};
  diagnostics::Sink sink;
  const auto built = Build(world, sink);
  REQUIRE(built);
  for (std::uint32_t other : {0u, 150u, 299u, 300u}) {
    FullRequest request{0, 0, 0, 0, 0, 0, {}};
    for (std::uint32_t a = 0; a < 300; ++a)
      request.values.push_back(a == other ? 1 : 0);
    const BoundRequest bound(world, built->table, request);
    CHECK(built->table.Decide(*bound).reason ==
          (other < 300 ? Reason::condition_not_met : Reason::granted));
  }
}

TEST_CASE("terms that rows name may nest at any depth") {
  for (std::uint32_t depth : {8u, 30u}) {
    World world = Fixed(Shape{});
    model::Taxonomy chain;
    for (std::uint32_t t = 0; t < depth; ++t) {
      model::Term term;
      term.name = "d" + std::to_string(t);
      if (t > 0) {
        term.parents.push_back(model::TermId(t - 1));
        chain.terms[t - 1].children.push_back(model::TermId(t));
      }
      term.leaves.Add(depth - 1, depth);
      chain.terms.push_back(term);
      chain.spellings.emplace(term.name, model::TermId(t));
    }
    chain.leaves.Add(depth - 1, depth);
    world.vocabulary.data = chain;
    for (std::uint32_t t = 0; t < depth; ++t) {
      GrantRow row = Everything(world);
      row.cube.data = RunSet::Range(t, depth);
      world.rows.lists[0].push_back(row);
    }
    CHECK(Fits(world));
  }
}

}  // namespace
}  // namespace assent::table
