#include "compiler/diff/regions.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace assent::diff {

std::vector<Region> JoinPartners(std::vector<Region> regions) {
  using Names = std::vector<std::string>;
  using Key = std::tuple<Change, std::string, rows::Cube, Names, Names, Names>;
  std::map<Key, std::size_t> places;
  std::vector<Region> joined;
  for (Region& region : regions) {
    const auto [it, is_new] = places.try_emplace(
        Key(region.change, region.what, region.cube, region.reasons,
            region.obligations, region.some_obligations),
        joined.size());
    if (is_new) {
      joined.push_back(std::move(region));
      continue;
    }
    Region& first = joined[it->second];
    first.partners.push_back(region.partners[0]);
    first.exact = first.exact && region.exact;
    first.requests = check::Sum(first.requests, region.requests);
    first.shared = check::Sum(first.shared, region.shared);
  }
  std::ranges::sort(joined, [](const Region& a, const Region& b) {
    return std::tie(a.change, a.what, a.partners, a.cube) <
           std::tie(b.change, b.what, b.partners, b.cube);
  });
  return joined;
}

}  // namespace assent::diff
