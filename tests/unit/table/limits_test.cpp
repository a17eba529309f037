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
    row.cube.window = {Day(10000 + 10 * i), Day(10005 + 10 * i)};
    world.rows.lists[0].push_back(row);
  }
}

TEST_CASE("rows that overlap in everything use up the budget of blocks") {
  World world = Fixed(Shape{});
  AddAlike(world, 64);
  CHECK(Fits(world));
  GrantRow one_more = Everything(world);
  one_more.cube.window = {9000, 9005};
  world.rows.lists[0].push_back(one_more);
  CHECK(Refusal(world) == Kind::block_budget);
  world.rows.lists[0].resize(17);
  CHECK(Refusal(world, Budget{2}) == Kind::block_budget);
  world.rows.lists[0].resize(16);
  CHECK(Fits(world, Budget{2}));
}

TEST_CASE("rows that forbid use up the budget of blocks, too") {
  World world = Fixed(Shape{});
  AddAlike(world, 32);
  world.rows.forbidden.resize(1);
  world.rows.forbidden_of.assign(world.rows.list_of.size(), 0);
  for (int i = 0; i < 32; ++i) {
    rows::Cube cube = Everything(world).cube;
    cube.window = {Day(8000 + 10 * i), Day(8005 + 10 * i)};
    world.rows.forbidden[0].push_back(cube);
  }
  CHECK(Fits(world));
  CHECK(Refusal(world, Budget{7}) == Kind::block_budget);
  world.rows.forbidden[0].push_back(Everything(world).cube);
  CHECK(Refusal(world) == Kind::block_budget);
}

TEST_CASE("the diagnostic names the partner") {
  World world = Fixed(Shape{});
  AddAlike(world, 80);
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

TEST_CASE("the days between the first and the last change are limited") {
  World world = Fixed(Shape{});
  GrantRow row = Everything(world);
  row.cube.window = {1000, 1000 + 65532};
  world.rows.lists[0] = {row};
  REQUIRE(Fits(world));
  diagnostics::Sink sink;
  const auto built = Build(world, sink);
  FullRequest request{0, 0, 0, 0, 0, 0, {}};
  for (const auto& a : world.vocabulary.attributes)
    request.values.push_back(a.default_value.value_or(0));
  for (Day day : {kFirstDay, Day(999), Day(1000), Day(1001), Day(66531),
                  Day(66532), Day(66533), kEndDay - 1}) {
    request.day = day;
    const BoundRequest bound(world, built->table, request);
    INFO(day);
    CHECK(built->table.Decide(*bound) == Scan(world, request).verdict);
  }
  world.rows.lists[0][0].cube.window.until += 1;
  CHECK(Refusal(world) == Kind::table_limit);
}

TEST_CASE("actions and relations are limited") {
  Shape shape;
  shape.actions = 500;
  shape.relations = 12;
  CHECK(Fits(Fixed(shape)));
  shape.relations = 13;
  CHECK(Refusal(Fixed(shape)) == Kind::table_limit);
}

TEST_CASE("the attributes that one row tests are limited") {
  Shape shape;
  shape.attributes = 70;
  shape.most_values = 3;
  World world = Fixed(shape);
  GrantRow row = Everything(world);
  for (std::uint32_t a = 0; a < 64; ++a)
    row.cube.literals.push_back(
        {model::AttributeId(a), RunSet::Single(0)});
  world.rows.lists[0] = {row};
  CHECK(Fits(world));
  // More literals in all than groups hold, and one row with too many.
  for (std::uint32_t a = 64; a < 70; ++a)
    row.cube.literals.push_back(
        {model::AttributeId(a), RunSet::Single(0)});
  world.rows.lists[0] = {row};
  CHECK(Refusal(world) == Kind::table_limit);
}

TEST_CASE("terms that rows name may nest eight deep") {
  for (std::uint32_t depth : {8u, 9u}) {
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
    if (depth == 8)
      CHECK(Fits(world));
    else
      CHECK(Refusal(world) == Kind::table_limit);
  }
}

}  // namespace
}  // namespace assent::table
