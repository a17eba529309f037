// Everything that `assent check` looks at besides claims, in the order of the
// reference.
#pragma once

#include "assent/table.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/model/model.h"
#include "compiler/rules/rules.h"

namespace assent::check {

// `table` is the one compiled from `rules`, which are those of `model`.
void CheckAll(const model::Model& model, const rules::RuleSet& rules,
              const Table& table, const SourceSet& sources,
              diagnostics::Sink& sink);

}  // namespace assent::check
