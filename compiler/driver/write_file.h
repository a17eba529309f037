// Files appear whole or not at all.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "compiler/base/result.h"

namespace assent::driver {

// Writes a temporary file beside `path`, then renames it: a reader sees the
// old file or the new one. What is no regular file (a pipe, a device) is
// written to as it is. On failure, or an interrupt (interrupt.h), nothing is
// left behind.
std::optional<Error> WriteFile(const std::string& path,
                               std::span<const std::uint8_t> bytes);

}  // namespace assent::driver
