// From characters to what was written. This is the airlock: nothing of the
// parser generator is seen outside text_to_ast.cpp, and no exception leaves.
#pragma once

#include <optional>
#include <string>

#include "compiler/ast/ast.h"
#include "compiler/base/source.h"
#include "compiler/diagnostics/diagnostic.h"

namespace assent::syntax {

// Limits. Each has a diagnostic of its own; none is reached by a policy that
// people read.
inline constexpr std::size_t kMaxFileBytes = 256u << 20;
inline constexpr std::size_t kMaxNesting = 100;        // of ( and {, together
inline constexpr std::size_t kMaxNameBytes = 256;      // a dotted path, whole
inline constexpr std::size_t kMaxErrorsPerFile = 200;  // the rest is not read

// Takes the bytes of a file as read. They must be UTF-8 without NUL; a
// byte-order mark is stripped. Otherwise reports which byte is wrong and
// gives nothing: there is then nothing to parse. O(bytes).
std::optional<FileId> AddSource(std::string path, std::string bytes,
                                SourceSet& sources,
                                diagnostics::Sink& diagnostics);

// Parses one file, added by AddSource. Goes on after an error: a mistake
// costs the clause or declaration that it stands in, and one diagnostic.
// When errors were reported the Ast holds what could be understood.
//
// Memory: the Ast and the tokens of one declaration; no parse tree is kept.
// Thread-safe for different sinks while no file is added to `sources`.
ast::File TextToAst(FileId file, const SourceSet& sources,
                    diagnostics::Sink& diagnostics);

}  // namespace assent::syntax
