// decide and explain: one answer a request, in order, whatever comes.
#include <doctest/doctest.h>

#include "tests/cli/run.h"

namespace assent::cli {
namespace {

using nlohmann::json;

struct Radio : Scratch {
  explicit Radio(const std::string& text = kHello) {
    Write("p.policy", text);
    REQUIRE(Run("compile p.policy -o t.table").code == 0);
  }
};

std::string With(const char* request, const char* attributes) {
  std::string text = request;
  text.pop_back();
  return text + ",\"attributes\":" + attributes + "}";
}

TEST_CASE("a permit has its obligations, a deny its reason") {
  Radio radio;
  const Outcome outcome = radio.Run(
      "decide t.table", std::string(kPermitted) + "\n" + kDenied + "\n");
  CHECK(outcome.code == 0);
  const std::vector<json> answers = outcome.lines();
  REQUIRE(answers.size() == 2);
  CHECK(answers[0]["decision"] == "permit");
  CHECK(answers[0]["reason"] == "granted");
  CHECK(answers[0]["obligations"] == json::array({"log_access"}));
  CHECK(answers[1]["decision"] == "deny");
  CHECK(answers[1]["reason"] == "needs_permission(sharing)");
  CHECK(answers[1]["permission"] == "sharing");
  CHECK(answers[1]["obligations"] == json::array());
  for (const json& answer : answers) CHECK(!answer.contains("error"));
}

TEST_CASE("--request and a line of the stream are answered alike") {
  Radio radio;
  for (const char* command : {"decide", "explain"})
    for (const char* request : {kPermitted, kDenied, "{}", "nonsense"}) {
      const std::string base = std::string(command) + " t.table";
      CHECK(radio.Run(base + " --request '" + request + "'").out ==
            radio.Run(base, std::string(request) + "\n").out);
    }
}

TEST_CASE("facts are booleans, numbers and names") {
  Radio radio(Replaced(kHello, "for recommending;",
                       "for recommending when session.signed_in and "
                       "subject.age >= 18;"));
  const auto decision = [&](const char* attributes) {
    return radio.Run("decide t.table", With(kPermitted, attributes))
        .json()["decision"];
  };
  CHECK(decision(R"({"session.signed_in":true,"subject.age":18})") == "permit");
  CHECK(decision(R"({"session.signed_in":true,"subject.age":17})") == "deny");
  CHECK(decision(R"({"session.signed_in":false,"subject.age":18})") == "deny");
  CHECK(decision(R"({"subject.age":18})") == "deny");  // the default
  CHECK(decision(R"({"session.signed_in":true})") == "deny");
}

TEST_CASE(
    "a line that is no request is denied with an error, and the stream "
    "goes on") {
  Radio radio;
  const std::string deep = std::string(100'000, '[');
  const std::vector<std::string> bad = {
      "nonsense",
      "{",
      "[]",
      "null",
      "42",
      "\"text\"",
      "{}",
      "[{}]",
      std::string(kPermitted) + " x",
      std::string(kPermitted) + kPermitted,
      Replaced(kPermitted, "\"radio\"", "42"),
      Replaced(kPermitted, "\"radio\"", "null"),
      Replaced(kPermitted, "\"radio\"", "{}"),
      Replaced(kPermitted, "\"radio\"", "[\"radio\"]"),
      Replaced(kPermitted, "\"radio\"", "\"raido\""),
      Replaced(kPermitted, "\"radio\"", "\"\xff\""),
      Replaced(kPermitted, "\"radio\"", "\"radio\\u0000\""),
      Replaced(kPermitted, "\"radio\"", "\"radio"),
      Replaced(kPermitted, "partner", "partners"),
      Replaced(kPermitted, "\"action\"", "\"partner\""),
      Replaced(kPermitted, "read", "raed"),
      Replaced(kPermitted, "2026-06-01", "2026-06-31"),
      Replaced(kPermitted, "2026-06-01", "1.6.2026"),
      Replaced(kPermitted, "{", "{\"more\":1,"),
      With(kPermitted, "[]"),
      With(kPermitted, "1"),
      With(kPermitted, R"({"session.signed_in":1.5})"),
      With(kPermitted, R"({"session.signed_in":null})"),
      With(kPermitted, R"({"session.signed_in":{}})"),
      With(kPermitted, R"({"session.signed_in":"perhaps"})"),
      With(kPermitted,
           R"({"session.signed_in":true,"session.signed_in":true})"),
      With(kPermitted, R"({"subject.age":121})"),
      With(kPermitted, R"({"subject.age":18446744073709551616})"),
      With(kPermitted, R"({"subject.shoe_size":43})"),
      deep,
      With(kPermitted, deep.c_str()),
      Replaced(kPermitted, "radio", std::string(2 << 20, 'r')),
      std::string("{\"a\":\0}", 7),
  };
  std::string input;
  for (const std::string& line : bad) input += line + "\n" + kPermitted + "\n";
  for (const char* command : {"decide t.table", "explain t.table"}) {
    const Outcome outcome = radio.Run(command, input);
    CHECK(outcome.code == 1);
    CHECK(outcome.err == "");
    const std::vector<json> answers = outcome.lines();
    REQUIRE(answers.size() == 2 * bad.size());
    for (std::size_t i = 0; i < bad.size(); ++i) {
      CAPTURE(bad[i].substr(0, 200));
      const json& answer = answers[2 * i];
      REQUIRE(answer.is_object());
      CHECK(answer["decision"] == "deny");
      CHECK(answer["reason"] == "unknown_term");
      CHECK(answer["obligations"] == json::array());
      CHECK(answer["error"].get<std::string>() != "");
      CHECK(answer["error"].get<std::string>().size() < 400);
      CHECK(answers[2 * i + 1]["decision"] == "permit");
      CHECK(!answers[2 * i + 1].contains("error"));
    }
  }
}

TEST_CASE(
    "an error names the field or attribute, its value, and what may be "
    "meant") {
  Radio radio;
  const auto error = [&](const std::string& request) {
    return radio.Run("decide t.table", request)
        .json()["error"]
        .get<std::string>();
  };
  const auto instead = [&](const char* from, const char* to) {
    return error(Replaced(kPermitted, from, to));
  };
  CHECK(instead("radio", "raido") ==
        "unknown partner `raido`; did you mean `radio`?");
  CHECK(instead("radio", "newspaper") == "unknown partner `newspaper`");
  CHECK(instead("read", "raed") ==
        "unknown action `raed`; did you mean `read`?");
  CHECK(instead("titles", "title") ==
        "unknown data `title`; did you mean `titles`?");
  CHECK(instead("titles", "playlist.titles") ==
        "unknown data `playlist.titles`; did you mean `playlists.titles`?");
  CHECK(instead("recommending", "recomending") ==
        "unknown purpose `recomending`; did you mean `recommending`?");
  CHECK(instead("self", "sefl") ==
        "unknown relation `sefl`; did you mean `self`?");
  CHECK(instead("2026-06-01", "2026-06-31") ==
        "date `2026-06-31` is no day of 1970-01-01 to 2199-12-31");
  CHECK(instead("partner", "parnter") ==
        "unknown field `parnter`; did you mean `partner`?");
  CHECK(instead("\"radio\"", "42") ==
        "field `partner` must be a string, not 42");
  CHECK(instead("\"radio\"", "[]") ==
        "field `partner` must be a string, not a list");
  CHECK(error("17") == "a request is a JSON object, not 17");
  const auto with = [&](const char* facts) {
    return error(With(kPermitted, facts));
  };
  CHECK(with("3") == "field `attributes` must be an object, not 3");
  CHECK(with(R"({"subject.age":1.5})") ==
        "attribute `subject.age` must be a string, an integer, true or "
        "false, not 1.5");
  CHECK(with(R"({"subject.aeg":15})") ==
        "unknown attribute `subject.aeg`; did you mean `subject.age`?");
  CHECK(with(R"({"subject.age":121})") ==
        "`121` is no value of attribute `subject.age`; its values are a range "
        "of whole numbers");
  CHECK(with(R"({"session.signed_in":"yes"})") ==
        "`yes` is no value of attribute `session.signed_in`; its values are "
        "false, true");
  CHECK(with(R"({"subject.sharing":"offf"})") ==
        "`offf` is no value of attribute `subject.sharing`; did you mean "
        "`off`?");
}

TEST_CASE("at self both copies of a fact are named when they differ") {
  Radio radio(Replaced(kHello, "attribute subject.age: 0..120;",
                       "attribute subject.age: 0..120; "
                       "attribute requester.age: 0..120;"));
  const char* facts = R"({"requester.age":20,"subject.age":21})";
  CHECK(radio.Run("decide t.table", With(kPermitted, facts)).json()["error"] ==
        "requester and subject are one person at relation `self`, but "
        "`requester.age` is `20` and `subject.age` is `21`");
  CHECK(radio.Run("decide t.table", With(kDenied, facts)).code == 0);
}

TEST_CASE("blank lines are passed over") {
  Radio radio;
  const std::string request = std::string(kPermitted) + "\n";
  const Outcome outcome = radio.Run(
      "decide t.table", "\n" + request + " \t\r\n\n" + request + "\n\n");
  CHECK(outcome.code == 0);
  CHECK(outcome.lines().size() == 2);
}

TEST_CASE("the last line needs no newline, and no line needs no answer") {
  Radio radio;
  CHECK(radio.Run("decide t.table", kPermitted).lines().size() == 1);
  const Outcome nothing = radio.Run("decide t.table", "");
  CHECK(nothing.code == 0);
  CHECK(nothing.out == "");
}

TEST_CASE("a long stream is answered in order") {
  Radio radio;
  std::string input;
  for (int i = 0; i < 50'000; ++i)
    input += std::string(i % 3 == 0 ? kPermitted : kDenied) + "\n";
  const std::vector<json> answers = radio.Run("decide t.table", input).lines();
  REQUIRE(answers.size() == 50'000);
  for (std::size_t i = 0; i < answers.size(); ++i)
    REQUIRE(answers[i]["decision"] == (i % 3 == 0 ? "permit" : "deny"));
}

TEST_CASE("an answer comes before the next request is sent") {
  Radio radio;
  // A named pipe each way: without an answer the shell would wait for ever,
  // so a watchdog ends it.
  const Outcome outcome = radio.Run(
      "--version > /dev/null; mkfifo in out; timeout 20 '" ASSENT_COMMAND
      "' decide t.table < in > out & exec 3> in 4< out; echo '" +
      std::string(kPermitted) + "' >&3; read -r a <&4; echo '" + kDenied +
      "' >&3; read -r b <&4; exec 3>&-; wait $!; echo \"$a\"; echo \"$b\"");
  const std::vector<json> answers = outcome.lines();
  REQUIRE(answers.size() == 2);
  CHECK(answers[0]["decision"] == "permit");
  CHECK(answers[1]["decision"] == "deny");
}

TEST_CASE("explain names every rule behind every part") {
  Radio radio;
  const json answer = radio.Run("explain t.table", kDenied).json();
  CHECK(answer["decision"] == "deny");
  CHECK(answer["reason"] == "needs_permission(sharing)");
  CHECK(answer["standing"] == "granted");
  CHECK(answer["impossible"] == false);
  CHECK(answer["prohibited"] == false);
  CHECK(answer["closed"] == json::array({"sharing"}));
  CHECK(answer["needs"] == json::parse(R"([["sharing"]])"));
  CHECK(answer["obligations"] == json::array());
  CHECK(answer["obliges"] == json::array({"log_access"}));
  std::vector<std::string> rules;
  for (const json& rule : answer["rules"]) {
    rules.push_back(rule["part"].get<std::string>() + " " +
                    rule["name"].get<std::string>() + " " +
                    std::to_string(rule["line"].get<int>()));
    CHECK(rule["file"] == "p.policy");
  }
  std::ranges::sort(rules);
  CHECK(rules == std::vector<std::string>{"closed sharing 12", "grant lists 17",
                                          "obligation lists 17"});
}

TEST_CASE("explain knows the first day and the last") {
  Radio radio;
  const auto standing = [&](const char* date) {
    const json answer =
        radio.Run("explain t.table", Replaced(kPermitted, "2026-06-01", date))
            .json();
    bool by_lists = false;
    for (const json& rule : answer["rules"])
      by_lists =
          by_lists || (rule["part"] == "grant" && rule["name"] == "lists");
    CHECK(by_lists);
    CHECK(radio.Run("decide t.table", Replaced(kPermitted, "2026-06-01", date))
              .json()["reason"] == answer["reason"]);
    return answer["standing"].get<std::string>();
  };
  CHECK(standing("2025-12-31") == "not_yet");
  CHECK(standing("2026-01-01") == "granted");
  CHECK(standing("2026-12-31") == "granted");
  CHECK(standing("2027-01-01") == "expired");
}

TEST_CASE(
    "explain says which permissions would have to be opened, in least "
    "sets") {
  std::string policy = Replaced(
      kHello, "partner radio",
      "permission b_mail of subject { choices no, yes; default no; "
      "consent opt_in; governs any action on titles; open when yes; }\n"
      "permission c_talk of subject { choices no, yes; default no; "
      "consent opt_in; governs any action on titles; open when yes; }\n"
      "partner radio");
  policy = Replaced(policy, "for recommending;",
                    "for recommending despite c_talk, sharing because \"x\" "
                    "approved by \"y\" until 2026-12-01;");
  policy = Replaced(policy, "  oblige log_access;\n",
                    "  oblige log_access;\n  more: allow read on titles of "
                    "friend for recommending despite b_mail because \"x\" "
                    "approved by \"y\" until 2026-12-01;\n");
  Radio radio(Replaced(policy, "subject.sharing on; }",
                       "subject.sharing on; subject.b_mail yes; "
                       "subject.c_talk yes; }"));
  const json answer = radio.Run("explain t.table", kDenied).json();
  CHECK(answer["reason"] == "needs_permission(b_mail)");
  CHECK(answer["closed"] == json::array({"b_mail", "c_talk", "sharing"}));
  CHECK(answer["needs"] == json::parse(R"([["b_mail"],["c_talk","sharing"]])"));
  const std::string people =
      radio.Run("explain t.table --format human", kDenied).out;
  CHECK_MESSAGE(
      people.find("  needs       b_mail open\n"
                  "  or          c_talk, sharing open\n") != std::string::npos,
      people);
  // Opened, it is permitted.
  CHECK(
      radio.Run("decide t.table", With(kDenied, R"({"subject.b_mail":"yes"})"))
          .json()["decision"] == "permit");
  // After the overrides all three are needed.
  CHECK(
      radio
          .Run("explain t.table", Replaced(kDenied, "2026-06-01", "2026-12-01"))
          .json()["needs"] ==
      json::parse(R"([["b_mail","c_talk","sharing"]])"));
  CHECK(
      radio
          .Run("explain t.table", Replaced(kDenied, "2026-06-01", "2025-06-01"))
          .json()["needs"] == json::array());
}

TEST_CASE("people are answered in sentences") {
  Radio radio;
  const std::string base = "t.table --format human --request '";
  CHECK(radio.Run("decide " + base + kPermitted + "'").out ==
        "permit with log_access\n"
        "  radio: read titles of self for recommending on 2026-06-01\n");
  CHECK(radio.Run("decide " + base + "{}'").out ==
        "deny: field `partner` is missing\n");
  const std::string why = radio.Run("explain " + base + kDenied + "'").out;
  for (const char* part :
       {"deny because needs_permission(sharing)\n", "standing    granted\n",
        "by lists (p.policy:17)\n", "prohibited  no\n", "closed      sharing\n",
        "needs       sharing open\n", "would oblige log_access\n"})
    CHECK_MESSAGE(why.find(part) != std::string::npos, part, why);
}

}  // namespace
}  // namespace assent::cli
