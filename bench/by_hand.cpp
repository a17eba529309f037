#include "bench/by_hand.h"

namespace assent::bench {

template <int kBuild>
ByHand<kBuild>::ByHand(const World& world) : global_(world) {
  rules_.reserve(world.grants.size());
  for (const Partner& partner : world.partners) {
    begins_.push_back(std::uint32_t(rules_.size()));
    for (std::uint32_t g = 0; g < partner.grant_count; ++g) {
      const Grant& grant = world.grants[partner.first_grant + g];
      const Scope& scope = grant.scope;
      Rule rule = {};
      rule.actions = std::uint8_t(scope.actions);
      rule.relations = std::uint8_t(scope.relations);
      rule.obligations = std::uint16_t(world.Obligations(partner, grant));
      rule.purposes = scope.purposes;
      for (std::size_t n = 0; n < scope.nodes.size(); ++n) {
        const Node& node = world.tree[scope.nodes[n]];
        rule.first_leaf[n] = std::uint8_t(node.first_leaf);
        rule.end_leaf[n] = std::uint8_t(node.end_leaf);
      }
      rule.from = scope.window.from;
      rule.until = scope.window.until;
      rule.care = scope.when.care;
      rule.value = scope.when.value;
      rule.id = std::uint32_t(rules_.size());
      rules_.push_back(rule);
    }
  }
  begins_.push_back(std::uint32_t(rules_.size()));
}

template <int kBuild>
Verdict ByHand<kBuild>::Decide(const HandRequest& request) const {
  Scan scan;
  const Rule* rule = rules_.data() + begins_[request.partner];
  const Rule* end = rules_.data() + begins_[request.partner + 1];
  for (; rule != end; ++rule) {
    if (!(rule->actions >> request.action & 1)) continue;
    if (!(rule->relations >> request.relation & 1)) continue;
    if (!(rule->purposes >> request.purpose & 1)) continue;
    bool covers = false;
    for (int n = 0; n < 4; ++n)
      covers |= rule->first_leaf[n] <= request.leaf &&
                request.leaf < rule->end_leaf[n];
    if (!covers) continue;
    if (request.day < rule->from) {
      scan.later = 1;
    } else if (request.day >= rule->until) {
      scan.earlier = 1;
    } else if ((request.facts & rule->care) != rule->value) {
      scan.otherwise = 1;
    } else {
      scan.granted = 1;
      scan.obligations |= rule->obligations;
    }
  }
  return global_.Conclude(request, scan);
}

template <int kBuild>
void ByHand<kBuild>::Prefetch(std::uint32_t partner) const {
  // A fixed count, since a loop to the end is one more branch to guess.
  const auto* line =
      reinterpret_cast<const char*>(rules_.data() + begins_[partner]);
  for (int i = 0; i < 8; ++i) __builtin_prefetch(line + i * 64);
}

template class ByHand<ASSENT_BENCH_BUILD>;

}  // namespace assent::bench
