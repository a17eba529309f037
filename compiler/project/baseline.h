// Findings that a project has adopted: a file that is to shrink.
// docs/project_file.md shows one.
//
//   {"assent_baseline":1,"findings":[
//   {"kind":"over_grant","message":"...","fingerprint":"0b...","count":1}
//   ]}
//
// Sorted, one finding a line; the same findings give the same bytes. It names
// no file and no machine.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"

namespace assent::project {

struct BaselineEntry {
  std::string kind;
  std::string message;      // for readers: it is not compared
  std::string fingerprint;  // diagnostics/fingerprint.h
  std::size_t count = 0;    // findings with this fingerprint
};

using Baseline = std::vector<BaselineEntry>;  // no fingerprint twice

inline constexpr std::size_t kMaxBaselineBytes = 64u << 20;

std::string BaselineToJson(Baseline baseline);

// The error says what was observed, and not of which file.
Result<Baseline> JsonToBaseline(std::string_view text);

}  // namespace assent::project
