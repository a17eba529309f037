// Two Models against each other, by the oracle alone: whether any verdict of
// theirs differs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "compiler/model/model.h"
#include "tests/generate/random.h"

namespace assent::exhaustive {

// Whether a request means the same to both: equal names, domains, graphs,
// permissions, partners and obligations. The functions below want that.
bool SameWords(const model::Vocabulary& a, const model::Vocabulary& b);

// How many requests FirstDifference looks at, at most.
std::uint64_t RequestCount(const model::Model& a, const model::Model& b);

// The first request that both answer differently in any part, described;
// nothing when they agree on all.
std::optional<std::string> FirstDifference(const model::Model& a,
                                           const model::Model& b);

// The same for `count` requests, half of them aimed into rules of each; without
// those that leave the oracle too many completions to enumerate.
std::optional<std::string> SampledDifference(const model::Model& a,
                                             const model::Model& b,
                                             generate::Random& random,
                                             std::uint64_t count);

}  // namespace assent::exhaustive
