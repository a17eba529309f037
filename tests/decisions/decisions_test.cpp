// The hand-written decisions hold, by the oracle and by the table.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <algorithm>

#include "compiler/syntax/text_to_ast.h"
#include "tests/reference/evaluator.h"
#include "tests/support/opened_policy.h"

namespace assent {
namespace {

using support::OpenedPolicy;

// "permit" or "deny", and what the test states beyond that.
std::string Stated(const model::Test& test, const model::Vocabulary& words) {
  std::string text = test.expect_permit ? "permit" : "deny";
  if (!test.reason.empty()) {
    text += " because " + test.reason;
    if (test.reason_permission.valid())
      text += "(" + words.permissions[test.reason_permission.value].name + ")";
  }
  if (test.states_obligations) {
    text += " with";
    for (model::ObligationId id : test.obligations)
      text += " " + words.obligations[id.value].name;
  }
  return text;
}

// The same of an answer; as much of it as the test states.
std::string Answered(const model::Test& test, bool permit,
                     const std::string& reason,
                     const std::vector<std::string>& obligations) {
  std::string text = permit ? "permit" : "deny";
  if (!test.reason.empty())
    text += " because " + (test.reason_permission.valid()
                               ? reason
                               : reason.substr(0, reason.find('(')));
  if (test.states_obligations) {
    text += " with";
    for (const std::string& name : obligations) text += " " + name;
  }
  return text;
}

std::string ByOracle(const model::Test& test, const model::Model& model) {
  const model::Vocabulary& words = model.vocabulary;
  const reference::Verdict verdict =
      reference::Evaluator(model).Evaluate(test.request);
  std::vector<std::string> obligations;
  for (model::ObligationId id : verdict.obligations)
    obligations.push_back(words.obligations[id.value].name);
  return Answered(test, verdict.permit(), reference::Reason(verdict, words),
                  obligations);
}

// Asks the table as the author wrote the request, name by name.
std::string ByTable(const model::Test& test, const ast::Test& written,
                    const Table& table) {
  char date[10];
  FormatDay(written.request.date->day, date);
  std::vector<NamedValue> values;
  for (const ast::Assignment& assignment : written.request.attributes)
    values.push_back({assignment.name.text, assignment.value.text});
  const NamedRequest request{written.request.partner->text,
                             written.request.data->text,
                             written.request.action->text,
                             written.request.purpose->text,
                             written.request.relation->text,
                             {date, sizeof date},
                             values};
  struct alignas(Table::kFactsAlignment) Chunk {
    std::byte bytes[Table::kFactsAlignment];
  };
  std::vector<Chunk> memory(table.facts_bytes() / sizeof(Chunk) + 1);
  const NamedVerdict named =
      table.Decide(request, {memory[0].bytes, memory.size() * sizeof(Chunk)});
  CHECK_MESSAGE(named.error == RequestError::none, Message(named.error), ": ",
                named.offender);
  std::string reason(NameOf(named.verdict.reason));
  if (named.verdict.permission != kNoPermission)
    reason +=
        "(" + std::string(table.PermissionName(named.verdict.permission)) + ")";
  std::vector<std::string> obligations;
  for (std::uint32_t i = 0; i < table.info().obligation_count; ++i)
    if (named.verdict.obligations >> i & 1)
      obligations.emplace_back(table.ObligationName(i));
  std::sort(obligations.begin(), obligations.end());
  return Answered(test, named.verdict.permit, reason, obligations);
}

// Each case of a table as a test of its own, its cells among what it asks.
std::vector<ast::Test> Written(const ast::File& file) {
  std::vector<ast::Test> tests;
  for (const ast::Test& test : file.tests) {
    if (test.cases.empty()) tests.push_back(test);
    for (const ast::Test::Case& row : test.cases) {
      ast::Test one = test;
      one.name.text += " (";
      for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const ast::Name name = {row.cells[i].text, {}};
        const std::string& column = test.columns[i].text;
        ast::Request& request = one.request;
        if (column == "partner") request.partner = name;
        else if (column == "action") request.action = name;
        else if (column == "data") request.data = name;
        else if (column == "purpose") request.purpose = name;
        else if (column == "relation") request.relation = name;
        else if (column == "date") request.date = {ParseDay(name.text), {}};
        else request.attributes.push_back({test.columns[i], row.cells[i], {}});
        one.name.text += (i == 0 ? "" : ", ") + name.text;
      }
      one.name.text += ")";
      tests.push_back(std::move(one));
    }
  }
  return tests;
}

TEST_CASE("the corner cases are decided as written") {
  std::size_t tests = 0;
  for (const char* folder : {"tests/decisions", "tests/regress"})
    for (const driver::Text& text : support::ReadPolicies(
             ASSENT_SOURCE_FOLDER "/" + std::string(folder))) {
      CAPTURE(text.path);
      const OpenedPolicy policy(text.text);
      REQUIRE_MESSAGE(policy.error.empty(), policy.error);
      const model::Model& model = policy.compiled.model;
      CHECK_FALSE(model.tests.empty());

      SourceSet sources;
      diagnostics::Sink sink;
      const ast::File file = syntax::TextToAst(
          *syntax::AddSource(text.path, text.text, sources, sink), sources,
          sink);
      const std::vector<ast::Test> written = Written(file);
      REQUIRE(written.size() == model.tests.size());
      for (std::size_t i = 0; i < model.tests.size(); ++i) {
        const model::Test& test = model.tests[i];
        CAPTURE(test.name);
        CHECK(written[i].name.text == test.name);
        const std::string stated = Stated(test, model.vocabulary);
        CHECK(ByOracle(test, model) == stated);
        CHECK(ByTable(test, written[i], policy.table) == stated);
        ++tests;
      }
    }
  MESSAGE(tests, " decisions");
  CHECK(tests >= 100);
}

}  // namespace
}  // namespace assent
