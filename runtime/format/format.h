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
  leaves = 3,           // leaf_count LeafEntry's: where rows stand
  data_terms = 4,       // data_count TermRecord's
  action_terms = 5,
  purpose_terms = 6,
  relation_terms = 7,
  global_words = 10,    // global_words > 2: u64 words by data, action,
                        // purpose, relation, day class, one after the other
  global_rows = 11,     // u32 info of 64 * global_words rows
  days = 12,            // DayEntry of each day offset, 0 .. last_day
  day_words = 13,       // u64 words of each day class
  literals = 14,        // LiteralEntry's
  literal_runs = 15,    // u32 begin, end
  global_literals = 16, // of each global row; a list of lists: u32 first of
                        // each, and one more; then u32 literals
  override_lists = 17,  // likewise: sets
  override_sets = 18,   // likewise: permissions
  override_words = 19,  // u64 words of each set: the closed rows it covers
  forbidden = 20,       // partner_count LeafEntry's: rows that forbid; absent
                        // when no partner has its own
  conditions = 22,      // of each condition of rows: likewise, literals
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

// Counts and shapes: everything that says how to read the other sections.
struct Geometry {
  std::uint32_t partner_count, data_count, action_count, purpose_count;
  std::uint32_t relation_count, attribute_count, permission_count;
  std::uint32_t obligation_count;
  std::uint32_t self_relation;      // or UINT32_MAX
  std::uint32_t leaf_count, block_count, block_bytes, block_bound;
  std::uint32_t data_bytes;         // of a data term in a range: 1 or 2
  std::uint32_t purpose_bytes;      // likewise; 0: purposes are masks
  std::uint32_t test_count;         // of a lane, at most kMaxTests
  std::uint32_t test_bytes;         // of the number of a facts byte: 1 or 2
  std::uint32_t chain;              // lanes after a lane that test for it, at
                                    // most
  std::uint32_t condition_count;    // bits of the facts that lanes test
  std::uint32_t literal_count;
  std::uint32_t global_row_count;
  std::uint32_t global_words;       // an even number of u64
  std::int32_t first_day;           // day offset 0
  std::uint32_t last_day;           // the greatest day offset
  std::uint32_t day_class_count;
  std::uint32_t override_list_count, override_set_count;
  std::uint32_t row_count;          // what they were made of
};
static_assert(sizeof(Geometry) == 28 * 4);

// What a term of any kind contributes to a decision, whatever the partner.
struct TermRecord {
  std::uint64_t global[2];          // rows that hold for it (global_words 2)
  std::uint32_t part;               // its bits of the class word
  std::uint16_t mask_at;            // byte in a block of its lane mask, or 0
  std::uint16_t self;               // 1: the relation self
  std::uint32_t reserved[2];        // 0
};
static_assert(sizeof(TermRecord) == 32);

// Where rows stand: in block_count blocks one after the other, of which only
// `lanes` count: rows of several leaves share a block. The first leaves are the
// partners', by number.
//
// block_count 0: elsewhere, in leaf first + ((class word >> shift) & mask);
// `lanes` is shift | mask << 8.
struct LeafEntry {
  std::uint32_t first;              // line of 64 bytes, in section blocks
  std::uint16_t lanes;
  std::uint16_t block_count;
};
static_assert(sizeof(LeafEntry) == 8);

// The code of a day, which windows are compared with, and its class.
struct DayEntry {
  std::int16_t code;
  std::uint16_t day_class;
};
static_assert(sizeof(DayEntry) == 4);

struct LiteralEntry {               // values [first_run, +run_count)
  std::uint32_t attribute, first_run, run_count;
};
static_assert(sizeof(LiteralEntry) == 12);

// Info of a global row: what it is in the low byte, its permission above.
inline constexpr std::uint32_t kImpossible = 0, kProhibited = 8, kClosed = 16,
                               kNoRow = 24;

inline constexpr std::uint32_t kLanes = 16;
inline constexpr std::uint32_t kRanges = 4;       // of a lane
inline constexpr std::uint32_t kMaxTerms = 65536;
inline constexpr std::uint32_t kMaxObligations = 64;
inline constexpr std::uint32_t kMaxGlobalRows = 4095;
inline constexpr std::uint32_t kMaxDayRank = 65533;
inline constexpr std::uint32_t kMaxTests = 4;
inline constexpr std::uint32_t kNarrowConditions = 128;   // in 16 bytes
inline constexpr std::uint32_t kMaxConditions = 65535;
inline constexpr std::uint32_t kMaxMasks = 512;   // actions and relations
inline constexpr std::uint32_t kMaxBlockCount = 32;

}  // namespace assent::format
