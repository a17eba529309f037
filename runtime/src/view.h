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

// Where a request's facts lie in the memory that the caller gave. `hot_bytes`
// first: the tag, the words of the global rows, the literals; then the values.
//
//   u64 tag; u64 unused; u64 global[global_words]
//   groups: u8 lane[literal_width][16]      bit set: the literal holds
//   slots:  u8 failed[grant_literal_count]  0xff: it does not, 0: it does
//   u32 value[attribute_count]              at `values`
struct FactsLayout {
  std::uint32_t global = 16;
  std::uint32_t literals = 0, values = 0, bytes = 0;
};

FactsLayout FactsLayoutOf(const format::Geometry& geometry) noexcept;

struct Table::View {
  format::Geometry geometry{};
  format::BlockLayout block{};
  FactsLayout facts{};

  // Hot.
  const std::uint8_t* blocks = nullptr;
  const format::IndexEntry* index = nullptr;
  const format::IndexEntry* forbidden = nullptr;  // null: no such rows
  const format::TermRecord* data_terms = nullptr;
  const format::TermRecord* action_terms = nullptr;
  const format::TermRecord* purpose_terms = nullptr;
  const format::TermRecord* relation_terms = nullptr;
  const std::uint16_t* data_paths = nullptr;
  const std::uint16_t* purpose_paths = nullptr;
  const std::uint64_t* global_words = nullptr;  // null: in the TermRecords
  const std::uint32_t* global_rows = nullptr;
  const std::uint16_t* days = nullptr;          // null: one class
  const std::uint64_t* day_words = nullptr;
  std::uint64_t tag = 0;                        // of facts of two persons
  std::uint32_t block_lines = 0;
  std::uint32_t granting_blocks = 0;            // of a decision, at most

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
extern const Table::View kEmptyView;

// Fills in `decide` and `decide_batch`.
void ChooseDecider(Table::View& view) noexcept;

}  // namespace assent
