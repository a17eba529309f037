#include "compiler/logic/space.h"

#include <algorithm>

#include "runtime/format/day.h"

namespace assent::logic {
namespace {

std::vector<ExtraValue> InnerTerms(const model::Taxonomy& taxonomy) {
  std::vector<ExtraValue> extras;
  for (std::uint32_t t = 0; t < taxonomy.size(); ++t)
    if (!taxonomy.terms[t].is_leaf())
      extras.push_back({t, taxonomy.terms[t].leaves});
  return extras;
}

}  // namespace

Space SpaceOf(const model::Vocabulary& vocabulary,
              std::vector<OverrideSet> override_sets,
              const std::vector<std::uint32_t>& unknown_sizes) {
  Space space;
  std::ranges::sort(override_sets);
  const auto repeated = std::ranges::unique(override_sets);
  override_sets.erase(repeated.begin(), repeated.end());
  space.override_sets = std::move(override_sets);
  space.obligation_count = std::uint32_t(vocabulary.obligations.size());

  auto add = [&](std::uint32_t size, std::vector<ExtraValue> extras,
                 RunSet countable) {
    // A level nobody can name still has one value, which nothing selects.
    space.domain_sizes.push_back(std::max(size, 1u));
    space.extras.push_back(std::move(extras));
    space.countable.push_back(std::move(countable));
  };
  auto add_taxonomy = [&](const model::Taxonomy& taxonomy) {
    add(taxonomy.size(), InnerTerms(taxonomy), taxonomy.leaves);
  };
  auto add_plain = [&](std::uint32_t size) {
    add(size, {}, RunSet::Range(0, size));
  };
  add(space.OverrideOutput(space.override_sets.size()), {},
      RunSet::Single(Space::kGranted));
  add_taxonomy(vocabulary.data);
  add_plain(kEndDay);
  add_taxonomy(vocabulary.actions);
  add_plain(std::uint32_t(vocabulary.relations.size()));
  add_taxonomy(vocabulary.purposes);
  for (const model::Attribute& attribute : vocabulary.attributes) {
    const RunSet supplied = RunSet::Range(0, attribute.supplied_count());
    std::vector<ExtraValue> extras;
    if (attribute.has_unsupplied())
      extras.push_back({attribute.unsupplied(), supplied});
    add(attribute.domain_size(), std::move(extras), supplied);
  }
  space.first_unknown_level = std::uint32_t(space.domain_sizes.size());
  for (std::uint32_t size : unknown_sizes) add(size, {}, RunSet::Single(0));
  return space;
}

}  // namespace assent::logic
