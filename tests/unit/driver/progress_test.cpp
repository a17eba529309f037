#include "compiler/driver/progress.h"

#include <doctest/doctest.h>

namespace assent::driver {
namespace {

TEST_CASE("progress names the stage, and how far it is where that is known") {
  CHECK(ProgressText("rules", 0, 0, 2) == "rules, 2 s");
  CHECK(ProgressText("logic", 4096, 10000, 3) ==
        "logic: 4,096 of 10,000 (40 %), 3 s");
  CHECK(ProgressText("parse", 0, 1, 2) == "parse, 2 s");
  CHECK(ProgressText("parse", 0, 7, 1) == "parse: 0 of 7 (0 %), 1 s");
  CHECK(ProgressText("logic", 1'000'000'000, 1'000'000'000, 36'000).size() <
        80);
}

TEST_CASE("nobody is told of what is not to be drawn") {
  Progress unwanted(false);
  CHECK_FALSE(unwanted.watch());
  Tell(unwanted.watch(), "rules");
  unwanted.Erase();
}

}  // namespace
}  // namespace assent::driver
