#include "compiler/table/conditions.h"

#include <algorithm>
#include <optional>
#include <set>

namespace assent::table {
namespace {

using format::kMaxTests;
using format::kNarrowConditions;
using Rows = std::map<LiteralIds, std::uint64_t>;

// Rows with more than `most_literals` have a bit of their own.
Conditions WithBits(const Rows& rows, std::uint32_t test_count,
                    std::size_t most_literals) {
  std::set<LiteralIds> singles, own;
  for (const auto& [literals, count] : rows) {
    if (literals.size() > most_literals)
      own.insert(literals);
    else
      for (std::uint32_t literal : literals) singles.insert({literal});
  }
  Conditions conditions;
  std::map<LiteralIds, std::uint32_t> bit_of;
  for (const auto* bits : {&singles, &own})
    for (const LiteralIds& bit : *bits) {
      // A literal of one row may be the row's own bit, too.
      if (!bit_of.emplace(bit, std::uint32_t(conditions.bits.size())).second)
        continue;
      conditions.bits.push_back(bit);
    }
  for (const auto& [literals, count] : rows) {
    std::map<std::uint32_t, std::uint8_t> masks;
    const auto test = [&](const LiteralIds& bit) {
      const std::uint32_t at = bit_of.find(bit)->second;
      masks[at / 8] |= std::uint8_t(1u << at % 8);
    };
    if (literals.size() > most_literals)
      test(literals);
    else
      for (std::uint32_t literal : literals) test({literal});
    auto& tests = conditions.tests_of[literals];
    for (const auto& [byte, mask] : masks) tests.push_back({byte, mask});
    conditions.test_count =
        std::max(conditions.test_count, std::uint32_t(tests.size()));
  }
  conditions.test_count = std::min(conditions.test_count, test_count);
  if (conditions.bits.size() > kNarrowConditions) conditions.test_bytes = 2;
  return conditions;
}

std::uint64_t LanesOf(const Rows& rows, const Conditions& conditions) {
  std::uint64_t lanes = 0;
  for (const auto& [literals, count] : rows)
    lanes += count * ((conditions.tests_of.at(literals).size() - 1) /
                          conditions.test_count +
                      1);
  return lanes;
}

}  // namespace

Conditions ChooseConditions(const Rows& rows, const BlockBytes& block_bytes) {
  if (rows.empty()) return {};
  std::optional<Conditions> best, fewest;
  std::uint64_t best_cost = 0;
  for (std::uint32_t tests = 1; tests <= kMaxTests; ++tests)
    for (const bool own_bits : {true, false}) {
      Conditions made =
          WithBits(rows, tests, own_bits ? tests : SIZE_MAX);
      if (own_bits && (!fewest || made.bits.size() < fewest->bits.size()))
        fewest = made;
      if (made.bits.size() > kNarrowConditions) continue;
      const std::uint64_t cost =
          LanesOf(rows, made) * block_bytes[made.test_count];
      if (best && best_cost <= cost) continue;
      best = std::move(made);
      best_cost = cost;
    }
  return best ? *std::move(best) : *std::move(fewest);
}

}  // namespace assent::table
