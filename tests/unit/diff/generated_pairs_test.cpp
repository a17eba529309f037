#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <memory>
#include <optional>

#include "compiler/diff/diff.h"
#include "compiler/driver/opened_table.h"
#include "compiler/driver/pipeline.h"
#include "compiler/logic/count.h"
#include "tests/generate/ast_to_text.h"
#include "tests/generate/generate_policy.h"
#include "tests/generate/spread_prohibitions.h"
#include "tests/unit/diff/by_enumeration.h"
#include "tests/unit/diff/mutate.h"

namespace assent::diff {
namespace {

using generate::Random;

struct Policy {
  std::string text;
  driver::Compiled compiled;
  driver::OpenedTable opened;
  table::Decoded decoded;
};

// nullptr: it does not compile. With `spread`, prohibitions concern some
// partners only.
std::unique_ptr<Policy> Compile(const ast::File& file,
                                Random* spread = nullptr) {
  auto policy = std::make_unique<Policy>();
  policy->text = generate::ToText(file);
  policy->compiled = driver::CompileTexts({{"p.policy", policy->text}});
  if (!policy->compiled.ok()) return nullptr;
  if (spread != nullptr) {
    generate::SpreadProhibitions(policy->compiled.model, *spread);
    driver::CompileModel(policy->compiled);
  }
  auto opened = driver::OpenBytes(policy->compiled.bytes);
  REQUIRE(opened);
  policy->opened = std::move(*opened);
  auto decoded = table::BytesToRows(policy->opened.bytes());
  REQUIRE(decoded);
  policy->decoded = std::move(*decoded);
  return policy;
}

Difference DifferenceOf(const Policy& before, const Policy& after) {
  Result<Difference> difference =
      Diff({before.decoded, before.opened.table()},
           {after.decoded, after.opened.table()});
  REQUIRE(difference);
  return std::move(*difference);
}

struct Tally {
  std::uint64_t pairs = 0, asked = 0, equal = 0;
  std::uint64_t with[kChangeCount] = {};
  std::uint64_t regions = 0, shared = 0, vocabularies = 0;
};

// What a region says of all its requests.
void CheckDecision(const Region& region, std::uint64_t within,
                   const Enumerated::Decision& truth) {
  using Names = std::set<std::string>;
  CHECK(Names(region.reasons.begin(), region.reasons.end()) == truth.reasons);
  Names all, some;
  for (const auto& [name, count] : truth.obligations)
    (count == within ? all : some).insert(name);
  CHECK(Names(region.obligations.begin(), region.obligations.end()) == all);
  CHECK(Names(region.some_obligations.begin(),
              region.some_obligations.end()) == some);
}

void CheckPair(const Policy& before, const Policy& after, Tally& tally) {
  INFO("before:\n" << before.text << "\nafter:\n" << after.text);
  const Difference difference = DifferenceOf(before, after);
  CHECK(difference.empty() == (before.decoded.decision_digest ==
                               after.decoded.decision_digest));
  const std::optional<Enumerated> truth =
      Enumerate(before.compiled.model, after.compiled.model, difference,
                300'000);
  if (!truth) return;
  for (std::size_t c = 0; c < kChangeCount; ++c) {
    CHECK_MESSAGE(logic::Decimal(difference.requests[c]) ==
                      std::to_string(truth->counts[c]),
                  NameOf(Change(c)));
    tally.with[c] += truth->counts[c] != 0;
  }
  CHECK(truth->in_no_region == 0);
  std::map<Label, bool> found;
  for (std::size_t r = 0; r < difference.regions.size(); ++r) {
    const Region& region = difference.regions[r];
    CHECK_MESSAGE(logic::Decimal(region.requests) ==
                      std::to_string(truth->within[r]),
                  region.what);
    CHECK(logic::Decimal(region.shared) == std::to_string(truth->shared[r]));
    tally.shared += truth->shared[r] != 0;
    if (region.change <= Change::narrowed)
      CheckDecision(region, truth->within[r], truth->decisions[r]);
    if (region.change != Change::reasons) CHECK(region.exact);
    found[{region.change, region.what}] = true;
  }
  CHECK(found.size() == truth->labels.size());
  CHECK(difference.lists_all);
  ++tally.pairs;
  tally.asked += truth->asked;
  tally.regions += difference.regions.size();
  tally.equal += difference.empty();
  tally.vocabularies += !difference.vocabulary_changes.empty();
}

TEST_CASE("diff says of 500 pairs what asking every request says") {
  Tally tally;
  for (std::uint64_t seed = 1; tally.pairs < 500; ++seed) {
    REQUIRE(seed < 5000);
    Random random(seed);
    const generate::Size size = generate::SmallSize(random);
    ast::File file = generate::GeneratePolicy(random, size);
    const auto before = Compile(file);
    if (!before) continue;
    // Mostly a few changes of one policy, sometimes two policies.
    if (seed % 5 == 0)
      file = generate::GeneratePolicy(random, size);
    else
      for (std::uint32_t i = random.Below(3) + 1; i > 0; --i)
        Mutate(file, random);
    const auto after = Compile(file);
    if (!after) continue;
    CAPTURE(seed);
    CheckPair(*before, *after, tally);
  }
  MESSAGE(tally.pairs, " pairs, ", tally.asked, " requests asked of both; ",
          tally.with[0], " widened, ", tally.with[1], " narrowed, ",
          tally.with[2], " with other obligations, ", tally.with[3],
          " with other reasons, ", tally.vocabularies,
          " with other vocabularies, ", tally.equal, " alike; ",
          tally.regions, " regions, ", tally.shared,
          " of them share requests");
  CHECK(tally.with[0] > 50);
  CHECK(tally.with[1] > 50);
  CHECK(tally.with[2] > 20);
  CHECK(tally.shared > 50);
  CHECK(tally.with[3] > 50);
  CHECK(tally.vocabularies > 50);
  CHECK(tally.equal > 20);
}

TEST_CASE("diff says it, too, where prohibitions concern some partners") {
  Tally tally;
  for (std::uint64_t seed = 1; tally.pairs < 120; ++seed) {
    REQUIRE(seed < 2000);
    Random random(3'000'000 + seed);
    generate::Size size = generate::SmallSize(random);
    size.partners = 1 + int(random.Below(3));
    ast::File file = generate::GeneratePolicy(random, size);
    // The same spread, but for what the changes make of it.
    Random once(seed), again(seed % 3 == 0 ? seed + 1 : seed);
    const auto before = Compile(file, &once);
    if (!before) continue;
    if (seed % 2 == 0) Mutate(file, random);
    const auto after = Compile(file, &again);
    if (!after) continue;
    CAPTURE(seed);
    CheckPair(*before, *after, tally);
  }
  MESSAGE(tally.pairs, " pairs, ", tally.asked, " requests asked of both; ",
          tally.with[0], " widened, ", tally.with[1], " narrowed, ",
          tally.with[3], " with other reasons, ", tally.equal, " alike");
  CHECK(tally.with[0] > 10);
  CHECK(tally.with[1] > 10);
  CHECK(tally.with[3] > 20);
  CHECK(tally.equal > 5);
}

}  // namespace
}  // namespace assent::diff
