// The same meaning in other words has the same decision digest; another
// meaning has another.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "compiler/driver/compile_paths.h"
#include "compiler/syntax/text_to_ast.h"
#include "tests/exhaustive/compare_models.h"
#include "tests/generate/ast_to_text.h"
#include "tests/generate/generate_policy.h"
#include "tests/metamorphic/rewrite.h"
#include "tests/support/opened_policy.h"

namespace assent::metamorphic {
namespace {

using generate::Random;
using support::OpenedPolicy;

ast::File SmallPolicy(Random& random) {
  const generate::Size size = generate::SmallSize(random);
  return generate::GeneratePolicy(random, size);
}

// As several texts, in any dress.
std::vector<driver::Text> InAnyDress(const ast::File& file, Random& random) {
  std::vector<driver::Text> texts;
  for (const ast::File& part : Split(file, 1 + random.Below(3), random))
    texts.push_back({"part_" + std::to_string(texts.size()) + ".policy",
                     generate::ToText(part, random)});
  random.Shuffle(texts);
  return texts;
}

std::string Joined(const std::vector<driver::Text>& texts) {
  std::string all;
  for (const driver::Text& text : texts) all += text.text + "\n";
  return all;
}

// The example's declarations, read from its files.
ast::File Example(const std::string& name) {
  SourceSet sources;
  diagnostics::Sink sink;
  std::vector<ast::File> files;
  for (driver::Text& text :
       support::ReadPolicies(ASSENT_SOURCE_FOLDER "/examples/" + name)) {
    const auto id = syntax::AddSource(text.path, text.text, sources, sink);
    REQUIRE(id);
    files.push_back(syntax::TextToAst(*id, sources, sink));
  }
  REQUIRE_FALSE(sink.has_errors());
  return Merged(files);
}

const char* const kExamples[] = {"01-hello", "02-songs", "archive-2018"};

TEST_CASE("formatting, order and files leave the digest unchanged") {
  for (std::uint64_t seed = 0; seed < ASSENT_REWRITTEN_POLICIES; ++seed) {
    CAPTURE(seed);
    Random random(2'000'000 + seed);
    const ast::File file = SmallPolicy(random);
    const OpenedPolicy plain(generate::ToText(file));
    REQUIRE_MESSAGE(plain.error.empty(), plain.error);
    const std::vector<driver::Text> texts = InAnyDress(file, random);
    const OpenedPolicy dressed(texts);
    REQUIRE_MESSAGE(dressed.error.empty(), dressed.error, Joined(texts));
    CHECK_MESSAGE(plain.decision_digest() == dressed.decision_digest(),
                  Joined(texts));
  }
}

TEST_CASE("the same said in other rules leaves the digest unchanged") {
  for (std::uint64_t seed = 0; seed < ASSENT_REWRITTEN_POLICIES; ++seed) {
    CAPTURE(seed);
    Random random(3'000'000 + seed);
    const ast::File file = SmallPolicy(random);
    const OpenedPolicy before(generate::ToText(file));
    REQUIRE_MESSAGE(before.error.empty(), before.error);
    ast::File other = file;
    SayDifferently(other, random);
    const OpenedPolicy after(InAnyDress(other, random));
    REQUIRE_MESSAGE(after.error.empty(), after.error);
    CHECK_MESSAGE(before.decision_digest() == after.decision_digest(),
                  generate::ToText(file), "\n--- rewritten\n",
                  generate::ToText(other));
    CHECK(before.compiled.rows.global == after.compiled.rows.global);
    CHECK(before.compiled.rows.lists == after.compiled.rows.lists);
  }
}

TEST_CASE("the examples, said in other rules, keep their digest") {
  for (const char* example : kExamples)
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
      CAPTURE(example);
      CAPTURE(seed);
      Random random(seed);
      const ast::File file = Example(example);
      ast::File other = file;
      SayDifferently(other, random);
      const OpenedPolicy before(generate::ToText(file));
      const OpenedPolicy after(InAnyDress(other, random));
      REQUIRE_MESSAGE(before.error.empty(), before.error);
      REQUIRE_MESSAGE(after.error.empty(), after.error);
      CHECK(before.decision_digest() == after.decision_digest());
    }
}

TEST_CASE("files that import each other have the digest of one file") {
  namespace fs = std::filesystem;
  const fs::path folder = "metamorphic_files";
  for (std::uint64_t seed = 0; seed < 25; ++seed) {
    CAPTURE(seed);
    Random random(4'000'000 + seed);
    const ast::File file = SmallPolicy(random);
    fs::remove_all(folder);
    fs::create_directories(folder / "parts");
    std::vector<ast::File> parts = Split(file, 3, random);
    // main imports parts/a, which imports parts/b, which imports main.
    parts[0].imports = {{{"parts/a.policy", {}}, {}}};
    parts[1].imports = {{{"b.policy", {}}, {}}};
    parts[2].imports = {{{"../main.policy", {}}, {}}};
    const char* const names[] = {"main.policy", "parts/a.policy",
                                 "parts/b.policy"};
    for (std::size_t i = 0; i < parts.size(); ++i)
      std::ofstream(folder / names[i]) << generate::ToText(parts[i], random);

    const auto compiled =
        driver::CompilePaths({(folder / "main.policy").string()});
    REQUIRE(compiled);
    CHECK(compiled->ok());
    CHECK(compiled->sources.size() == 3);
    const OpenedPolicy one(generate::ToText(file));
    REQUIRE_MESSAGE(one.error.empty(), one.error);
    CHECK(table::Hex(compiled->table.decision_digest) == one.decision_digest());
  }
  fs::remove_all(folder);
}

// What a change of one thing came to.
struct Outcome {
  std::uint64_t noticed = 0;         // another digest, and another decision
  std::uint64_t without_effect = 0;  // the same
  std::uint64_t refused = 0;         // no longer a policy
  std::uint64_t other_words = 0;     // another vocabulary: not compared
  std::uint64_t not_enumerated = 0;  // too many requests

  void Print(const char* what) const {
    std::printf(
        "%s: %llu changed the digest, %llu did not (no request is "
        "answered differently), %llu did not compile, %llu changed "
        "the vocabulary, %llu were too large\n",
        what, (unsigned long long)noticed, (unsigned long long)without_effect,
        (unsigned long long)refused, (unsigned long long)other_words,
        (unsigned long long)not_enumerated);
  }
};

TEST_CASE("the digest changes exactly when some verdict does") {
  Outcome outcome;
  for (std::uint64_t seed = 0; seed < ASSENT_REWRITTEN_POLICIES; ++seed) {
    Random random(5'000'000 + seed);
    const ast::File file = SmallPolicy(random);
    const OpenedPolicy before(generate::ToText(file));
    REQUIRE_MESSAGE(before.error.empty(), before.error);
    for (int i = 0; i < 3; ++i) {
      ast::File changed = file;
      const std::optional<std::string> what = ChangeOneThing(changed, random);
      if (!what) continue;
      CAPTURE(seed);
      CAPTURE(*what);
      const OpenedPolicy after(generate::ToText(changed));
      const auto& a = before.compiled.model;
      const auto& b = after.compiled.model;
      if (!after.error.empty()) {
        ++outcome.refused;
      } else if (!exhaustive::SameWords(a.vocabulary, b.vocabulary)) {
        ++outcome.other_words;
      } else if (exhaustive::RequestCount(a, b) > 100'000) {
        ++outcome.not_enumerated;
      } else {
        const auto difference = exhaustive::FirstDifference(a, b);
        const bool same_digest =
            before.decision_digest() == after.decision_digest();
        CHECK_MESSAGE(same_digest != difference.has_value(),
                      difference.value_or("no verdict differs"), "\n",
                      generate::ToText(file), "\n--- changed\n",
                      generate::ToText(changed));
        ++(same_digest ? outcome.without_effect : outcome.noticed);
      }
    }
  }
  outcome.Print("changes of generated policies");
  CHECK(outcome.noticed >= ASSENT_REWRITTEN_POLICIES / 2);
}

TEST_CASE("a change of an example changes its digest, or no decision") {
  Outcome outcome;
  for (const char* example : kExamples) {
    // There are too many completions to ask the oracle about each.
    const ast::File file = Known(Example(example));
    const OpenedPolicy before(generate::ToText(file));
    REQUIRE_MESSAGE(before.error.empty(), before.error);
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
      Random random(seed);
      ast::File changed = file;
      const std::optional<std::string> what = ChangeOneThing(changed, random);
      REQUIRE(what);
      CAPTURE(example);
      CAPTURE(seed);
      CAPTURE(*what);
      const OpenedPolicy after(generate::ToText(changed));
      if (!after.error.empty()) {
        ++outcome.refused;
      } else if (before.decision_digest() != after.decision_digest()) {
        ++outcome.noticed;
      } else {
        const auto difference = exhaustive::SampledDifference(
            before.compiled.model, after.compiled.model, random, 3'000);
        CHECK_MESSAGE(!difference, difference.value_or(""));
        ++outcome.without_effect;
      }
    }
  }
  outcome.Print("changes of the examples");
  CHECK(outcome.noticed >= 100);
}

}  // namespace
}  // namespace assent::metamorphic
