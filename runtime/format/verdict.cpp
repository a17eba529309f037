#include "verdict.h"

namespace assent {

std::string_view NameOf(Reason reason) noexcept {
  constexpr std::string_view kNames[kReasonCount] = {
      "unknown_term",      "impossible", "no_agreement",
      "not_yet",           "expired",    "condition_not_met",
      "prohibited",        "needs_permission", "granted"};
  auto index = static_cast<std::uint32_t>(reason);
  return index < kReasonCount ? kNames[index] : std::string_view();
}

Verdict Meet(const Verdict& a, const Verdict& b) noexcept {
  Verdict both = !a.permit ? a : b;
  if (a.permit && b.permit) both.obligations = a.obligations | b.obligations;
  return both;
}

}  // namespace assent
