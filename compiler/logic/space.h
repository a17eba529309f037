// The request space of one vocabulary as levels of a decision diagram.
#pragma once

#include <vector>

#include "compiler/logic/store.h"
#include "compiler/model/model.h"

namespace assent::logic {

// The fixed order of variables. Outputs come first, so that one diagram holds
// a partner's whole answer; people's facts come last, where few of them meet
// in one node (the requester's and the subject's copy of one adjacent: the
// other order is exponential). Below them are the unknowns of the policy,
// which no request has.
inline constexpr std::uint32_t kOutputLevel = 0;
inline constexpr std::uint32_t kDataLevel = 1;
inline constexpr std::uint32_t kDateLevel = 2;
inline constexpr std::uint32_t kActionLevel = 3;
inline constexpr std::uint32_t kRelationLevel = 4;
inline constexpr std::uint32_t kPurposeLevel = 5;
inline constexpr std::uint32_t kFirstAttributeLevel = 6;

using OverrideSet = std::vector<model::PermissionId>;  // sorted

struct Space {
  std::vector<std::uint32_t> domain_sizes;     // by level
  ExtraValues extras;                          // by level
  std::vector<RunSet> countable;               // by level: leaves, supplied
                                               // values; the first output,
                                               // and of an unknown the first
  std::uint32_t first_unknown_level = 0;       // those below all attributes
  std::uint32_t obligation_count = 0;
  std::vector<OverrideSet> override_sets;      // sorted; none empty

  // Outputs: granted, each obligation, each override set.
  static constexpr std::uint32_t kGranted = 0;
  std::uint32_t ObligationOutput(model::ObligationId id) const {
    return 1 + id.value;
  }
  std::uint32_t LevelOfUnknown(model::UnknownId id) const {
    return first_unknown_level + id.value;
  }
  std::uint32_t OverrideOutput(std::size_t set) const {
    return 1 + obligation_count + std::uint32_t(set);
  }
};

inline std::uint32_t LevelOf(model::AttributeId id) {
  return kFirstAttributeLevel + id.value;
}

// Works for decoded vocabularies, too, whose tables have no unknowns. O(terms +
// attributes).
Space SpaceOf(const model::Vocabulary& vocabulary,
              std::vector<OverrideSet> override_sets,
              const std::vector<std::uint32_t>& unknown_sizes = {});

}  // namespace assent::logic
