// What a project says about findings: `assent.toml`, once it is understood.
// docs/project_file.md says what may stand in it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/source.h"
#include "runtime/format/day.h"

namespace assent::project {

enum class Level : std::uint8_t { off, warning, error };

std::string_view NameOf(Level level);  // "off"

// Findings that will be accepted until a day, and why. Empty: any.
struct Suppression {
  std::string kind;     // over_grant, claim_refuted
  std::string file;     // by its path from the project file; with a `/` at the
                        // end a folder
  std::string name;     // a name that the message has in back-quotes
  std::string message;  // a part of the message
  std::string claim;    // the whole name of a claim
  std::string reason;
  Day until = kNoDay;  // the first day on which it is no longer in force
  Span span;           // where the file says `kind`
};

struct Project {
  std::map<std::string, Level, std::less<>> levels;  // by kind
  std::vector<Suppression> suppressions;             // as they stand there
};

// Verdicts of claims that are findings: claim_refuted and its like. They are
// no diagnostics, but have levels and suppressions as those have.
inline constexpr std::string_view kClaimKinds[] = {
    "claim_refuted", "claim_unprovable", "claim_undecided"};

bool IsClaimKind(std::string_view kind);

}  // namespace assent::project
