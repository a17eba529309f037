// The bytes of a .table file -> Vocabulary and RowSet: what `verify`, `diff`
// and `show` read. The inverse of rows_to_table, from the file alone.
#pragma once

#include <span>

#include "compiler/base/result.h"
#include "compiler/model/vocabulary.h"
#include "compiler/rows/rows.h"
#include "compiler/table/table.h"

namespace assent::table {

struct Decoded {
  model::Vocabulary vocabulary;     // without spans
  rows::RowSet rows;                // lists in the order of the first partner
                                    // that has them, each sorted
  Digest decision_digest{}, schema_digest{}, source_digest{};
};

// Opens the bytes as the runtime does, all its validation included; a table
// that the runtime refuses is an error here.
Result<Decoded> BytesToRows(std::span<const std::uint8_t> bytes);

}  // namespace assent::table
