// The generator: it emits every construct, and the same policy for a seed.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include "tests/generate/ast_to_text.h"
#include "tests/generate/constructs.h"
#include "tests/generate/generate_policy.h"

namespace assent::generate {
namespace {

ast::File SmallPolicy(std::uint64_t seed) {
  Random random(seed);
  Size size = SmallSize(random);
  return GeneratePolicy(random, size);
}

TEST_CASE("small policies together use every construct") {
  std::set<std::string> used;
  for (std::uint64_t seed = 0; seed < 3000; ++seed)
    used.merge(ConstructsOf(SmallPolicy(seed)));
  for (const std::string& construct : AllConstructs())
    CHECK_MESSAGE(used.contains(construct), "never generated: ", construct);
  const std::set<std::string> known(AllConstructs().begin(),
                                    AllConstructs().end());
  for (const std::string& construct : used)
    CHECK_MESSAGE(known.contains(construct), "not listed: ", construct);
}

TEST_CASE("the same seed gives the same policy") {
  for (std::uint64_t seed = 0; seed < 20; ++seed)
    CHECK(ToText(SmallPolicy(seed)) == ToText(SmallPolicy(seed)));
  CHECK(ToText(SmallPolicy(1)) != ToText(SmallPolicy(2)));
}

}  // namespace
}  // namespace assent::generate
