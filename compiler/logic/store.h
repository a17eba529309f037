// Canonical decision diagrams: hash-consed, reduced, multi-valued, with one
// fixed order of variables.
//
// A node tests the variable of its level and has one child for each value of
// it; neighbouring values with the same child share one edge. Two laws make
// diagrams canonical: no node has the same child for all its values, and no
// two nodes are equal. Therefore, in one Store,
//
//     f = g on every assignment   <=>   f and g are the same NodeId.
//
// This room knows no word of privacy: variables are levels, values are
// numbers. (Bryant 1986; multi-valued: Srinivasan, Kam, Malik, Brayton 1990.)
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "compiler/base/id.h"
#include "compiler/base/run_set.h"

namespace assent::logic {

using NodeId = Id<struct NodeTag>;

inline constexpr NodeId kFalse{0};
inline constexpr NodeId kTrue{1};

// Values [begin, next edge's begin) lead to child; the first begins at 0, the
// last ends at the domain's size; neighbours have different children.
struct Edge {
  std::uint32_t begin = 0;
  NodeId child;

  bool operator==(const Edge&) const = default;
};

// A value whose meaning is given by others: all of `members`, or any.
struct ExtraValue {
  std::uint32_t value = 0;
  RunSet members;            // none of them an extra value itself
};

// What Store::Extend needs to know about each level.
using ExtraValues = std::vector<std::vector<ExtraValue>>;  // by level

// Owns all nodes; they live as long as it does, or until Reset. Operations
// are memoised in a cache of bounded size. Not thread-safe: one a thread.
//
// Beyond `node_budget` nodes the store is exhausted: results are then
// meaningless and the caller has to say so to the author.
class Store {
 public:
  Store(std::vector<std::uint32_t> domain_sizes, std::size_t node_budget);

  std::uint32_t level_count() const { return std::uint32_t(domains_.size()); }
  std::uint32_t domain_size(std::uint32_t level) const {
    return domains_[level];
  }
  std::size_t node_count() const { return nodes_.size(); }
  bool exhausted() const { return exhausted_; }

  // Forgets every node but the constants.
  void Reset();

  // True where the variable of `level` has one of `values`, and `then` holds;
  // every variable of `then` is below `level`. O(runs).
  NodeId Literal(std::uint32_t level, const RunSet& values,
                 NodeId then = kTrue);

  // The node with these edges (sorted; equal neighbours are joined).
  NodeId Make(std::uint32_t level, std::span<const Edge> edges);

  NodeId And(NodeId a, NodeId b);
  NodeId Or(NodeId a, NodeId b);
  NodeId Minus(NodeId a, NodeId b);  // a and not b
  NodeId Xor(NodeId a, NodeId b);
  NodeId Not(NodeId a) { return Minus(kTrue, a); }
  NodeId OrAll(std::span<const NodeId> terms);

  // Defines each extra value by its members: f(extra) = AND of f(member), or
  // OR. What f says at extra values so far is ignored. `extras` must be the
  // same in every call of one store.
  NodeId ExtendAll(NodeId f, const ExtraValues& extras);
  NodeId ExtendAny(NodeId f, const ExtraValues& extras);

  // Some values, or all values, of the variables at `level` and below satisfy
  // f.
  NodeId Exists(NodeId f, std::uint32_t level);
  NodeId ForAll(NodeId f, std::uint32_t level);

  // Some of the `allowed` values (by level) of the variables above `level`
  // satisfy f. `allowed` must be the same in every call of one store.
  NodeId ExistsAbove(NodeId f, std::uint32_t level,
                     const std::vector<RunSet>& allowed);

  // A function of another store with the same domains.
  NodeId Copy(const Store& other, NodeId f);

  // f with the variable of `level` set to `value`. For levels near the top:
  // not memoised.
  NodeId Restrict(NodeId f, std::uint32_t level, std::uint32_t value);

  // level_count() for the constants.
  std::uint32_t LevelOf(NodeId f) const { return nodes_[f.value].level; }
  std::span<const Edge> Edges(NodeId f) const {
    const Node& node = nodes_[f.value];
    return {edges_.data() + node.first_edge, node.edge_count};
  }
  NodeId ChildOf(NodeId f, std::uint32_t value) const;  // at f's own level

 private:
  struct Node {
    std::uint32_t level;
    std::uint32_t edge_count;
    std::size_t first_edge;
    std::uint32_t hash;
  };
  struct CacheEntry {
    std::uint32_t operation = 0;
    NodeId a, b, result;
  };
  enum Operation : std::uint32_t {
    kAnd = 1, kOr, kMinus, kXor, kExtendAll, kExtendAny, kExists, kForAll,
    kExistsAbove
  };

  template <Operation op>
  NodeId Apply(NodeId a, NodeId b);
  template <Operation op>
  NodeId Extend(NodeId f, const ExtraValues& extras);
  template <Operation op>
  NodeId Quantify(NodeId f, std::uint32_t level);
  CacheEntry& Slot(std::uint32_t operation, NodeId a, NodeId b);
  NodeId MakeFromScratch(std::uint32_t level, std::size_t base);
  void PushEdge(std::size_t base, std::uint32_t begin, NodeId child);
  void GrowTable();

  std::vector<std::uint32_t> domains_;
  std::size_t node_budget_;
  bool exhausted_ = false;
  std::vector<Node> nodes_;
  std::vector<Edge> edges_;
  std::vector<std::uint32_t> table_;   // open addressing; 0 = empty
  std::vector<CacheEntry> cache_;      // direct mapped
  std::vector<Edge> scratch_;          // a stack shared by the recursion
};

}  // namespace assent::logic
