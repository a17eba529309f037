// Each rule of each pack is seen to hold and to fire. For each pack a file of
// this folder has a policy that meets all of its rules, and for each rule an
// addition that breaks this rule alone:
//
//   policy
//   === breaks NAME OF THE RULE
//   addition
//   === breaks ...

#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "compiler/packs/packs.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "compiler/check/claims.h"
#include "compiler/check/requirements.h"
#include "compiler/driver/opened_table.h"
#include "compiler/driver/pipeline.h"
#include "compiler/syntax/text_to_ast.h"

namespace assent {
namespace {

using Names = std::set<std::string>;

struct Addition {
  std::string breaks;
  std::string text;
};

struct Cases {
  std::string policy;
  std::vector<Addition> additions;
};

Cases CasesOf(std::string_view pack) {
  std::ifstream file(fmt::format("{}/{}.cases", ASSENT_CASES_FOLDER, pack));
  REQUIRE_MESSAGE(file.good(), "no cases for pack ", std::string(pack));
  constexpr std::string_view kBreaks = "=== breaks ";
  Cases cases;
  std::string line;
  while (std::getline(file, line)) {
    if (line.starts_with(kBreaks))
      cases.additions.push_back({line.substr(kBreaks.size()), {}});
    else
      (cases.additions.empty() ? cases.policy : cases.additions.back().text) +=
          line + '\n';
  }
  return cases;
}

std::string PlaceOf(Span span, const SourceSet& sources) {
  const Place place = sources.Locate(span);
  return fmt::format("{}:{}", place.path, place.line);
}

// The rules of a policy, packs included, and those that it breaks.
struct Found {
  Names rules, broken;
};

Found Check(std::string policy) {
  const driver::Compiled compiled =
      driver::CompileTexts({{"user.policy", std::move(policy)}});
  // Among them would be tags that nothing bears.
  for (const auto& diagnostic : compiled.diagnostics.Sorted(compiled.sources))
    FAIL_CHECK(diagnostics::RenderHuman({diagnostic}, compiled.sources, false));
  REQUIRE(compiled.ok());

  const model::Model& model = compiled.model;
  const auto opened = driver::OpenBytes(compiled.bytes);
  REQUIRE(opened);
  const auto verdicts = check::CheckClaims(model, compiled.rules,
                                           opened->table(), compiled.sources);
  Found found;
  for (std::size_t i = 0; i < model.claims.size(); ++i) {
    using enum check::ClaimVerdict::Kind;
    CHECK((verdicts[i].kind == holds || verdicts[i].kind == refuted));
    found.rules.insert(model.claims[i].name);
    if (verdicts[i].kind != holds) found.broken.insert(model.claims[i].name);
  }
  diagnostics::Sink unmet;
  check::CheckRequirements(model, unmet);
  Names places;
  for (const auto& diagnostic : unmet.Sorted(compiled.sources))
    places.insert(PlaceOf(diagnostic.span, compiled.sources));
  for (const model::Requirement& requirement : model.requirements) {
    found.rules.insert(requirement.name);
    if (places.contains(PlaceOf(requirement.span, compiled.sources)))
      found.broken.insert(requirement.name);
  }
  return found;
}

TEST_CASE("there are the packs that are promised") {
  const auto names = packs::Names();
  CHECK(std::ranges::equal(names, std::vector<std::string_view>{
                                      "ccpa_cpra", "coppa", "ftc_2012",
                                      "ftc_2019", "gdpr", "hipaa", "iab_tcf"}));
}

TEST_CASE("each pack has four to eight rules, cites, and what it omits") {
  for (const std::string_view name : packs::Names()) {
    INFO(std::string(name));
    const std::string text(packs::Find(name)->text);
    CHECK(text.find("Not legal") != std::string::npos);
    diagnostics::Sink sink;
    SourceSet sources;
    const auto id = syntax::AddSource("pack.policy", text, sources, sink);
    const ast::File file = syntax::TextToAst(*id, sources, sink);
    const std::size_t rules = file.claims.size() + file.requirements.size();
    CHECK(rules >= 4);
    CHECK(rules <= 8);
    REQUIRE(file.packs.size() == 1);
    CHECK(file.packs[0].name.text == name);
    CHECK(!file.packs[0].cites.empty());
    CHECK(file.packs[0].omits.size() >= 4);
    const std::string prefix = std::string(name) + " ";
    for (const auto& claim : file.claims) {
      CHECK(claim.name.text.starts_with(prefix));
      CHECK(claim.cite.has_value());
    }
    for (const auto& requirement : file.requirements) {
      REQUIRE(requirement.name);
      CHECK(requirement.name->text.starts_with(prefix));
      CHECK(requirement.cite.has_value());
    }
  }
}

TEST_CASE("each rule of each pack can be met, and can be broken alone") {
  for (const std::string_view pack : packs::Names()) {
    INFO(std::string(pack));
    const Cases cases = CasesOf(pack);
    const Found met = Check(cases.policy);
    CHECK(met.broken == Names{});
    Names seen;
    for (const Addition& addition : cases.additions) {
      INFO(addition.breaks);
      CHECK(Check(cases.policy + addition.text).broken ==
            Names{addition.breaks});
      seen.insert(addition.breaks);
    }
    CHECK(seen == met.rules);
  }
}

TEST_CASE("all packs can be used together") {
  std::string policy;
  for (const std::string_view pack : packs::Names())
    policy += fmt::format("use pack {};\n", pack);
  policy +=
      "vocabulary { data d; action a; purpose p; relation self; role r; }\n"
      "partner x role r;\n"
      "agreement ad with x { from 2020-01-01 until 2021-01-01;\n"
      "  allow a on d of self for p; }\n";
  const driver::Compiled compiled =
      driver::CompileTexts({{"user.policy", policy}});
  CHECK(compiled.ok());
  for (const auto& diagnostic : compiled.diagnostics.Sorted(compiled.sources))
    CHECK(diagnostic.kind == diagnostics::Kind::tag_unused);
}

TEST_CASE("a pack that there is not: those that may be meant are named") {
  const auto help = [](std::string_view name) {
    const driver::Compiled compiled = driver::CompileTexts(
        {{"user.policy", fmt::format("use pack {};\n", name)}});
    for (const auto& each : compiled.diagnostics.Sorted(compiled.sources))
      if (each.kind == diagnostics::Kind::unknown_name) return each.help;
    return std::string();
  };
  CHECK(help("gpdr") == "did you mean `gdpr`?");
  CHECK(help("hippa") == "did you mean `hipaa`?");
  CHECK(help("ccpa") == "did you mean `ccpa_cpra`?");
  CHECK(help("ftc") == "did you mean `ftc_2012` or `ftc_2019`?");
  CHECK(help("glba").starts_with("there are ccpa_cpra, coppa, "));
}

TEST_CASE("the document on packs has every tag, rule and omission") {
  std::ifstream file(std::string(ASSENT_SOURCE_FOLDER) + "/docs/packs.md");
  std::ostringstream document;
  document << file.rdbuf();
  const std::string shown = document.str();
  const auto is_shown = [&](const std::string& text) {
    CHECK_MESSAGE(shown.find(text) != std::string::npos, text);
  };
  for (const std::string_view name : packs::Names()) {
    diagnostics::Sink sink;
    SourceSet sources;
    const auto id = syntax::AddSource(
        "pack.policy", std::string(packs::Find(name)->text), sources, sink);
    const ast::File pack = syntax::TextToAst(*id, sources, sink);
    is_shown(fmt::format("### `{}`", name));
    for (const auto& names : pack.names)
      for (const auto& each : names.entries)
        is_shown(fmt::format("`{}`", each.name.text));
    for (const auto& each : pack.attributes)
      is_shown(fmt::format("`{}`", each.name.text));
    for (const auto& each : pack.obligations)
      is_shown(fmt::format("`{}`", each.name.text));
    for (const auto& each : pack.claims) {
      is_shown("| " + each.name.text + " | never");
      is_shown("| " + each.cite->text + " |");
    }
    for (const auto& each : pack.requirements) {
      is_shown("| " + each.name->text + " | asked");
      is_shown("| " + each.cite->text + " |");
    }
    for (const auto& each : pack.packs.at(0).omits)
      is_shown("\n- " + each.text + "\n");
  }
}

}  // namespace
}  // namespace assent
