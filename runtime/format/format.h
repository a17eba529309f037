// The file format: the one wall that the compiler and the runtime share.
// docs/table_format.md is its prose; the numbers stand here only.
//
// Little endian; every section begins at a multiple of 64; structs are laid
// out so that they have no padding and are read in place.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace assent::format {

static_assert(std::endian::native == std::endian::little,
              "tables are read in place: little-endian processors only");

inline constexpr std::uint8_t kMagic[8] = {0x89, 'a', 's', 's',
                                           'e',  'n', 't', '\n'};
inline constexpr std::uint32_t kVersion = 1;
inline constexpr std::uint32_t kByteOrder = 0x01020304;
inline constexpr std::uint64_t kAlignment = 64;

// What follows the header: section_count SectionEntry's. `checksum` covers
// header (with this field 0) and entries.
struct Header {
  std::uint8_t magic[8];
  std::uint32_t version;
  std::uint32_t byte_order;
  std::uint64_t file_bytes;
  std::uint32_t section_count;
  std::uint32_t reserved;           // 0
  std::uint8_t decision_digest[32];
  std::uint8_t schema_digest[32];
  std::uint8_t source_digest[32];
  std::uint64_t checksum;
};
static_assert(sizeof(Header) == 136);

// In ascending order of kind and of offset. Kinds below 100 are what the
// decision digest covers; a reader refuses a kind below 200 that it does not
// know and passes over those from 200 on.
enum class SectionKind : std::uint32_t {
  geometry = 1,         // one Geometry
  blocks = 2,           // block_count blocks: see block.h
  index = 3,            // partner_count IndexEntry's
  data_terms = 4,       // data_count TermRecord's
  action_terms = 5,
  purpose_terms = 6,
  relation_terms = 7,
  data_paths = 8,       // node_bytes == 2: u16 path[8] a data term
  purpose_paths = 9,    // likewise, when purpose_wide
  global_words = 10,    // global_words > 2: u64 words by data, action,
                        // purpose, relation, day class, one after the other
  global_rows = 11,     // u32 info of 64 * global_words rows
  days = 12,            // u16 class of each day offset, 0 .. last_day
  day_words = 13,       // u64 words of each day class
  literals = 14,        // LiteralEntry's
  literal_runs = 15,    // u32 begin, end
  global_literals = 16, // u32 first of each row, and one more; then u32 ids
  override_lists = 17,  // u32 first of each list, and one more; then u32 sets
  override_sets = 18,   // u32 first of each set, and one more; then u32
                        // permissions
  override_words = 19,  // u64 words of each set: the closed rows it covers
  forbidden = 20,       // partner_count IndexEntry's: rows that forbid; absent
                        // when no partner has its own
  vocabulary = 30,      // names and domains: see vocabulary.h
  name_slots = 31,      // the perfect hash over every accepted spelling
  name_seeds = 32,
  strings = 33,         // what the vocabulary's names point into
  titles = 110,         // for people: not part of any digest
  explanation = 111,    // rules as written: see explanation.h
  explanation_strings = 112,
  signature = 200,      // reserved
};
inline constexpr std::uint32_t kFirstColdKind = 100;
inline constexpr std::uint32_t kFirstOptionalKind = 200;

struct SectionEntry {
  std::uint32_t kind;
  std::uint32_t reserved;           // 0
  std::uint64_t offset;             // multiple of kAlignment
  std::uint64_t bytes;
  std::uint64_t checksum;
};
static_assert(sizeof(SectionEntry) == 32);

// How the literals of a block are tested.
enum class LiteralMode : std::uint32_t { none, groups, slots };

// Counts and shapes: everything that says how to read the other sections.
struct Geometry {
  std::uint32_t partner_count, data_count, action_count, purpose_count;
  std::uint32_t relation_count, attribute_count, permission_count;
  std::uint32_t obligation_count;
  std::uint32_t self_relation;      // or UINT32_MAX
  std::uint32_t block_count, block_bytes, block_bound;
  std::uint32_t node_bytes;         // 1 or 2
  std::uint32_t path_length;        // of the longest path, at most kMaxPath
  std::uint32_t purpose_wide;       // 1: purposes are nodes too, not masks
  LiteralMode literal_mode;
  std::uint32_t literal_width;      // groups: 1 .. 3; slots: a multiple of 8
  std::uint32_t grant_literal_count;  // literals 0 .. that are in blocks
  std::uint32_t literal_count;
  std::uint32_t global_row_count;
  std::uint32_t global_words;       // an even number of u64
  std::int32_t first_day;           // day offset 0
  std::uint32_t last_day;           // the greatest day offset
  std::uint32_t day_class_count;
  std::uint32_t override_list_count, override_set_count;
  std::uint32_t row_count;          // what they were made of
};
static_assert(sizeof(Geometry) == 27 * 4);

// What a term of any kind contributes to a decision, whatever the partner.
struct TermRecord {
  std::uint64_t global[2];          // rows that hold for it (global_words 2)
  std::uint8_t path[8];             // node_bytes 1: the nodes that contain it;
                                    // of a relation: path[0] is 1 for self
  std::uint32_t part;               // its bits of the class word
  std::uint32_t mask_at;            // byte in a block of its lane mask
};
static_assert(sizeof(TermRecord) == 32);

// A partner's blocks; in section forbidden, those of the rows that forbid what
// they match, all zeros when there are none. The blocks of part (class word >> shift) & mask begin at
// line first_line + part * part_lines and are block_count many.
struct IndexEntry {
  std::uint32_t first_line;         // of 64 bytes, in section blocks
  std::uint8_t shift, mask, part_lines, block_count;
};
static_assert(sizeof(IndexEntry) == 8);

struct LiteralEntry {               // values [first_run, +run_count)
  std::uint32_t attribute, first_run, run_count;
};
static_assert(sizeof(LiteralEntry) == 12);

// Info of a global row: what it is in the low byte, its permission above.
inline constexpr std::uint32_t kImpossible = 0, kProhibited = 8, kClosed = 16,
                               kNoRow = 24;

inline constexpr std::uint32_t kLanes = 8;
inline constexpr std::uint32_t kNodesPerLane = 4;
inline constexpr std::uint32_t kMaxPath = 8;
inline constexpr std::uint32_t kMaxObligations = 64;
inline constexpr std::uint32_t kMaxGlobalRows = 4095;
inline constexpr std::uint32_t kMaxDaySpan = 65533;
inline constexpr std::uint32_t kMaxGroupLiterals = 128;
inline constexpr std::uint32_t kMaxGroups = 3;
inline constexpr std::uint32_t kMaxSlots = 64;
inline constexpr std::uint32_t kMaxLiterals = 65535;
inline constexpr std::uint32_t kMaxMasks = 512;   // actions and relations
inline constexpr std::uint32_t kMaxBlockCount = 8;

}  // namespace assent::format
