// Every request of small policies, table against oracle; and random requests,
// aimed into rules and at window edges, where there are too many.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <cstdio>

#include "compiler/model/completed.h"
#include "compiler/rows/verify_rows.h"
#include "tests/exhaustive/comparison.h"
#include "tests/generate/ast_to_text.h"
#include "tests/generate/generate_policy.h"
#include "tests/generate/spread_prohibitions.h"
#include "tests/support/opened_policy.h"

namespace assent::exhaustive {
namespace {

using generate::Random;
using support::OpenedPolicy;

// More requests than this are sampled.
constexpr std::uint64_t kMaxRequests = 400'000;

void Report(const char* what, const Tally& tally) {
  std::printf("%s: %s\n", what, tally.Line().c_str());
}

// Compares all requests of the policy, or a sample of those of a large one.
void Compare(const OpenedPolicy& policy, const std::string& text,
             Random& random, Tally& tally) {
  REQUIRE_MESSAGE(policy.error.empty(), policy.error, "\n", text);
  Comparison comparison(policy.compiled.model, policy.table);
  auto mismatch = comparison.RequestCount() <= kMaxRequests
                      ? comparison.CompareAll(tally)
                      : comparison.CompareRandom(random, 20'000, tally);
  if (mismatch) FAIL_CHECK(*mismatch, "\n", text);
}

void CompareGenerated(std::uint64_t part) {
  constexpr std::uint64_t kPolicies = ASSENT_GENERATED_POLICIES / 4;
  Tally tally;
  for (std::uint64_t i = 0; i < kPolicies; ++i) {
    const std::uint64_t seed = part * kPolicies + i;
    CAPTURE(seed);
    Random random(seed);
    const generate::Size size = generate::SmallSize(random);
    const ast::File file = generate::GeneratePolicy(random, size);
    const std::string text =
        i % 2 == 0 ? generate::ToText(file) : generate::ToText(file, random);
    Compare(OpenedPolicy(text), text, random, tally);
  }
  Report("generated policies", tally);
}

// Four, so that they can run side by side.
TEST_CASE("every request of generated policies, part 1") {
  CompareGenerated(0);
}
TEST_CASE("every request of generated policies, part 2") {
  CompareGenerated(1);
}
TEST_CASE("every request of generated policies, part 3") {
  CompareGenerated(2);
}
TEST_CASE("every request of generated policies, part 4") {
  CompareGenerated(3);
}

TEST_CASE("every request where prohibitions concern some partners") {
  Tally tally;
  std::uint64_t own = 0;
  for (std::uint64_t seed = 0; seed < ASSENT_GENERATED_POLICIES / 4; ++seed) {
    CAPTURE(seed);
    Random random(2'000'000 + seed);
    generate::Size size = generate::SmallSize(random);
    size.partners = 1 + int(random.Below(4));
    const std::string text =
        generate::ToText(generate::GeneratePolicy(random, size));
    const OpenedPolicy policy(text, [&](model::Model& model) {
      generate::SpreadProhibitions(model, random);
    });
    Compare(policy, text, random, tally);
    const driver::Compiled& made = policy.compiled;
    own += made.rows.forbidden.size();
    CHECK(rows::VerifyRows(made.model.vocabulary, made.rules, made.rows) ==
          "");
  }
  Report("prohibitions for some partners", tally);
  CHECK(own >= ASSENT_GENERATED_POLICIES / 8);
}

TEST_CASE("every request of the corner cases") {
  Tally tally;
  Random random(1);
  for (const char* folder : {"tests/decisions", "tests/regress"})
    for (const driver::Text& text : support::ReadPolicies(
             ASSENT_SOURCE_FOLDER "/" + std::string(folder))) {
      CAPTURE(text.path);
      Compare(OpenedPolicy(text.text), "", random, tally);
    }
  Report("corner cases", tally);
  CHECK(tally.policies >= 15);
}

TEST_CASE("requests of the examples") {
  Tally tally;
  Random random(2);
  for (const char* example : {"01-hello", "02-songs"}) {
    CAPTURE(example);
    auto texts = support::ReadPolicies(ASSENT_SOURCE_FOLDER "/examples/" +
                                       std::string(example));
    Compare(OpenedPolicy(std::move(texts)), "", random, tally);
  }
  // Its unknowns have too many completions for the oracle to go through: each
  // policy here is one of them.
  std::string archive;
  for (const driver::Text& text : support::ReadPolicies(
           ASSENT_SOURCE_FOLDER "/examples/archive-2018"))
    archive += text.text + "\n";
  for (int i = 0; i < 10; ++i) {
    CAPTURE(i);
    const OpenedPolicy policy(archive, [&](model::Model& model) {
      model::Completion completion;
      for (const model::Unknown& unknown : model.unknowns)
        completion.push_back(std::uint32_t(random.Below(unknown.size())));
      model = model::Completed(model, completion);
    });
    Compare(policy, "", random, tally);
  }
  Report("examples", tally);
}

// Refused once: eight lanes a block, and literals that had no place in it.
TEST_CASE("dense partners of large policies fit") {
  Tally tally;
  std::uint32_t most_rows = 0, most_blocks = 0;
  for (std::uint64_t seed = 0; seed < 24; ++seed) {
    CAPTURE(seed);
    Random random(1'000'000 + seed);
    generate::Size size = generate::LargeSize();
    size.clauses = seed % 2 == 0 ? 4 : 2;
    size.rule_sets = size.unknowns = 0;
    const OpenedPolicy policy(
        generate::ToText(generate::GeneratePolicy(random, size)));
    if (policy.error.find("[too_many_rows]") != std::string::npos ||
        policy.error.find("[block_budget]") != std::string::npos)
      continue;
    REQUIRE_MESSAGE(policy.error.empty(), policy.error);
    for (const auto& list : policy.compiled.rows.lists)
      most_rows = std::max(most_rows, std::uint32_t(list.size()));
    most_blocks =
        std::max(most_blocks, policy.compiled.table.block_bound);
    Comparison comparison(policy.compiled.model, policy.table);
    auto mismatch = comparison.CompareRandom(random, 2'000, tally);
    if (mismatch) FAIL_CHECK(*mismatch);
  }
  Report("dense partners", tally);
  std::printf("up to %u rows a partner, %u blocks a decision\n", most_rows,
              most_blocks);
  CHECK(tally.policies >= 12);
  CHECK(most_rows > 64);
}

TEST_CASE("random requests of large generated policies") {
  Tally tally;
  std::uint64_t refused = 0;
  for (std::uint64_t seed = 0; tally.policies < ASSENT_LARGE_POLICIES; ++seed) {
    CAPTURE(seed);
    Random random(1'000'000 + seed);
    const ast::File file =
        generate::GeneratePolicy(random, generate::LargeSize());
    const OpenedPolicy policy(generate::ToText(file));
    // What is beyond a budget is the author's to mend.
    auto says = [&](const char* kind) {
      return policy.error.find(kind) != std::string::npos;
    };
    if (says("[block_budget]") || says("[too_many_rows]")) {
      REQUIRE(++refused < 20 * ASSENT_LARGE_POLICIES);
      continue;
    }
    REQUIRE_MESSAGE(policy.error.empty(), policy.error);
    Comparison comparison(policy.compiled.model, policy.table);
    auto mismatch = comparison.CompareRandom(random, 20'000, tally);
    if (mismatch) FAIL_CHECK(*mismatch);
  }
  Report("large policies", tally);
  std::printf("%llu more were beyond a budget\n", (unsigned long long)refused);
}

}  // namespace
}  // namespace assent::exhaustive
