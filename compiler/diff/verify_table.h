// Proves that a table says what rules say, over the whole request space: inner
// terms and facts that are not supplied included.
//
// The rows are decoded from the table's bytes and made into diagrams; the
// rules are made into diagrams; in one store equal functions are the same
// node. No request is sampled and no bytes are compared.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/diff/diff.h"
#include "compiler/rules/rules.h"

namespace assent::diff {

struct Verification {
  // Names and domains that only one of the two has; then nothing else is
  // compared. `added`: the sources have it.
  std::vector<VocabularyChange> vocabulary_changes;

  std::size_t partner_count = 0;   // compared
  std::size_t function_count = 0;  // different ones of them
  std::size_t differing_partner_count = 0;
  // A request on which they differ, of the first such partner, and what both
  // tables (this one, and one compiled from the sources) say of it.
  std::optional<check::Witness> witness;
  check::Reply table_reply, source_reply;
  std::string table_whole, source_whole;  // every part of the answers

  bool equal() const {
    return vocabulary_changes.empty() && differing_partner_count == 0;
  }
};

// `compiled` is the table of the same rules, to answer witnesses. An error
// when the diagrams grow beyond the budget.
Result<Verification> VerifyTable(const Side& side,
                                 const model::Vocabulary& vocabulary,
                                 const rules::RuleSet& rules,
                                 const Table& compiled);

}  // namespace assent::diff
