// Paths -> sources and their Asts. Imports are followed; each file is read
// once, however often and by whatever name it is asked for.
#pragma once

#include <string>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/base/result.h"
#include "compiler/base/source.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/driver/watch.h"

namespace assent::driver {

// What was read: the sources and their Asts, in the order of reading. The
// source files of what could not be decoded are missing; the sink has why.
struct Loaded {
  SourceSet sources;
  std::vector<ast::File> files;
};

// Each path is a file, or a folder: then every `.policy` file below it. Files
// are read in the order of their paths, each followed by what it imports.
// Paths are shown as the user wrote them, folders joined with `/`.
//
// An import that cannot be read is the author's mistake: a diagnostic. A path
// that cannot be, a folder without policies, or a set that declares nothing
// at all is an Error.
Result<Loaded> LoadSources(const std::vector<std::string>& paths,
                           diagnostics::Sink& sink, const Watch& watch = {});

// Adds the rule packs that the files use: files that came with the command,
// each once. A pack that there is not is a diagnostic.
void AddPacks(Loaded& loaded, diagnostics::Sink& sink);

}  // namespace assent::driver
