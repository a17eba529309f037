#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "compiler/syntax/text_to_ast.h"

#include <doctest/doctest.h>

#include <thread>

#include "compiler/ast/dump.h"

namespace assent::syntax {
namespace {

struct Outcome {
  ast::File ast;
  std::vector<diagnostics::Diagnostic> diagnostics;
  std::vector<std::string> shown;  // the text under each diagnostic
};

Outcome Parse(const std::string& text) {
  SourceSet sources;
  diagnostics::Sink sink;
  auto file = AddSource("a.policy", text, sources, sink);
  REQUIRE(file);
  Outcome outcome;
  outcome.ast = TextToAst(*file, sources, sink);
  outcome.diagnostics = sink.Sorted(sources);
  for (const auto& d : outcome.diagnostics)
    outcome.shown.emplace_back(sources.Text(d.span));
  return outcome;
}

std::string Repeat(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

using diagnostics::Kind;

TEST_CASE("10,000 open braces, parentheses or both are one mistake") {
  for (const char* opening : {"{", "(", "({"}) {
    for (const char* head :
         {"", "assume ", "agreement a with b { allow read when "}) {
      Outcome outcome = Parse(head + Repeat(opening, 10'000) + ";\n}\n;");
      REQUIRE_FALSE(outcome.diagnostics.empty());
      CHECK_LE(outcome.diagnostics.size(), 3);
      bool deep = false;
      for (const auto& d : outcome.diagnostics)
        deep |= d.kind == Kind::nesting_too_deep;
      CHECK(deep);
    }
  }
}

TEST_CASE("what follows a declaration nested too deep is read") {
  Outcome outcome = Parse("vocabulary { data a " + Repeat("{ b ", 10'000) +
                          Repeat("}", 10'000) + " }\npartner c;");
  REQUIRE_EQ(outcome.diagnostics.size(), 1);
  CHECK_EQ(outcome.diagnostics[0].kind, Kind::nesting_too_deep);
  CHECK_EQ(outcome.ast.partners.size(), 1);
}

TEST_CASE("long lists, long chains and long lines are no nesting") {
  Outcome outcome = Parse("assume " + Repeat("not ", 100'001) + "a.b;" +
                          "assume a.b" + Repeat(" and a.b", 100'000) + ";" +
                          "forbid read" + Repeat(", read", 100'000) + ";" +
                          "partner a \"" + Repeat("x", 10'000'000) + "\";");
  CHECK(outcome.diagnostics.empty());
  REQUIRE_EQ(outcome.ast.assumptions.size(), 2);
  CHECK_EQ(outcome.ast.assumptions[0].condition.kind,
           ast::Condition::Kind::negation);
  CHECK_EQ(outcome.ast.assumptions[1].condition.operands.size(), 100'001);
  CHECK_EQ(outcome.ast.forbids[0].scope.actions.names.size(), 100'001);
}

TEST_CASE("after two hundred mistakes the rest of a file is not read") {
  for (const char* mistake :
       {"bogus;\n", "partner \xC3\xA9;\n", "@\n",
        "program p { from 2014-02-30; }\n", "}\n", "agreement {\n"}) {
    Outcome outcome = Parse(Repeat(mistake, 10'000) + "partner b;");
    CHECK_GE(outcome.diagnostics.size(), kMaxErrorsPerFile);
    CHECK_LE(outcome.diagnostics.size(), kMaxErrorsPerFile + 2);
    bool said = false;
    for (const auto& d : outcome.diagnostics)
      said |= d.kind == Kind::too_many_errors;
    CHECK(said);
  }
}

TEST_CASE("a mistake costs one diagnostic and its own statement") {
  const std::string good =
      "agreement a with b {\n"
      "  from 2011-01-01 until 2012-01-01;\n"
      "  allow read on x of self for y;\n"
      "  allow write on x of self for y when s.t and not s.u;\n"
      "  oblige z;\n"
      "}\n"
      "partner b;\n";
  for (const char* bad :
       {"allow;;read", "allow read on", "from 2011-01-01 until;",
        "allow read on x for for;", "oblige", "nonsense here;",
        "allow read on x of self for y when (a.b;", "x: forbid read;",
        "allow read on x of self for y except { permit read; };"}) {
    std::string text = good;
    text.insert(text.find("  allow write"), std::string("  ") + bad + "\n");
    Outcome outcome = Parse(text);
    INFO(bad);
    CHECK_GE(outcome.diagnostics.size(), 1);
    CHECK_LE(outcome.diagnostics.size(), 2);
    REQUIRE_EQ(outcome.ast.agreements.size(), 1);
    CHECK_EQ(outcome.ast.agreements[0].obligations.size(), 1);
    CHECK_GE(outcome.ast.agreements[0].clauses.size(), 2);
    CHECK_EQ(outcome.ast.partners.size(), 1);
  }
}

TEST_CASE("every node knows its place") {
  const std::string text =
      "partner b \"B\";\n"
      "agreement a with b {\n"
      "  n: allow read on x.y of self for z when s.t >= 3;\n"
      "}\n";
  SourceSet sources;
  diagnostics::Sink sink;
  FileId file = *AddSource("a.policy", text, sources, sink);
  ast::File ast = TextToAst(file, sources, sink);
  const ast::Allow& allow = ast.agreements.at(0).clauses.at(0);
  CHECK_EQ(sources.Text(ast.partners.at(0).span), "partner b \"B\";");
  CHECK_EQ(sources.Text(ast.partners.at(0).title->span), "\"B\"");
  CHECK_EQ(sources.Text(allow.span),
           "n: allow read on x.y of self for z when s.t >= 3;");
  CHECK_EQ(sources.Text(allow.name->span), "n");
  CHECK_EQ(sources.Text(allow.scope.span),
           "read on x.y of self for z when s.t >= 3");
  CHECK_EQ(sources.Text(allow.scope.data.span), "x.y");
  CHECK_EQ(sources.Text(allow.scope.when->span), "s.t >= 3");
  CHECK_EQ(sources.Text(allow.scope.when->values.at(0).span), "3");
  CHECK_EQ(sources.Locate(allow.scope.when->span).line, 3);
  CHECK_EQ(sources.Locate(allow.scope.when->span).column, 43);
}

TEST_CASE("one line and many give the same Ast") {
  std::string text =
      "vocabulary { data a { b; c; } relation self; }\n"
      "agreement x with y {\n  from 2011-01-01 until 2012-01-01;\n"
      "  allow read on a of self for z except { deny on a.b; }\n}\n";
  std::string one_line = text;
  for (char& c : one_line)
    if (c == '\n') c = ' ';
  std::string returns;
  for (char c : text)
    returns += c == ' ' ? std::string("\r\n") : std::string(1, c);
  CHECK_EQ(ast::Dump(Parse(one_line).ast), ast::Dump(Parse(text).ast));
  CHECK_EQ(ast::Dump(Parse(returns).ast), ast::Dump(Parse(text).ast));
  CHECK(Parse(returns).diagnostics.empty());
}

TEST_CASE("files are parsed by several threads, each into its own sink") {
  SourceSet sources;
  diagnostics::Sink sink;
  std::vector<FileId> files;
  for (int i = 0; i < 64; ++i)
    files.push_back(*AddSource(
        "a.policy",
        Repeat("agreement a with every r { allow read on x of self for y "
               "when s.t is one of { a, b }; }\n",
               50) +
            (i % 2 ? "agrement;" : ""),
        sources, sink));
  std::vector<ast::File> asts(files.size());
  std::vector<std::size_t> errors(files.size());
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (std::size_t i = t; i < files.size(); i += 4) {
        diagnostics::Sink own;
        asts[i] = TextToAst(files[i], sources, own);
        errors[i] = own.error_count();
      }
    });
  for (std::thread& thread : threads) thread.join();
  for (std::size_t i = 0; i < files.size(); ++i) {
    CHECK_EQ(asts[i].agreements.size(), 50);
    CHECK_EQ(errors[i], i % 2);
  }
}

}  // namespace
}  // namespace assent::syntax
