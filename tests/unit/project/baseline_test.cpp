#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "compiler/project/baseline.h"

#include <doctest/doctest.h>

namespace assent::project {
namespace {

TEST_CASE("a baseline is read as it was written, whatever the order") {
  const BaselineEntry a{"over_grant", "`a` \"\xC3\xA9\"\n", "0000000000000001",
                        2};
  const BaselineEntry b{"over_grant", "b", "0000000000000000", 1};
  const BaselineEntry c{"claim_refuted", "z", "ffffffffffffffff", 1'000'000};
  const std::string text = BaselineToJson({a, b, c});
  CHECK(text == BaselineToJson({c, a, b}));
  const Result<Baseline> read = JsonToBaseline(text);
  REQUIRE(read);
  CHECK(read->size() == 3);
  CHECK(read->front().kind == "claim_refuted");
  CHECK(BaselineToJson(*read) == text);
  CHECK(BaselineToJson({}) == "{\"assent_baseline\":1,\"findings\":[\n]}\n");
  CHECK(JsonToBaseline(BaselineToJson({})));
}

}  // namespace
}  // namespace assent::project
