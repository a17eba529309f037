#include "compiler/check/completed_table.h"

#include <algorithm>
#include <cstring>

#include "compiler/base/result.h"
#include "compiler/rows/rules_to_rows.h"
#include "compiler/rules/model_to_rules.h"
#include "compiler/table/rows_to_table.h"
#include "compiler/table/table_to_bytes.h"

namespace assent::check {
namespace {

// Rules keep their names: those of agreements and groups are counted within.
void KeepOnly(model::PartnerId partner, model::Model& model) {
  const auto of_others = [&](const auto& party) {
    return !std::ranges::binary_search(party.partners, partner);
  };
  std::erase_if(model.agreements, of_others);
  std::erase_if(model.rule_groups, of_others);
  for (model::Agreement& agreement : model.agreements)
    agreement.partners = {partner};
  for (model::RuleGroup& group : model.rule_groups) group.partners = {partner};
}

}  // namespace

std::optional<CompletedTable> Complete(const model::Model& model,
                                       const model::Completion& completion,
                                       model::PartnerId partner,
                                       const model::Claim* claim,
                                       const SourceSet& sources) {
  CompletedTable made;
  made.model = model::Completed(model, completion);
  KeepOnly(partner, made.model);
  made.model.claims.clear();
  if (claim != nullptr) {
    made.model.claims = {*claim};
    made.model.claims[0].partners = {partner};
  }
  made.rules = rules::ModelToRules(made.model);
  const auto rows =
      rows::RulesToRows(made.model.vocabulary, made.rules, /*thread_count=*/1);
  if (!std::holds_alternative<rows::RowSet>(rows)) return std::nullopt;
  diagnostics::Sink unheard;  // the whole policy has its own
  const auto image =
      table::RowsToTable(made.model.vocabulary, std::get<rows::RowSet>(rows),
                         made.rules, sources, unheard);
  if (!image) return std::nullopt;
  const table::Bytes bytes = table::TableToBytes(*image, {});

  constexpr std::size_t kAlignment = 64;
  std::size_t space = bytes.size() + kAlignment;
  made.memory = std::make_unique_for_overwrite<std::byte[]>(space);
  void* begin = made.memory.get();
  begin = std::align(kAlignment, bytes.size(), begin, space);
  std::memcpy(begin, bytes.data(), bytes.size());
  OpenResult opened =
      Table::FromBytes({static_cast<std::byte*>(begin), bytes.size()});
  ASSENT_CHECK(bool(opened), "the runtime refuses what we wrote");
  made.table = std::move(opened.table);
  return made;
}

}  // namespace assent::check
