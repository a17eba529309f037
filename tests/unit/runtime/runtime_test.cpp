#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "tests/unit/table/built_table.h"

extern "C" int UseFromC(const char* path, const char* partner);

namespace assent {
namespace {

using table::Build;
using table::RandomWorld;
using table::Shape;
using table::World;

// Requester's and subject's copies of one attribute, neighbours; permits what
// the subject allows.
World PairWorld() {
  std::mt19937_64 random(1);
  Shape shape;
  shape.partners = 1;
  shape.attributes = 0;
  World world = RandomWorld(shape, random);
  for (int person = 0; person < 2; ++person) {
    model::Attribute a;
    a.name = person == 0 ? "requester.sharing" : "subject.sharing";
    a.owner = person == 0 ? model::Owner::requester : model::Owner::subject;
    a.kind = model::DomainKind::enumerated;
    a.values = {"off", "on"};
    a.pair = model::AttributeId(std::size_t(1 - person));
    world.vocabulary.attributes.push_back(a);
  }
  rows::GrantRow row;
  row.cube.data = RunSet::Range(0, world.vocabulary.data.size());
  row.cube.actions = RunSet::Range(0, world.vocabulary.actions.size());
  row.cube.purposes = RunSet::Range(0, world.vocabulary.purposes.size());
  row.cube.relations = RunSet::Range(0, 3);
  row.cube.literals = {{model::AttributeId(1), RunSet::Single(1)}};
  world.rows.lists = {{row}};
  world.rows.list_of = {0};
  world.rows.global.clear();
  return world;
}

struct Fixture {
  Fixture() : world(PairWorld()), built(Build(world, sink)) {
    memory.resize(built->table.facts_bytes() / 8 + 2);
  }
  std::span<std::byte> bytes() {
    return std::as_writable_bytes(std::span(memory));
  }
  NamedVerdict Ask(std::string_view relation,
                   std::vector<NamedValue> attributes) {
    NamedRequest request{world.vocabulary.partners[0].name,
                         world.vocabulary.data.terms[0].name,
                         world.vocabulary.actions.terms[0].name,
                         world.vocabulary.purposes.terms[0].name,
                         relation,
                         "2014-06-01",
                         attributes};
    return built->table.Decide(request, bytes());
  }

  World world;
  diagnostics::Sink sink;
  std::unique_ptr<table::BuiltTable> built;
  std::vector<std::uint64_t> memory;
};

constexpr const char* kOther = "r000000";
constexpr const char* kSelf = "r000001";  // the relation `self`

TEST_CASE("between two persons each has a state of its own") {
  Fixture f;
  CHECK(f.Ask(kOther, {{"subject.sharing", "on"}}).verdict.permit);
  CHECK_FALSE(f.Ask(kOther, {{"requester.sharing", "on"}}).verdict.permit);
  CHECK_FALSE(f.Ask(kOther, {}).verdict.permit);
}

TEST_CASE("at self either copy supplies both, and they must agree") {
  Fixture f;
  CHECK(f.Ask(kSelf, {{"subject.sharing", "on"}}).verdict.permit);
  CHECK(f.Ask(kSelf, {{"requester.sharing", "on"}}).verdict.permit);
  CHECK_FALSE(f.Ask(kSelf, {{"requester.sharing", "off"}}).verdict.permit);
  const NamedVerdict disagree =
      f.Ask(kSelf, {{"requester.sharing", "on"}, {"subject.sharing", "off"}});
  CHECK(disagree.error == RequestError::persons_disagree);
  CHECK_FALSE(disagree.verdict.permit);
}

TEST_CASE("a request that cannot be read is denied, and says what is wrong") {
  Fixture f;
  const NamedVerdict attribute = f.Ask(kOther, {{"subject.shoes", "on"}});
  CHECK(attribute.error == RequestError::unknown_attribute);
  CHECK(attribute.offender == "subject.shoes");
  const NamedVerdict value = f.Ask(kOther, {{"subject.sharing", "maybe"}});
  CHECK(value.error == RequestError::unknown_value);
  CHECK(value.offender == "maybe");
  const NamedVerdict twice =
      f.Ask(kOther, {{"subject.sharing", "on"}, {"subject.sharing", "on"}});
  CHECK(twice.error == RequestError::attribute_twice);
  CHECK(f.Ask("cousin", {}).error == RequestError::unknown_relation);
  for (const NamedVerdict& v : {attribute, value, twice}) {
    CHECK_FALSE(v.verdict.permit);
    CHECK(v.verdict.reason == Reason::unknown_term);
    CHECK_FALSE(Message(v.error).empty());
  }
  NamedRequest late{f.world.vocabulary.partners[0].name,
                    "d000000",
                    "a000000",
                    "u000000",
                    kOther,
                    "2014-02-30",
                    {}};
  CHECK(f.built->table.Decide(late, f.bytes()).error == RequestError::bad_date);
  late.date = "2014-02-28";
  CHECK(f.built->table.Decide(late, f.bytes().first(8)).error ==
        RequestError::memory_too_small);
}

TEST_CASE("ids out of range and facts of another sort are denied") {
  Fixture f;
  const Table& table = f.built->table;
  const std::vector<AttributeValue> on = {{1, 1}};
  const BindResult two = table.BindFacts(on, false, f.bytes());
  REQUIRE(two.facts != nullptr);
  const Request good{0, 0, 0, 0, 0, 16000, two.facts};
  REQUIRE(table.Decide(good).permit);
  const auto denied = [&](auto change) {
    Request bad = good;
    change(bad);
    const Verdict verdict = table.Decide(bad);
    Verdict batched;
    table.DecideBatch({&bad, 1}, {&batched, 1});
    return verdict == Verdict() && batched == verdict;
  };
  CHECK(denied([](Request& r) { r.partner = 1; }));
  CHECK(denied([](Request& r) { r.partner = kNoId; }));
  CHECK(denied([](Request& r) { r.data = 20; }));
  CHECK(denied([](Request& r) { r.action = 4; }));
  CHECK(denied([](Request& r) { r.purpose = 6; }));
  CHECK(denied([](Request& r) { r.relation = 3; }));
  CHECK(denied([](Request& r) { r.day = kNoDay; }));
  CHECK(denied([](Request& r) { r.day = kEndDay; }));
  CHECK(denied([](Request& r) { r.facts = nullptr; }));
  CHECK(denied([](Request& r) { r.relation = 1; }));  // facts of two persons

  std::vector<std::uint64_t> foreign(f.memory.size(), 0x1234);
  const auto* other = reinterpret_cast<const Facts*>(foreign.data());
  CHECK(denied([other](Request& r) { r.facts = other; }));
}

TEST_CASE("several data subjects: permitted when each one is") {
  Fixture f;
  const Table& table = f.built->table;
  const std::vector<AttributeValue> on = {{1, 1}}, off = {{1, 0}};
  std::vector<std::uint64_t> more(f.memory.size());
  const Facts* yes = table.BindFacts(on, false, f.bytes()).facts;
  const Facts* no =
      table.BindFacts(off, false, std::as_writable_bytes(std::span(more)))
          .facts;
  const Request a{0, 0, 0, 0, 0, 16000, yes}, b{0, 0, 0, 0, 0, 16000, no};
  CHECK(table.DecideAll(std::vector{a, a}).permit);
  CHECK_FALSE(table.DecideAll(std::vector{a, b}).permit);
  CHECK(table.DecideAll(std::vector{a, b, a}).reason ==
        Reason::condition_not_met);
  CHECK_FALSE(table.DecideAll({}).permit);
}

TEST_CASE("two permits oblige to what either does, a deny is the first deny") {
  const Verdict log{true, Reason::granted, kNoPermission, 0b01};
  const Verdict notify{true, Reason::granted, kNoPermission, 0b10};
  const Verdict expired{false, Reason::expired, kNoPermission, 0};
  const Verdict closed{false, Reason::needs_permission, 3, 0b10};
  CHECK(Meet(log, notify) ==
        Verdict{true, Reason::granted, kNoPermission, 0b11});
  CHECK(Meet(log, log) == log);
  CHECK(Meet(log, expired) == expired);
  CHECK(Meet(closed, log) == closed);
  CHECK(Meet(closed, expired) == closed);
  CHECK(Meet(expired, closed) == expired);
}

TEST_CASE("an empty table denies everything") {
  const Table table;
  CHECK_FALSE(table.Decide(Request()).permit);
  CHECK(table.FindPartner("bing") == kNoId);
  CHECK(table.FindValue(0, "on") == kNoId);
  CHECK(table.facts_bytes() == 0);
  CHECK(table.self_relation() == kNoId);
  CHECK(table.section_count() == 0);
  CHECK(table.info().partner_count == 0);
  std::vector<std::uint64_t> memory(64);
  CHECK(table.BindFacts({}, false, std::as_writable_bytes(std::span(memory)))
            .facts == nullptr);
  Explanation explanation = table.Explain(Request(), [](const Finding&) {});
  CHECK_FALSE(explanation.verdict.permit);
}

TEST_CASE("tables move, and are used from a file and from C") {
  Fixture f;
  const auto path = std::filesystem::temp_directory_path() /
                    ("assent_runtime_test_" +
                     std::to_string(std::random_device()()) + ".table");
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(f.built->bytes.data()),
             std::streamsize(f.built->bytes.size()));
  OpenResult opened = Table::Open(path.c_str());
  REQUIRE(bool(opened));
  Table moved = std::move(opened.table);
  CHECK(moved.info().partner_count == 1);
  CHECK(opened.table.info().partner_count == 0);
  CHECK(moved.info().decision_digest.size() == 64);
  CHECK(moved.info().decision_digest ==
        table::Hex(f.built->image.decision_digest));
  CHECK(moved.info().hot_bytes == f.built->image.hot_bytes);
  CHECK(UseFromC(path.c_str(), f.world.vocabulary.partners[0].name.c_str()) ==
        0);
  std::filesystem::remove(path);
  CHECK(Table::Open(path.c_str()).error == OpenError::cannot_read);
  CHECK(Table::Open("/").error == OpenError::cannot_read);
}

TEST_CASE("days are dates that exist") {
  for (Day day = kFirstDay; day < kEndDay; ++day) {
    char text[10];
    FormatDay(day, text);
    REQUIRE(ParseDay({text, 10}) == day);
  }
  for (const char* wrong :
       {"2014-02-29", "2100-02-29", "1969-12-31", "2200-01-01", "2014-13-01",
        "2014-00-10", "2014-06-31", "2014-6-01", "20140601", "2014-06-01 ", "",
        "2014/06/01", "201a-06-01"}) {
    INFO(wrong);
    CHECK(ParseDay(wrong) == kNoDay);
  }
  CHECK(ParseDay("2016-02-29") == 16860);
}

}  // namespace
}  // namespace assent
