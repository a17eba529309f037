// query: who may do what, what a denied request lacks, what changes.
#include <doctest/doctest.h>

#include "tests/cli/run.h"

namespace assent::cli {
namespace {

using nlohmann::json;

bool Has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

struct Asked {
  Scratch scratch;
  Asked() {
    scratch.Write("p.policy", kHello);
    REQUIRE(scratch.Run("compile p.policy -o p.table").code == 0);
  }
  Outcome operator()(const std::string& arguments) const {
    return scratch.Run("query " + arguments);
  }
};

TEST_CASE("query says who may do what, of sources and of their table") {
  const Asked ask;
  const std::string question = " 'who may read titles of friend on 2026-06-01'";
  const Outcome sources = ask("p.policy" + question);
  CHECK(sources.code == 0);
  CHECK(sources.err == "");
  CHECK(Has(sources.out, "1 partner, in 1 row: 242 requests are permitted.\n"));
  CHECK(Has(sources.out,
            "radio    read    playlists.titles  friend  "
            "recommending  on 2026-06-01\n"));
  CHECK(Has(sources.out, "    open     sharing\n"));
  CHECK(Has(sources.out, "    duties   log_access\n"));
  CHECK(Has(sources.out,
            "radio_2026: lists (p.policy:17), from 2026-01-01 "
            "until 2027-01-01\n"));
  CHECK(ask("p.table" + question).out == sources.out);
  // The question may stand anywhere, or be asked by options.
  CHECK(ask(question + " p.policy").out == sources.out);
  CHECK(ask("p.policy --action read --data titles --relation friend "
            "--date 2026-06-01")
            .out == sources.out);
}

TEST_CASE(
    "query as JSON has fields for scripts, and every request is "
    "permitted") {
  const Asked ask;
  const Outcome outcome = ask("p.policy --format json");
  CHECK(outcome.code == 0);
  const json answer = outcome.json();
  REQUIRE(answer["rows"].is_array());
  CHECK(answer["partners"] == 1);
  CHECK(answer["question"] == "who may any action on any data");
  CHECK(answer["seconds"].contains("load"));
  CHECK(answer["seconds"].contains("compile"));
  CHECK(answer["seconds"].contains("query"));
  for (const json& row : answer["rows"]) {
    CHECK(row["partners"] == json::array({"radio"}));
    CHECK(row["from"] == "2026-01-01");
    CHECK(row["through"][0]["rule"] == "lists");
    CHECK(row["through"][0]["line"] == 17);
    const Outcome decided = ask.scratch.Run("decide p.table --request '" +
                                            row["witness"].dump() + "'");
    CHECK(decided.json()["decision"] == "permit");
  }
  const json of_table = ask("p.table --format json").json();
  CHECK(of_table["rows"] == answer["rows"]);
  CHECK(of_table["seconds"].contains("open"));
}

TEST_CASE("query as Markdown is a table") {
  const Asked ask;
  const Outcome outcome = ask("p.policy --format markdown --relation friend");
  CHECK(outcome.code == 0);
  CHECK(Has(outcome.out, "| PARTNER | ACTION | DATA | OF | FOR | DAYS |"));
  CHECK(Has(outcome.out, "\n|---|"));
  CHECK(Has(outcome.out, "| radio | read | any | friend | recommending |"));
}

TEST_CASE("an empty answer is an answer; a wrong question is not") {
  const Asked ask;
  const Outcome nobody = ask("p.policy 'who may write titles'");
  CHECK(nobody.code == 0);
  CHECK(Has(nobody.out, "\nNobody.\n"));
  const std::pair<const char*, const char*> kWrong[] = {
      {"p.policy 'who may reed titles'",
       "assent: unknown action `reed`; did you mean `read`?\n"},
      {"p.policy 'who may read titles of'",
       "assent: it ends where a relation is due (in the question)\n"},
      {"p.policy --partner radoi",
       "assent: unknown partner `radoi`; did you mean `radio`?\n"},
      {"p.policy --where 'sharing is on'",
       "assent: unknown fact `sharing`; did you mean `subject.sharing`?\n"},
      {"p.policy --nearest",
       "assent: `--nearest` is about one request: give `--request` as well\n"},
      {"p.policy --expires 90",
       "assent: `--expires` needs a day to count from: give `--after`, no "
       "clock is read\n"},
      {"p.policy --changes 2026-06-01 2026-05-01",
       "assent: `--changes` goes from an earlier day to a later one\n"},
      {"p.policy p.table",
       "assent: `p.table` is a table: it is asked alone, without other "
       "paths\n"},
      {"'who may read'", "assent: no policy is given to be asked\n"},
  };
  for (const auto& [arguments, message] : kWrong) {
    CAPTURE(std::string(arguments));
    const Outcome outcome = ask(arguments);
    CHECK(outcome.code == 2);
    CHECK(outcome.out == "");
    CHECK(outcome.err == message);
  }
}

TEST_CASE("query --nearest says what must change") {
  const Asked ask;
  const Outcome outcome =
      ask(std::string("p.table --nearest --request '") + kDenied + "'");
  CHECK(outcome.code == 0);
  CHECK(
      Has(outcome.out, "subject.sharing off -> on  permit with log_access\n"));
  const json answer = ask(std::string("p.table --format json --nearest "
                                      "--request '") +
                          kDenied + "'")
                          .json();
  CHECK(answer["facts_help"] == true);
  CHECK(answer["count"] == 1);
  CHECK(answer["nearest"][0]["changes"][0]["what"] == "subject.sharing");
  const Outcome late = ask("p.table --nearest --request '" +
                           Replaced(kDenied, "2026-06-01", "2027-06-01") + "'");
  CHECK(Has(late.out, "No change of facts or permissions is enough."));
  CHECK(Has(late.out, "  expired\n    by radio_2026: lists (p.policy:17)\n"));
  CHECK(Has(late.out, "date 2027-06-01 -> 2026-12-31"));
}

TEST_CASE("query --changes and --expires say what begins and ends") {
  const Asked ask;
  const json changes =
      ask("p.policy --changes 2025-06-01 2026-06-01 --relation self "
          "--format json")
          .json();
  CHECK(changes["begun"] == 2 * 2 * 121 * 2);
  CHECK(changes["ended"] == 0);
  CHECK(changes["calendar"].size() == 1);
  CHECK(changes["calendar"][0]["day"] == "2026-01-01");
  const Outcome expires = ask("p.policy --expires 90 --after 2026-11-01");
  CHECK(expires.code == 0);
  CHECK(Has(expires.out, "2027-01-01  radio_2026: lists (p.policy:17)  radio"));
  CHECK(Has(expires.out, "by nothing"));
  CHECK(
      Has(ask("p.policy --expires 60 --after 2026-11-01").out, "\nNothing.\n"));
}

}  // namespace
}  // namespace assent::cli
