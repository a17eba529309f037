// Rows for programs: the same words as rows_to_text, in fields.
#pragma once

#include <nlohmann/json.hpp>

#include "compiler/model/vocabulary.h"
#include "compiler/rows/rows.h"
#include "compiler/rows/rows_to_text.h"

namespace assent::rows {

// text, actions, data, purposes, relations (names), from, until (days), when
// (conditions). Fields are added, never renamed.
nlohmann::ordered_json CubeToJson(const model::Vocabulary& vocabulary,
                                  const Cube& cube,
                                  Follows follows = Follows::from_any);

// everybody: rows with `kind` (impossible, prohibited, closed) and
// `permission`; partners: name, rows with `obligations` and `despite` (lists
// of permissions), forbidden (what is so for this partner and not for all).
nlohmann::ordered_json RowsToJson(const model::Vocabulary& vocabulary,
                                  const RowSet& rows);

}  // namespace assent::rows
