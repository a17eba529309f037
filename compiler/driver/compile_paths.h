// Paths -> Compiled: load_sources, then the pipeline.
#pragma once

#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/driver/pipeline.h"

namespace assent::driver {

// An error when a path cannot be read or holds no policy; what is wrong with
// a policy is among the diagnostics.
Result<Compiled> CompilePaths(const std::vector<std::string>& paths,
                              const Watch& watch = {});

}  // namespace assent::driver
