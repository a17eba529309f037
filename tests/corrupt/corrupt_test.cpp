// Damaged, truncated, spliced and hostile tables: refused, or nothing that
// they decide has changed, and never a read outside (the sanitizers say so).
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <cstdio>
#include <cstring>

#include "compiler/table/bytes_to_rows.h"
#include "runtime/format/checksum.h"
#include "runtime/format/format.h"
#include "tests/unit/table/built_table.h"

namespace assent::table {
namespace {

constexpr Shape kShape = {4, 10, 3, 4, 3, 4, 3, 3,
                          4, 6, 6, 3, 300, 0.3, 0, 0.5};

struct Fixture {
  explicit Fixture(std::uint64_t seed, Shape shape = kShape) {
    std::mt19937_64 random(seed);
    world = RandomWorld(shape, random);
    diagnostics::Sink sink;
    built = Build(world, sink);
    REQUIRE(built);
    for (int i = 0; i < 40; ++i) {
      requests.push_back(RandomRequest(world, random));
      verdicts.push_back(
          built->table.Decide(*BoundRequest(world, built->table,
                                            requests.back())));
    }
  }

  // The same answers, if the table still has this world's words.
  bool AnswersAsBefore(const assent::Table& table) const {
    for (std::size_t i = 0; i < requests.size(); ++i)
      if (table.Decide(*BoundRequest(world, table, requests[i])) !=
          verdicts[i])
        return false;
    return true;
  }

  World world;
  std::unique_ptr<BuiltTable> built;
  std::vector<FullRequest> requests;
  std::vector<Verdict> verdicts;
};

TEST_CASE("every flipped byte is refused or changes no decision") {
  std::uint64_t flips = 0, accepted = 0;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    Fixture fixture(seed);
    AlignedBytes bytes(fixture.built->bytes);
    for (std::size_t at = 0; at < bytes.size(); ++at)
      for (int bit = 0; bit < 8; bit += seed == 1 ? 1 : 5) {
        bytes.data()[at] ^= std::uint8_t(1u << bit);
        const OpenResult opened = assent::Table::FromBytes(bytes.bytes());
        ++flips;
        if (opened) {
          ++accepted;
          INFO("byte ", at);
          REQUIRE(fixture.AnswersAsBefore(opened.table));
        }
        bytes.data()[at] ^= std::uint8_t(1u << bit);
      }
  }
  std::printf("corrupt: %llu flips, %llu accepted\n",
              static_cast<unsigned long long>(flips),
              static_cast<unsigned long long>(accepted));
  CHECK(flips > 20000);
}

TEST_CASE("every truncation and extension is refused") {
  const Fixture fixture(5);
  const Bytes& whole = fixture.built->bytes;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const AlignedBytes cut(Bytes(whole.begin(), whole.begin() + size));
    const OpenResult opened = assent::Table::FromBytes(cut.bytes());
    REQUIRE_FALSE(bool(opened));
    REQUIRE(opened.error ==
            (size < 8 ? OpenError::not_a_table : OpenError::wrong_length));
  }
  for (std::size_t more : {1, 63, 64, 4096}) {
    Bytes longer = whole;
    longer.resize(whole.size() + more);
    CHECK_FALSE(bool(assent::Table::FromBytes(AlignedBytes(longer).bytes())));
  }
}

TEST_CASE("a splice of two tables is refused") {
  const Fixture a(6), b(7);
  const Bytes& left = a.built->bytes;
  const Bytes& right = b.built->bytes;
  for (std::size_t at = 64; at < std::min(left.size(), right.size());
       at += 64) {
    Bytes spliced(left.begin(), left.begin() + at);
    spliced.insert(spliced.end(), right.begin() + at, right.end());
    if (spliced == left || spliced == right) continue;
    REQUIRE_FALSE(bool(assent::Table::FromBytes(AlignedBytes(spliced).bytes())));
  }
}

// Writes the right checksums into whatever stands there.
void Seal(std::uint8_t* bytes, std::size_t size) {
  auto& header = *reinterpret_cast<format::Header*>(bytes);
  auto* entries =
      reinterpret_cast<format::SectionEntry*>(bytes + sizeof header);
  if (header.section_count > (size - sizeof header) / sizeof *entries) return;
  for (std::uint32_t i = 0; i < header.section_count; ++i)
    if (entries[i].offset <= size && entries[i].bytes <= size - entries[i].offset)
      entries[i].checksum =
          format::Checksum(bytes + entries[i].offset, entries[i].bytes);
  header.checksum = 0;
  const std::uint64_t sums[2] = {
      format::Checksum(&header, sizeof header),
      format::Checksum(entries, header.section_count * sizeof *entries)};
  header.checksum = format::Checksum(sums, sizeof sums);
}

// Everything that a caller can do, for the sanitizers to watch.
void UseAll(const assent::Table& table, std::mt19937_64& random) {
  const TableInfo info = table.info();
  std::vector<std::uint64_t> memory(table.facts_bytes() / 8 + 2);
  const auto span = std::as_writable_bytes(std::span(memory));
  std::vector<AttributeValue> values;
  for (std::uint32_t a = 0; a < info.attribute_count; ++a)
    values.push_back({a, std::uint32_t(random() % 3)});
  for (int one = 0; one < 2; ++one) {
    BindResult bound = table.BindFacts(values, one != 0, span);
    if (bound.facts == nullptr) bound = table.BindFacts({}, one != 0, span);
    if (bound.facts == nullptr) continue;
    for (int i = 0; i < 60; ++i) {
      Request request;
      const auto pick = [&](std::uint32_t count) {
        return std::uint32_t(random() % (std::uint64_t{count} + 1));
      };
      request.partner = pick(info.partner_count);
      request.data = pick(info.data_count);
      request.action = pick(info.action_count);
      request.purpose = pick(info.purpose_count);
      request.relation = pick(info.relation_count);
      request.day = Day(random() % (kEndDay + 1));
      request.facts = bound.facts;
      Verdict verdict;
      table.DecideBatch({&request, 1}, {&verdict, 1});
      REQUIRE(table.Decide(request) == verdict);
      table.Explain(request, [](const Finding&) {});
    }
  }
  for (std::uint32_t p = 0; p < info.partner_count; ++p)
    table.FindPartner(table.PartnerName(p));
}

TEST_CASE("hostile tables with right checksums never lead outside") {
  std::uint64_t tried = 0, accepted = 0;
  std::mt19937_64 random(9);
  for (std::uint64_t seed = 11; seed <= 14; ++seed) {
    Shape shape = kShape;
    if (seed == 12) shape.attributes = 60, shape.most_values = 20;
    if (seed == 13) shape.purposes = 200;
    if (seed == 14) shape.global_rows = 300;
    Fixture fixture(seed, shape);
    const Bytes& whole = fixture.built->bytes;
    for (int i = 0; i < 3000; ++i) {
      AlignedBytes bytes(whole);
      for (int changes = 1 + int(random() % 3); changes > 0; --changes) {
        const std::size_t at = 8 + random() % (whole.size() - 12);
        if (random() % 2) {
          bytes.data()[at] = std::uint8_t(random());
        } else {                    // a whole word, often a large one
          const auto word = std::uint32_t(random() >> random() % 64);
          std::memcpy(bytes.data() + at / 4 * 4, &word, 4);
        }
      }
      Seal(bytes.data(), bytes.size());
      const OpenResult opened = assent::Table::FromBytes(bytes.bytes());
      ++tried;
      if (!opened) continue;
      ++accepted;
      UseAll(opened.table, random);
      auto decoded = BytesToRows(
          {bytes.data(), bytes.size()});
      REQUIRE(bool(decoded));
    }
  }
  std::printf("corrupt: %llu hostile tables, %llu opened\n",
              static_cast<unsigned long long>(tried),
              static_cast<unsigned long long>(accepted));
  CHECK(accepted > 100);
}

}  // namespace
}  // namespace assent::table
