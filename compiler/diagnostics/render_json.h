// Diagnostics for programs: the fields that scripts may rely on.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"

namespace assent::diagnostics {

// An array, one object each: id, severity, file, line, column, message, help
// (may be ""), witness (a request, or null), notes (file, line, column,
// message). Fields are added, never renamed.
nlohmann::ordered_json RenderJson(const std::vector<Diagnostic>& diagnostics,
                                  const SourceSet& sources);

}  // namespace assent::diagnostics
