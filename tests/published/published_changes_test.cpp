// Examples that others published of what a policy guarantees and of what a
// change of it changes, in our words: each version says what was answered
// there, and nothing else is.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <map>
#include <set>
#include <sstream>

#include "compiler/check/claims.h"
#include "compiler/diff/diff.h"
#include "compiler/diff/difference_to_text.h"
#include "compiler/rows/rows_to_text.h"
#include "tests/support/opened_policy.h"

namespace assent {
namespace {

constexpr std::string_view kFolder =
    ASSENT_SOURCE_FOLDER "/tests/published/changes";

// Lines of comment with one of these marks; a line that is indented below goes
// on with it.
//
//   // widens by N: REGION
//   // narrows by N: REGION
//   // alike: all requests
//   // holds: CLAIM
//   // refuted: CLAIM, on N requests: WITNESS
constexpr std::string_view kMarks[] = {"widens by ", "narrows by ",
                                       "alike: ", "holds: ", "refuted: "};

struct Version {
  std::string text;
  std::string before;  // the file that it is compared with, or none
  std::set<std::string> published;
};

Version Read(const std::string& text) {
  Version version{text, {}, {}};
  std::vector<std::string> marked;
  bool goes_on = false;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    constexpr std::string_view kBefore = "// compared with: ";
    if (line.starts_with(kBefore)) version.before = line.substr(kBefore.size());
    if (goes_on && line.starts_with("//   ")) {
      marked.back() += line.substr(4);
      continue;
    }
    goes_on = false;
    for (std::string_view mark : kMarks)
      if (line.starts_with(fmt::format("// {}", mark))) {
        marked.push_back(line.substr(3));
        goes_on = true;
      }
  }
  version.published = std::set<std::string>(marked.begin(), marked.end());
  CHECK_MESSAGE(version.published.size() == marked.size(),
                "an answer is written twice");
  return version;
}

std::string Requests(std::string_view count) {
  return fmt::format("{} request{}", count, count == "1" ? "" : "s");
}

void AddVerdicts(const support::OpenedPolicy& policy,
                 std::set<std::string>& found) {
  const driver::Compiled& compiled = policy.compiled;
  const std::vector<check::ClaimVerdict> verdicts = check::CheckClaims(
      compiled.model, compiled.rules, policy.table, compiled.sources);
  REQUIRE(verdicts.size() == compiled.model.claims.size());
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    const check::ClaimVerdict& verdict = verdicts[i];
    std::string text = fmt::format("{}: {}", check::NameOf(verdict.kind),
                                   compiled.model.claims[i].name);
    if (verdict.kind == check::ClaimVerdict::Kind::refuted)
      text += fmt::format(", on {}: {}", Requests(verdict.request_count),
                          check::ToText(verdict.witness));
    found.insert(text);
  }
}

// The versions of an example are in force on the same days, of which its
// answers do not speak.
std::string RegionText(const diff::Difference& difference,
                       const diff::Region& region) {
  rows::Cube cube = region.cube;
  cube.window = {};
  return fmt::format(
      "{} by {}: {}",
      region.change == diff::Change::widened ? "widens" : "narrows",
      diff::Grouped(region.requests),
      rows::CubeText(difference.vocabulary, cube, rows::Unlimited::left_out));
}

void AddDifferences(const support::OpenedPolicy& before,
                    const support::OpenedPolicy& after,
                    std::set<std::string>& found) {
  const auto decoded_before = table::BytesToRows(before.compiled.bytes);
  const auto decoded_after = table::BytesToRows(after.compiled.bytes);
  REQUIRE(bool(decoded_before));
  REQUIRE(bool(decoded_after));
  const Result<diff::Difference> difference = diff::Diff(
      {*decoded_before, before.table}, {*decoded_after, after.table});
  REQUIRE(bool(difference));
  CHECK(difference->vocabulary_changes.empty());
  for (const diff::Region& region : difference->regions) {
    if (region.change > diff::Change::narrowed) continue;
    CHECK(region.exact);
    found.insert(RegionText(*difference, region));
  }
  if (difference->empty()) found.insert("alike: all requests");
}

TEST_CASE("what others published about claims and changes is found in them") {
  std::map<std::string, std::string> common;  // by folder
  std::map<std::string, Version> versions;    // by path below kFolder
  const auto folder = [](const std::string& path) {
    return path.substr(0, path.find('/') + 1);
  };
  for (const driver::Text& text : support::ReadPolicies(std::string(kFolder))) {
    if (text.path.ends_with("/common.policy"))
      common[folder(text.path)] = text.text;
    else
      versions[text.path] = Read(text.text);
  }
  const auto opened = [&](const std::string& path) {
    return support::OpenedPolicy(
        std::vector<driver::Text>{{"common.policy", common.at(folder(path))},
                                  {path, versions.at(path).text}});
  };

  std::size_t comparisons = 0, answers = 0;
  for (const auto& [path, version] : versions) {
    CAPTURE(std::string(path));
    const support::OpenedPolicy policy = opened(path);
    REQUIRE_MESSAGE(policy.error.empty(), policy.error);
    std::set<std::string> found;
    AddVerdicts(policy, found);
    if (!version.before.empty()) {
      const std::string before_path = folder(path) + version.before;
      REQUIRE_MESSAGE(versions.contains(before_path), before_path);
      const support::OpenedPolicy before = opened(before_path);
      AddDifferences(before, policy, found);
      ++comparisons;
    }
    for (const std::string& each : version.published)
      CHECK_MESSAGE(found.contains(each), "not found: ", each);
    for (const std::string& each : found)
      CHECK_MESSAGE(version.published.contains(each), "not published: ", each);
    answers += version.published.size();
  }
  MESSAGE(common.size(), " published examples, ", comparisons, " comparisons, ",
          answers, " answers");
  CHECK(common.size() >= 10);
  CHECK(comparisons >= 15);
  CHECK(answers >= 40);
}

}  // namespace
}  // namespace assent
