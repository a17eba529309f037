#include "compiler/project/judge.h"

#include <fmt/format.h>

#include <map>

namespace assent::project {
namespace {

using diagnostics::Severity;

// The project's own housekeeping is for it alone: no baseline adopts it.
bool IsAboutProject(std::string_view kind) {
  return kind.starts_with("suppression_");
}

bool IsIn(std::string_view file, std::string_view wanted) {
  return wanted.ends_with('/') ? file.starts_with(wanted) : file == wanted;
}

bool Matches(const Suppression& suppression, const Finding& finding) {
  const auto contains = [&](const std::string& part) {
    return finding.message.find(part) != finding.message.npos;
  };
  return suppression.kind == finding.kind &&
         (suppression.file.empty() || IsIn(finding.file, suppression.file)) &&
         (suppression.name.empty() || contains('`' + suppression.name + '`')) &&
         (suppression.message.empty() || contains(suppression.message)) &&
         (suppression.claim.empty() || suppression.claim == finding.claim);
}

std::string DayText(Day day) {
  char text[10];
  FormatDay(day, text);
  return {text, sizeof text};
}

// The level of its kind, else its own severity.
Level LevelOf(const Finding& finding, const Project& project) {
  const auto chosen = project.levels.find(finding.kind);
  if (chosen != project.levels.end()) return chosen->second;
  return finding.severity == Severity::error ? Level::error : Level::warning;
}

}  // namespace

Judged Judge(const std::vector<Finding>& findings, const Project& project,
             const Baseline& baseline, std::optional<Day> today) {
  Judged judged;
  std::multimap<std::string_view, std::size_t> of_kind;
  for (std::size_t s = 0; s < project.suppressions.size(); ++s) {
    of_kind.emplace(project.suppressions[s].kind, s);
    judged.used.push_back(false);
    judged.expired.push_back(today && project.suppressions[s].until <= *today);
  }
  std::map<std::string_view, std::size_t> left;
  for (const BaselineEntry& entry : baseline)
    left[entry.fingerprint] += entry.count;

  for (const Finding& finding : findings) {
    Judgement& judgement = judged.findings.emplace_back();
    judgement.severity = finding.severity;
    if (!finding.is_finding) continue;
    const Level level = LevelOf(finding, project);
    judgement.severity =
        level == Level::warning ? Severity::warning : Severity::error;
    if (level == Level::off) {
      judgement.standing = Standing::off;
      continue;
    }
    const auto [begin, end] = of_kind.equal_range(finding.kind);
    for (auto each = begin; each != end; ++each) {
      const Suppression& suppression = project.suppressions[each->second];
      if (!Matches(suppression, finding)) continue;
      judged.used[each->second] = true;
      if (judged.expired[each->second] || judgement.suppression != nullptr)
        continue;
      judgement.standing = Standing::suppressed;
      judgement.suppression = &suppression;
    }
    if (judgement.suppression != nullptr || IsAboutProject(finding.kind))
      continue;
    const auto place = left.find(finding.fingerprint);
    if (place == left.end() || place->second == 0) continue;
    --place->second;
    judgement.standing = Standing::known;
  }
  for (const BaselineEntry& entry : baseline) {
    const auto place = left.find(entry.fingerprint);
    if (place->second == 0) continue;
    judged.gone.push_back(entry);
    judged.gone.back().count = place->second;
    place->second = 0;
  }
  return judged;
}

Baseline NewBaseline(const std::vector<Finding>& findings, const Judged& judged,
                     bool only_known) {
  std::map<std::string_view, BaselineEntry> entries;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const Finding& finding = findings[i];
    const Standing standing = judged.findings[i].standing;
    const bool listed = standing == Standing::known ||
                        (standing == Standing::counted && !only_known);
    if (!listed || !finding.is_finding || IsAboutProject(finding.kind))
      continue;
    BaselineEntry& entry = entries[finding.fingerprint];
    if (entry.count++ == 0 || finding.message < entry.message)
      entry.message = finding.message;
    entry.kind = finding.kind;
    entry.fingerprint = finding.fingerprint;
  }
  Baseline baseline;
  for (auto& [fingerprint, entry] : entries)
    baseline.push_back(std::move(entry));
  return baseline;
}

void ReportSuppressions(const Project& project, const Judged& judged,
                        const std::vector<bool>& matter,
                        diagnostics::Sink& sink) {
  for (std::size_t s = 0; s < project.suppressions.size(); ++s) {
    const Suppression& suppression = project.suppressions[s];
    if (judged.expired[s]) {
      sink.Report(
          diagnostics::Kind::suppression_expired, suppression.span,
          fmt::format("this suppression of `{}` ended {}", suppression.kind,
                      DayText(suppression.until)),
          judged.used[s]
              ? "what it suppressed is reported again: mend it, or set a later "
                "day"
              : "nothing is left that it would suppress: remove it");
    } else if (!judged.used[s] && matter[s]) {
      const auto level = project.levels.find(suppression.kind);
      const bool off =
          level != project.levels.end() && level->second == Level::off;
      sink.Report(diagnostics::Kind::suppression_unused, suppression.span,
                  fmt::format("this suppression of `{}` suppresses nothing",
                              suppression.kind),
                  off ? "the level of its kind is off"
                      : "remove it; or mend what it says of the file, the "
                        "name, the message or the claim");
    }
  }
}

}  // namespace assent::project
