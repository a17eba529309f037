#include "bench/expert.h"

#include <algorithm>

namespace assent::bench {
namespace {

constexpr std::uint32_t kActionShift = kPurposeCount;
constexpr std::uint32_t kRelationShift = kActionShift + kActionCount;
static_assert(kRelationShift + kRelationCount <= 32);

std::uint16_t ShortDay(Day day) {
  return std::uint16_t(std::min<Day>(day, UINT16_MAX));
}

}  // namespace

template <int kBuild>
Expert<kBuild>::Expert(const World& world) : global_(world) {
  rules_.reserve(world.grants.size());
  for (const Partner& partner : world.partners) {
    begins_.push_back(std::uint32_t(rules_.size()));
    for (std::uint32_t g = 0; g < partner.grant_count; ++g) {
      const Grant& grant = world.grants[partner.first_grant + g];
      const Scope& scope = grant.scope;
      Rule rule = {};
      rule.scope = scope.purposes | scope.actions << kActionShift |
                   scope.relations << kRelationShift;
      rule.from = ShortDay(scope.window.from);
      rule.until = ShortDay(scope.window.until);
      for (std::size_t n = 0; n < scope.nodes.size(); ++n) {
        const Node& node = world.tree[scope.nodes[n]];
        rule.first_leaf[n] = std::uint8_t(node.first_leaf);
        rule.leaf_count[n] = std::uint8_t(node.end_leaf - node.first_leaf);
      }
      rule.care = scope.when.care;
      rule.value = scope.when.value;
      rules_.push_back(rule);
      obligations_.push_back(std::uint8_t(world.Obligations(partner, grant)));
    }
  }
  begins_.push_back(std::uint32_t(rules_.size()));
}

template <int kBuild>
Verdict Expert<kBuild>::Decide(const HandRequest& request) const {
  Scan scan;
  const std::uint32_t needed = 1u << request.purpose |
                               1u << (kActionShift + request.action) |
                               1u << (kRelationShift + request.relation);
  const std::uint32_t end = begins_[request.partner + 1];
  for (std::uint32_t r = begins_[request.partner]; r != end; ++r) {
    const Rule& rule = rules_[r];
    if (needed & ~rule.scope) [[likely]]
      continue;
    std::uint32_t covers = 0;
    for (int n = 0; n < 4; ++n)
      covers |=
          std::uint8_t(request.leaf - rule.first_leaf[n]) < rule.leaf_count[n];
    if (!covers) continue;
    const std::uint32_t later = request.day < rule.from;
    const std::uint32_t earlier = request.day >= rule.until;
    const std::uint32_t in_force = !(later | earlier);
    const std::uint32_t met = (request.facts & rule.care) == rule.value;
    scan.later |= later;
    scan.earlier |= earlier;
    scan.otherwise |= in_force & !met;
    if (in_force & met) {
      scan.granted = 1;
      scan.obligations |= obligations_[r];
    }
  }
  return global_.Conclude(request, scan);
}

template <int kBuild>
void Expert<kBuild>::Prefetch(std::uint32_t partner) const {
  // A fixed count, since a loop to the end is one more branch to guess.
  const auto* line =
      reinterpret_cast<const char*>(rules_.data() + begins_[partner]);
  for (int i = 0; i < 6; ++i) __builtin_prefetch(line + i * 64);
}

template class Expert<ASSENT_BENCH_BUILD>;

}  // namespace assent::bench
