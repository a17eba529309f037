// That one mistake is said once, and at the narrowest place. What each kind
// says stands in tests/golden/diagnostics.
#include "tests/unit/model/model_of.h"

namespace assent::model {
namespace {

using tests::kWords;
using tests::Lower;

const std::string kOpen =
    "agreement a with bing { from 2010-01-01 until 2011-01-01; ";

std::string Clause(const std::string& text) {
  return Lower({kWords + kOpen + text + " }"}).Said();
}

TEST_CASE("every wrong name of a clause is said, each once") {
  CHECK(Clause("allow reed on nam of frend for servic when subject.agee < 13 "
               "oblige log;") ==
        "unknown_name: reed; unknown_name: nam; unknown_name: frend; "
        "unknown_name: servic; unknown_name: subject.agee; unknown_name: log");
}

TEST_CASE("a wrong part silences what would follow from it") {
  // The scope is unknown: nothing is said of what the override touches.
  CHECK(Lower({kWords +
               "permission p of subject { choices on, off; consent opt_in; "
               "governs write; open when on; } " +
               kOpen +
               "allow reed on name of self for sharing despite p because "
               "\"b\" approved by \"c\" until 2010-06-01; }"})
            .Said() == "unknown_name: reed");
}

TEST_CASE("uses of what is declared with a mistake stay silent") {
  const std::string use =
      kOpen + "allow read on name of self for sharing when subject.x is on; }";
  CHECK(Lower({kWords + "vocabulary { attribute subjekt.x: on, off; }" + use})
            .Said() == "unknown_owner: subjekt; unknown_name: subject.x");
  CHECK(Lower({kWords + "vocabulary { attribute subject.x: 9..1; }" + use})
            .Said() == "empty_range: subject.x");
  CHECK(Lower({kWords +
               "vocabulary { attribute subject.x: on, off default "
               "of; }" +
               use})
            .Said() == "value_not_in_domain: of");
  CHECK(Lower({kWords +
               "permission x of subject { choices on, off; default "
               "of; consent opt_in; governs read; open when on; }" +
               use})
            .Said() == "default_not_a_choice: of");
  CHECK(Lower({kWords +
               "permission x of subject { consent opt_in; governs "
               "read; open when on; }" +
               use})
            .Said() == "permission_incomplete: x");
}

TEST_CASE("what a second declaration of a term declares is known") {
  CHECK(Lower({kWords + "vocabulary { data friends { photos; } } forbid read "
                        "on photos;"})
            .Said() == "duplicate_declaration: friends");
}

TEST_CASE("of two declarations the first by path is the first") {
  auto lowered = Lower({"partner p;", "partner p;"});
  auto said = lowered.sink.Sorted(lowered.sources);
  REQUIRE(said.size() == 1);
  CHECK(said[0].span.file == FileId(1u));
  CHECK(said[0].notes[0].span.file == FileId(0u));
}

TEST_CASE("a name declared twice is one mistake, of every kind of name") {
  auto said = [](const std::string& text) { return Lower({text}).Said(); };
  CHECK(said("vocabulary { action r, r; }") == "duplicate_declaration: r");
  CHECK(said("vocabulary { relation r, r; }") == "duplicate_declaration: r");
  CHECK(said("vocabulary { role r; role r; }") == "duplicate_declaration: r");
  CHECK(said("vocabulary { obligation o, o; }") == "duplicate_declaration: o");
  CHECK(said("vocabulary { obligation o(a: 0..1, a: 0..1); }") ==
        "duplicate_declaration: a");
  CHECK(said("vocabulary { attribute item.a: x, y, x; }") ==
        "duplicate_declaration: x");
  CHECK(
      said("vocabulary { attribute item.a: bool; attribute item.a: 0..1; }") ==
      "duplicate_declaration: item.a");
  CHECK(said(kWords + "permission age of subject { choices on; consent opt_in; "
                      "governs read; open when on; }") ==
        "duplicate_declaration: age");
  const std::string term = " { from 2010-01-01 until 2011-01-01; }";
  CHECK(said("program p" + term + "program p" + term) ==
        "duplicate_declaration: p");
  CHECK(said(kWords + "claim \"c\" never permit any; claim \"c\" never permit "
                      "any;") == "duplicate_declaration: \"c\"");
  const std::string clause = "allow read on name of self for sharing; } ";
  CHECK(said(kWords + kOpen + clause + kOpen + clause) ==
        "duplicate_declaration: a");
}

TEST_CASE("an unknown name of every kind") {
  auto said = [](const std::string& text) {
    return Lower({kWords + text}).Said();
  };
  CHECK(said("partner p role ap;") == "unknown_name: ap");
  CHECK(said("vocabulary { data more { includes nams; } }") ==
        "unknown_name: nams");
  CHECK(said("claim \"c\" never permit any with bin;") == "unknown_name: bin");
  CHECK(said("claim \"c\" never permit any with every ap;") ==
        "unknown_name: ap");
  CHECK(said("claim \"c\" never permit any where consent of subjct is none;") ==
        "unknown_name: subjct");
  CHECK(said("claim \"c\" never permit any where consent of subject is opt;") ==
        "unknown_name: opt");
  CHECK(said("agreement a with bin under p { from 2010-01-01 until 2011-01-01; "
             "allow read on name of self for sharing; }") ==
        "unknown_name: bin; unknown_name: p");
  CHECK(said("permission p of sbject { choices on; consent none; governs read; "
             "open when on; }") == "unknown_name: sbject; unknown_name: none");
  CHECK(Clause("allow read on name of self for sharing despite p because "
               "\"b\" approved by \"c\" until 2010-06-01;") ==
        "unknown_name: p");
  CHECK(Clause("allow read on name of self for sharing oblige "
               "delete_within(day: 3);") == "unknown_name: day");
  const std::string request =
      "test \"t\" { request { partner bing; action read; data name; purpose "
      "sharing; relation self; date 2010-06-01; } expect ";
  CHECK(said(request + "deny because expird; }") == "unknown_name: expird");
  CHECK(said(request + "deny because needs_permission(p); }") ==
        "unknown_name: p");
  CHECK(said(request + "deny by nobody; }") == "unknown_name: nobody");
}

TEST_CASE("rules without a label have a name by which tests call them") {
  const std::string policy =
      kWords + kOpen +
      "allow read on name of self for sharing; n: allow read on name of self "
      "for sharing; } forbid write; ";
  auto said = [&](const std::string& rule) {
    return Lower({policy +
                  "test \"t\" { request { partner bing; action read; "
                  "data name; purpose sharing; relation self; date "
                  "2010-06-01; } expect deny by " +
                  rule + "; }"})
        .Said();
  };
  CHECK(said("a.1") == "");
  CHECK(said("n") == "");
  CHECK(said("forbid.1") == "");
  CHECK(said("a.2") == "unknown_name: a.2");
  CHECK(said("a.3") == "unknown_name: a.3");
  CHECK(said("a.01") == "unknown_name: a.01");
  CHECK(said("forbid.2") == "unknown_name: forbid.2");
}

TEST_CASE("windows outside are said with their days, on each side once") {
  auto days = [](const std::string& program, const std::string& agreement,
                 const std::string& clause) {
    auto lowered =
        Lower({kWords + "program p { " + program +
               " } agreement a with bing under "
               "p { " +
               agreement + " allow read on name of self for sharing " + clause +
               "; }"});
    std::string said;
    for (const auto& each : lowered.sink.Sorted(lowered.sources)) {
      CHECK(each.kind == diagnostics::Kind::window_outside);
      said += (said.empty() ? "" : "; ") + each.message;
    }
    return said;
  };
  const std::string year = "from 2010-01-01 until 2011-01-01;";
  CHECK(days(year, year, "from 2010-01-01 until 2011-01-01") == "");
  CHECK(days(year, year, "from 2009-12-31 until 2011-01-02") ==
        "the clause begins 1 day before agreement `a`; the clause ends 1 day "
        "after agreement `a`");
  CHECK(days(year, year, "from 2011-01-01 until 2012-01-01") ==
        "the clause begins when agreement `a` ends");
  CHECK(days(year, year, "until 2009-12-30") ==
        "the clause ends 2 days before agreement `a` begins");
  CHECK(days(year, "from 2010-01-01 until 2011-02-01;", "") ==
        "agreement `a` ends 31 days after program `p`");
  CHECK(days(year, "from 2010-01-01 open_ended because \"x\";", "") ==
        "agreement `a` is open ended, program `p` is not");
  CHECK(days(year, "from 2010-01-01 until 2012-01-01;",
             "from 2010-01-01 until 2011-02-01") ==
        "agreement `a` ends 365 days after program `p`; the clause ends 31 "
        "days after program `p`");
}

TEST_CASE("suggestions are words that exist") {
  auto lowered = Lower({kWords + "forbid reed on proflie;"});
  auto said = lowered.sink.Sorted(lowered.sources);
  REQUIRE(said.size() == 2);
  CHECK(said[0].help == "did you mean `read`?");
  CHECK(said[1].help == "did you mean `profile`?");
}

}  // namespace
}  // namespace assent::model
