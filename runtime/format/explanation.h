// Section `explanation`: the rules as they were written, for Explain. Cold.
//
//   ExplanationHead
//   RuleEntry[rule_count]
//   NameRef file[file_count]              into section explanation_strings,
//                                         as the names in RuleEntry
//   u32 list_of[partner_count]
//   u32 list_first[list_count + 1]        into list_grants
//   u32 list_grants[list_grant_count]
//   ItemEntry grant[], gate[], prohibition[], assumption[]
//   u8  body[body_bytes]
//
// A body is a string of numbers in LEB128 (seven bits a byte, low first):
//   grant        obligations, overrides (each: count, ids), scope, exceptions
//   gate         scope
//   prohibition  partners (a run set; empty: every partner), scope,
//                exceptions
//   assumption   condition
//   exceptions   count; each: scope, exceptions
//   scope        data, actions, purposes, relations (run sets), from, until,
//                condition
//   run set      count; each: begin less the end before, length
//   condition    0 all of, 1 any of: count, conditions
//                3 literal: attribute, run set
//                4 consent: person, bits of consent kinds
#pragma once

#include <cstdint>

#include "vocabulary.h"

namespace assent::format {

struct ExplanationHead {
  std::uint32_t rule_count, file_count, list_count, list_grant_count;
  std::uint32_t grant_count, gate_count, prohibition_count, assumption_count;
  std::uint32_t body_bytes, reserved;
};
static_assert(sizeof(ExplanationHead) == 40);

struct RuleEntry {
  NameRef name, agreement;
  std::uint32_t file, line;
};
static_assert(sizeof(RuleEntry) == 24);

struct ItemEntry {
  std::uint32_t rule;
  std::uint32_t permission;         // gate; else kNone
  std::uint32_t body;               // where its body begins
};
static_assert(sizeof(ItemEntry) == 12);

inline constexpr std::uint32_t kAllOf = 0, kAnyOf = 1, kLiteral = 3,
                               kConsent = 4,
                               kMaybe = 5;        // the authors do not know
inline constexpr std::uint32_t kMaxDepth = 256;   // of nested conditions and
                                                  // exceptions, together

}  // namespace assent::format
