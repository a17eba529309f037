// What a table answers: permit or deny, one reason, the obligations.
#pragma once

#include <cstdint>
#include <string_view>

namespace assent {

// Why. The reason of a verdict is the first that applies, and only the last
// one permits. Of the four standings, no_agreement to condition_not_met, just
// one applies; one that was granted earlier and will be again has expired.
enum class Reason : std::uint8_t {
  unknown_term,       // not a request of this table: an id out of range, a
                      // name it does not know, facts bound to another table
  impossible,         // an assumption of the policy excludes the request
  no_agreement,       // nothing grants it on any day, whatever the facts
  not_yet,            // granted on a later day, for some facts
  expired,            // was granted on an earlier day, for some facts
  condition_not_met,  // granted today if the facts were others
  prohibited,         // a prohibition matches
  needs_permission,   // Verdict::permission governs it and is not open
  granted,
};
inline constexpr std::uint32_t kReasonCount = 9;

// "condition_not_met". Static text.
std::string_view NameOf(Reason reason) noexcept;

inline constexpr std::uint16_t kNoPermission = 0xffff;

// 16 bytes, returned in registers. A default verdict denies.
struct Verdict {
  bool permit = false;
  Reason reason = Reason::unknown_term;

  // With needs_permission: the first closed permission, by name, of those
  // that govern the request. Else kNoPermission.
  std::uint16_t permission = kNoPermission;

  // Bit i is obligation i of the table: what a permit obliges to. A deny
  // obliges to nothing; then, for explanations, what a permit would have
  // (0 unless the request is possible and its standing is granted).
  std::uint64_t obligations = 0;

  bool operator==(const Verdict&) const = default;
};

// The verdict for several requests at once, as for a thread with several
// data subjects: permits if both do, obligations united; denies with the
// first deny's reason and permission (a, then b).
Verdict Meet(const Verdict& a, const Verdict& b) noexcept;

}  // namespace assent
