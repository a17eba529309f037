// A file, whole, but no more of it than was asked for.
#pragma once

#include <cstddef>
#include <string>

#include "compiler/base/result.h"

namespace assent::driver {

// Reads up to a chunk more than `limit` bytes, so that a larger file is
// noticed, and no more: not every file has an end.
Result<std::string> ReadFile(const std::string& path, std::size_t limit);

}  // namespace assent::driver
