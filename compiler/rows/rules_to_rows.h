// RuleSet -> RowSet, partner by partner: rules_to_diagrams and
// diagrams_to_rows for everything, within a budget of memory.
#pragma once

#include <functional>
#include <variant>
#include <vector>

#include "compiler/rows/diagrams_to_rows.h"

namespace assent::rows {

// Nodes of one store. A store is emptied when partners left more than
// kKeptNodes in it, or four times what the global rules need: partners share
// few nodes, and a store that fits the processor's cache is twice as fast as
// one that does not. A partner that alone needs more than kMaxNodes is
// refused.
inline constexpr std::size_t kKeptNodes = 12'000;
inline constexpr std::size_t kMaxNodes = 16u << 20;

// Why there are no rows, and whose rules it is about.
struct Refusal {
  enum class Kind {
    too_many_rows,           // of one partner
    too_many_global_rows,    // of prohibitions, permissions and assumptions
    too_many_override_sets,  // of one partner (logic::kMaxOverrideSets)
    too_many_nodes,
  };
  Kind kind = Kind::too_many_rows;
  model::PartnerId partner;              // not valid: global rules
  std::vector<rules::RuleId> rules;      // those that need the most rows,
};                                       // at most three, the worst first

struct Budget {
  std::size_t kept_nodes = kKeptNodes;
  std::size_t max_nodes = kMaxNodes;
};

// Linear in the partners; `thread_count` threads share the partners, and the
// result does not depend on how many there are. `watch` is told now and then,
// by any of the threads, how many distinct sets of grants are done, of how many.
using Watch = std::function<void(std::size_t done, std::size_t total)>;
std::variant<RowSet, Refusal> RulesToRows(const model::Vocabulary& vocabulary,
                                          const rules::RuleSet& rules,
                                          unsigned thread_count,
                                          const Budget& budget = {},
                                          const Watch& watch = {});

}  // namespace assent::rows
