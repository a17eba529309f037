// Text of a project file -> Project. The only file that sees a TOML reader is
// this one's source.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/project/project.h"

namespace assent::project {

inline constexpr std::size_t kMaxProjectBytes = 256u << 10;

// What cannot be understood is reported (bad_project_file), all of it that can
// be in one run; what was understood is returned. `file` is in `sources`:
// UTF-8 without a byte-order mark.
Project TomlToProject(FileId file, const SourceSet& sources,
                      diagnostics::Sink& sink);

}  // namespace assent::project
