// Policies that say what they do not know: three verdicts, a table that is the
// meet, and which rules are behind its answers.
#include <doctest/doctest.h>

#include "tests/cli/run.h"

namespace assent::cli {
namespace {

using nlohmann::json;

// Nobody knows when it ended, nor which lists it was about.
std::string Unknown() {
  std::string policy = Replaced(kHello, "until 2027-01-01;",
                                "until unknown whether 2026-07-01 or "
                                "2027-01-01;");
  policy = Replaced(policy, "read on playlists of",
                    "read on unknown whether titles or playlists of");
  return policy + R"(
claim "ended by July" never permit any from 2026-07-01;
claim "no listeners" never permit any on listeners;
claim "nothing in June" never permit any from 2026-06-01 until 2026-07-01;
claim "nothing in 2027" never permit any from 2027-01-01;
)";
}

TEST_CASE("a claim that unknowns decide is unprovable, and shows them") {
  Scratch scratch;
  scratch.Write("p.policy", Unknown());
  const Outcome outcome = scratch.Run("check --format json p.policy");
  CHECK(outcome.code == 1);
  const json claims = outcome.json()["claims"];
  REQUIRE(claims.size() == 5);
  CHECK(claims[0]["verdict"] == "holds");
  CHECK(claims[0]["unknowns"] == json::array());
  const json& ended = claims[1];
  CHECK(ended["verdict"] == "unprovable");
  CHECK(ended["holds_with"] == json::parse(R"([
    {"name": "the end of agreement `radio_2026`", "value": "2026-07-01"}])"));
  // What the witness depends on is there, too.
  CHECK(ended["unknowns"] == json::parse(R"([
    {"name": "the end of agreement `radio_2026`", "value": "2027-01-01"},
    {"name": "the data of clause `lists` of agreement `radio_2026`",
     "value": "titles"}])"));
  CHECK(ended["witness"]["date"] == "2026-07-01");
  CHECK(ended["rules"][0]["name"] == "lists");
  CHECK(claims[2]["verdict"] == "unprovable");
  CHECK(claims[2]["witness"]["data"] == "playlists.listeners");
  CHECK(claims[3]["verdict"] == "refuted");
  CHECK(claims[3]["unknowns"] == json::array());
  CHECK_FALSE(claims[3].contains("holds_with"));
  CHECK(claims[4]["verdict"] == "holds");

  const std::string human = scratch.Run("check p.policy").out;
  CHECK(human.find("unprovable ended by July") != std::string::npos);
  CHECK(human.find("it holds if the end of agreement `radio_2026` is "
                   "2026-07-01") != std::string::npos);
  CHECK(human.find("2 held, 1 refuted, 2 unprovable") != std::string::npos);
}

TEST_CASE("a table permits what is permitted whatever is unknown") {
  Scratch scratch;
  scratch.Write("p.policy", Unknown());
  const Outcome compiled = scratch.Run("compile p.policy -o t.table");
  CHECK(compiled.out.find("compiled for what every completion permits: "
                          "2 unknowns") != std::string::npos);
  CHECK(scratch.Run("compile p.policy -o t.table --format json")
            .json()["unknowns"] == 2);
  const auto decision = [&](const std::string& request) {
    return scratch.Run("decide t.table", request + "\n").json();
  };
  CHECK(decision(kPermitted)["decision"] == "permit");
  const std::string later =
      Replaced(kPermitted, "2026-06-01", "2026-07-01");
  CHECK(decision(later)["reason"] == "expired");
  CHECK(decision(Replaced(kPermitted, "titles", "listeners"))["decision"] ==
        "deny");
  // The rule can be behind it.
  CHECK(scratch.Run("explain t.table", std::string(kPermitted) + "\n")
            .out.find("lists") != std::string::npos);
  CHECK(scratch.Run("verify t.table p.policy").code == 0);
}

TEST_CASE("the rules of a set are named by their label, or by their place") {
  Scratch scratch;
  scratch.Write("p.policy", std::string(kHello) + R"(
partner gw;
rules gateway combine first_applicable on playlists for recommending with gw {
  from 2026-01-01 until 2027-01-01;
  own: permit read of self;
  rules inner combine deny_unless_permit of friend {
    permit read on titles of friend;
  }
}
test "its own" {
  request { partner gw; action read; data titles; purpose recommending;
            relation self; date 2026-06-01; }
  expect permit by own;
}
test "a friend's titles" {
  request { partner gw; action read; data titles; purpose recommending;
            relation friend; date 2026-06-01; subject.sharing on; }
  expect permit by gateway.inner.1;
}
)");
  const Outcome outcome = scratch.Run("test p.policy");
  CHECK(outcome.code == 0);
  CHECK_MESSAGE(outcome.out.find("3") != std::string::npos, outcome.out);
}

}  // namespace
}  // namespace assent::cli
