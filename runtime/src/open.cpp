// Opening: maps the file and checks everything that the readers rely on.
// After it, no index that the table holds can lead outside the table.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <new>

#include "format/checksum.h"
#include "view.h"

namespace assent {

using namespace format;

struct EmptyView : Table::View {
  EmptyView() {
    decide = [](const Table::View&, const Request&) noexcept {
      return Verdict();
    };
    decide_batch = [](const Table::View&, const Request*, Verdict* verdicts,
                      std::size_t count) noexcept {
      for (std::size_t i = 0; i < count; ++i) verdicts[i] = Verdict();
    };
  }
};
static const EmptyView kEmpty;
const Table::View& kEmptyView = kEmpty;

FactsLayout FactsLayoutOf(const Geometry& g) noexcept {
  FactsLayout layout;
  layout.conditions = layout.global + 8 * g.global_words;
  layout.values = layout.conditions + (g.condition_count + 127) / 128 * 16;
  layout.bytes = (layout.values + 4 * g.attribute_count + 15) / 16 * 16;
  return layout;
}

// Builds a View step by step; each step returns false when the bytes are not
// what they must be, and `at_` says where.
struct Opener {
  Table::View* view;
  const std::byte* bytes;
  std::size_t size;
  OpenError error = OpenError::none;
  std::uint64_t at = 0;

  bool Fail(OpenError what, std::uint64_t where) {
    error = what;
    at = where;
    return false;
  }
  bool Malformed(const void* where) {
    auto* byte = static_cast<const std::byte*>(where);
    return Fail(OpenError::malformed,
                byte < bytes || byte > bytes + size ? 0 : byte - bytes);
  }

  const SectionEntry* Find(SectionKind kind) const {
    const Header& header = view->header();
    const SectionEntry* entries = view->sections();
    for (std::uint32_t i = 0; i < header.section_count; ++i)
      if (entries[i].kind == static_cast<std::uint32_t>(kind))
        return &entries[i];
    return nullptr;
  }

  // A section of exactly `count` T's. Absent is as good as empty.
  template <class T>
  bool Get(SectionKind kind, std::uint64_t count, const T*& out) {
    const SectionEntry* entry = Find(kind);
    const std::uint64_t found = entry ? entry->bytes : 0;
    out = reinterpret_cast<const T*>(bytes + (entry ? entry->offset : 0));
    return found == count * sizeof(T) ? true : Malformed(out);
  }

  bool CheckFrame();
  bool CheckGeometry();
  bool GetDecisions();
  bool CheckIndex();
  bool CheckTerms(const TermRecord* terms, std::uint32_t count,
                  std::uint32_t masks_at, bool relation);
  bool CheckGlobal();
  bool CheckBlocks();
  bool MakeCells();
  bool CheckLists();
  bool CheckLiterals();
  bool GetVocabulary();
  bool GetCold();
  bool Run() {
    return CheckFrame() && CheckGeometry() && GetDecisions() && CheckIndex() &&
           CheckGlobal() && CheckBlocks() && CheckLists() && GetVocabulary() &&
           CheckLiterals() && GetCold() && MakeCells();
  }

  static OpenResult Open(const std::byte* bytes, std::size_t size,
                         bool mapped);
};

// Header, directory, checksums, and that nothing but zeros lies between.
bool Opener::CheckFrame() {
  if (size < sizeof(kMagic) || std::memcmp(bytes, kMagic, sizeof kMagic) != 0)
    return Fail(OpenError::not_a_table, 0);
  if (size < sizeof(Header)) return Fail(OpenError::wrong_length, size);
  const Header& header = view->header();
  if (header.byte_order != kByteOrder || header.version != kVersion)
    return Fail(OpenError::other_version, offsetof(Header, version));
  if (header.file_bytes != size)
    return Fail(OpenError::wrong_length, offsetof(Header, file_bytes));
  const std::uint64_t directory =
      std::uint64_t{header.section_count} * sizeof(SectionEntry);
  if (directory > size - sizeof(Header) || header.reserved != 0)
    return Fail(OpenError::malformed, offsetof(Header, section_count));

  Header cleared = header;
  cleared.checksum = 0;
  const std::uint64_t sums[2] = {
      Checksum(&cleared, sizeof cleared),
      Checksum(view->sections(), static_cast<std::size_t>(directory))};
  if (Checksum(sums, sizeof sums) != header.checksum)
    return Fail(OpenError::damaged, 0);

  std::uint64_t end = sizeof(Header) + directory;
  std::uint32_t kind = 0;
  for (std::uint32_t i = 0; i < header.section_count; ++i) {
    const SectionEntry& entry = view->sections()[i];
    if (entry.kind <= kind || entry.reserved != 0 ||
        entry.offset % kAlignment != 0 || entry.offset < end ||
        entry.offset - end >= kAlignment || entry.offset > size ||
        entry.bytes > size - entry.offset)
      return Malformed(&entry);
    for (; end < entry.offset; ++end)
      if (bytes[end] != std::byte{0}) return Fail(OpenError::damaged, end);
    if (Checksum(bytes + entry.offset, entry.bytes) != entry.checksum)
      return Fail(OpenError::damaged, entry.offset);
    end = entry.offset + entry.bytes;
    kind = entry.kind;
  }
  return end == size || Fail(OpenError::wrong_length, end);
}

bool Opener::CheckGeometry() {
  const Geometry* stored = nullptr;
  if (!Get(SectionKind::geometry, 1, stored)) return false;
  const Geometry& g = view->geometry = *stored;
  constexpr std::uint32_t kMany = 1u << 28;   // keeps every product in range
  const bool good =
      g.partner_count < kMany && g.data_count <= kMaxTerms &&
      g.action_count + g.relation_count <= kMaxMasks &&
      g.action_count <= kMaxMasks && g.purpose_count <= kMaxTerms &&
      g.attribute_count < kMany && g.permission_count < 0xffff &&
      g.obligation_count <= kMaxObligations && g.block_count < kMany &&
      (g.self_relation < g.relation_count || g.self_relation == kNone) &&
      g.data_bytes == (g.data_count <= 256 ? 1 : 2) &&
      (g.purpose_bytes == 0 ? g.purpose_count <= kMaxMasks
                            : g.purpose_bytes ==
                                  (g.purpose_count <= 256 ? 1 : 2)) &&
      g.test_count <= kMaxTests &&
      g.test_bytes == (g.condition_count <= kNarrowConditions ? 1 : 2) &&
      g.chain < kLanes &&
      (g.test_count != 0) == (g.condition_count != 0) &&
      g.condition_count <= kMaxConditions && g.literal_count < kMany &&
      g.leaf_count < kMany && g.block_count != 0 &&
      g.global_row_count <= kMaxGlobalRows && g.global_words >= 2 &&
      g.global_words % 2 == 0 &&
      g.global_words == g.global_row_count / 128 * 2 + 2 &&
      g.first_day >= 0 && g.first_day <= kEndDay &&
      g.last_day < kEndDay && g.day_class_count >= 1 &&
      g.day_class_count <= g.last_day + 1 &&
      g.override_list_count < kMany && g.override_set_count < kMany;
  if (!good) return Malformed(stored);
  view->block = LayoutOf(g);
  if (view->block.bytes != g.block_bytes) return Malformed(stored);
  view->block_lines = g.block_bytes / 64;
  view->facts = FactsLayoutOf(g);
  return true;
}

bool Opener::GetDecisions() {
  const Geometry& g = view->geometry;
  const std::uint64_t terms = std::uint64_t{g.data_count} + g.action_count +
                              g.purpose_count + g.relation_count;
  bool good =
      Get(SectionKind::blocks, std::uint64_t{g.block_count} * g.block_bytes,
          view->blocks) &&
      Get(SectionKind::leaves, g.leaf_count, view->leaves) &&
      (Find(SectionKind::forbidden) == nullptr ||
       Get(SectionKind::forbidden, g.partner_count, view->forbidden)) &&
      Get(SectionKind::data_terms, g.data_count, view->data_terms) &&
      Get(SectionKind::action_terms, g.action_count, view->action_terms) &&
      Get(SectionKind::purpose_terms, g.purpose_count, view->purpose_terms) &&
      Get(SectionKind::relation_terms, g.relation_count,
          view->relation_terms) &&
      Get(SectionKind::global_words,
          g.global_words > 2 ? terms * g.global_words : 0,
          view->global_words) &&
      Get(SectionKind::global_rows, 64ull * g.global_words,
          view->global_rows) &&
      Get(SectionKind::days, g.last_day + 1ull, view->days) &&
      Get(SectionKind::day_words,
          std::uint64_t{g.day_class_count} * g.global_words, view->day_words);
  if (!good) return false;
  if (g.global_words == 2) view->global_words = nullptr;
  for (std::uint32_t o = 0; o <= g.last_day; ++o)
    if (view->days[o].day_class >= g.day_class_count)
      return Malformed(view->days + o);
  return CheckTerms(view->data_terms, g.data_count, kNone, false) &&
         CheckTerms(view->action_terms, g.action_count, view->block.actions,
                    false) &&
         CheckTerms(view->purpose_terms, g.purpose_count,
                    g.purpose_bytes ? kNone : view->block.purposes, false) &&
         CheckTerms(view->relation_terms, g.relation_count,
                    view->block.relations, true);
}

bool Opener::CheckTerms(const TermRecord* terms, std::uint32_t count,
                        std::uint32_t masks_at, bool relation) {
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t mask_at = masks_at == kNone ? 0 : masks_at + 2 * i;
    const bool self = relation && i == view->geometry.self_relation;
    if (terms[i].mask_at != mask_at || terms[i].self != (self ? 1 : 0))
      return Malformed(&terms[i]);
  }
  return true;
}

bool Opener::CheckIndex() {
  const Geometry& g = view->geometry;
  const std::uint64_t lines = std::uint64_t{g.block_count} * view->block_lines;
  if (g.leaf_count < g.partner_count) return Malformed(view->leaves);
  const auto is_leaf = [&](const LeafEntry& leaf) {
    return leaf.block_count != 0 && leaf.block_count <= kMaxBlockCount &&
           leaf.first % view->block_lines == 0 &&
           leaf.first + std::uint64_t{leaf.block_count} * view->block_lines <=
               lines;
  };
  // The most blocks of any leaf that an entry stands for; 0: out of range.
  const auto blocks_of = [&](const LeafEntry& entry) {
    if (entry.block_count != 0)
      return is_leaf(entry) ? std::uint32_t{entry.block_count} : 0;
    const std::uint32_t shift = entry.lanes & 0xff, mask = entry.lanes >> 8;
    std::uint32_t most = 0;
    if (shift > 31 || (mask & (mask + 1)) != 0 ||
        entry.first + std::uint64_t{mask} >= g.leaf_count)
      return most;
    for (std::uint32_t l = 0; l <= mask; ++l) {
      const LeafEntry& leaf = view->leaves[entry.first + l];
      if (!is_leaf(leaf)) return std::uint32_t{0};
      most = leaf.block_count > most ? leaf.block_count : most;
    }
    return most;
  };
  std::uint32_t bound = 0;
  for (std::uint32_t p = 0; p < g.partner_count; ++p) {
    std::uint32_t blocks = blocks_of(view->leaves[p]);
    if (blocks == 0) return Malformed(view->leaves + p);
    if (blocks > view->granting_blocks) view->granting_blocks = blocks;
    view->elsewhere_count += view->leaves[p].block_count == 0;
    if (view->forbidden != nullptr) {
      const LeafEntry& entry = view->forbidden[p];
      const std::uint32_t forbidding = blocks_of(entry);
      if (forbidding == 0) return Malformed(view->forbidden + p);
      if (entry.block_count == 0 || entry.lanes != 0) blocks += forbidding;
    }
    if (blocks > bound) bound = blocks;
  }
  return bound == g.block_bound || Malformed(view->leaves);
}

// The row after the last always holds: a decision finds one for certain.
bool Opener::CheckGlobal() {
  const Geometry& g = view->geometry;
  const std::uint32_t always = g.global_row_count;
  const auto holds = [&](const std::uint64_t* words) {
    return (words[always / 64] >> always % 64) == 1;
  };
  for (std::uint32_t r = 0; r < 64 * g.global_words; ++r) {
    const std::uint32_t info = view->global_rows[r];
    const std::uint32_t kind = info & 0xffff, permission = info >> 16;
    const bool closed = kind == kClosed && permission < g.permission_count;
    const bool plain =
        (kind == kImpossible || kind == kProhibited) && permission == 0;
    if (r < always ? !closed && !plain : info != kNoRow)
      return Malformed(view->global_rows + r);
    if (r > 0 && r < always && kind < (view->global_rows[r - 1] & 0xffff))
      return Malformed(view->global_rows + r);
  }
  for (std::uint32_t c = 0; c < g.day_class_count; ++c)
    if (!holds(view->day_words + std::size_t{c} * g.global_words))
      return Malformed(view->day_words);
  const std::uint64_t counts[4] = {g.data_count, g.action_count,
                                   g.purpose_count, g.relation_count};
  const TermRecord* const records[4] = {view->data_terms, view->action_terms,
                                        view->purpose_terms,
                                        view->relation_terms};
  const std::uint64_t* words = view->global_words;
  for (int kind = 0; kind < 4; ++kind)
    for (std::uint64_t t = 0; t < counts[kind]; ++t) {
      const std::uint64_t* global = records[kind][t].global;
      if (words == nullptr ? !holds(global)
                           : (global[0] | global[1]) != 0 || !holds(words))
        return Malformed(&records[kind][t]);
      if (words != nullptr) words += g.global_words;
    }
  return true;
}

bool Opener::CheckBlocks() {
  const Geometry& g = view->geometry;
  const BlockLayout& layout = view->block;
  const std::uint32_t fact_bytes = (g.condition_count + 127) / 128 * 16;
  for (std::uint32_t b = 0; b < g.block_count; ++b) {
    const std::uint8_t* block = view->blocks + std::size_t{b} * g.block_bytes;
    std::uint32_t base = 0;
    std::uint16_t with = 0;
    std::memcpy(&base, block + layout.override_base, sizeof base);
    std::memcpy(&with, block + layout.override_lanes, sizeof with);
    if (std::uint64_t{base} + __builtin_popcount(with) > g.override_list_count)
      return Malformed(block);
    // No chain is longer than the geometry says, nor leaves the block.
    std::uint16_t joined = 0;
    std::memcpy(&joined, block + layout.joined, sizeof joined);
    std::uint32_t too_long = joined;
    for (std::uint32_t c = 0; c < g.chain; ++c) too_long &= too_long >> 1;
    if (too_long != 0 || joined >> (kLanes - 1) != 0) return Malformed(block);
    for (std::uint32_t t = 0; t < g.test_count; ++t)
      for (std::uint32_t lane = 0; lane < kLanes; ++lane) {
        std::uint32_t byte = 0;
        std::memcpy(&byte,
                    block + layout.tests + t * layout.test_stride +
                        g.test_bytes * lane,
                    g.test_bytes);
        if (byte >= fact_bytes) return Malformed(block);
      }
  }
  return true;
}

// Null, and everything works without, when there are too many.
bool Opener::MakeCells() {
  const Geometry& g = view->geometry;
  const std::uint64_t count = std::uint64_t{g.action_count} *
                              g.relation_count * g.purpose_count;
  if (g.purpose_bytes != 0 || g.global_words != 2 || count > kMaxCells)
    return true;
  auto* cells = new (std::nothrow) Cell[static_cast<std::size_t>(count)];
  view->cells = cells;
  for (std::uint32_t a = 0; cells != nullptr && a < g.action_count; ++a)
    for (std::uint32_t r = 0; r < g.relation_count; ++r)
      for (std::uint32_t p = 0; p < g.purpose_count; ++p)
        *cells++ = MakeCell(view->action_terms[a], view->relation_terms[r],
                            view->purpose_terms[p]);
  return true;
}

// Sections that are lists of lists: count + 1 firsts, then the members.
static const std::uint32_t* CheckedLists(const SectionEntry* entry,
                                         const std::byte* bytes,
                                         std::uint32_t count,
                                         std::uint32_t member_limit) {
  const std::uint64_t words = entry ? entry->bytes / 4 : 0;
  if (words < std::uint64_t{count} + 1 || entry->bytes % 4 != 0)
    return nullptr;
  auto* firsts =
      reinterpret_cast<const std::uint32_t*>(bytes + entry->offset);
  const std::uint64_t members = words - count - 1;
  if (firsts[0] != 0 || firsts[count] != members) return nullptr;
  for (std::uint32_t i = 0; i < count; ++i)
    if (firsts[i] > firsts[i + 1]) return nullptr;
  for (std::uint64_t m = 0; m < members; ++m)
    if (firsts[count + 1 + m] >= member_limit) return nullptr;
  return firsts;
}

bool Opener::CheckLists() {
  const Geometry& g = view->geometry;
  const auto lists = [&](SectionKind kind, std::uint32_t count,
                         std::uint32_t limit, const std::uint32_t*& out) {
    out = CheckedLists(Find(kind), bytes, count, limit);
    return out != nullptr || Malformed(bytes);
  };
  return lists(SectionKind::override_lists, g.override_list_count,
               g.override_set_count, view->override_lists) &&
         lists(SectionKind::override_sets, g.override_set_count,
               g.permission_count, view->override_sets) &&
         lists(SectionKind::global_literals, g.global_row_count,
               g.literal_count, view->global_literals) &&
         lists(SectionKind::conditions, g.condition_count, g.literal_count,
               view->conditions) &&
         Get(SectionKind::override_words,
             std::uint64_t{g.override_set_count} * g.global_words,
             view->override_words);
}

bool Opener::CheckLiterals() {
  const Geometry& g = view->geometry;
  const SectionEntry* entry = Find(SectionKind::literal_runs);
  const std::uint64_t runs = entry ? entry->bytes / 8 : 0;
  if (!Get(SectionKind::literals, g.literal_count, view->literals) ||
      !Get(SectionKind::literal_runs, runs * 2, view->literal_runs))
    return false;
  for (std::uint64_t r = 0; r < runs; ++r)
    if (view->literal_runs[2 * r] >= view->literal_runs[2 * r + 1])
      return Malformed(view->literal_runs + 2 * r);
  for (std::uint32_t i = 0; i < g.literal_count; ++i) {
    const LiteralEntry& literal = view->literals[i];
    if (literal.attribute >= g.attribute_count ||
        std::uint64_t{literal.first_run} + literal.run_count > runs)
      return Malformed(&literal);
  }
  return true;
}

bool Opener::GetVocabulary() {
  const Geometry& g = view->geometry;
  const SectionEntry* entry = Find(SectionKind::vocabulary);
  if (entry == nullptr || entry->bytes < sizeof(VocabularyHead))
    return Malformed(bytes);
  auto* head =
      reinterpret_cast<const VocabularyHead*>(bytes + entry->offset);
  const std::uint64_t terms = std::uint64_t{g.data_count} + g.action_count +
                              g.purpose_count;
  const std::uint64_t names =
      g.partner_count + terms + g.relation_count + g.attribute_count +
      g.permission_count + g.obligation_count +
      std::uint64_t{head->role_count} + head->value_name_count;
  const std::uint64_t needed =
      sizeof(VocabularyHead) + g.attribute_count * sizeof(AttributeEntry) +
      g.permission_count * sizeof(PermissionEntry) +
      terms * sizeof(TermEntry) + names * sizeof(NameRef) +
      4ull * g.partner_count + 4ull * head->parent_count +
      8ull * head->run_count;
  if (entry->bytes != needed) return Malformed(head);

  const std::byte* next = bytes + entry->offset + sizeof(VocabularyHead);
  const auto take = [&next]<class T>(const T*& out, std::uint64_t count) {
    out = reinterpret_cast<const T*>(next);
    next += count * sizeof(T);
  };
  const std::uint32_t term_counts[3] = {g.data_count, g.action_count,
                                        g.purpose_count};
  const NameRef *first_name = nullptr, *role_names = nullptr;
  const std::uint32_t *partner_roles = nullptr, *parents = nullptr;
  take(view->attributes, g.attribute_count);
  take(view->permissions, g.permission_count);
  for (int t = 0; t < 3; ++t) take(view->terms[t], term_counts[t]);
  first_name = reinterpret_cast<const NameRef*>(next);
  take(view->partner_names, g.partner_count);
  for (int t = 0; t < 3; ++t) take(view->term_names[t], term_counts[t]);
  take(view->relation_names, g.relation_count);
  take(view->attribute_names, g.attribute_count);
  take(view->permission_names, g.permission_count);
  take(view->obligation_names, g.obligation_count);
  take(role_names, head->role_count);
  take(view->value_names, head->value_name_count);
  take(partner_roles, g.partner_count);
  take(parents, head->parent_count);
  take(view->vocabulary_runs, 2ull * head->run_count);

  const SectionEntry* strings = Find(SectionKind::strings);
  const std::uint64_t string_bytes = strings ? strings->bytes : 0;
  const auto inside = [string_bytes](const NameRef& name) {
    return std::uint64_t{name.offset} + name.length <= string_bytes;
  };
  view->strings = reinterpret_cast<const char*>(
      bytes + (strings ? strings->offset : 0));
  for (std::uint64_t n = 0; n < names; ++n)
    if (!inside(first_name[n])) return Malformed(first_name + n);

  for (std::uint32_t r = 0; r < head->run_count; ++r)
    if (view->vocabulary_runs[2 * r] >= view->vocabulary_runs[2 * r + 1])
      return Malformed(view->vocabulary_runs + 2 * r);

  const auto optional = [](std::uint32_t id, std::uint64_t count) {
    return id == kNone || id < count;
  };
  for (std::uint32_t a = 0; a < g.attribute_count; ++a) {
    const AttributeEntry& attribute = view->attributes[a];
    if (attribute.owner >= kOwnerCount || attribute.kind > kInteger ||
        attribute.supplied_count == 0 || attribute.supplied_count == kNone ||
        !optional(attribute.default_value, attribute.supplied_count) ||
        !optional(attribute.permission, g.permission_count) ||
        !optional(attribute.pair, g.attribute_count) ||
        (attribute.kind != kInteger &&
         std::uint64_t{attribute.first_value_name} +
                 attribute.supplied_count >
             head->value_name_count) ||
        attribute.high < attribute.low)
      return Malformed(&attribute);
    if (attribute.pair != kNone &&
        (view->attributes[attribute.pair].pair != a ||
         view->attributes[attribute.pair].supplied_count !=
             attribute.supplied_count ||
         view->attributes[attribute.pair].default_value !=
             attribute.default_value))
      return Malformed(&attribute);
  }
  for (std::uint32_t p = 0; p < g.permission_count; ++p) {
    const PermissionEntry& permission = view->permissions[p];
    if (!optional(permission.state[0], g.attribute_count) ||
        !optional(permission.state[1], g.attribute_count) ||
        permission.consent > 5 ||
        std::uint64_t{permission.first_run} + permission.run_count >
            head->run_count)
      return Malformed(&permission);
  }
  for (int t = 0; t < 3; ++t)
    for (std::uint32_t i = 0; i < term_counts[t]; ++i) {
      const TermEntry& term = view->terms[t][i];
      if (std::uint64_t{term.first_parent} + term.parent_count >
              head->parent_count ||
          std::uint64_t{term.first_run} + term.run_count > head->run_count)
        return Malformed(&term);
      for (std::uint32_t p = 0; p < term.parent_count; ++p)
        if (parents[term.first_parent + p] >= term_counts[t])
          return Malformed(&term);
    }
  for (std::uint32_t p = 0; p < g.partner_count; ++p)
    if (!optional(partner_roles[p], head->role_count))
      return Malformed(partner_roles + p);

  const SectionEntry* slots = Find(SectionKind::name_slots);
  const SectionEntry* seeds = Find(SectionKind::name_seeds);
  const std::uint64_t slot_count = slots ? slots->bytes / sizeof(NameSlot) : 0;
  const std::uint64_t seed_count = seeds ? seeds->bytes / 4 : 0;
  if (slot_count > kNone || seed_count > kNone ||
      (slot_count == 0) != (seed_count == 0) ||
      !Get(SectionKind::name_slots, slot_count, view->name_slots) ||
      !Get(SectionKind::name_seeds, seed_count, view->name_seeds))
    return Malformed(bytes);
  view->name_slot_count = static_cast<std::uint32_t>(slot_count);
  view->name_seed_count = static_cast<std::uint32_t>(seed_count);
  const std::uint32_t id_limits[6] = {g.partner_count,  g.data_count,
                                      g.action_count,   g.purpose_count,
                                      g.relation_count, g.attribute_count};
  for (std::uint32_t s = 0; s < slot_count; ++s) {
    const NameSlot& slot = view->name_slots[s];
    if (slot.kind == kNone) continue;
    if (slot.kind > static_cast<std::uint32_t>(NameKind::attribute) ||
        slot.id >= id_limits[slot.kind] || !inside(slot.text))
      return Malformed(&slot);
  }
  return true;
}

// What Explain reads it checks as it goes: only the places are noted here.
bool Opener::GetCold() {
  const std::uint32_t known[] = {
      static_cast<std::uint32_t>(SectionKind::titles),
      static_cast<std::uint32_t>(SectionKind::explanation),
      static_cast<std::uint32_t>(SectionKind::explanation_strings)};
  const Header& header = view->header();
  for (std::uint32_t i = 0; i < header.section_count; ++i) {
    const std::uint32_t kind = view->sections()[i].kind;
    bool may = kind >= kFirstOptionalKind ||
               (kind >= 1 && kind <= 22) || (kind >= 30 && kind <= 33);
    for (std::uint32_t k : known) may = may || kind == k;
    if (!may) return Malformed(&view->sections()[i]);
  }
  if (const SectionEntry* entry = Find(SectionKind::explanation)) {
    view->explanation = bytes + entry->offset;
    view->explanation_bytes = entry->bytes;
  }
  if (const SectionEntry* entry = Find(SectionKind::explanation_strings)) {
    view->explanation_strings =
        reinterpret_cast<const char*>(bytes + entry->offset);
    view->explanation_string_bytes = entry->bytes;
  }
  return true;
}

OpenResult Opener::Open(const std::byte* bytes, std::size_t size,
                        bool mapped) {
  OpenResult result;
  auto* view = new (std::nothrow) Table::View;
  if (view == nullptr) {
    result.error = OpenError::cannot_read;
    return result;
  }
  view->bytes = bytes;
  view->byte_count = size;
  Opener opener{view, bytes, size};
  if (!opener.Run()) {
    delete view;
    result.error = opener.error;
    result.offset = opener.at;
    return result;
  }
  view->mapped = mapped;
  const Header& header = view->header();
  const std::uint8_t* digests[3] = {header.decision_digest,
                                    header.schema_digest,
                                    header.source_digest};
  for (int d = 0; d < 3; ++d)
    for (int i = 0; i < 32; ++i) {
      view->digests[d][2 * i] = "0123456789abcdef"[digests[d][i] >> 4];
      view->digests[d][2 * i + 1] = "0123456789abcdef"[digests[d][i] & 15];
    }
  // Even, so that facts of one person have a tag of their own.
  std::memcpy(&view->tag, header.decision_digest, sizeof view->tag);
  view->tag &= ~std::uint64_t{1};
  ChooseDecider(*view);
  result.table = Table(view);
  return result;
}

OpenResult Table::FromBytes(std::span<const std::byte> bytes) noexcept {
  if (reinterpret_cast<std::uintptr_t>(bytes.data()) % kAlignment != 0) {
    OpenResult result;
    result.error = OpenError::malformed;
    return result;
  }
  return Opener::Open(bytes.data(), bytes.size(), false);
}

OpenResult Table::Open(const char* path) noexcept {
  OpenResult result;
  result.error = OpenError::cannot_read;
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return result;
  struct stat status {};
  const bool readable = fstat(file, &status) == 0 && S_ISREG(status.st_mode);
  const auto size = readable ? static_cast<std::size_t>(status.st_size) : 0;
  void* memory = MAP_FAILED;
  if (size != 0)
    memory = mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file,
                  0);
  close(file);
  if (readable && size == 0) result.error = OpenError::wrong_length;
  if (memory == MAP_FAILED) return result;
  result = Opener::Open(static_cast<const std::byte*>(memory), size, true);
  if (!result) munmap(memory, size);
  return result;
}

Table::Table() noexcept : view_(&kEmptyView) {}

Table::Table(Table&& other) noexcept : view_(other.view_) {
  other.view_ = &kEmptyView;
}

Table& Table::operator=(Table&& other) noexcept {
  const View* view = view_;
  view_ = other.view_;
  other.view_ = view;
  return *this;
}

Table::~Table() {
  if (view_ == &kEmptyView) return;
  if (view_->mapped)
    munmap(const_cast<std::byte*>(view_->bytes), view_->byte_count);
  delete view_;
}

std::string_view Message(OpenError error) noexcept {
  switch (error) {
    case OpenError::none: return "";
    case OpenError::cannot_read: return "cannot be read";
    case OpenError::not_a_table: return "not an assent table";
    case OpenError::other_version:
      return "written in another version of the format, or byte order";
    case OpenError::wrong_length: return "truncated, or longer than it says";
    case OpenError::damaged: return "damaged: a checksum does not match";
    case OpenError::malformed:
      return "malformed: a count, offset or id is out of range";
  }
  return "";
}

}  // namespace assent
