// The sections of an open table, as pointers. Made by the opener, which has
// checked everything that the readers of a View rely on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "assent/table.h"
#include "format/block.h"
#include "format/explanation.h"
#include "format/format.h"
#include "format/vocabulary.h"

namespace assent {

// Where a request's facts lie in the memory that the caller gave. What Decide
// reads comes first: the tag, the words of the global rows, the conditions;
// then the values.
//
//   u64 tag; u64 unused; u64 global[global_words]
//   u8 condition[]                 bit set: it holds; a multiple of 16 bytes
//   u32 value[attribute_count]     at `values`
struct FactsLayout {
  std::uint32_t global = 16;
  std::uint32_t conditions = 0, values = 0, bytes = 0;
};

FactsLayout FactsLayoutOf(const format::Geometry& geometry) noexcept;

// What the records of an action, a relation and a purpose say together: the
// part of a decision that depends on these three alone.
struct alignas(32) Cell {
  std::uint64_t global[2];
  std::uint32_t part;
  std::uint16_t action_at, relation_at, purpose_at;   // bytes in a block
  std::uint16_t self;                                 // 1: relation self
};
static_assert(sizeof(Cell) == 32);

[[gnu::always_inline]] inline Cell MakeCell(
    const format::TermRecord& action, const format::TermRecord& relation,
    const format::TermRecord& purpose) {
  return {{action.global[0] & relation.global[0] & purpose.global[0],
           action.global[1] & relation.global[1] & purpose.global[1]},
          action.part | relation.part | purpose.part,
          action.mask_at,
          relation.mask_at,
          purpose.mask_at,
          relation.self};
}

// Cells are made on opening where they are few, and everything that Decide
// needs of these records fits.
inline constexpr std::uint64_t kMaxCells = 4096;

struct Table::View {
  View() = default;
  View(const View&) = delete;
  View& operator=(const View&) = delete;
  ~View() { delete[] cells; }

  format::Geometry geometry{};
  format::BlockLayout block{};
  FactsLayout facts{};

  // Hot.
  const std::uint8_t* blocks = nullptr;
  const format::LeafEntry* leaves = nullptr;
  const format::LeafEntry* forbidden = nullptr;   // null: no such rows
  const Cell* cells = nullptr;                    // [action][relation][purpose]
  const format::TermRecord* data_terms = nullptr;
  const format::TermRecord* action_terms = nullptr;
  const format::TermRecord* purpose_terms = nullptr;
  const format::TermRecord* relation_terms = nullptr;
  const std::uint64_t* global_words = nullptr;  // null: in the TermRecords
  const std::uint32_t* global_rows = nullptr;
  const format::DayEntry* days = nullptr;       // by offset, 0 .. last_day
  const std::uint64_t* day_words = nullptr;
  std::uint64_t tag = 0;                        // of facts of two persons
  std::uint32_t block_lines = 0;
  std::uint32_t granting_blocks = 0;            // of a decision, at most
  std::uint32_t elsewhere_count = 0;            // partners whose leaves are

  // One of the decide functions, chosen by geometry.
  Verdict (*decide)(const View&, const Request&) noexcept = nullptr;
  void (*decide_batch)(const View&, const Request*, Verdict*,
                       std::size_t) noexcept = nullptr;

  // Rarely read.
  const std::uint32_t* override_lists = nullptr;
  const std::uint32_t* override_sets = nullptr;
  const std::uint64_t* override_words = nullptr;
  const format::LiteralEntry* literals = nullptr;
  const std::uint32_t* literal_runs = nullptr;
  const std::uint32_t* global_literals = nullptr;
  const std::uint32_t* conditions = nullptr;

  // Names and domains.
  const format::AttributeEntry* attributes = nullptr;
  const format::PermissionEntry* permissions = nullptr;
  const format::TermEntry* terms[3] = {};       // data, action, purpose
  const format::NameRef* partner_names = nullptr;
  const format::NameRef* term_names[3] = {};
  const format::NameRef* relation_names = nullptr;
  const format::NameRef* attribute_names = nullptr;
  const format::NameRef* permission_names = nullptr;
  const format::NameRef* obligation_names = nullptr;
  const format::NameRef* value_names = nullptr;
  const std::uint32_t* vocabulary_runs = nullptr;
  const format::NameSlot* name_slots = nullptr;
  const std::uint32_t* name_seeds = nullptr;
  std::uint32_t name_slot_count = 0, name_seed_count = 0;
  const char* strings = nullptr;

  // Cold; null when the table carries none.
  const std::byte* explanation = nullptr;
  std::size_t explanation_bytes = 0;
  const char* explanation_strings = nullptr;
  std::size_t explanation_string_bytes = 0;

  const std::byte* bytes = nullptr;             // the whole file
  std::size_t byte_count = 0;
  bool mapped = false;
  char digests[3][64] = {};                     // decision, schema, source

  const format::Header& header() const {
    return *reinterpret_cast<const format::Header*>(bytes);
  }
  const format::SectionEntry* sections() const {
    return reinterpret_cast<const format::SectionEntry*>(
        bytes + sizeof(format::Header));
  }
  std::string_view Text(const format::NameRef& name) const {
    return {strings + name.offset, name.length};
  }
};

struct Facts {
  const std::byte* bytes() const {
    return reinterpret_cast<const std::byte*>(this);
  }
  std::uint64_t tag;
};

// The view that answers nothing: every count is 0.
extern const Table::View& kEmptyView;

// Fills in `decide` and `decide_batch`.
void ChooseDecider(Table::View& view) noexcept;

}  // namespace assent
