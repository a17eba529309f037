// What a policy would decide if its unknowns were as given: a table of one
// completion, to ask.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>

#include "assent/table.h"
#include "compiler/base/source.h"
#include "compiler/model/completed.h"
#include "compiler/rules/rules.h"

namespace assent::check {

// What an unknown is in a completion.
struct Assumed {
  model::UnknownId unknown;
  std::uint32_t value = 0;
};

// Of one partner: the agreements and rule groups of others are left out, and
// at most one claim is left.
struct CompletedTable {
  model::Model model;
  rules::RuleSet rules;
  Table table;  // over `memory`
  std::unique_ptr<std::byte[]> memory;
};

// Nothing when it exceeds a budget of tables. Costs a compilation.
std::optional<CompletedTable> Complete(const model::Model& model,
                                       const model::Completion& completion,
                                       model::PartnerId partner,
                                       const model::Claim* claim,
                                       const SourceSet& sources);

}  // namespace assent::check
