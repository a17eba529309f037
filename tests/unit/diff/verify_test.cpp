#include "compiler/diff/verify_table.h"

#include <doctest/doctest.h>

#include "compiler/driver/opened_table.h"
#include "compiler/driver/pipeline.h"
#include "compiler/table/rows_to_table.h"
#include "compiler/table/table_to_bytes.h"
#include "tests/generate/ast_to_text.h"
#include "tests/generate/generate_policy.h"

namespace assent::diff {
namespace {

using generate::Random;

// What verify says of a table with these rows, against the policy's rules.
Verification Verify(const driver::Compiled& compiled,
                    const rows::RowSet& rows) {
  diagnostics::Sink sink;
  const auto table =
      table::RowsToTable(compiled.model.vocabulary, rows, compiled.rules,
                         compiled.sources, sink);
  REQUIRE(table);
  const table::Bytes bytes =
      table::TableToBytes(*table, compiled.source_digest);
  const auto opened = driver::OpenBytes(bytes);
  const auto sources = driver::OpenBytes(compiled.bytes);
  REQUIRE(opened);
  REQUIRE(sources);
  const auto decoded = table::BytesToRows(opened->bytes());
  REQUIRE(decoded);
  auto result =
      VerifyTable({*decoded, opened->table()}, compiled.model.vocabulary,
                  compiled.rules, sources->table());
  REQUIRE(result);
  return std::move(*result);
}

void CheckRefuted(const Verification& result) {
  REQUIRE(result.witness.has_value());
  // The witness is asked of both tables, and they answer otherwise.
  CHECK(result.table_whole != result.source_whole);
}

TEST_CASE("a table is proved, and refuted when any one row of it is gone") {
  // `alike`: the row says something only of a requester and a subject who
  // are one person and differ, which cannot be asked.
  std::size_t proved = 0, refuted = 0, alike = 0;
  const auto check = [&](const driver::Compiled& compiled,
                         const rows::RowSet& rows) {
    const Verification result = Verify(compiled, rows);
    if (result.equal())
      ++alike;
    else
      CheckRefuted(result);
    refuted += !result.equal();
  };
  for (std::uint64_t seed = 1; proved < 150; ++seed) {
    REQUIRE(seed < 1000);
    Random random(seed);
    const generate::Size size = generate::SmallSize(random);
    const std::string text =
        generate::ToText(generate::GeneratePolicy(random, size));
    const driver::Compiled compiled =
        driver::CompileTexts({{"p.policy", text}});
    if (!compiled.ok()) continue;
    CAPTURE(seed);
    INFO(text);
    CHECK(Verify(compiled, compiled.rows).equal());
    ++proved;
    for (std::size_t l = 0; l < compiled.rows.lists.size(); ++l)
      for (std::size_t r = 0; r < compiled.rows.lists[l].size(); ++r) {
        rows::RowSet fewer = compiled.rows;
        fewer.lists[l].erase(fewer.lists[l].begin() + long(r));
        check(compiled, fewer);
      }
    for (std::size_t r = 0; r < compiled.rows.global.size(); ++r) {
      rows::RowSet fewer = compiled.rows;
      fewer.global.erase(fewer.global.begin() + long(r));
      check(compiled, fewer);
    }
  }
  MESSAGE(proved, " tables proved, ", refuted, " refuted without one row, ", alike,
          " alike without one");
  CHECK(refuted > 500);
  CHECK(alike < refuted / 50);
}

}  // namespace
}  // namespace assent::diff
