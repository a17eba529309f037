// The rows room's inspector.
#pragma once

#include <string>

#include "compiler/rows/rows.h"
#include "compiler/rules/rules.h"

namespace assent::rows {

// Checks the laws of a RowSet against the rules that it came from:
//
//   - the diagrams rebuilt from the rows are the rules' diagrams, root by
//     root, for each partner and each global part, wherever a request is
//     possible;
//   - no row can be left out;
//   - lists are sorted, distinct, and in the order of their first partner.
//
// "" when they hold, else what does not. Quadratic in the rows of a list: for
// tests, and for `verify` never.
std::string VerifyRows(const model::Vocabulary& vocabulary,
                       const rules::RuleSet& rules, const RowSet& rows);

}  // namespace assent::rows
