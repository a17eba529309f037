// RowSet -> the sections that decide. The work of rows_to_table.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "compiler/rows/rows.h"
#include "compiler/table/rows_to_table.h"
#include "compiler/table/table.h"
#include "runtime/format/format.h"

namespace assent::table {

// What does not fit, and whose rows it is about.
struct Excess {
  enum class Kind { limit, block_budget };
  Kind kind = Kind::limit;
  std::string message;              // as a diagnostic's
  std::string help;
  model::PartnerId partner;         // not valid: the whole set
};

struct DecisionSections {
  std::vector<Section> sections;    // geometry first
  format::Geometry geometry;
};

// A function of the names in `vocabulary` and of `rows`: nothing else enters.
std::variant<DecisionSections, Excess> MakeDecisionSections(
    const model::Vocabulary& vocabulary, const rows::RowSet& rows,
    Budget budget);

}  // namespace assent::table
