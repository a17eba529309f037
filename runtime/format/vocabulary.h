// Section `vocabulary`: names, domains, the shape of the taxonomies; and the
// perfect hash from spellings to ids.
//
//   VocabularyHead
//   AttributeEntry[attribute_count]
//   PermissionEntry[permission_count]
//   TermEntry[data_count], [action_count], [purpose_count]
//   NameRef partner[], data[], action[], purpose[], relation[], attribute[],
//           permission[], obligation[], role[role_count],
//           value[value_name_count]
//   u32 partner_role[partner_count]     or kNone
//   u32 parents[parent_count]           term ids
//   u32 runs[2 * run_count]             begin, end
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "format.h"

namespace assent::format {

inline constexpr std::uint32_t kNone = 0xffffffff;

struct NameRef {                    // into section strings
  std::uint32_t offset, length;
};

struct VocabularyHead {
  std::uint32_t role_count, value_name_count, parent_count, run_count;
  std::uint32_t reserved[4];        // 0
};
static_assert(sizeof(VocabularyHead) == 32);

struct AttributeEntry {
  std::uint32_t owner, kind;        // as in the language: see below
  std::uint32_t first_value_name;   // kind integer has none
  std::uint32_t supplied_count;     // values without `not supplied`
  std::uint32_t default_value;      // or kNone: then supplied_count is the
                                    // value `not supplied`
  std::uint32_t permission;         // whose state it is, or kNone
  std::uint32_t pair;               // the other person's copy, or kNone
  std::uint32_t reserved;           // 0
  std::int64_t low, high;           // integer
};
static_assert(sizeof(AttributeEntry) == 48);

inline constexpr std::uint32_t kRequester = 0, kSubject = 1, kOwnerCount = 6;
inline constexpr std::uint32_t kBoolean = 0, kEnumerated = 1, kOrdered = 2,
                               kInteger = 3;

struct PermissionEntry {
  std::uint32_t state[2];           // attribute of requester, subject, or kNone
  std::uint32_t consent;            // 0 none .. 5 parental
  std::uint32_t first_run, run_count;  // open values
};
static_assert(sizeof(PermissionEntry) == 20);

struct TermEntry {
  std::uint32_t first_parent, parent_count;
  std::uint32_t first_run, run_count;  // leaves at or below
};
static_assert(sizeof(TermEntry) == 16);

// What a spelling names.
enum class NameKind : std::uint32_t {
  partner, data, action, purpose, relation, attribute
};

struct NameSlot {
  NameRef text;
  std::uint32_t kind;               // kNone: an empty slot
  std::uint32_t id;
};
static_assert(sizeof(NameSlot) == 16);

// hash -> bucket -> seed -> slot (hash and displace; Belazzougui, Botelho,
// Dietzfelbinger 2009).
inline std::uint64_t HashName(NameKind kind, std::string_view text) {
  std::uint64_t hash = 0x9e3779b97f4a7c15 * (std::uint64_t(kind) + 1);
  std::size_t left = text.size();
  const char* at = text.data();
  for (;; left -= 8, at += 8) {
    std::uint64_t word = 0;
    if (left != 0) std::memcpy(&word, at, left < 8 ? left : 8);
    hash = (hash ^ word) * 0xc2b2ae3d27d4eb4f;
    hash ^= hash >> 29;
    if (left <= 8) break;
  }
  hash = (hash ^ text.size()) * 0x165667b19e3779f9;
  return hash ^ hash >> 32;
}

inline std::uint32_t Reduced(std::uint64_t hash, std::uint32_t count) {
  return static_cast<std::uint32_t>((hash >> 32) * count >> 32);
}

inline std::uint32_t BucketOf(std::uint64_t hash, std::uint32_t bucket_count) {
  return Reduced(hash << 32, bucket_count);
}

inline std::uint32_t SlotOf(std::uint64_t hash, std::uint32_t seed,
                            std::uint32_t slot_count) {
  // Two multiplications: after one alone, two keys that collide for one seed
  // collide for all.
  std::uint64_t mixed = (hash ^ seed * 0x9e3779b97f4a7c15) *
                        0xd6e8feb86659fd93;
  mixed = (mixed ^ mixed >> 32) * 0xc2b2ae3d27d4eb4f;
  return Reduced(mixed, slot_count);
}

}  // namespace assent::format
