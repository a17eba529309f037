// Rows -> Table: takes C++ types away. What is left is blocks and an index.
#pragma once

#include <optional>

#include "compiler/base/source.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/model/vocabulary.h"
#include "compiler/rows/rows.h"
#include "compiler/rules/rules.h"
#include "compiler/table/table.h"

namespace assent::table {

struct Budget {
  std::uint32_t blocks = 32;        // blocks that one decision may read
};

// `rows` decides; `rules` and `sources` are only kept for explanations. The
// decision sections and both digests are a function of the names in
// `vocabulary` and of `rows` alone.
//
// What a table cannot hold is reported (kinds `table_limit` and
// `block_budget`), with the rules responsible, and gives nothing. Linear in
// the rows, but for the placing of literals.
std::optional<Table> RowsToTable(const model::Vocabulary& vocabulary,
                                 const rows::RowSet& rows,
                                 const rules::RuleSet& rules,
                                 const SourceSet& sources,
                                 diagnostics::Sink& sink, Budget budget = {});

}  // namespace assent::table
