// Each limit: what fits passes, one more is a diagnostic.
#include "tests/unit/model/model_of.h"

namespace assent::model {
namespace {

using tests::Lower;

void CheckLimit(std::uint64_t Limits::* limit, std::uint64_t enough,
                const std::string& text) {
  Limits limits;
  limits.*limit = enough;
  CHECK(Lower({text}, limits).Said() == "");
  limits.*limit = enough - 1;
  auto lowered = Lower({text}, limits);
  auto said = lowered.sink.Sorted(lowered.sources);
  REQUIRE_MESSAGE(said.size() == 1, lowered.Said());
  CHECK(said[0].kind == diagnostics::Kind::limit_exceeded);
  CHECK(said[0].message.starts_with("more than " + std::to_string(enough - 1)));
  CHECK(!lowered.sources.Text(said[0].span).empty());
}

TEST_CASE("terms") {
  CheckLimit(&Limits::terms, 4,
             "vocabulary { data a { b; c; }, d; action x; }");
  CheckLimit(&Limits::terms, 3, "vocabulary { purpose a, b, c; }");
}

TEST_CASE("levels of declared terms") {
  CheckLimit(&Limits::term_depth, 3, "vocabulary { data a { b { c; } } }");
}

TEST_CASE("levels of included terms") {
  CheckLimit(&Limits::term_depth, 4,
             "vocabulary { data a { x; } data b { includes a; } data c { "
             "includes b; } }");
}

TEST_CASE("names of terms") {
  // a.b.c is spelled b.c and c too; a.b is spelled b.
  CheckLimit(&Limits::term_name_bytes, 5, "vocabulary { data a { b { c; } } }");
}

TEST_CASE("runs of leaves of terms") {
  // Four leaves, and `a` with two runs: a.x and d.
  CheckLimit(&Limits::term_leaf_runs, 6,
             "vocabulary { data a { x; includes d; } data b, c, d; }");
}

TEST_CASE("relations") {
  CheckLimit(&Limits::relations, 3, "vocabulary { relation a, b, c; }");
}

TEST_CASE("roles") {
  CheckLimit(&Limits::roles, 3, "vocabulary { role a, b, c; }");
}

TEST_CASE("obligations, each use with its arguments") {
  CheckLimit(&Limits::obligations, 3,
             "vocabulary { obligation o(n: 0..9), unused(n: 0..9), plain; } "
             "program p { from 2010-01-01 until 2011-01-01; oblige o(n: 1), "
             "o(n: 2), o(n: 1); }");
}

const std::string kPermissions =
    "vocabulary { data d; action r; purpose p; relation s; attribute item.a: "
    "bool; } permission a of subject, requester { choices x; consent opt_in; "
    "governs r; open when x; } permission b of subject { choices x; consent "
    "opt_in; governs r; open when x; }";

TEST_CASE("permissions") { CheckLimit(&Limits::permissions, 2, kPermissions); }

TEST_CASE("attributes, states of permissions among them") {
  CheckLimit(&Limits::attributes, 4, kPermissions);
}

TEST_CASE("values of an attribute, choices of a permission") {
  CheckLimit(&Limits::values, 3, "vocabulary { attribute item.a: x, y, z; }");
  CheckLimit(&Limits::values, 3, "vocabulary { attribute item.a: x < y < z; }");
  CheckLimit(&Limits::values, 3,
             "vocabulary { data d; action r; purpose p; relation s; } "
             "permission a of subject { choices x, y, z; consent opt_in; "
             "governs r; open when x; }");
}

TEST_CASE("the range of an integer attribute") {
  CheckLimit(&Limits::integer_values, 10,
             "vocabulary { attribute item.a: -4..5; }");
}

TEST_CASE("an integer attribute as wide as the numbers are") {
  CHECK(Lower({"vocabulary { attribute item.a: -9223372036854775808.."
               "9223372036854775807; }"})
            .Said()
            .starts_with("limit_exceeded: "));
  CHECK(Lower({"vocabulary { attribute item.a: 0..2147483647; }"}).Said() ==
        "");
  CHECK(Lower({"vocabulary { attribute item.a: 0..2147483648; }"})
            .Said()
            .starts_with("limit_exceeded: "));
}

TEST_CASE("partners") {
  CheckLimit(&Limits::partners, 3, "partner a; partner b; partner c;");
}

TEST_CASE("clauses of all partners") {
  CheckLimit(&Limits::partner_clauses, 4,
             tests::kWords +
                 "partner b; agreement a with bing, b { from 2010-01-01 until "
                 "2011-01-01; allow read on name of self for sharing; allow "
                 "write on name of self for sharing; }");
}

TEST_CASE("unknown dates of one partner's agreements") {
  const std::string agreement =
      " with bing { from unknown in 2010 until unknown in 2011; allow read on "
      "name of self for sharing; }";
  CheckLimit(
      &Limits::unknown_dates_together, 4,
      tests::kWords + "agreement a" + agreement + "agreement b" + agreement);
  // Of those that concern everybody, too.
  CheckLimit(&Limits::unknown_dates_together, 3,
             tests::kWords + "forbid read until unknown in 2012; agreement a" +
                 agreement);
  // Where the days are listed, no others have to be thought of.
  Limits none;
  none.unknown_dates_together = 0;
  CHECK(Lower({tests::kWords +
               "agreement a with bing { from 2010-01-01 until unknown whether "
               "2011-01-01 or 2012-01-01; allow read on name of self for "
               "sharing; }"},
              none)
            .Said() == "");
}

TEST_CASE("partners of claims") {
  CheckLimit(&Limits::partner_clauses, 3,
             tests::kWords +
                 "partner b; claim \"c\" never permit any; claim "
                 "\"d\" never permit any with b;");
}

TEST_CASE("chains of includes longer than the stack is deep are a diagnostic") {
  std::string text = "vocabulary { data t0; ";
  for (int i = 1; i < 20'000; ++i)
    text += "data t" + std::to_string(i) + " { includes t" +
            std::to_string(i - 1) + "; } ";
  auto lowered = Lower({text + "}"});
  CHECK(lowered.sink.error_count() == 1);
}

}  // namespace
}  // namespace assent::model
