// check and test: diagnostics, claims, expectations.
#include <doctest/doctest.h>

#include "tests/cli/run.h"

namespace assent::cli {
namespace {

using nlohmann::json;

// No permission is needed any more: the claim fails.
std::string Refuted() {
  return Replaced(kHello, "of friend; open", "of self; open");
}

TEST_CASE("a policy without findings is clean") {
  Scratch scratch;
  scratch.Write("p.policy", Clean());
  const Outcome human = scratch.Run("check p.policy");
  CHECK(human.code == 0);
  CHECK(human.out.find("holds") != std::string::npos);
  CHECK(human.err == "");
  const json answer = scratch.Run("check --format json p.policy").json();
  REQUIRE(answer.is_object());
  CHECK(answer["diagnostics"] == json::array());
  REQUIRE(answer["claims"].size() == 1);
  const json& claim = answer["claims"][0];
  CHECK(claim["name"] == "a friend's list only if the friend shares it");
  CHECK(claim["verdict"] == "holds");
  CHECK(claim["witness"].is_null());
  CHECK(claim["rules"] == json::array());
}

TEST_CASE("it is said that names were not looked up") {
  Scratch scratch;
  scratch.Write("p.policy", "partner radio role nobody;\n");
  scratch.Write("q.policy", "partner radio role nobody;\nforbid read on;\n");
  const Outcome looked_up = scratch.Run("check p.policy");
  CHECK(looked_up.out.find("unknown_name") != std::string::npos);
  CHECK(looked_up.out.find("names were not") == std::string::npos);
  CHECK(scratch.Run("check --format json p.policy").json()["names_checked"] ==
        true);
  const Outcome unreadable = scratch.Run("check q.policy");
  CHECK(unreadable.out.find("unknown_name") == std::string::npos);
  CHECK(
      unreadable.out.ends_with("1 error\nnames were not looked up: first "
                               "everything has to be readable\n"));
  CHECK(scratch.Run("check --format json q.policy").json()["names_checked"] ==
        false);
  CHECK(scratch.Run("compile q.policy -o q.table")
            .err.ends_with("names were not looked up: first everything has to "
                           "be readable\n"));
}

TEST_CASE("a refuted claim shows the least request and the rule behind it") {
  Scratch scratch;
  scratch.Write("p.policy", Refuted());
  const Outcome outcome = scratch.Run("check --format json p.policy");
  CHECK(outcome.code == 1);
  const json claim = outcome.json()["claims"][0];
  CHECK(claim["verdict"] == "refuted");
  // 2 leaves, 365 days, purpose recommending, 2 states of sharing, 2 of being
  // signed in, 121 ages; less nothing: consent is always none.
  CHECK(claim["requests"] == std::to_string(2 * 365 * 2 * 2 * 121));
  CHECK(claim["witness"] == json::parse(R"({
    "partner": "radio", "action": "read", "data": "playlists.listeners",
    "purpose": "recommending", "relation": "friend", "date": "2026-01-01"
  })"));
  REQUIRE(claim["rules"].size() == 1);
  CHECK(claim["rules"][0]["name"] == "lists");
  CHECK(claim["rules"][0]["agreement"] == "radio_2026");
  CHECK(claim["rules"][0]["file"] == "p.policy");
  CHECK(claim["rules"][0]["line"] == 17);

  REQUIRE(scratch.Run("compile p.policy -o t.table").code == 0);
  const Outcome replayed =
      scratch.Run("decide t.table", claim["witness"].dump() + "\n");
  CHECK(replayed.json()["decision"] == "permit");
}

TEST_CASE("a witness has the facts that matter, and only those") {
  Scratch scratch;
  scratch.Write("p.policy",
                Replaced(Refuted(), "for recommending;",
                         "for recommending when subject.age >= 18;"));
  const json claim =
      scratch.Run("check --format json p.policy").json()["claims"][0];
  CHECK(claim["witness"]["attributes"] ==
        json::parse(R"({"subject.age": 18})"));
}

TEST_CASE("mistakes are diagnostics with a place") {
  Scratch scratch;
  scratch.Write("p.policy", Replaced(kHello, "with radio", "with raido"));
  const Outcome human = scratch.Run("check p.policy");
  CHECK(human.code == 1);
  CHECK(human.out.find("p.policy:15:") != std::string::npos);
  CHECK(human.out.find('^') != std::string::npos);
  const Outcome outcome = scratch.Run("check --format json p.policy");
  CHECK(outcome.code == 1);
  const json answer = outcome.json();
  REQUIRE(answer["diagnostics"].size() == 1);
  const json& diagnostic = answer["diagnostics"][0];
  CHECK(diagnostic["id"] == "unknown_name");
  CHECK(diagnostic["severity"] == "error");
  CHECK(diagnostic["file"] == "p.policy");
  CHECK(diagnostic["line"] == 15);
  CHECK(diagnostic["column"] == 27);
  for (const char* field : {"message", "help", "witness"})
    CHECK(diagnostic.contains(field));
  CHECK(answer["claims"] == json::array());
}

TEST_CASE("warnings alone are clean, unless they are denied") {
  Scratch scratch;
  scratch.Write("p.policy", Replaced(Clean(), "partner radio",
                                     "vocabulary { role newspaper; }\n"
                                     "agreement press with every newspaper { "
                                     "from 2026-01-01 until 2027-01-01; "
                                     "allow read on titles of self for "
                                     "research; }\npartner radio"));
  const Outcome outcome = scratch.Run("check p.policy");
  CHECK(outcome.code == 0);
  CHECK(outcome.out.find("warning") != std::string::npos);
  CHECK(outcome.out.ends_with("1 claim: 1 held, 0 refuted; 1 warning\n"));
  const Outcome denied = scratch.Run("check --deny-warnings p.policy");
  CHECK(denied.code == 1);
  CHECK(denied.out == outcome.out);
  CHECK(scratch.Run("compile p.policy -o t.table --deny-warnings").code == 1);
  const Outcome json =
      scratch.Run("compile p.policy -o t.table --deny-warnings --format json");
  CHECK(json.code == 1);
  CHECK(json.json()["diagnostics"][0]["id"] == "role_without_partners");
  CHECK(scratch.Files() == std::vector<std::string>{"p.policy"});
  CHECK(scratch.Run("compile p.policy -o t.table").code == 0);
  scratch.Write("q.policy", Clean());
  CHECK(scratch.Run("check --deny-warnings q.policy").code == 0);
  CHECK(scratch.Run("compile q.policy -o q.table --deny-warnings").code == 0);
}

TEST_CASE("what cannot be read ends with 2") {
  Scratch scratch;
  scratch.Write("empty/readme.txt", "no policy");
  scratch.Write("nothing.policy", "");
  for (const std::string command : {"check", "test", "compile -o t.table"})
    for (const char* path : {"absent.policy", "empty", "nothing.policy"}) {
      const Outcome outcome = scratch.Run(command + " " + path);
      CAPTURE(command);
      CAPTURE(path);
      CHECK(outcome.code == 2);
      CHECK(outcome.out == "");
      CHECK(outcome.err.starts_with("assent: "));
    }
}

TEST_CASE("a folder is all policies below it, in any order") {
  Scratch scratch;
  const std::string text = kHello;
  const std::size_t cut = text.find("partner radio");
  scratch.Write("set/a/words.policy", text.substr(0, cut));
  scratch.Write("set/rules.policy", text.substr(cut));
  CHECK(scratch.Run("check set").code == 0);
  CHECK(scratch.Run("check set/rules.policy set/a/words.policy").code == 0);
  CHECK(scratch.Run("check set/rules.policy").code == 1);
}

TEST_CASE("tests pass, or say what was expected and what came") {
  Scratch scratch;
  scratch.Write("p.policy", kHello);
  const Outcome passing = scratch.Run("test p.policy");
  CHECK(passing.code == 0);
  CHECK(passing.out == "1 of 1 test passed\n");

  for (const auto& [from, to] :
       {std::pair("subject.sharing on;", "subject.sharing off;"),
        std::pair("with log_access by", "with nothing by"),
        std::pair("permit with log_access by lists", "deny"),
        std::pair("permit with log_access by lists", "deny because expired")}) {
    scratch.Write("p.policy", Replaced(kHello, from, to));
    CAPTURE(to);
    const Outcome failing = scratch.Run("test p.policy");
    CHECK(failing.code == 1);
    CHECK(failing.out.find("failed a friend who shares (p.policy:22)") !=
          std::string::npos);
    CHECK(failing.out.find("0 of 1 test passed") != std::string::npos);
  }
  const Outcome outcome = scratch.Run("test --format json p.policy");
  const json answer = outcome.json();
  CHECK(answer["passed"] == 0);
  CHECK(answer["failed"] == 1);
  CHECK(answer["tests"][0]["decision"] == "permit");
  CHECK(answer["tests"][0]["expected"] == "deny because expired");
  CHECK(answer["tests"][0]["rules"][0]["name"] == "lists");
}

TEST_CASE("a test is passed only by the rule that it names") {
  Scratch scratch;
  const std::string two_rules =
      Replaced(kHello, "  oblige log_access;",
               "  songs: allow write on titles of self for research;\n"
               "  oblige log_access;");
  scratch.Write("p.policy", Replaced(two_rules, "by lists", "by songs"));
  CHECK(scratch.Run("test p.policy").code == 1);
  scratch.Write("p.policy", two_rules);
  CHECK(scratch.Run("test p.policy").code == 0);
}

}  // namespace
}  // namespace assent::cli
