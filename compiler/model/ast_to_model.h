// Ast -> Model: takes names away. Every mistake of names and shapes is found
// here, and each once: what depends on a faulty part stays silent.
#pragma once

#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/base/source.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/model/limits.h"
#include "compiler/model/model.h"

namespace assent::model {

// The order of files, and of declarations in them, leaves no trace but in
// spans and in the order of lists that say so. About linear in the source.
//
// The Model is whole (VerifyModel holds) if the sink got no error; with
// errors it lacks what was faulty and is of no further use.
Model AstToModel(std::vector<ast::File> files, const SourceSet& sources,
                 diagnostics::Sink& sink, const Limits& limits = {});

}  // namespace assent::model
