#include "compiler/check/check_rules.h"

#include <doctest/doctest.h>

#include "compiler/driver/opened_table.h"
#include "compiler/driver/pipeline.h"
#include "tests/generate/ast_to_text.h"
#include "tests/generate/generate_policy.h"

namespace assent::check {
namespace {

struct Checked {
  driver::Compiled compiled;
  std::string text;
  RuleFindings findings;
};

Checked Check(const std::string& policy, unsigned threads,
              std::size_t node_budget = kRuleNodeBudget) {
  Checked checked{driver::CompileTexts({{"p.policy", policy}}), {}, {}};
  REQUIRE(checked.compiled.ok());
  const auto table = driver::OpenBytes(checked.compiled.bytes);
  REQUIRE(table);
  diagnostics::Sink sink;
  checked.findings = FindInRules(checked.compiled.model, checked.compiled.rules,
                                 table->table(), threads, sink, node_budget);
  checked.text = diagnostics::RenderHuman(sink.Sorted(checked.compiled.sources),
                                          checked.compiled.sources, false);
  return checked;
}

// A clause that asks that `pairs` pairs of facts agree, all the first ones
// above all the second ones.
std::string Related(int pairs) {
  std::string facts, all;
  for (const char* side : {"a", "b"})
    for (int i = 0; i < pairs; ++i)
      facts += "  attribute item." + std::string(side) + std::to_string(i) +
               ": bool;\n";
  for (int i = 0; i < pairs; ++i)
    all += (i == 0 ? "" : " and ") + ("item.a" + std::to_string(i)) +
           " is item.b" + std::to_string(i);
  return "vocabulary {\n  data names; action read; purpose service;\n"
         "  relation friend;\n" +
         facts +
         "}\npartner bing; partner other;\n"
         "agreement search with bing {\n"
         "  from 2010-01-01 until 2011-01-01;\n"
         "  related: allow read on names of friend for service when " +
         all +
         ";\n}\nagreement twice with other {\n"
         "  from 2010-01-01 until 2011-01-01;\n"
         "  one: allow read on names of friend for service;\n"
         "  two: allow read on names of friend for service;\n}\n";
}

TEST_CASE(
    "rules that are too large for a check are named, and others checked") {
  const Checked within = Check(Related(5), 1);
  CHECK(within.findings.undecided.empty());
  CHECK(within.findings.covered.size() == 2);

  const Checked beyond = Check(Related(5), 1, /*node_budget=*/64);
  REQUIRE(beyond.findings.undecided.size() == 1);
  CHECK(beyond.compiled.rules.rules[beyond.findings.undecided[0].value].name ==
        "related");
  CHECK(beyond.findings.covered.size() == 2);
  CHECK(beyond.text.find("[check_budget]") != std::string::npos);
  CHECK(beyond.text.find("not decided for 1 rule: it needs more than 64 ") !=
        std::string::npos);
}

TEST_CASE("what is found does not depend on the threads") {
  generate::Random random(5);
  generate::Size size = generate::LargeSize();
  size.partners = 500;
  size.agreements = 500;
  size.clauses = 3;
  size.data = 12;
  size.purposes = 4;
  size.days = 6;
  const std::string policy =
      generate::ToText(generate::GeneratePolicy(random, size));
  const Checked one = Check(policy, 1);
  CHECK(one.findings.covered.size() > 10);
  CHECK(one.text.size() > 1000);
  CHECK(Check(policy, 4).text == one.text);
}

}  // namespace
}  // namespace assent::check
