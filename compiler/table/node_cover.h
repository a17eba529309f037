// Sets of terms -> few nodes each: a lane of a block holds four.
//
// A node is a set of terms; a row's set is the union of its nodes, and a
// request's term lies in the set when one of the nodes that contain it (its
// path) is among them. Nodes are what the naming tree offers, a term with all
// below it or a term alone; a set that needs more than four of those becomes
// a node itself, while the paths have room for it.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "compiler/model/vocabulary.h"

namespace assent::table {

struct NodeCover {
  std::vector<RunSet> nodes;                      // ascending
  std::vector<std::vector<std::uint32_t>> path;   // by term; ascending
  std::map<RunSet, std::vector<std::uint32_t>> nodes_of;  // ascending
  std::uint32_t longest_path = 0;                 // at most format::kMaxPath
};

// `uses`: each set that occurs, and how often. Nothing when some path would
// be too long, whatever is chosen. A function of its arguments.
std::optional<NodeCover> CoverByNodes(
    const model::Taxonomy& taxonomy,
    const std::map<RunSet, std::uint64_t>& uses);

}  // namespace assent::table
