// What was found of a policy set, and what its project makes of it: levels,
// suppressions, the baseline. What is printed and how a command ends is read
// off here.
#pragma once

#include <string>
#include <vector>

#include "compiler/driver/load_project.h"
#include "compiler/driver/pipeline.h"
#include "compiler/project/judge.h"

namespace assent::driver {

// A claim that does not hold.
struct ClaimFinding {
  std::string_view kind;  // claim_refuted
  std::string_view name;
  Span span;
};

struct JudgedFinding {
  project::Judgement judgement;
  std::string fingerprint;

  bool counts() const {
    return judgement.standing == project::Standing::counted;
  }
};

struct JudgedFindings {
  // In source order, those of the project file last; without what is off, and
  // with the severity that holds.
  std::vector<diagnostics::Diagnostic> diagnostics;
  std::vector<JudgedFinding> of_diagnostics;  // one for each
  std::vector<JudgedFinding> of_claims;  // one for each, those that are off too
  std::vector<project::BaselineEntry> gone;
  project::Baseline next_baseline;
  std::size_t dropped = 0;  // findings that were not even collected

  // What counts; claims are not among the first two.
  std::size_t errors = 0, warnings = 0;
  std::size_t claim_errors = 0, claim_warnings = 0;
  std::size_t suppressed = 0, known = 0;
  const project::Suppression* ends_first = nullptr;  // of those that suppress

  bool clean(bool deny_warnings) const {
    return errors + claim_errors == 0 &&
           !(deny_warnings && warnings + claim_warnings != 0);
  }
};

// `project` is added to the compiled sources: findings point into it. Of a
// policy that does not compile not everything was looked at, so nothing is said
// of suppressions and of the baseline. `baseline` is null where none was given;
// with `adopt`, everything that would count is in it then.
JudgedFindings JudgeFindings(Compiled& compiled,
                             const std::vector<ClaimFinding>& claims,
                             LoadedProject& project,
                             const project::Baseline* baseline,
                             bool adopt = false);

// What a compilation alone finds: no baseline, and nothing is said of
// suppressions, since the checks have not run.
JudgedFindings JudgeCompilation(Compiled& compiled, LoadedProject& project);

}  // namespace assent::driver
