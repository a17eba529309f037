// show, diff, verify: tables read by people, compared and proved.
#include <doctest/doctest.h>

#include <set>
#include <sstream>

#include "tests/cli/run.h"

namespace assent::cli {
namespace {

using nlohmann::json;

std::multiset<std::string> LinesOf(const std::string& text) {
  std::multiset<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.insert(line);
  return lines;
}

std::size_t ChangedLines(const std::string& a, const std::string& b) {
  const auto x = LinesOf(a), y = LinesOf(b);
  std::vector<std::string> changed;
  std::ranges::set_difference(x, y, std::back_inserter(changed));
  return changed.size();
}

TEST_CASE("show prints rows in the author's words") {
  Scratch scratch;
  scratch.Write("p.policy", kHello);
  REQUIRE(scratch.Run("compile p.policy -o t.table").code == 0);
  const Outcome outcome = scratch.Run("show t.table");
  CHECK(outcome.code == 0);
  for (const char* part :
       {"decision digest ",
        "everybody\n"
        "  sharing stops: any action on any data of friend\n"
        "    when subject.sharing is off\n",
        "partner radio \"A radio station\"\n"
        "  may read on any data of any relation for recommending "
        "from 2026-01-01 until 2027-01-01\n"
        "    oblige log_access\n"})
    CHECK_MESSAGE(outcome.out.find(part) != std::string::npos, part,
                  outcome.out);
  const json answer = scratch.Run("show t.table --format json").json();
  const json& row = answer["partners"][0]["rows"][0];
  CHECK(row["actions"] == json::array({"read"}));
  CHECK(row["from"] == "2026-01-01");
  CHECK(row["obligations"] == json::array({"log_access"}));
}

TEST_CASE("a small change of meaning is a small change of lines") {
  Scratch scratch;
  scratch.Write("p.policy", kHello);
  scratch.Write("q.policy", Replaced(kHello, "2027-01-01", "2027-02-01"));
  REQUIRE(scratch.Run("compile p.policy -o p.table").code == 0);
  REQUIRE(scratch.Run("compile q.policy -o q.table").code == 0);
  // The digest, and the row.
  CHECK(ChangedLines(scratch.Run("show p.table").out,
                     scratch.Run("show q.table").out) == 2);
}

TEST_CASE("the same meaning in other words is the same table to a reader") {
  Scratch scratch;
  scratch.Write("p.policy", kHello);
  scratch.Write("q.policy",
                Replaced(kHello,
                         "lists: allow read on playlists of self, "
                         "friend for recommending;",
                         "one: allow read on titles of friend, self for "
                         "recommending;\n  two: allow read on listeners of "
                         "any relation for recommending;"));
  // The test names a rule by a label that is gone.
  scratch.Write("q.policy",
                Replaced(scratch.Read("q.policy"), " by lists", ""));
  REQUIRE(scratch.Run("compile p.policy -o p.table").code == 0);
  REQUIRE(scratch.Run("compile q.policy -o q.table").code == 0);
  CHECK(scratch.Run("show p.table").out == scratch.Run("show q.table").out);
  const Outcome diff = scratch.Run("diff p.table q.policy");
  CHECK(diff.code == 0);
  CHECK(diff.out.find("answer every request alike") != std::string::npos);
  CHECK(scratch.Run("verify p.table q.policy").code == 0);
}

TEST_CASE("diff counts exactly, widening and narrowing apart") {
  Scratch scratch;
  scratch.Write("old/p.policy", kHello);
  scratch.Write("new/p.policy",
                Replaced(Replaced(kHello, "2027-01-01", "2027-01-03"),
                         "from 2026-01-01", "from 2026-01-02"));
  const Outcome outcome = scratch.Run("diff --format json old new");
  CHECK(outcome.code == 1);
  const json answer = outcome.json();
  // 2 leaves; self, or a friend whose sharing is on; 2 states of sharing at
  // self; 2 sessions; 121 ages. 2 days more, 1 day less.
  const int a_day = 2 * (2 + 1) * 2 * 121;
  CHECK(answer["widened"] == 2 * a_day);
  CHECK(answer["narrowed"] == a_day);
  CHECK(answer["changed"] == 3 * a_day);
  CHECK(answer["identical"] == false);
  bool widened = false;
  for (const json& region : answer["regions"]) {
    if (region["change"] != "widened") continue;
    widened = true;
    CHECK(region["partners"] == json::array({"radio"}));
    CHECK(region["from"] == "2027-01-01");
    CHECK(region["until"] == "2027-01-03");
    CHECK(region["before"]["decision"] == "deny");
    CHECK(region["before"]["reason"] == "expired");
    CHECK(region["after"]["decision"] == "permit");
    CHECK(region["witness"]["date"] == "2027-01-01");
  }
  CHECK(widened);
  const std::string text = scratch.Run("diff old new").out;
  CHECK(text.find("Widened: ") < text.find("Narrowed: "));
}

TEST_CASE("an order that gains a value is still an order to a reader") {
  Scratch scratch;
  const std::string old = Replaced(
      Replaced(kHello, "attribute subject.age: 0..120;",
               "attribute item.seen: public < friends < only_me;"),
      "for recommending;", "for recommending when item.seen is public;");
  scratch.Write("p.policy", Replaced(old, "subject.sharing on;",
                                     "subject.sharing on; item.seen public;"));
  scratch.Write("q.policy",
                Replaced(Replaced(scratch.Read("p.policy"), "friends < only",
                                  "friends < family < only"),
                         "item.seen is public", "item.seen < only_me"));
  const Outcome outcome = scratch.Run("diff p.policy q.policy");
  CHECK(outcome.code == 1);
  CHECK_MESSAGE(
      outcome.out.find("item.seen >= friends and item.seen <= family") !=
          std::string::npos,
      outcome.out);
}

TEST_CASE("a table and its sources differ in nothing") {
  Scratch scratch;
  scratch.Write("p.policy", kHello);
  REQUIRE(scratch.Run("compile p.policy -o t.table").code == 0);
  for (const char* arguments :
       {"diff t.table p.policy", "diff p.policy t.table",
        "diff t.table t.table", "diff p.policy ."}) {
    const Outcome outcome =
        scratch.Run(std::string(arguments) + " --format json");
    CAPTURE(arguments);
    CHECK(outcome.code == 0);
    const json answer = outcome.json();
    CHECK(answer["identical"] == true);
    CHECK(answer["changed"] == 0);
    CHECK(answer["reasons_only"] == 0);
    CHECK(answer["regions"] == json::array());
    CHECK(answer["vocabulary"] == json::array());
  }
}

TEST_CASE("a change of reasons alone is told as such") {
  Scratch scratch;
  scratch.Write("p.policy", kHello);
  // What nobody is granted is forbidden besides.
  scratch.Write("q.policy",
                std::string(kHello) +
                    "forbid read on any data for recommending "
                    "from 2026-02-01 until 2026-02-02 because \"a holiday\";");
  scratch.Write("r.policy", Replaced(scratch.Read("q.policy"), "forbid read",
                                     "forbid write"));
  const json narrowed =
      scratch.Run("diff --format json p.policy q.policy").json();
  CHECK(narrowed["narrowed"].get<int>() > 0);
  const json answer =
      scratch.Run("diff --format json p.policy r.policy").json();
  CHECK(answer["changed"] == 0);
  CHECK(answer["reasons_only"].get<int>() > 0);
  CHECK(answer["regions"][0]["change"] == "reasons");
}

TEST_CASE("words that only one side has are listed") {
  Scratch scratch;
  scratch.Write("p.policy", kHello);
  scratch.Write("q.policy",
                Replaced(kHello, "listeners;", "listeners; covers;"));
  const Outcome outcome = scratch.Run("diff --format json p.policy q.policy");
  CHECK(outcome.code == 1);
  const json answer = outcome.json();
  CHECK(answer["vocabulary"] ==
        json::parse(R"([{"change":"added","what":"data playlists.covers"}])"));
  CHECK(answer["widened"].get<int>() > 0);
  CHECK(answer["narrowed"] == 0);
  // Adding a part to a leaf leaves the leaf askable on both sides.
  const json back = scratch.Run("diff --format json q.policy p.policy").json();
  CHECK(back["narrowed"] == answer["widened"]);
}

TEST_CASE("diff of what does not compile says so") {
  Scratch scratch;
  scratch.Write("p.policy", kHello);
  scratch.Write("bad.policy", "partner");
  CHECK(scratch.Run("diff p.policy bad.policy").code == 1);
  CHECK(scratch.Run("diff absent p.policy").code == 2);
  const json answer =
      scratch.Run("diff --format json p.policy bad.policy").json();
  CHECK(answer["diagnostics"].size() >= 1);
}

TEST_CASE("verify proves a table, or shows a request") {
  Scratch scratch;
  scratch.Write("p.policy", kHello);
  scratch.Write("q.policy", Replaced(kHello, "2027-01-01", "2026-12-31"));
  scratch.Write("r.policy",
                Replaced(kHello, "listeners;", "listeners; covers;"));
  REQUIRE(scratch.Run("compile p.policy -o t.table").code == 0);
  const Outcome proved = scratch.Run("verify t.table p.policy");
  CHECK(proved.code == 0);
  CHECK(proved.out.starts_with("proved"));

  const Outcome refuted = scratch.Run("verify --format json t.table q.policy");
  CHECK(refuted.code == 1);
  const json answer = refuted.json();
  CHECK(answer["verdict"] == "refuted");
  CHECK(answer["witness"]["date"] == "2026-12-31");
  CHECK(answer["in_table"]["decision"] != answer["in_sources"]["decision"]);

  const json words =
      scratch.Run("verify --format json t.table r.policy").json();
  CHECK(words["verdict"] == "refuted");
  CHECK(
      words["vocabulary"] ==
      json::parse(R"([{"only_in":"sources","what":"data playlists.covers"}])"));
}

}  // namespace
}  // namespace assent::cli
