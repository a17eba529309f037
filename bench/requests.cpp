#include "bench/requests.h"

#include <bit>
#include <cstring>
#include <unordered_set>

#include "bench/draw.h"

namespace assent::bench {
namespace {

constexpr Day kFirstAsked = 14000;  // 2008-05-01
constexpr std::uint32_t kAskedDays = 4500;

// One of the bits of `mask`.
std::uint8_t OneOf(std::uint32_t mask, Draw& draw) {
  for (std::uint32_t skip = draw.Below(std::popcount(mask)); skip > 0; --skip)
    mask &= mask - 1;
  return std::uint8_t(std::countr_zero(mask));
}

// Someone who fits the relation, and the literals if anyone does.
std::uint16_t OnePerson(std::span<const std::uint64_t> persons, bool self,
                        const Literals& when, Draw& draw) {
  constexpr std::uint32_t half = kOnePersonBegin;
  const std::uint32_t begin = self ? kOnePersonBegin : 0;
  const std::uint32_t start = draw.Below(half);
  for (std::uint32_t i = 0; i < half; ++i) {
    const std::uint32_t person = begin + (start + i) % half;
    if (when.Hold(persons[person])) return std::uint16_t(person);
  }
  return std::uint16_t(begin + start);
}

HandRequest Anywhere(std::span<const std::uint32_t> partners, Draw& draw) {
  HandRequest request;
  request.partner = partners[draw.Below(std::uint32_t(partners.size()))];
  request.day = kFirstAsked + Day(draw.Below(kAskedDays));
  request.leaf = std::uint8_t(draw.Below(kLeafCount));
  request.action = std::uint8_t(draw.Below(kActionCount));
  request.purpose = std::uint8_t(draw.Below(kPurposeCount));
  request.relation = std::uint8_t(draw.Below(kRelationCount));
  return request;
}

// Moves the request into a rule of its partner.
void Aim(const World& world, const Scope& scope, HandRequest& request,
         Draw& draw) {
  const Node& node =
      world.tree[scope.nodes[draw.Below(std::uint32_t(scope.nodes.size()))]];
  request.leaf = std::uint8_t(draw.Between(node.first_leaf, node.end_leaf - 1));
  request.action = OneOf(scope.actions, draw);
  request.purpose = OneOf(scope.purposes, draw);
  request.relation = OneOf(scope.relations, draw);
  request.day =
      scope.window.from +
      Day(draw.Below(std::uint32_t(scope.window.until - scope.window.from)));
}

std::uint64_t HashOf(const HandRequest& request) {
  std::uint64_t low, high;
  static_assert(sizeof(HandRequest) == 24);
  std::memcpy(&low, &request.partner, 8);
  high = request.leaf | request.action << 8 | request.purpose << 16 |
         request.relation << 24;
  return Draw(low ^ Draw(high ^ Draw(request.facts).Bits()).Bits()).Bits();
}

}  // namespace

std::vector<std::uint64_t> MakePersons() {
  Draw draw(7);
  std::vector<std::uint64_t> persons(kPersonCount);
  constexpr std::uint64_t copies = ((std::uint64_t{1} << kPairCount) - 1)
                                   << kFirstPaired;
  for (std::uint32_t p = 0; p < kPersonCount; ++p) {
    persons[p] = draw.Bits();
    if (p < kOnePersonBegin) continue;
    persons[p] &= ~(copies << kPairCount);
    persons[p] |= (persons[p] & copies) << kPairCount;
  }
  return persons;
}

Requests MakeRequests(const World& world,
                      std::span<const std::uint64_t> persons,
                      std::span<const std::uint32_t> partners,
                      std::uint64_t seed) {
  Draw draw(seed);
  Requests result;
  std::unordered_set<std::uint64_t> seen;
  seen.reserve(kRequestCount);
  while (result.requests.size() < kRequestCount) {
    HandRequest request = Anywhere(partners, draw);
    Literals when;
    if (draw.Percent(60)) {
      const Partner& partner = world.partners[request.partner];
      const Scope& scope =
          world.grants[partner.first_grant + draw.Below(partner.grant_count)]
              .scope;
      Aim(world, scope, request, draw);
      when = scope.when;
    }
    const std::uint16_t person =
        OnePerson(persons, request.relation == kSelf, when, draw);
    request.facts = persons[person];
    if (!seen.insert(HashOf(request)).second) continue;
    result.requests.push_back(request);
    result.persons.push_back(person);
  }
  return result;
}

}  // namespace assent::bench
