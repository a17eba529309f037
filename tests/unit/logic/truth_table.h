// A function over a few small variables written out in full: what diagrams
// and covers are compared with.
#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <vector>

#include "compiler/logic/store.h"

namespace assent::logic {

using Domains = std::vector<std::uint32_t>;
using Point = std::vector<std::uint32_t>;

struct TruthTable {
  Domains domains;
  std::vector<bool> holds;  // last variable fastest

  explicit TruthTable(Domains d) : domains(std::move(d)) {
    std::size_t size = 1;
    for (std::uint32_t n : domains) size *= n;
    holds.resize(size);
  }

  std::size_t Index(const Point& point) const {
    std::size_t index = 0;
    for (std::size_t i = 0; i < domains.size(); ++i)
      index = index * domains[i] + point[i];
    return index;
  }

  void ForEach(const std::function<void(const Point&, std::size_t)>& f) const {
    Point point(domains.size(), 0);
    for (std::size_t index = 0; index < holds.size(); ++index) {
      f(point, index);
      for (std::size_t i = domains.size(); i-- > 0;) {
        if (++point[i] < domains[i]) break;
        point[i] = 0;
      }
    }
  }
};

// Built value by value, so that it shares nothing with Literal or Apply.
inline NodeId ToDiagram(Store& store, const TruthTable& table,
                        std::uint32_t level = 0, std::size_t index = 0) {
  if (level == table.domains.size())
    return table.holds[index] ? kTrue : kFalse;
  std::vector<Edge> edges;
  for (std::uint32_t v = 0; v < table.domains[level]; ++v)
    edges.push_back({v, ToDiagram(store, table, level + 1,
                                  index * table.domains[level] + v)});
  return store.Make(level, edges);
}

inline bool Holds(const Store& store, NodeId f, const Point& point) {
  while (f != kTrue && f != kFalse)
    f = store.ChildOf(f, point[store.LevelOf(f)]);
  return f == kTrue;
}

// Random unions of cubes: functions with some structure.
inline TruthTable RandomTable(const Domains& domains, std::mt19937& random) {
  TruthTable table(domains);
  const int cube_count = int(random() % 5);
  for (int c = 0; c < cube_count; ++c) {
    std::vector<std::uint32_t> allowed(domains.size());
    for (std::uint32_t& mask : allowed)
      mask = random() % 2 ? 0xFFFFFFFF : std::uint32_t(random());
    table.ForEach([&](const Point& point, std::size_t index) {
      bool inside = true;
      for (std::size_t i = 0; i < point.size(); ++i)
        inside = inside && (allowed[i] >> point[i] & 1);
      if (inside) table.holds[index] = true;
    });
  }
  return table;
}

}  // namespace assent::logic
