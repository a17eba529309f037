#include "compiler/table/rows_to_table.h"

#include <algorithm>

#include "compiler/table/decision_sections.h"
#include "compiler/table/explanation_section.h"
#include "compiler/table/vocabulary_sections.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/SHA256.h"
#include "runtime/format/format.h"

namespace assent::table {
namespace {

// Over kind, length and bytes of each section that `covers` accepts.
template <class F>
Digest DigestOf(const std::vector<Section>& sections, F covers) {
  llvm::SHA256 sha;
  for (const Section& section : sections) {
    if (!covers(section.kind)) continue;
    const std::uint64_t head[2] = {section.kind, section.bytes.size()};
    sha.update(llvm::ArrayRef<std::uint8_t>(
        reinterpret_cast<const std::uint8_t*>(head), sizeof head));
    sha.update(section.bytes);
  }
  return sha.final();
}

void Report(const Excess& excess, const model::Vocabulary& vocabulary,
            const rules::RuleSet& rules, diagnostics::Sink& sink) {
  constexpr std::size_t kMostNotes = 5;
  std::vector<rules::RuleId> responsible;
  Span span;
  if (excess.partner.valid()) {
    span = vocabulary.partners[excess.partner.value].span;
    for (rules::GrantId grant : rules.grants_of[excess.partner.value])
      responsible.push_back(rules.grants[grant.value].rule);
    for (const rules::Prohibition& each : rules.prohibitions)
      if (std::ranges::count(each.partners, excess.partner) != 0)
        responsible.push_back(each.rule);
    std::sort(responsible.begin(), responsible.end());
    responsible.erase(std::unique(responsible.begin(), responsible.end()),
                      responsible.end());
  }
  auto& diagnostic = sink.Report(
      excess.kind == Excess::Kind::limit ? diagnostics::Kind::table_limit
                                         : diagnostics::Kind::block_budget,
      span, excess.message, excess.help);
  for (std::size_t i = 0; i < std::min(kMostNotes, responsible.size()); ++i) {
    const rules::Rule& rule = rules.rules[responsible[i].value];
    diagnostic.notes.push_back({rule.span, "`" + rule.name + "` has rows here"});
  }
}

}  // namespace

std::optional<Table> RowsToTable(const model::Vocabulary& vocabulary,
                                 const rows::RowSet& rows,
                                 const rules::RuleSet& rules,
                                 const SourceSet& sources,
                                 diagnostics::Sink& sink, Budget budget) {
  auto made = MakeDecisionSections(vocabulary, rows, budget);
  if (const auto* excess = std::get_if<Excess>(&made)) {
    Report(*excess, vocabulary, rules, sink);
    return std::nullopt;
  }
  auto& decisions = std::get<DecisionSections>(made);
  Table table;
  table.sections = std::move(decisions.sections);
  for (auto& section : VocabularySections(vocabulary))
    table.sections.push_back(std::move(section));
  for (auto& section :
       ExplanationSections(rules, sources, vocabulary.partners.size()))
    table.sections.push_back(std::move(section));
  std::sort(table.sections.begin(), table.sections.end(),
            [](const Section& a, const Section& b) { return a.kind < b.kind; });

  using format::SectionKind;
  table.decision_digest =
      DigestOf(table.sections, [](std::uint32_t kind) {
        return kind < format::kFirstColdKind;
      });
  table.schema_digest = DigestOf(table.sections, [](std::uint32_t kind) {
    return kind >= std::uint32_t(SectionKind::vocabulary) &&
           kind <= std::uint32_t(SectionKind::strings);
  });
  const format::Geometry& g = decisions.geometry;
  table.rule_count = std::uint32_t(rules.rules.size());
  table.row_count = g.row_count;
  table.block_count = g.block_count;
  table.block_bytes = g.block_bytes;
  table.block_bound = g.block_bound;
  for (const Section& section : table.sections)
    if (section.kind <= std::uint32_t(SectionKind::day_words) ||
        section.kind == std::uint32_t(SectionKind::forbidden))
      table.hot_bytes += section.bytes.size();
  return table;
}

std::string Hex(const Digest& digest) {
  std::string text;
  for (std::uint8_t byte : digest) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  return text;
}

}  // namespace assent::table
