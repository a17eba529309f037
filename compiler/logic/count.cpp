#include "compiler/logic/count.h"

#include <llvm/ADT/SmallString.h>

#include <bit>
#include <unordered_map>
#include <unordered_set>

namespace assent::logic {
namespace {

// Members of `set` within [begin, end).
std::uint64_t CountWithin(const RunSet& set, std::uint32_t begin,
                          std::uint32_t end) {
  std::uint64_t count = 0;
  for (const Run& run : set.runs()) {
    const std::uint32_t low = std::max(run.begin, begin);
    const std::uint32_t high = std::min(run.end, end);
    if (low < high) count += high - low;
  }
  return count;
}

// All counts are over all variables: a function says nothing of those above its
// own level, and its count is a multiple of the size of each. So a node costs a
// product for each edge and one division, however many levels an edge jumps.
//
//   N(true) = product of sizes;  N(f) = (sum over edges: width * N(child)) /
//   size
class Counter {
 public:
  Counter(const Store& store, const std::vector<RunSet>& countable)
      : store_(store), countable_(countable) {
    unsigned bits = 64;  // of a sum before it is divided
    std::uint64_t some = 1;
    for (const RunSet& set : countable) {
      sizes_.push_back(set.size());
      bits += unsigned(std::bit_width(set.size()));
    }
    total_ = llvm::APInt(bits, 1);
    // Small sizes are multiplied together first.
    for (const std::uint64_t size : sizes_) {
      if (size != 0 && some > UINT64_MAX / size) {
        total_ *= llvm::APInt(bits, some);
        some = 1;
      }
      some *= size;
    }
    total_ *= llvm::APInt(bits, some);
  }

  llvm::APInt Of(NodeId f) {
    if (f == kFalse || total_.isZero())
      return llvm::APInt(total_.getBitWidth(), 0);
    if (f == kTrue) return total_;
    if (auto it = memo_.find(f.value); it != memo_.end()) return it->second;
    const std::uint32_t level = store_.LevelOf(f);
    const auto edges = store_.Edges(f);
    llvm::APInt sum(total_.getBitWidth(), 0);
    for (std::size_t i = 0; i < edges.size(); ++i) {
      if (edges[i].child == kFalse) continue;
      const std::uint32_t end =
          i + 1 < edges.size() ? edges[i + 1].begin : store_.domain_size(level);
      const std::uint64_t width =
          CountWithin(countable_[level], edges[i].begin, end);
      if (width == 0) continue;
      llvm::APInt part = Of(edges[i].child);
      part *= width;
      sum += part;
    }
    sum = sum.udiv(sizes_[level]);
    return memo_.try_emplace(f.value, std::move(sum)).first->second;
  }

 private:
  const Store& store_;
  const std::vector<RunSet>& countable_;
  std::vector<std::uint64_t> sizes_;  // by level
  llvm::APInt total_;
  std::unordered_map<std::uint32_t, llvm::APInt> memo_;
};

class LeastSearch {
 public:
  LeastSearch(const Store& store, const std::vector<RunSet>& allowed)
      : store_(store), allowed_(allowed) {}

  bool Find(NodeId f, Assignment& assignment) {
    if (f == kTrue) return true;
    if (f == kFalse || dead_.contains(f.value)) return false;
    const std::uint32_t level = store_.LevelOf(f);
    const auto edges = store_.Edges(f);
    for (std::size_t i = 0; i < edges.size(); ++i) {
      const std::uint32_t end =
          i + 1 < edges.size() ? edges[i + 1].begin : store_.domain_size(level);
      const RunSet values =
          Intersection(allowed_[level], RunSet::Range(edges[i].begin, end));
      if (values.empty() || !Find(edges[i].child, assignment)) continue;
      assignment[level] = values.front();
      return true;
    }
    dead_.insert(f.value);
    return false;
  }

 private:
  const Store& store_;
  const std::vector<RunSet>& allowed_;
  std::unordered_set<std::uint32_t> dead_;
};

}  // namespace

llvm::APInt Count(const Store& store, NodeId f,
                  const std::vector<RunSet>& countable) {
  return Counter(store, countable).Of(f);
}

std::string Decimal(const llvm::APInt& count) {
  llvm::SmallString<64> text;
  count.toStringUnsigned(text);
  return std::string(text);
}

std::optional<Assignment> Least(const Store& store, NodeId f,
                                const std::vector<RunSet>& allowed) {
  for (const RunSet& values : allowed)
    if (values.empty()) return std::nullopt;
  Assignment assignment(store.level_count());
  if (!LeastSearch(store, allowed).Find(f, assignment)) return std::nullopt;
  return assignment;
}

}  // namespace assent::logic
