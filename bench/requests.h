// Requests to a world: 60 % aimed into a rule, 40 % drawn at random, all
// different, so that no branch predictor learns them by heart.
#pragma once

#include <span>
#include <vector>

#include "bench/hand_request.h"
#include "bench/world.h"

namespace assent::bench {

inline constexpr std::uint32_t kRequestCount = 1u << 20;

// Facts are kept for people, not for requests: a pool of people, and for each
// request the index of one. The second half of the pool serves the relation
// `self`: there requester and subject are one person.
inline constexpr std::uint32_t kPersonCount = 4096;
inline constexpr std::uint32_t kOnePersonBegin = kPersonCount / 2;

struct Requests {
  std::vector<HandRequest> requests;
  std::vector<std::uint16_t> persons;  // by request: index in the pool
};

std::vector<std::uint64_t> MakePersons();  // facts, as bits

// Requests to any of `partners` (indices into world.partners).
Requests MakeRequests(const World& world,
                      std::span<const std::uint64_t> persons,
                      std::span<const std::uint32_t> partners,
                      std::uint64_t seed);

}  // namespace assent::bench
