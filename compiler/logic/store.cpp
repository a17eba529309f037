#include "compiler/logic/store.h"

#include <algorithm>
#include <unordered_map>

#include "compiler/base/result.h"

namespace assent::logic {
namespace {

constexpr std::size_t kFirstTableSize = 1 << 12;
constexpr std::size_t kLargestCacheSize = 1 << 22;

std::uint32_t Mix(std::uint64_t hash, std::uint64_t value) {
  hash = (hash ^ value) * 0x9E3779B97F4A7C15u;
  return static_cast<std::uint32_t>(hash >> 32);
}

std::uint32_t HashOf(std::uint32_t level, std::span<const Edge> edges) {
  std::uint64_t hash = level + 0x51ED270B;
  for (const Edge& edge : edges) {
    hash = (hash ^ (std::uint64_t{edge.begin} << 32 | edge.child.value)) *
           0x9E3779B97F4A7C15u;
    hash ^= hash >> 29;
  }
  return static_cast<std::uint32_t>(hash ^ hash >> 32);
}

}  // namespace

Store::Store(std::vector<std::uint32_t> domain_sizes, std::size_t node_budget)
    : domains_(std::move(domain_sizes)), node_budget_(node_budget) {
  Reset();
}

void Store::Reset() {
  const std::uint32_t below_all = level_count();
  nodes_.assign(2, Node{below_all, 0, 0, 0});
  edges_.clear();
  // Grown arrays are kept: the next functions are as large as the last.
  table_.assign(std::max(table_.size(), kFirstTableSize), 0);
  cache_.assign(std::max(cache_.size(), kFirstTableSize), CacheEntry{});
  scratch_.clear();
  exhausted_ = false;
}

void Store::GrowTable() {
  table_.assign(table_.size() * 2, 0);
  const std::size_t mask = table_.size() - 1;
  for (std::uint32_t n = 2; n < nodes_.size(); ++n) {
    std::size_t slot = nodes_[n].hash & mask;
    while (table_[slot] != 0) slot = (slot + 1) & mask;
    table_[slot] = n;
  }
  if (cache_.size() < kLargestCacheSize && cache_.size() < table_.size())
    cache_.assign(table_.size(), CacheEntry{});
}

void Store::PushEdge(std::size_t base, std::uint32_t begin, NodeId child) {
  if (scratch_.size() > base && scratch_.back().child == child) return;
  scratch_.push_back({begin, child});
}

NodeId Store::MakeFromScratch(std::uint32_t level, std::size_t base) {
  const std::span<const Edge> edges{scratch_.data() + base,
                                    scratch_.size() - base};
  if (edges.size() == 1) {
    const NodeId only = edges[0].child;
    scratch_.resize(base);
    return only;
  }
  const std::uint32_t hash = HashOf(level, edges);
  const std::size_t mask = table_.size() - 1;
  std::size_t slot = hash & mask;
  for (; table_[slot] != 0; slot = (slot + 1) & mask) {
    const Node& node = nodes_[table_[slot]];
    if (node.hash == hash && node.level == level &&
        std::ranges::equal(Edges(NodeId(table_[slot])), edges)) {
      scratch_.resize(base);
      return NodeId(table_[slot]);
    }
  }
  if (nodes_.size() >= node_budget_) {
    exhausted_ = true;
    scratch_.resize(base);
    return kFalse;
  }
  const NodeId made(nodes_.size());
  table_[slot] = made.value;
  nodes_.push_back({level, std::uint32_t(edges.size()), edges_.size(), hash});
  edges_.insert(edges_.end(), edges.begin(), edges.end());
  scratch_.resize(base);
  if (nodes_.size() * 2 > table_.size()) GrowTable();
  return made;
}

NodeId Store::Make(std::uint32_t level, std::span<const Edge> edges) {
  const std::size_t base = scratch_.size();
  for (const Edge& edge : edges) PushEdge(base, edge.begin, edge.child);
  return MakeFromScratch(level, base);
}

NodeId Store::Literal(std::uint32_t level, const RunSet& values, NodeId then) {
  const std::size_t base = scratch_.size();
  std::uint32_t next = 0;
  for (const Run& run : values.runs()) {
    ASSENT_CHECK(run.end <= domains_[level], "value outside its domain");
    if (run.begin > next) PushEdge(base, next, kFalse);
    PushEdge(base, run.begin, then);
    next = run.end;
  }
  if (next < domains_[level]) PushEdge(base, next, kFalse);
  return MakeFromScratch(level, base);
}

NodeId Store::ChildOf(NodeId f, std::uint32_t value) const {
  const std::span<const Edge> edges = Edges(f);
  auto it = std::upper_bound(
      edges.begin(), edges.end(), value,
      [](std::uint32_t v, const Edge& edge) { return v < edge.begin; });
  return (it - 1)->child;
}

Store::CacheEntry& Store::Slot(std::uint32_t operation, NodeId a, NodeId b) {
  std::uint64_t key = std::uint64_t{a.value} << 32 | b.value;
  return cache_[Mix(operation * 0xD6E8FEB86659FD93u, key) &
                (cache_.size() - 1)];
}

template <Store::Operation op>
NodeId Store::Apply(NodeId a, NodeId b) {
  if constexpr (op == kAnd) {
    if (a == kFalse || b == kFalse) return kFalse;
    if (a == kTrue || a == b) return b;
    if (b == kTrue) return a;
  } else if constexpr (op == kOr) {
    if (a == kTrue || b == kTrue) return kTrue;
    if (a == kFalse || a == b) return b;
    if (b == kFalse) return a;
  } else if constexpr (op == kMinus) {
    if (a == kFalse || b == kTrue || a == b) return kFalse;
    if (b == kFalse) return a;
  } else {
    if (a == b) return kFalse;
    if (a == kFalse) return b;
    if (b == kFalse) return a;
  }
  if constexpr (op != kMinus)
    if (b < a) std::swap(a, b);
  if (exhausted_) return kFalse;
  {
    const CacheEntry& hit = Slot(op, a, b);
    if (hit.operation == op && hit.a == a && hit.b == b) return hit.result;
  }

  // Indices, not iterators: the recursion may move both arrays.
  const Node na = nodes_[a.value], nb = nodes_[b.value];
  const std::uint32_t level = std::min(na.level, nb.level);
  const std::size_t base = scratch_.size();
  const std::size_t count_a = na.level == level ? na.edge_count : 1;
  const std::size_t count_b = nb.level == level ? nb.edge_count : 1;
  std::size_t i = 0, j = 0;
  std::uint32_t begin = 0;
  while (true) {
    const NodeId x =
        na.level == level ? edges_[na.first_edge + i].child : a;
    const NodeId y =
        nb.level == level ? edges_[nb.first_edge + j].child : b;
    const NodeId child = Apply<op>(x, y);
    PushEdge(base, begin, child);
    const std::uint32_t next_a =
        i + 1 < count_a ? edges_[na.first_edge + i + 1].begin : UINT32_MAX;
    const std::uint32_t next_b =
        j + 1 < count_b ? edges_[nb.first_edge + j + 1].begin : UINT32_MAX;
    begin = std::min(next_a, next_b);
    if (begin == UINT32_MAX) break;
    if (next_a == begin) ++i;
    if (next_b == begin) ++j;
  }
  const NodeId result = MakeFromScratch(level, base);
  Slot(op, a, b) = {op, a, b, result};
  return result;
}

NodeId Store::And(NodeId a, NodeId b) { return Apply<kAnd>(a, b); }
NodeId Store::Or(NodeId a, NodeId b) { return Apply<kOr>(a, b); }
NodeId Store::Minus(NodeId a, NodeId b) { return Apply<kMinus>(a, b); }
NodeId Store::Xor(NodeId a, NodeId b) { return Apply<kXor>(a, b); }

NodeId Store::OrAll(std::span<const NodeId> terms) {
  // Halving keeps the intermediate results small.
  if (terms.empty()) return kFalse;
  if (terms.size() == 1) return terms[0];
  const std::size_t half = terms.size() / 2;
  const NodeId left = OrAll(terms.first(half));
  return Or(left, OrAll(terms.subspan(half)));
}

template <Store::Operation op>
NodeId Store::Extend(NodeId f, const ExtraValues& extras) {
  if (f == kFalse || f == kTrue || exhausted_) return f;
  {
    const CacheEntry& hit = Slot(op, f, f);
    if (hit.operation == op && hit.a == f) return hit.result;
  }
  const Node node = nodes_[f.value];
  std::vector<Edge> edges(node.edge_count);
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const Edge edge = edges_[node.first_edge + i];
    edges[i] = {edge.begin, Extend<op>(edge.child, extras)};
  }
  auto edge_of = [&](std::uint32_t value) {
    return std::upper_bound(edges.begin(), edges.end(), value,
                            [](std::uint32_t v, const Edge& edge) {
                              return v < edge.begin;
                            }) -
           1;
  };
  std::vector<Edge> replaced;  // begin: the extra value
  for (const ExtraValue& extra : extras[node.level]) {
    NodeId all = op == kExtendAll ? kTrue : kFalse;
    for (const Run& run : extra.members.runs()) {
      for (auto edge = edge_of(run.begin);
           edge != edges.end() && edge->begin < run.end; ++edge)
        all = op == kExtendAll ? And(all, edge->child) : Or(all, edge->child);
    }
    replaced.push_back({extra.value, all});
  }
  const std::size_t base = scratch_.size();
  std::size_t next_extra = 0;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    std::uint32_t begin = edges[i].begin;
    const std::uint32_t end =
        i + 1 < edges.size() ? edges[i + 1].begin : domains_[node.level];
    while (next_extra < replaced.size() && replaced[next_extra].begin < end) {
      const Edge extra = replaced[next_extra++];
      if (extra.begin > begin) PushEdge(base, begin, edges[i].child);
      PushEdge(base, extra.begin, extra.child);
      begin = extra.begin + 1;
    }
    if (begin < end) PushEdge(base, begin, edges[i].child);
  }
  const NodeId result = MakeFromScratch(node.level, base);
  Slot(op, f, f) = {op, f, f, result};
  return result;
}

NodeId Store::ExtendAll(NodeId f, const ExtraValues& extras) {
  return Extend<kExtendAll>(f, extras);
}
NodeId Store::ExtendAny(NodeId f, const ExtraValues& extras) {
  return Extend<kExtendAny>(f, extras);
}

template <Store::Operation op>
NodeId Store::Quantify(NodeId f, std::uint32_t level) {
  if (f == kFalse || f == kTrue) return f;
  const Node node = nodes_[f.value];
  // No node but the constants is never true, or always.
  if (node.level >= level) return op == kExists ? kTrue : kFalse;
  const NodeId key(level + 2);
  {
    const CacheEntry& hit = Slot(op, f, key);
    if (hit.operation == op && hit.a == f && hit.b == key) return hit.result;
  }
  const std::size_t base = scratch_.size();
  for (std::size_t i = 0; i < node.edge_count; ++i) {
    const Edge edge = edges_[node.first_edge + i];
    const NodeId child = Quantify<op>(edge.child, level);
    PushEdge(base, edge.begin, child);
  }
  const NodeId result = MakeFromScratch(node.level, base);
  Slot(op, f, key) = {op, f, key, result};
  return result;
}

NodeId Store::Exists(NodeId f, std::uint32_t level) {
  return Quantify<kExists>(f, level);
}
NodeId Store::ForAll(NodeId f, std::uint32_t level) {
  return Quantify<kForAll>(f, level);
}

NodeId Store::ExistsAbove(NodeId f, std::uint32_t level,
                          const std::vector<RunSet>& allowed) {
  const Node node = nodes_[f.value];
  if (node.level >= level || exhausted_) return f;
  const NodeId key(level + 2);
  {
    const CacheEntry& hit = Slot(kExistsAbove, f, key);
    if (hit.operation == kExistsAbove && hit.a == f && hit.b == key)
      return hit.result;
  }
  NodeId any = kFalse;
  for (std::size_t i = 0; i < node.edge_count && any != kTrue; ++i) {
    const Edge edge = edges_[node.first_edge + i];
    const std::uint32_t end = i + 1 < node.edge_count
                                  ? edges_[node.first_edge + i + 1].begin
                                  : domains_[node.level];
    if (edge.child == kFalse ||
        !allowed[node.level].Intersects(RunSet::Range(edge.begin, end)))
      continue;
    any = Or(any, ExistsAbove(edge.child, level, allowed));
  }
  Slot(kExistsAbove, f, key) = {kExistsAbove, f, key, any};
  return any;
}

NodeId Store::Copy(const Store& other, NodeId f) {
  std::unordered_map<std::uint32_t, NodeId> copies;
  auto copy = [&](auto& self, NodeId g) -> NodeId {
    if (g == kFalse || g == kTrue) return g;
    if (auto it = copies.find(g.value); it != copies.end()) return it->second;
    std::vector<Edge> edges(other.Edges(g).begin(), other.Edges(g).end());
    for (Edge& edge : edges) edge.child = self(self, edge.child);
    return copies[g.value] = Make(other.LevelOf(g), edges);
  };
  return copy(copy, f);
}

NodeId Store::Restrict(NodeId f, std::uint32_t level, std::uint32_t value) {
  const Node node = nodes_[f.value];
  if (node.level > level) return f;
  if (node.level == level) return ChildOf(f, value);
  const std::size_t base = scratch_.size();
  for (std::size_t i = 0; i < node.edge_count; ++i) {
    const Edge edge = edges_[node.first_edge + i];
    const NodeId child = Restrict(edge.child, level, value);
    PushEdge(base, edge.begin, child);
  }
  return MakeFromScratch(node.level, base);
}

}  // namespace assent::logic
