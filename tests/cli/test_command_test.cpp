// assent test: which tests are asked, and results as build servers read them.
#include <doctest/doctest.h>

#include "tests/cli/run.h"

namespace assent::cli {
namespace {

const std::string kTested = std::string(R"(
vocabulary { data d; action a; purpose p; relation r; }
partner b;
agreement g with b { from 2020-01-01 until 2021-01-01;
  in_force: allow a on d of r for p; }
test "a < b" {
  request { partner b; action a; data d; purpose p; relation r; }
  cases date { 2020-06-01: permit by in_force; 2022-06-01: permit; }
}
test "before" {
  request { partner b; action a; data d; purpose p; relation r;
            date 2019-01-01; }
  expect deny because not_yet;
}
)");

TEST_CASE("a filter asks the tests whose name has its text") {
  Scratch scratch;
  scratch.Write("p.policy", kTested);
  CHECK(scratch.Run("test p.policy").code == 1);
  const Outcome one = scratch.Run("test p.policy --filter 2020");
  CHECK(one.code == 0);
  CHECK(one.out == "1 of 1 test passed\n");
  const Outcome none = scratch.Run("test p.policy --filter zz");
  CHECK(none.code == 1);
  CHECK(none.out == "no test has a name that contains `zz`\n");
}

TEST_CASE("a failed case shows what was asked, expected and answered") {
  Scratch scratch;
  scratch.Write("p.policy", kTested);
  const Outcome outcome = scratch.Run("test p.policy --filter 2022");
  CHECK(outcome.code == 1);
  CHECK(outcome.out ==
        "failed a < b (2022-06-01) (p.policy:8)\n"
        "       expected permit\n"
        "       got      deny because expired\n"
        "       request  b: a d of r for p on 2022-06-01\n"
        "       rules    in_force (p.policy:5)\n"
        "0 of 1 test passed\n");
}

TEST_CASE("results are JUnit XML, whole or not at all") {
  Scratch scratch;
  scratch.Write("p.policy", kTested);
  CHECK(scratch.Run("test p.policy --junit out.xml").code == 1);
  const std::string xml = scratch.Read("out.xml");
  CHECK(xml.find("<testsuites name=\"assent\" tests=\"3\" failures=\"1\">") !=
        xml.npos);
  CHECK(xml.find("<testcase classname=\"p.policy\" name=\"a &lt; b "
                 "(2020-06-01)\"/>") != xml.npos);
  CHECK(xml.find("<failure message=\"expected permit\">expected permit&#10;"
                 "got      deny because expired&#10;") != xml.npos);
  const Outcome lost = scratch.Run("test p.policy --junit no/such/out.xml");
  CHECK(lost.code == 2);
  CHECK(lost.err.find("no/such/out.xml") != lost.err.npos);
  CHECK(scratch.Files() == std::vector<std::string>{"out.xml", "p.policy"});
}

}  // namespace
}  // namespace assent::cli
