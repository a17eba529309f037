// No false finding: on policies that are built to be clean nothing is found.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "compiler/check/check_all.h"
#include "compiler/check/claims.h"
#include "compiler/driver/opened_table.h"
#include "compiler/driver/pipeline.h"
#include "runtime/format/day.h"
#include "tests/generate/random.h"

namespace assent::check {
namespace {

using generate::Random;

std::string DayText(Day day) {
  char text[11];
  FormatDay(day, text);
  return std::string(text, 10);
}

// Each clause speaks of data of its own, is what a feature needs while that is
// live, is reached through a scope that is held as long, stays below the ceiling
// and within the standard of its program, is within the purposes of agreement
// and role, and is governed by a permission of the subject that gives what the
// data needs. Amendments begin when what they amend has ended.
std::string CleanPolicy(Random& random) {
  const std::uint32_t data = 3 + random.Below(5);
  const std::uint32_t partners = 1 + random.Below(4);
  const bool ceiling = random.Percent(50), nested = random.Percent(50);
  const char* const needs[] = {"", " needs default_on", " needs opt_in"};
  std::string words = "vocabulary {\n";
  for (std::uint32_t d = 0; d < data; ++d)
    words += fmt::format("  data d{}{}{};\n", d, needs[random.Below(3)],
                         nested ? fmt::format(" {{ a{0}; b{0}; }}", d) : "");
  words +=
      "  action read, write;\n  purpose service, sharing;\n"
      "  relation self, friend;\n  role app for service and sharing;\n"
      "  attribute item.visibility: public < friends < only_me;\n"
      "  attribute subject.age: 0..120;\n  obligation log_access;\n}\n";
  words +=
      "permission choice of subject { choices off, on; default off; consent "
      "opt_in; governs any action on any data; open when on; }\n";
  std::string rules;
  std::string standard;
  for (std::uint32_t p = 0; p < partners; ++p) {
    words += fmt::format("partner p{} role app;\n", p);
    Day day = 14000 + Day(random.Below(300));
    std::string amended;
    std::uint32_t d = random.Below(2);
    while (d < data) {
      const Day end = day + 30 + Day(random.Below(400));
      const std::string name = fmt::format("g{}_{}", p, d);
      const std::string window =
          fmt::format("from {} until {}", DayText(day), DayText(end));
      rules += fmt::format("agreement {} with p{} under all {{\n  {};\n{}",
                           name, p, window,
                           amended.empty() ? ""
                                           : "  amends " + amended + ";\n");
      rules +=
          "  requested 2005-01-01; approved by \"a board\";\n"
          "  disclosed in settings; purposes service, sharing;\n";
      std::string needed, exposed;
      const std::uint32_t clauses = 1 + random.Below(2);
      for (std::uint32_t c = 0; c < clauses && d < data; ++c, ++d) {
        const std::string what = fmt::format(
            "{} on d{} of {} for {}", random.Percent(50) ? "read" : "read, write",
            d, random.Percent(50) ? "self" : "self, friend",
            random.Percent(50) ? "service" : "service, sharing");
        std::string when = "item.visibility <= friends";
        if (random.Percent(30)) when += " and subject.age >= 13";
        rules += fmt::format("  c{}_{}: allow {} when {}", p, d, what, when);
        if (random.Percent(40))
          rules += fmt::format(
              " except {{ deny read on d{} of self for service when "
              "subject.age < {}; }}",
              d, 14 + random.Below(50));
        if (random.Percent(40)) rules += " oblige log_access";
        rules += ";\n";
        needed += fmt::format("needs {}; ", what);
        exposed += fmt::format("exposes any action on d{}; ", d);
        standard += fmt::format("  standard {};\n", what);
      }
      rules += "}\n";
      rules += fmt::format("feature f_{} of p{} {{ {}live {}; }}\n", name, p,
                           needed, window);
      rules += fmt::format("scope s_{} {{ {}held by p{} {}; }}\n", name,
                           exposed, p, window);
      amended = name;
      day = end;
      if (random.Percent(30)) break;
    }
  }
  words += fmt::format(
      "program all {{ from 2000-01-01 until 2030-01-01;\n{}{}}}\n",
      ceiling ? "  ceiling item.visibility < only_me;\n" : "", standard);
  // What is left of the words is spoken of here.
  rules +=
      "claim \"nobody's without that person's consent\" never permit any "
      "where consent of subject < opt_in;\n"
      "claim \"nothing that is for oneself\" never permit any action on any "
      "data where item.visibility is only_me;\n"
      "claim \"nothing before 2000\" never permit any until 2000-01-01 where "
      "subject.age < 13;\n"
      "require every agreement has end and disclosed and approved;\n";
  return words + rules;
}

TEST_CASE("nothing is found in policies that are clean") {
  Random random(7);
  std::size_t clauses = 0;
  for (int i = 0; i < 500; ++i) {
    const std::string text = CleanPolicy(random);
    INFO(text);
    driver::Compiled compiled = driver::CompileTexts({{"p.policy", text}});
    REQUIRE_MESSAGE(compiled.ok(),
                    diagnostics::RenderHuman(
                        compiled.diagnostics.Sorted(compiled.sources),
                        compiled.sources, false));
    const auto opened = driver::OpenBytes(compiled.bytes);
    REQUIRE(opened);
    CheckAll(compiled.model, compiled.rules, opened->table(), compiled.sources,
             compiled.diagnostics);
    CHECK(diagnostics::RenderHuman(
              compiled.diagnostics.Sorted(compiled.sources), compiled.sources,
              false) == "");
    for (const ClaimVerdict& verdict :
         CheckClaims(compiled.model, compiled.rules, opened->table(),
                     compiled.sources))
      CHECK(verdict.kind == ClaimVerdict::Kind::holds);
    for (const auto& agreement : compiled.model.agreements)
      clauses += agreement.clauses.size();
  }
  CHECK(clauses > 1000);
}

}  // namespace
}  // namespace assent::check
