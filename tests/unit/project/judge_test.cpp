#include "compiler/project/judge.h"

#include <doctest/doctest.h>

namespace assent::project {
namespace {

using diagnostics::Severity;

Finding Of(std::string_view kind, std::string fingerprint = "f") {
  return {kind, Severity::warning,     true, "p/a.policy", "`x` is odd",
          {},   std::move(fingerprint)};
}

Suppression For(std::string kind, Day until) {
  Suppression suppression;
  suppression.kind = std::move(kind);
  suppression.name = "x";
  suppression.reason = "because";
  suppression.until = until;
  return suppression;
}

TEST_CASE("of one fingerprint as many are known as the baseline says") {
  const std::vector<Finding> findings = {Of("over_grant"), Of("over_grant"),
                                         Of("over_grant"), Of("cycle", "g")};
  const Baseline baseline = {{"over_grant", "", "f", 2}};
  const Judged judged = Judge(findings, {}, baseline, {});
  CHECK(judged.findings[0].standing == Standing::known);
  CHECK(judged.findings[1].standing == Standing::known);
  CHECK(judged.findings[2].standing == Standing::counted);
  CHECK(judged.findings[3].standing == Standing::counted);
  CHECK(judged.gone.empty());
  const Baseline all = NewBaseline(findings, judged, /*only_known=*/false);
  REQUIRE(all.size() == 2);
  CHECK(all[0].count == 3);
  const Baseline fewer = NewBaseline(findings, judged, /*only_known=*/true);
  REQUIRE(fewer.size() == 1);
  CHECK(fewer[0].count == 2);
}

TEST_CASE("what occurs less often is gone as often") {
  const Baseline baseline = {{"over_grant", "", "f", 3}, {"a", "", "h", 1}};
  const Judged judged = Judge({Of("over_grant")}, {}, baseline, {});
  REQUIRE(judged.gone.size() == 2);
  CHECK(judged.gone[0].count == 2);
  CHECK(judged.gone[1].count == 1);
}

TEST_CASE("what is suppressed or off takes no place in the baseline") {
  Project project;
  project.suppressions = {For("over_grant", 100)};
  const Baseline baseline = {{"over_grant", "", "f", 1}};
  Judged judged = Judge({Of("over_grant")}, project, baseline, {});
  CHECK(judged.findings[0].standing == Standing::suppressed);
  CHECK(judged.gone.size() == 1);
  CHECK(NewBaseline({Of("over_grant")}, judged, false).empty());
  project.levels["over_grant"] = Level::off;
  judged = Judge({Of("over_grant")}, project, baseline, {});
  CHECK(judged.findings[0].standing == Standing::off);
  CHECK_FALSE(judged.used[0]);
}

TEST_CASE("a suppression is in force until its day, and without a day") {
  Project project;
  project.suppressions = {For("over_grant", 100)};
  const std::vector<Finding> findings = {Of("over_grant")};
  for (Day today : {0, 99}) {
    const Judged judged = Judge(findings, project, {}, today);
    CHECK(judged.findings[0].suppression == &project.suppressions[0]);
    CHECK_FALSE(judged.expired[0]);
  }
  CHECK(Judge(findings, project, {}, std::nullopt).findings[0].suppression);
  const Judged over = Judge(findings, project, {}, 100);
  CHECK(over.findings[0].standing == Standing::counted);
  CHECK(over.expired[0]);
  CHECK(over.used[0]);
}

TEST_CASE("of two suppressions one in force is enough, and both are used") {
  Project project;
  project.suppressions = {For("over_grant", 50), For("over_grant", 200)};
  const Judged judged = Judge({Of("over_grant")}, project, {}, 100);
  CHECK(judged.findings[0].suppression == &project.suppressions[1]);
  CHECK(judged.used[0]);
  CHECK(judged.used[1]);
}

TEST_CASE("what stops the compilation counts, whatever a project says") {
  Project project;
  project.levels["unknown_name"] = Level::off;
  project.suppressions = {For("unknown_name", 100)};
  Finding fault = Of("unknown_name");
  fault.severity = Severity::error;
  fault.is_finding = false;
  const Judged judged =
      Judge({fault}, project, {{"unknown_name", "", "f", 1}}, {});
  CHECK(judged.findings[0].standing == Standing::counted);
  CHECK(judged.findings[0].severity == Severity::error);
  CHECK(NewBaseline({fault}, judged, false).empty());
}

TEST_CASE("a project's own housekeeping is in no baseline") {
  const Finding own = Of("suppression_unused");
  const Judged judged =
      Judge({own}, {}, {{"suppression_unused", "", "f", 1}}, {});
  CHECK(judged.findings[0].standing == Standing::counted);
  CHECK(NewBaseline({own}, judged, false).empty());
}

}  // namespace
}  // namespace assent::project
