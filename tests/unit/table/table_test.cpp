#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "compiler/table/bytes_to_rows.h"
#include "runtime/format/format.h"
#include "tests/unit/table/built_table.h"

namespace assent::table {
namespace {

// A vocabulary's attributes without default take `not supplied` when a value
// is left out, so every full request can be bound.
struct NamedShape {
  std::string name;
  Shape shape;
  int worlds, requests;
};

std::vector<NamedShape> Shapes() {
  std::vector<NamedShape> shapes;
  const auto add = [&shapes](const char* name, int worlds, int requests,
                             auto change) {
    NamedShape named{name, {}, worlds, requests};
    change(named.shape);
    shapes.push_back(named);
  };
  add("small", 120, 300, [](Shape&) {});
  add("no literals", 20, 300, [](Shape& s) { s.literals = 0; });
  add("no attributes, permissions, obligations", 10, 300, [](Shape& s) {
    s.attributes = s.permissions = s.obligations = 0;
  });
  add("one of everything", 5, 50, [](Shape& s) {
    s = {1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 3, 0.5, 0};
  });
  add("scattered data", 20, 300, [](Shape& s) { s.data_density = 0.5; });
  add("thousands of terms", 3, 1000, [](Shape& s) {
    s.data = 3000;
    s.partners = 40;
  });
  add("more than 254 nodes", 3, 1000, [](Shape& s) {
    s.data = 1500;
    s.partners = 150;
    s.rows = 12;
  });
  add("hundreds of purposes", 5, 500, [](Shape& s) {
    s.purposes = 300;
    s.partners = 10;
  });
  add("hundreds of purposes, many nodes", 2, 500, [](Shape& s) {
    s.purposes = 900;
    s.data = 1500;
    s.partners = 150;
    s.rows = 4;
  });
  add("many actions and relations", 5, 500, [](Shape& s) {
    s.actions = 40;
    s.relations = 20;
  });
  add("many-valued attributes", 10, 500, [](Shape& s) {
    s.attributes = 20;
    s.most_values = 120;
    s.literals = 6;
  });
  add("hundreds of literals", 3, 1000, [](Shape& s) {
    s.attributes = 80;
    s.most_values = 30;
    s.partners = 60;
    s.literals = 5;
  });
  add("rows with many literals", 4, 500, [](Shape& s) {
    s.attributes = 90;
    s.literals = 60;
    s.partners = 3;
  });
  add("more literals than tests", 4, 500, [](Shape& s) {
    s.attributes = 16;
    s.most_values = 2;
    s.literals = 14;
    s.partners = 40;
    s.rows = 12;
  });
  add("long lists", 6, 1000, [](Shape& s) {
    s.rows = 60;
    s.day_span = 3000;
  });
  add("hundreds of global rows", 4, 500,
      [](Shape& s) { s.global_rows = 900; });
  add("many obligations", 5, 300, [](Shape& s) { s.obligations = 64; });
  add("overrides everywhere", 20, 500, [](Shape& s) {
    s.overrides = 1;
    s.global_rows = 40;
    s.permissions = 6;
  });
  add("rows that forbid", 30, 300, [](Shape& s) { s.forbidden = 0.6; });
  add("many rows that forbid", 5, 500, [](Shape& s) {
    s.forbidden = 1;
    s.rows = 30;
    s.global_rows = 300;
  });
  add("long spans", 5, 500, [](Shape& s) { s.day_span = 30000; });
  return shapes;
}

std::string Messages(const diagnostics::Sink& sink) {
  std::string all;
  for (const auto& diagnostic : sink.Sorted(SourceSet()))
    all += diagnostic.message + "\n";
  return all;
}

std::vector<std::vector<model::PermissionId>> ExplainedSets(
    const assent::Table& table, const Request& request,
    Explanation& explanation) {
  std::vector<std::vector<model::PermissionId>> sets;
  explanation = table.Explain(request, [&](const Finding& finding) {
    if (finding.kind != Finding::Kind::override_set) return;
    auto& set = sets.emplace_back();
    for (std::uint16_t p : finding.permissions)
      set.push_back(model::PermissionId(p));
  });
  return sets;
}

TEST_CASE("a table says what its rows say, and explains it") {
  std::uint64_t decisions = 0, permits = 0;
  std::uint64_t by_reason[kReasonCount] = {};
  std::uint32_t longest_chain = 0, parted = 0, wide = 0;
  for (const NamedShape& named : Shapes()) {
    std::mt19937_64 random(std::hash<std::string>()(named.name));
    for (int w = 0; w < named.worlds; ++w) {
      const World world = RandomWorld(named.shape, random);
      diagnostics::Sink sink;
      const auto built = Build(world, sink, Budget{});
      INFO(named.name, " ", w);
      REQUIRE_MESSAGE(built, Messages(sink));
      format::Geometry g;
      std::memcpy(&g, built->image.sections[0].bytes.data(), sizeof g);
      longest_chain = std::max(longest_chain, g.chain);
      parted += g.leaf_count > g.partner_count;
      wide += g.test_bytes == 2;
      std::vector<Request> batch;
      std::vector<Verdict> expected;
      std::vector<BoundRequest> bound;
      for (int i = 0; i < named.requests; ++i) {
        FullRequest full = RandomRequest(world, random);
        // A default fills in for what is not supplied.
        const NaiveAnswer naive = Scan(world, full);
        bound.emplace_back(world, built->table, full);
        const Verdict verdict = built->table.Decide(*bound.back());
        ++decisions;
        permits += verdict.permit;
        ++by_reason[int(verdict.reason)];
        REQUIRE(NameOf(verdict.reason) == NameOf(naive.verdict.reason));
        REQUIRE(verdict == naive.verdict);
        batch.push_back(*bound.back());
        expected.push_back(naive.verdict);
        if (i % 4 != 0) continue;
        Explanation explanation;
        const auto sets =
            ExplainedSets(built->table, *bound.back(), explanation);
        REQUIRE(explanation.verdict == naive.verdict);
        const bool impossible = naive.verdict.reason == Reason::impossible;
        REQUIRE(explanation.impossible == impossible);
        if (impossible) continue;
        REQUIRE(explanation.standing == naive.standing);
        REQUIRE(explanation.prohibited == naive.prohibited);
        REQUIRE(explanation.closed_count == naive.closed_count);
        REQUIRE(sets == naive.override_sets);
      }
      std::vector<Verdict> verdicts(batch.size());
      built->table.DecideBatch(batch, verdicts);
      REQUIRE(verdicts == expected);
    }
  }
  std::printf("table against rows: %llu decisions, %llu permits\n",
              static_cast<unsigned long long>(decisions),
              static_cast<unsigned long long>(permits));
  for (int r = 1; r < int(kReasonCount); ++r) {
    INFO(NameOf(Reason(r)));
    CHECK(by_reason[r] > 100);
  }
  CHECK(longest_chain > 1);
  CHECK(parted > 10);
  CHECK(wide > 1);
}

TEST_CASE("a table gives back the rows and words it was made of") {
  for (const NamedShape& named : Shapes()) {
    std::mt19937_64 random(std::hash<std::string>()(named.name) + 1);
    for (int w = 0; w < (named.worlds + 3) / 4; ++w) {
      const World world = RandomWorld(named.shape, random);
      diagnostics::Sink sink;
      const auto built = Build(world, sink, Budget{});
      INFO(named.name, " ", w);
      REQUIRE_MESSAGE(built, Messages(sink));
      auto decoded = BytesToRows(built->bytes);
      REQUIRE(bool(decoded));
      REQUIRE(decoded->rows.lists == world.rows.lists);
      REQUIRE(decoded->rows.list_of == world.rows.list_of);
      REQUIRE(decoded->rows.global == world.rows.global);
      REQUIRE(decoded->rows.forbidden == world.rows.forbidden);
      REQUIRE(decoded->rows.forbidden_of == world.rows.forbidden_of);
      const model::Vocabulary& a = decoded->vocabulary;
      const model::Vocabulary& b = world.vocabulary;
      REQUIRE(a.data.spellings == b.data.spellings);
      REQUIRE(a.purposes.leaves == b.purposes.leaves);
      REQUIRE(a.attributes.size() == b.attributes.size());
      for (std::size_t i = 0; i < a.attributes.size(); ++i) {
        REQUIRE(a.attributes[i].name == b.attributes[i].name);
        REQUIRE(a.attributes[i].values == b.attributes[i].values);
        REQUIRE(a.attributes[i].low == b.attributes[i].low);
        REQUIRE(a.attributes[i].default_value ==
                b.attributes[i].default_value);
      }
      for (std::size_t i = 0; i < a.data.terms.size(); ++i) {
        REQUIRE(a.data.terms[i].name == b.data.terms[i].name);
        REQUIRE(a.data.terms[i].parents == b.data.terms[i].parents);
        REQUIRE(a.data.terms[i].children == b.data.terms[i].children);
        REQUIRE(a.data.terms[i].leaves == b.data.terms[i].leaves);
      }
      REQUIRE(a.partners.size() == b.partners.size());
      for (std::size_t i = 0; i < a.partners.size(); ++i) {
        REQUIRE(a.partners[i].role == b.partners[i].role);
        REQUIRE(a.partners[i].title == b.partners[i].title);
      }

      // Made again from what was read: the same bytes.
      diagnostics::Sink again;
      const auto rebuilt =
          Build(World{decoded->vocabulary, decoded->rows}, again, Budget{});
      REQUIRE(rebuilt);
      REQUIRE(rebuilt->bytes == built->bytes);
    }
  }
}

TEST_CASE("the order of lists and rows does not show in a table") {
  std::mt19937_64 random(7);
  for (int w = 0; w < 40; ++w) {
    Shape shape;
    shape.forbidden = w % 2 == 0 ? 0 : 0.7;
    World world = RandomWorld(shape, random);
    diagnostics::Sink sink;
    const auto built = Build(world, sink);
    REQUIRE(built);
    // Lists in another order, one of them unused, rows shuffled.
    std::vector<std::uint32_t> order(world.rows.lists.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::shuffle(order.begin(), order.end(), random);
    World shuffled = world;
    shuffled.rows.lists.assign(order.size() + 1, {});
    for (std::uint32_t i = 0; i < order.size(); ++i) {
      auto list = world.rows.lists[i];
      std::shuffle(list.begin(), list.end(), random);
      shuffled.rows.lists[order[i]] = list;
    }
    for (auto& list : shuffled.rows.list_of) list = order[list];
    auto& forbidden = shuffled.rows.forbidden;
    std::reverse(forbidden.begin(), forbidden.end());
    for (auto& list : forbidden)
      std::shuffle(list.begin(), list.end(), random);
    for (auto& list : shuffled.rows.forbidden_of)
      if (list != rows::RowSet::kNone)
        list = std::uint32_t(forbidden.size()) - 1 - list;
    std::shuffle(shuffled.rows.global.begin(), shuffled.rows.global.end(),
                 random);
    const auto again = Build(shuffled, sink);
    REQUIRE(again);
    CHECK(again->bytes == built->bytes);
  }
}

TEST_CASE("every accepted spelling is found, and no other") {
  std::mt19937_64 random(11);
  Shape shape;
  shape.data = 500;
  shape.partners = 700;
  const World world = RandomWorld(shape, random);
  diagnostics::Sink sink;
  const auto built = Build(world, sink);
  REQUIRE(built);
  const assent::Table& table = built->table;
  for (const auto& [spelling, id] : world.vocabulary.data.spellings) {
    REQUIRE(table.FindData(spelling) == id.value);
    REQUIRE(table.FindAction(spelling + "x") == kNoId);
  }
  for (std::uint32_t p = 0; p < shape.partners; ++p) {
    const std::string& name = world.vocabulary.partners[p].name;
    REQUIRE(table.FindPartner(name) == p);
    REQUIRE(table.PartnerName(p) == name);
    REQUIRE(table.FindData(name) == kNoId);
  }
  CHECK(table.FindPartner("") == kNoId);
  CHECK(table.FindPartner("partner") == kNoId);
  CHECK(table.PartnerName(shape.partners).empty());
}

}  // namespace
}  // namespace assent::table
