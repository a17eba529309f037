// What is asked: a policy's decision table, and the rules behind it. All of it
// is borrowed; sources and table files give the same.
#pragma once

#include <vector>

#include "assent/table.h"
#include "compiler/base/source.h"
#include "compiler/check/replay.h"
#include "compiler/model/model.h"
#include "compiler/rows/rows.h"
#include "compiler/rules/rules.h"

namespace assent::query {

struct Policy {
  const model::Vocabulary& vocabulary;
  const rows::RowSet& rows;                   // what is decided
  const rules::RuleSet& rules;                // who says so
  const std::vector<check::RuleLine>& lines;  // by RuleId
  const Table& table;  // what each request is replayed in
  // Of sources alone: a table does not say what the authors did not know.
  const model::Model* model = nullptr;
};

// Of rules that were read from sources.
std::vector<check::RuleLine> LinesOf(const rules::RuleSet& rules,
                                     const SourceSet& sources);

}  // namespace assent::query
