// Findings and what a project says of them -> what counts.
//
//   off         <=>  the level of its kind is off
//   suppressed  <=>  not off, and a suppression that is in force matches
//   known       <=>  neither, and the baseline has a place left for it
//   counted     <=>  none of these
//
// What says why a policy cannot be compiled counts always.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/project/baseline.h"
#include "compiler/project/project.h"

namespace assent::project {

// A diagnostic, or a claim that does not hold.
struct Finding {
  std::string_view kind;  // over_grant, claim_refuted
  diagnostics::Severity severity = diagnostics::Severity::error;
  bool is_finding = true;  // false: it stops the compilation
  std::string file;        // its path from the folder of the project file
  std::string_view message;
  std::string_view claim;   // its name; empty: a diagnostic
  std::string fingerprint;  // diagnostics/fingerprint.h
};

enum class Standing { counted, off, suppressed, known };

struct Judgement {
  Standing standing = Standing::counted;
  diagnostics::Severity severity = diagnostics::Severity::error;
  const Suppression* suppression = nullptr;  // suppressed: by this one
};

struct Judged {
  std::vector<Judgement> findings;  // one for each, in their order
  std::vector<bool> used;           // of each suppression: it matches one
  std::vector<bool> expired;        // of each suppression
  std::vector<BaselineEntry> gone;  // how often each is in the baseline and
                                    // occurs no more
};

// Without `today` every suppression is in force: nothing here reads a clock.
// Of findings with one fingerprint the first are those that the baseline knows.
// O(findings * suppressions of a kind). `project` must outlive what is made.
Judged Judge(const std::vector<Finding>& findings, const Project& project,
             const Baseline& baseline, std::optional<Day> today);

// The findings that a new baseline lists: those that count and, when there was
// one, the known ones alone.
Baseline NewBaseline(const std::vector<Finding>& findings, const Judged& judged,
                     bool only_known);

// What a project is told of its suppressions: those that have expired, and
// those that suppress nothing. `matter` says of each whether its silence means
// anything, since not every file may have been looked at.
void ReportSuppressions(const Project& project, const Judged& judged,
                        const std::vector<bool>& matter,
                        diagnostics::Sink& sink);

}  // namespace assent::project
