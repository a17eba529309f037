#include <doctest/doctest.h>

#include "compiler/diagnostics/diagnostic.h"

namespace assent::diagnostics {
namespace {

TEST_CASE("the name that was meant is found") {
  const std::vector<std::string_view> names = {"friends", "profile", "posts",
                                               "photos", "on"};
  CHECK_EQ(ClosestName("freinds", names), "friends");   // swapped
  CHECK_EQ(ClosestName("friend", names), "friends");    // left out
  CHECK_EQ(ClosestName("proffile", names), "profile");  // doubled
  CHECK_EQ(ClosestName("Posts", names), "posts");       // other case
  CHECK_EQ(ClosestName("onn", names), "on");
}

TEST_CASE("another word is not a misspelling") {
  const std::vector<std::string_view> names = {"friends", "on", "x"};
  CHECK_EQ(ClosestName("enemies", names), "");
  CHECK_EQ(ClosestName("of", names), "");
  CHECK_EQ(ClosestName("y", names), "");
  CHECK_EQ(ClosestName("", names), "");
  CHECK_EQ(ClosestName("friends", {}), "");
}

TEST_CASE("of two equally close names the lesser is given") {
  CHECK_EQ(ClosestName("read", {"reed", "reads"}), "reads");
  CHECK_EQ(ClosestName("read", {"reads", "reed"}), "reads");
}

}  // namespace
}  // namespace assent::diagnostics
