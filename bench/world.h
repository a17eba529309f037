// The world that the benchmarks run in: one that a policy department could
// have, drawn from a fixed seed, in any size. The compiler reads it as
// `.policy` text (world_to_policy.h); the code written by hand takes the
// records themselves.
//
// 199 data leaves in a tree of three levels, 3 actions, 20 purposes, 3
// relations, 8 obligations. 64 boolean facts, half the requester's, half the
// data subject's: the states of 50 permissions and 7 facts that both have.
// A partner has one agreement of 3 to 15 grants, cut by amendments; 30 % of
// the partners take the terms of one of 10 programs, with dates of their own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/format/day.h"

namespace assent::bench {

inline constexpr std::uint32_t kLeafCount = 199;
inline constexpr std::uint32_t kActionCount = 3;
inline constexpr std::uint32_t kPurposeCount = 20;
inline constexpr std::uint32_t kRelationCount = 3;  // friend, self, stranger
inline constexpr std::uint32_t kSelf = 1;
inline constexpr std::uint32_t kObligationCount = 8;
inline constexpr std::uint32_t kFactCount = 64;
inline constexpr std::uint32_t kPermissionCount = 50;
inline constexpr std::uint32_t kProhibitionCount = 20;

// Facts, one bit each: 0..49 the permissions' states, even ones the
// requester's; 50..56 facts of the requester, 57..63 the subject's copies.
inline constexpr std::uint32_t kFirstPaired = 50;
inline constexpr std::uint32_t kPairCount = 7;

// The tree: `name` is the full path; leaves [first_leaf, end_leaf).
struct Node {
  std::string name;
  std::uint32_t parent = 0;  // of the top level: its own index
  std::uint32_t first_leaf = 0, end_leaf = 0;
  std::uint32_t depth = 0;  // 0 top, 1 middle, 2 leaf
};

struct Window {
  Day from = 0, until = 0;  // [from, until)

  bool Contains(Day day) const { return from <= day && day < until; }
};

// The facts must agree with `value` wherever `care` has a bit.
struct Literals {
  std::uint64_t care = 0, value = 0;

  bool Hold(std::uint64_t facts) const { return (facts & care) == value; }
};

struct Scope {
  std::vector<std::uint32_t> nodes;                        // 1 to 4, sorted
  std::uint32_t actions = 0, relations = 0, purposes = 0;  // masks
  Window window;  // in force: agreement and program too
  Literals when;

  auto Covers(const std::vector<Node>& tree, std::uint32_t leaf) const {
    for (std::uint32_t n : nodes)
      if (tree[n].first_leaf <= leaf && leaf < tree[n].end_leaf) return true;
    return false;
  }
};

struct Grant {
  Scope scope;
  bool own_window = false;        // written out in the clause
  std::uint32_t obligations = 0;  // mask, its own only
};

struct Program {
  Window window;
  std::uint32_t obligations = 0;
  std::vector<Grant> terms;
};

struct Partner {
  std::uint32_t program = UINT32_MAX;
  Window window;                  // of the agreement
  std::uint32_t obligations = 0;  // of the agreement
  std::uint32_t first_grant = 0, grant_count = 0;
};

struct World {
  std::vector<Node> tree;                 // in order of leaves, parents first
  std::vector<std::uint32_t> leaf_nodes;  // leaf -> node
  std::vector<Scope> governs;             // by permission; any action, relation
  std::vector<Scope> prohibitions;        // any action, any relation
  std::vector<Program> programs;
  std::vector<Partner> partners;
  std::vector<Grant> grants;

  // All that a grant obliges to: clause, agreement and program together.
  std::uint32_t Obligations(const Partner& partner, const Grant& grant) const;
};

// A world with exactly `rule_count` grants (at least 1). A smaller world is
// the beginning of a larger one.
World MakeWorld(std::uint32_t rule_count);

// Names, as the policy text has them; ids are positions in sorted order.
std::string PartnerName(std::uint32_t partner);
std::string PurposeName(std::uint32_t purpose);
std::string PermissionName(std::uint32_t permission);
std::string FactName(std::uint32_t fact);  // subject.permission_03
const char* ActionName(std::uint32_t action);
const char* RelationName(std::uint32_t relation);
const char* ObligationName(std::uint32_t obligation);

}  // namespace assent::bench
