// Examples that others published, in our words, with the answers that they
// published: each policy here says what is found in it, and nothing else is.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <set>
#include <sstream>

#include "compiler/check/check_rules.h"
#include "tests/support/opened_policy.h"

namespace assent {
namespace {

using rules::RuleId;

// Lines `// finds: KIND RULE [wholly] [by RULE, RULE]`; and `finds besides`, of
// what was not asked there.
std::set<std::string> Marked(const std::string& text, std::string_view mark) {
  std::set<std::string> found;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with(mark)) found.insert(line.substr(mark.size()));
  return found;
}

std::set<std::string> Found(const support::OpenedPolicy& policy) {
  const rules::RuleSet& rules = policy.compiled.rules;
  diagnostics::Sink sink;
  const check::RuleFindings findings =
      check::FindInRules(policy.compiled.model, rules, policy.table, 1, sink);
  const auto name = [&](RuleId id) { return rules.rules[id.value].name; };
  const auto by = [](const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& each : names)
      text += (text.empty() ? " by " : ", ") + each;
    return text;
  };
  const auto names = [&](const std::vector<RuleId>& ids) {
    std::vector<std::string> all;
    for (RuleId id : ids) all.push_back(name(id));
    return all;
  };
  std::set<std::string> found;
  for (const check::NeverFires& each : findings.never) {
    std::vector<std::string> others;  // among the causes
    for (const check::Cause& cause : each.causes)
      for (const rules::Rule& rule : rules.rules)
        if (rule.span == cause.span && rule.name != name(each.rule))
          others.push_back(rule.name);
    found.insert("rule_never_fires " + name(each.rule) + by(others));
  }
  for (const check::Covered& each : findings.covered)
    found.insert((each.by.size() == 1 ? "redundant_rule " : "shadowed_rule ") +
                 name(each.rule) + by(names(each.by)));
  for (const check::AgainstForbid& each : findings.against)
    found.insert("allow_against_forbid " + name(each.rule) +
                 (each.all ? " wholly" : "") + by(names(each.forbids)));
  for (const check::IdleException& each : findings.exceptions)
    found.insert("idle_exception " + name(each.rule));
  for (model::PermissionId id : findings.permissions)
    found.insert("idle_permission " +
                 policy.compiled.model.vocabulary.permissions[id.value].name);
  return found;
}

TEST_CASE("what others published about their rules is found in them") {
  std::size_t answers = 0, policies = 0;
  for (const driver::Text& text :
       support::ReadPolicies(ASSENT_SOURCE_FOLDER "/tests/published")) {
    CAPTURE(text.path);
    const std::set<std::string> published = Marked(text.text, "// finds: ");
    const std::set<std::string> besides =
        Marked(text.text, "// finds besides: ");
    if (published.empty()) continue;  // it is about something else
    const support::OpenedPolicy policy(text.text);
    REQUIRE_MESSAGE(policy.error.empty(), policy.error);
    const std::set<std::string> found = Found(policy);
    for (const std::string& each : published)
      CHECK_MESSAGE(found.contains(each), "not found: ", each);
    for (const std::string& each : besides)
      CHECK_MESSAGE(found.contains(each), "not found: ", each);
    for (const std::string& each : found)
      CHECK_MESSAGE((published.contains(each) || besides.contains(each)),
                    "not published: ", each);
    answers += published.size();
    ++policies;
  }
  MESSAGE(policies, " published examples, ", answers, " answers");
  CHECK(policies >= 5);
  CHECK(answers >= 20);
}

}  // namespace
}  // namespace assent
