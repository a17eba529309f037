#include "bench/measure_checks.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "compiler/check/check_all.h"
#include "compiler/check/check_rules.h"
#include "compiler/check/claims.h"
#include "compiler/driver/compile_paths.h"
#include "compiler/driver/opened_table.h"
#include "compiler/query/answer.h"

namespace assent::bench {
namespace {

using Clock = std::chrono::steady_clock;

double Since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

[[noreturn]] void Fail(const std::string& message) {
  std::fprintf(stderr, "assent_bench: %s\n", message.c_str());
  std::exit(2);
}

model::Scope Everything(const model::Vocabulary& words) {
  model::Scope scope;
  scope.data = words.data.leaves;
  scope.actions = words.actions.leaves;
  scope.purposes = words.purposes.leaves;
  scope.relations = RunSet::Range(0, std::uint32_t(words.relations.size()));
  return scope;
}

model::Claim ClaimOf(const model::Model& model, std::string name,
                     model::Scope scope) {
  model::Claim claim;
  claim.name = std::move(name);
  claim.scope = std::move(scope);
  for (std::uint32_t p = 0; p < model.vocabulary.partners.size(); ++p)
    claim.partners.emplace_back(p);
  return claim;
}

// "Never permit what the first permission governs while it is closed", which
// holds; "never permit any where consent of subject < opt_in", which does not;
// "never permit any action on the first data of the last relation".
std::vector<model::Claim> Claims(const model::Model& model) {
  const model::Vocabulary& words = model.vocabulary;
  std::vector<model::Claim> claims;
  model::Scope governed = model.governs.front().scope;
  const model::Permission& permission =
      words.permissions[model.governs.front().permission.value];
  for (model::AttributeId state : permission.state) {
    if (!state.valid()) continue;
    governed.when = {};
    governed.when.kind = model::Condition::Kind::literal;
    governed.when.attribute = state;
    governed.when.values = Difference(
        RunSet::Range(0, words.attributes[state.value].supplied_count()),
        permission.open_values);
  }
  claims.push_back(ClaimOf(model, "holds", governed));
  model::Scope consent = Everything(words);
  consent.when.kind = model::Condition::Kind::consent;
  consent.when.values = RunSet::Range(0, std::uint32_t(model::Consent::opt_in));
  claims.push_back(ClaimOf(model, "consent", consent));
  model::Scope narrow = Everything(words);
  narrow.data = RunSet::Single(words.data.leaves.front());
  narrow.relations = RunSet::Single(std::uint32_t(words.relations.size()) - 1);
  claims.push_back(ClaimOf(model, "narrow", narrow));
  return claims;
}

double Median(std::vector<double> times) {
  std::ranges::sort(times);
  return times[times.size() / 2];
}

// Who may do one action on one kind of data on a day.
double MeasureQuery(const driver::Compiled& compiled, const Table& table) {
  const model::Vocabulary& words = compiled.model.vocabulary;
  std::vector<check::RuleLine> lines;
  for (const rules::Rule& rule : compiled.rules.rules) {
    const Place place = compiled.sources.Locate(rule.span);
    lines.push_back(
        {rule.name, rule.agreement, std::string(place.path), place.line});
  }
  const query::Policy policy{words, compiled.rows, compiled.rules,
                             lines, table,         &compiled.model};
  std::vector<std::uint32_t> leaves;
  words.data.leaves.ForEach(
      [&](std::uint32_t leaf) { leaves.push_back(leaf); });
  std::vector<double> times;
  for (std::size_t i = 0; i < 15; ++i) {
    query::Question question;
    question.scope = Everything(words);
    question.scope.data = RunSet::Single(leaves[i * leaves.size() / 15]);
    question.scope.actions = RunSet::Single(words.actions.leaves.front());
    const Day day = 14000 + Day(i) * 100;
    question.scope.window = {day, day + 1, {}, {}};
    const Clock::time_point start = Clock::now();
    const auto answer = query::Ask(policy, question);
    times.push_back(Since(start));
    if (!answer) Fail("no answer: " + answer.error().message);
  }
  return Median(times);
}

}  // namespace

CheckReport MeasureChecks(const std::string& folder) {
  const auto compiled = driver::CompilePaths({folder});
  if (!compiled || !compiled->ok()) Fail("cannot compile " + folder);
  const auto opened = driver::OpenBytes(compiled->bytes);
  if (!opened) Fail("cannot open the table of " + folder);
  const Table& table = opened->table();
  CheckReport report;
  {
    diagnostics::Sink sink;
    const Clock::time_point start = Clock::now();
    check::CheckAll(compiled->model, compiled->rules, table, compiled->sources,
                    sink);
    report.checks = Since(start);
    report.findings =
        sink.Sorted(compiled->sources).size() + sink.dropped_count();
  }
  {
    diagnostics::Sink sink;
    const Clock::time_point start = Clock::now();
    check::CheckRules(compiled->model, compiled->rules, table, sink);
    report.rules = Since(start);
  }
  model::Model model = compiled->model;
  for (const model::Claim& claim : Claims(compiled->model)) {
    model.claims = {claim};
    const Clock::time_point start = Clock::now();
    const auto verdicts =
        check::CheckClaims(model, compiled->rules, table, compiled->sources);
    const double took = Since(start);
    report.claim = std::max(report.claim, took);
    if (verdicts[0].kind == check::ClaimVerdict::Kind::holds)
      report.claim_holds = std::max(report.claim_holds, took);
    std::printf("  claim `%s` %s: %.3f s\n", claim.name.c_str(),
                std::string(check::NameOf(verdicts[0].kind)).c_str(), took);
  }
  report.query = MeasureQuery(*compiled, table);
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  report.peak_mib = double(usage.ru_maxrss) / 1024;
  return report;
}

}  // namespace assent::bench
