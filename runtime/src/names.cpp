// Names to ids and back; what a table says about itself.
#include <charconv>

#include "view.h"

namespace assent {

using namespace format;

namespace {

std::uint32_t FindName(const Table::View& view, NameKind kind,
                       std::string_view name) {
  if (view.name_slot_count == 0) return kNoId;
  const std::uint64_t hash = HashName(kind, name);
  const std::uint32_t seed =
      view.name_seeds[BucketOf(hash, view.name_seed_count)];
  const NameSlot& slot =
      view.name_slots[SlotOf(hash, seed, view.name_slot_count)];
  const bool same = slot.kind == static_cast<std::uint32_t>(kind) &&
                    view.Text(slot.text) == name;
  return same ? slot.id : kNoId;
}

std::string_view NameAt(const Table::View& view, const NameRef* names,
                        std::uint32_t count, std::uint32_t id) {
  return id < count ? view.Text(names[id]) : std::string_view();
}

std::string_view SectionName(std::uint32_t kind) {
  switch (static_cast<SectionKind>(kind)) {
    case SectionKind::geometry: return "geometry";
    case SectionKind::blocks: return "blocks";
    case SectionKind::leaves: return "leaves";
    case SectionKind::data_terms: return "data terms";
    case SectionKind::action_terms: return "action terms";
    case SectionKind::purpose_terms: return "purpose terms";
    case SectionKind::relation_terms: return "relation terms";
    case SectionKind::global_words: return "global words";
    case SectionKind::global_rows: return "global rows";
    case SectionKind::days: return "days";
    case SectionKind::day_words: return "day words";
    case SectionKind::literals: return "literals";
    case SectionKind::literal_runs: return "literal runs";
    case SectionKind::global_literals: return "global literals";
    case SectionKind::override_lists: return "override lists";
    case SectionKind::override_sets: return "override sets";
    case SectionKind::override_words: return "override words";
    case SectionKind::forbidden: return "forbidden";
    case SectionKind::conditions: return "conditions";
    case SectionKind::vocabulary: return "vocabulary";
    case SectionKind::name_slots: return "name slots";
    case SectionKind::name_seeds: return "name seeds";
    case SectionKind::strings: return "strings";
    case SectionKind::titles: return "titles";
    case SectionKind::explanation: return "explanation";
    case SectionKind::explanation_strings: return "explanation strings";
    case SectionKind::signature: return "signature";
  }
  return "other";
}

// What a decision reads; binding facts reads the literals besides.
bool IsHot(std::uint32_t kind) {
  return kind <= static_cast<std::uint32_t>(SectionKind::day_words) ||
         kind == static_cast<std::uint32_t>(SectionKind::forbidden);
}

}  // namespace

std::uint32_t Table::FindPartner(std::string_view name) const noexcept {
  return FindName(*view_, NameKind::partner, name);
}
std::uint32_t Table::FindData(std::string_view name) const noexcept {
  return FindName(*view_, NameKind::data, name);
}
std::uint32_t Table::FindAction(std::string_view name) const noexcept {
  return FindName(*view_, NameKind::action, name);
}
std::uint32_t Table::FindPurpose(std::string_view name) const noexcept {
  return FindName(*view_, NameKind::purpose, name);
}
std::uint32_t Table::FindRelation(std::string_view name) const noexcept {
  return FindName(*view_, NameKind::relation, name);
}
std::uint32_t Table::FindAttribute(std::string_view name) const noexcept {
  return FindName(*view_, NameKind::attribute, name);
}

std::uint32_t Table::FindValue(std::uint32_t attribute,
                               std::string_view text) const noexcept {
  if (attribute >= view_->geometry.attribute_count) return kNoId;
  const AttributeEntry& entry = view_->attributes[attribute];
  if (entry.kind == kInteger) {
    std::int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    const bool in_range = error == std::errc() && rest == end &&
                          number >= entry.low && number <= entry.high;
    if (!in_range) return kNoId;
    const std::uint64_t value = static_cast<std::uint64_t>(number) -
                                static_cast<std::uint64_t>(entry.low);
    return value < entry.supplied_count ? static_cast<std::uint32_t>(value)
                                        : kNoId;
  }
  for (std::uint32_t v = 0; v < entry.supplied_count; ++v)
    if (view_->Text(view_->value_names[entry.first_value_name + v]) == text)
      return v;
  return kNoId;
}

std::uint32_t Table::self_relation() const noexcept {
  return view_->bytes != nullptr ? view_->geometry.self_relation : kNoId;
}

std::string_view Table::PartnerName(std::uint32_t id) const noexcept {
  return NameAt(*view_, view_->partner_names, view_->geometry.partner_count,
                id);
}
std::string_view Table::DataName(std::uint32_t id) const noexcept {
  return NameAt(*view_, view_->term_names[0], view_->geometry.data_count, id);
}
std::string_view Table::ActionName(std::uint32_t id) const noexcept {
  return NameAt(*view_, view_->term_names[1], view_->geometry.action_count,
                id);
}
std::string_view Table::PurposeName(std::uint32_t id) const noexcept {
  return NameAt(*view_, view_->term_names[2], view_->geometry.purpose_count,
                id);
}
std::string_view Table::RelationName(std::uint32_t id) const noexcept {
  return NameAt(*view_, view_->relation_names, view_->geometry.relation_count,
                id);
}
std::string_view Table::AttributeName(std::uint32_t id) const noexcept {
  return NameAt(*view_, view_->attribute_names,
                view_->geometry.attribute_count, id);
}
std::string_view Table::PermissionName(std::uint32_t id) const noexcept {
  return NameAt(*view_, view_->permission_names,
                view_->geometry.permission_count, id);
}
std::string_view Table::ObligationName(std::uint32_t id) const noexcept {
  return NameAt(*view_, view_->obligation_names,
                view_->geometry.obligation_count, id);
}
std::string_view Table::ValueName(std::uint32_t attribute,
                                  std::uint32_t value) const noexcept {
  if (attribute >= view_->geometry.attribute_count) return {};
  const AttributeEntry& entry = view_->attributes[attribute];
  if (entry.kind == kInteger || value >= entry.supplied_count) return {};
  return view_->Text(view_->value_names[entry.first_value_name + value]);
}

TableInfo Table::info() const noexcept {
  const Geometry& g = view_->geometry;
  TableInfo info{};
  if (view_->bytes != nullptr) {
    info.decision_digest = {view_->digests[0], 64};
    info.schema_digest = {view_->digests[1], 64};
    info.source_digest = {view_->digests[2], 64};
  }
  info.partner_count = g.partner_count;
  info.data_count = g.data_count;
  info.action_count = g.action_count;
  info.purpose_count = g.purpose_count;
  info.relation_count = g.relation_count;
  info.attribute_count = g.attribute_count;
  info.permission_count = g.permission_count;
  info.obligation_count = g.obligation_count;
  if (view_->explanation_bytes >= sizeof(ExplanationHead))
    info.rule_count =
        reinterpret_cast<const ExplanationHead*>(view_->explanation)
            ->rule_count;
  info.row_count = g.row_count;
  info.global_row_count = g.global_row_count;
  info.block_count = g.block_count;
  info.block_bytes = g.block_bytes;
  info.block_bound = g.block_bound;
  info.bytes = view_->byte_count;
  for (std::size_t s = 0; s < section_count(); ++s)
    if (section(s).hot) info.hot_bytes += section(s).bytes;
  return info;
}

std::size_t Table::section_count() const noexcept {
  return view_->bytes != nullptr ? view_->header().section_count : 0;
}

Table::SectionInfo Table::section(std::size_t index) const noexcept {
  if (index >= section_count()) return {};
  const SectionEntry& entry = view_->sections()[index];
  return {SectionName(entry.kind), entry.bytes, IsHot(entry.kind)};
}

}  // namespace assent
