// From text to canonical rows, in the author's words.
#include "compiler/rows/rows_to_text.h"
#include "compiler/rows/rules_to_rows.h"
#include "compiler/rows/verify_rows.h"
#include "compiler/rules/model_to_rules.h"
#include "tests/golden/lower.h"

namespace assent::golden {

std::string RunRows(const Input& input) {
  const Lowered lowered = Lower(input);
  if (lowered.diagnostics.has_errors()) return lowered.Diagnostics();
  const model::Vocabulary& vocabulary = lowered.model.vocabulary;
  const rules::RuleSet rules = rules::ModelToRules(lowered.model);
  const auto rows = rows::RulesToRows(vocabulary, rules, 1);
  if (!std::holds_alternative<rows::RowSet>(rows)) return "too many rows\n";
  const rows::RowSet& row_set = std::get<rows::RowSet>(rows);
  const std::string trouble = rows::VerifyRows(vocabulary, rules, row_set);
  return trouble + rows::RowsToText(vocabulary, row_set);
}

}  // namespace assent::golden
