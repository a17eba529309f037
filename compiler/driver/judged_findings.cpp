#include "compiler/driver/judged_findings.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "compiler/diagnostics/fingerprint.h"

namespace assent::driver {
namespace {

using diagnostics::Diagnostic, diagnostics::Severity;
using project::Finding, project::Standing;

class Files {  // paths from the project file, each made once
 public:
  Files(const SourceSet& sources, const LoadedProject& project)
      : sources_(sources), project_(project) {}

  std::string Of(const Span& span) {
    if (!span.file.valid() || project_.path.empty()) return "";
    auto [entry, fresh] = from_here_.try_emplace(span.file.value);
    if (fresh) entry->second = project_.FromHere(sources_.file(span.file).path);
    return entry->second;
  }

 private:
  const SourceSet& sources_;
  const LoadedProject& project_;
  std::map<std::uint32_t, std::string> from_here_;
};

Finding FindingOf(const Diagnostic& diagnostic, Files& files,
                  diagnostics::Fingerprints& fingerprints) {
  return {diagnostics::IdOf(diagnostic.kind),
          diagnostic.severity,
          diagnostics::IsFinding(diagnostic.kind),
          files.Of(diagnostic.span),
          diagnostic.message,
          {},
          fingerprints.Of(diagnostic)};
}

Finding FindingOf(const ClaimFinding& claim, Files& files) {
  return {claim.kind,
          Severity::error,
          true,
          files.Of(claim.span),
          claim.name,
          claim.name,
          diagnostics::Fingerprints::OfNamed(claim.kind, claim.name)};
}

// A suppression for a file that is there, but was not looked at in this run,
// need not suppress anything.
std::vector<bool> ThatMatter(const SourceSet& sources,
                             const LoadedProject& project) {
  std::vector<std::string> read;
  for (std::size_t i = 0; i < sources.size(); ++i)
    read.push_back(project.FromHere(sources.file(FileId(i)).path));
  std::vector<bool> matter;
  for (const project::Suppression& each : project.project.suppressions) {
    const bool looked_at =
        each.file.empty() ||
        std::ranges::any_of(read, [&](const std::string& file) {
          return each.file.ends_with('/') ? file.starts_with(each.file)
                                          : file == each.file;
        });
    std::error_code ignored;
    matter.push_back(
        looked_at ||
        !std::filesystem::exists(
            std::filesystem::path(project.folder) / each.file, ignored));
  }
  return matter;
}

void Count(const JudgedFinding& finding, std::size_t& errors,
           std::size_t& warnings, JudgedFindings& all) {
  const project::Judgement& judgement = finding.judgement;
  switch (judgement.standing) {
    case Standing::counted:
      ++(judgement.severity == Severity::error ? errors : warnings);
      break;
    case Standing::suppressed:
      ++all.suppressed;
      if (all.ends_first == nullptr ||
          judgement.suppression->until < all.ends_first->until)
        all.ends_first = judgement.suppression;
      break;
    case Standing::known:
      ++all.known;
      break;
    case Standing::off:
      break;
  }
}

class Judging {
 public:
  Judging(Compiled& compiled, LoadedProject& project)
      : compiled_(compiled),
        project_(project),
        files_(compiled.sources, project),
        fingerprints_(compiled.sources) {}

  JudgedFindings Judge(const std::vector<ClaimFinding>& claims,
                       const project::Baseline* baseline, bool adopt,
                       bool checked);

 private:
  void Keep(std::vector<Diagnostic> diagnostics, std::vector<Finding>& findings,
            const std::vector<project::Judgement>& judgements);

  Compiled& compiled_;
  LoadedProject& project_;
  Files files_;
  diagnostics::Fingerprints fingerprints_;
  JudgedFindings all_;
};

void Judging::Keep(std::vector<Diagnostic> diagnostics,
                   std::vector<Finding>& findings,
                   const std::vector<project::Judgement>& judgements) {
  for (std::size_t i = 0; i < diagnostics.size(); ++i) {
    if (judgements[i].standing == Standing::off) continue;
    diagnostics[i].severity = judgements[i].severity;
    all_.of_diagnostics.push_back(
        {judgements[i], std::move(findings[i].fingerprint)});
    all_.diagnostics.push_back(std::move(diagnostics[i]));
    Count(all_.of_diagnostics.back(), all_.errors, all_.warnings, all_);
  }
}

JudgedFindings Judging::Judge(const std::vector<ClaimFinding>& claims,
                              const project::Baseline* baseline, bool adopt,
                              bool checked) {
  std::vector<Diagnostic> diagnostics =
      compiled_.diagnostics.Sorted(compiled_.sources);
  std::vector<Finding> findings;
  for (const Diagnostic& each : diagnostics)
    findings.push_back(FindingOf(each, files_, fingerprints_));
  for (const ClaimFinding& each : claims)
    findings.push_back(FindingOf(each, files_));
  const auto judge = [&](const project::Baseline& known) {
    return project::Judge(findings, project_.project, known, project_.today);
  };
  project::Judged judged =
      judge(baseline == nullptr ? project::Baseline() : *baseline);
  all_.next_baseline =
      project::NewBaseline(findings, judged, baseline != nullptr);
  if (adopt && baseline == nullptr) judged = judge(all_.next_baseline);
  for (std::size_t c = 0; c < claims.size(); ++c) {
    const std::size_t at = diagnostics.size() + c;
    all_.of_claims.push_back({judged.findings[at], findings[at].fingerprint});
    Count(all_.of_claims.back(), all_.claim_errors, all_.claim_warnings, all_);
  }
  Keep(std::move(diagnostics), findings, judged.findings);
  // In any doubt there was an error.
  all_.dropped = compiled_.diagnostics.dropped_count();
  all_.errors += all_.dropped;
  if (!checked) return std::move(all_);

  all_.gone = judged.gone;
  const std::vector<bool> matter = ThatMatter(compiled_.sources, project_);
  project_.AddTo(compiled_.sources);
  diagnostics::Sink about;
  project::ReportSuppressions(project_.project, judged, matter, about);
  diagnostics = about.Sorted(compiled_.sources);
  findings.clear();
  for (const Diagnostic& each : diagnostics)
    findings.push_back(FindingOf(each, files_, fingerprints_));
  Keep(std::move(diagnostics), findings,
       project::Judge(findings, project_.project, {}, project_.today).findings);
  return std::move(all_);
}

}  // namespace

JudgedFindings JudgeFindings(Compiled& compiled,
                             const std::vector<ClaimFinding>& claims,
                             LoadedProject& project,
                             const project::Baseline* baseline, bool adopt) {
  return Judging(compiled, project)
      .Judge(claims, baseline, adopt, compiled.ok());
}

JudgedFindings JudgeCompilation(Compiled& compiled, LoadedProject& project) {
  return Judging(compiled, project)
      .Judge({}, nullptr, /*adopt=*/false, /*checked=*/false);
}

}  // namespace assent::driver
