#include "bench/global_rules.h"

#include <algorithm>
#include <bit>

namespace assent::bench {
namespace {

// By granted * 8 + otherwise * 4 + earlier * 2 + later.
constexpr Reason kStanding[16] = {
    Reason::no_agreement,      Reason::not_yet,
    Reason::expired,           Reason::expired,
    Reason::condition_not_met, Reason::condition_not_met,
    Reason::condition_not_met, Reason::condition_not_met,
    Reason::granted,           Reason::granted,
    Reason::granted,           Reason::granted,
    Reason::granted,           Reason::granted,
    Reason::granted,           Reason::granted};

}  // namespace

template <int kBuild>
GlobalRules<kBuild>::GlobalRules(const World& world)
    : by_leaf_(kLeafCount),
      by_purpose_(kPurposeCount),
      interval_of_day_(kEndDay) {
  // Days between two neighbouring cuts are alike.
  std::vector<Day> cuts = {kFirstDay};
  const auto cut = [&](const Scope& scope) {
    cuts.push_back(scope.window.from);
    if (scope.window.until < kEndDay) cuts.push_back(scope.window.until);
  };
  std::ranges::for_each(world.governs, cut);
  std::ranges::for_each(world.prohibitions, cut);
  std::ranges::sort(cuts);
  cuts.erase(std::ranges::unique(cuts).begin(), cuts.end());
  by_interval_.resize(cuts.size());
  for (std::size_t i = 0; i < cuts.size(); ++i)
    std::fill(interval_of_day_.begin() + cuts[i], interval_of_day_.end(),
              std::uint8_t(i));

  const auto spread = [&](const Scope& scope, std::uint64_t Bits::* member,
                          std::uint64_t bit) {
    for (std::uint32_t leaf = 0; leaf < kLeafCount; ++leaf)
      if (scope.Covers(world.tree, leaf)) by_leaf_[leaf].*member |= bit;
    for (std::uint32_t p = 0; p < kPurposeCount; ++p)
      if (scope.purposes >> p & 1) by_purpose_[p].*member |= bit;
    for (std::size_t i = 0; i < cuts.size(); ++i)
      if (scope.window.Contains(cuts[i])) by_interval_[i].*member |= bit;
  };
  for (std::size_t p = 0; p < world.governs.size(); ++p)
    spread(world.governs[p], &Bits::permissions, std::uint64_t{1} << p);
  for (std::size_t p = 0; p < world.prohibitions.size(); ++p) {
    spread(world.prohibitions[p], &Bits::prohibitions, std::uint64_t{1} << p);
    conditions_.push_back(world.prohibitions[p].when);
  }
}

template <int kBuild>
bool GlobalRules<kBuild>::Prohibited(std::uint64_t candidates,
                             std::uint64_t facts) const {
  for (; candidates != 0; candidates &= candidates - 1)
    if (conditions_[std::countr_zero(candidates)].Hold(facts)) return true;
  return false;
}

template <int kBuild>
Verdict GlobalRules<kBuild>::Conclude(const HandRequest& request,
                              const Scan& scan) const {
  Verdict verdict;
  verdict.reason = kStanding[scan.granted * 8 + scan.otherwise * 4 +
                             scan.earlier * 2 + scan.later];
  if (!scan.granted) return verdict;
  verdict.obligations = scan.obligations;

  const Bits& leaf = by_leaf_[request.leaf];
  const Bits& purpose = by_purpose_[request.purpose];
  const Bits& day = by_interval_[interval_of_day_[request.day]];
  if (Prohibited(leaf.prohibitions & purpose.prohibitions & day.prohibitions,
                 request.facts)) {
    verdict.reason = Reason::prohibited;
    return verdict;
  }
  // The permissions' states are the facts of the same numbers.
  const std::uint64_t closed =
      leaf.permissions & purpose.permissions & day.permissions & ~request.facts;
  if (closed != 0) {
    verdict.reason = Reason::needs_permission;
    verdict.permission = std::uint16_t(std::countr_zero(closed));
    return verdict;
  }
  verdict.permit = true;
  return verdict;
}

template class GlobalRules<ASSENT_BENCH_BUILD>;

}  // namespace assent::bench
