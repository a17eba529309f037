// Why: the whole answer to one request, and the rules behind each part.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "assent/verdict.h"

namespace assent {

// Where a rule was written. Views into the table.
struct RuleText {
  std::string_view name;        // its label, or agreement.N; a permission's
  std::string_view agreement;   // empty for what holds for every partner
  std::string_view file;
  std::uint32_t line = 0;       // from 1
};

// One reason for one part of the answer.
struct Finding {
  enum class Kind : std::uint8_t {
    grant,         // rule is behind Explanation::standing: it matches
                   // (granted), or would with other facts
                   // (condition_not_met), did (expired), will (not_yet)
    obligation,    // rule, which matches, obliges to obligation `id`
    override_set,  // one maximal set of permissions that one matching row
                   // overrides: `permissions`; no rule
    override_rule, // rule, which matches, overrides `permissions`
    impossible,    // rule: the assumption that excludes the request
    prohibited,    // rule: the prohibition that matches
    closed,        // permission `id` is closed and governs the request,
                   // because of rule
  };
  Kind kind = Kind::grant;
  std::uint32_t id = 0xffffffff;
  std::span<const std::uint16_t> permissions;
  RuleText rule;
};

using FindingSink = void (*)(void* context, const Finding& finding);

// The tuple that a policy says of a request. When `impossible`, nothing else
// of it is observable: the rest is as in a default Explanation.
struct Explanation {
  Verdict verdict;
  bool impossible = false;
  Reason standing = Reason::no_agreement;  // granted, condition_not_met,
                                           // expired, not_yet, no_agreement
  bool prohibited = false;
  std::uint32_t closed_count = 0;          // permissions; each has findings
  std::uint32_t override_set_count = 0;    // maximal sets; each has a finding
  std::uint64_t obligations = 0;
};

}  // namespace assent
