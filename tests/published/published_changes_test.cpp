// Examples of claims and of changes that others published, in our words, with
// the answers that they published. Each policy says what is true of it:
//
//   // refuted: CLAIM            // before: FILE
//   // holds: CLAIM              // widens N requests in M regions
//                                // narrows N requests in M regions
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "compiler/check/claims.h"
#include "compiler/diff/diff.h"
#include "compiler/logic/count.h"
#include "compiler/table/bytes_to_rows.h"
#include "tests/support/opened_policy.h"

namespace assent {
namespace {

namespace fs = std::filesystem;
const fs::path kFolder = ASSENT_SOURCE_FOLDER "/tests/published";

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::set<std::string> Marked(const std::string& text, std::string_view mark) {
  std::set<std::string> found;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with(mark)) found.insert(line.substr(mark.size()));
  return found;
}

table::Decoded Decode(const support::OpenedPolicy& policy) {
  auto decoded = table::BytesToRows(policy.compiled.bytes);
  REQUIRE(decoded);
  return std::move(*decoded);
}

std::size_t CheckClaims(const std::string& text,
                        const support::OpenedPolicy& policy) {
  std::set<std::string> refuted, held;
  const auto verdicts =
      check::CheckClaims(policy.compiled.model, policy.compiled.rules,
                         policy.table, policy.compiled.sources);
  for (std::size_t i = 0; i < verdicts.size(); ++i)
    (verdicts[i].kind == check::ClaimVerdict::Kind::holds ? held : refuted)
        .insert(policy.compiled.model.claims[i].name);
  CHECK(refuted == Marked(text, "// refuted: "));
  CHECK(held == Marked(text, "// holds: "));
  return verdicts.size();
}

// What the change is, as the file says it.
std::string Said(const diff::Difference& difference, diff::Change change) {
  std::size_t regions = 0;
  for (const diff::Region& region : difference.regions)
    regions += region.change == change;
  return fmt::format("{} requests in {} regions",
                     logic::Decimal(difference.requests[std::size_t(change)]),
                     regions);
}

TEST_CASE("claims and changes are judged as was published") {
  std::size_t claims = 0, changes = 0;
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    if (entry.path().extension() != ".policy") continue;
    const std::string text = ReadFile(entry.path());
    CAPTURE(entry.path().filename().string());
    const support::OpenedPolicy policy(text);
    REQUIRE(policy.error == "");
    claims += CheckClaims(text, policy);
    for (const std::string& name : Marked(text, "// before: ")) {
      const support::OpenedPolicy before(ReadFile(kFolder / name));
      REQUIRE(before.error == "");
      const table::Decoded old = Decode(before), now = Decode(policy);
      const auto difference =
          diff::Diff({old, before.table}, {now, policy.table});
      REQUIRE(difference);
      for (const std::string& said : Marked(text, "// widens "))
        CHECK(Said(*difference, diff::Change::widened) == said);
      for (const std::string& said : Marked(text, "// narrows "))
        CHECK(Said(*difference, diff::Change::narrowed) == said);
      ++changes;
    }
  }
  CHECK(claims >= 8);
  CHECK(changes >= 3);
}

}  // namespace
}  // namespace assent
