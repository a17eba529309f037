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

class Counter {
 public:
  Counter(const Store& store, const std::vector<RunSet>& countable)
      : store_(store), countable_(countable) {
    unsigned bits = 1;
    for (const RunSet& set : countable)
      bits += std::bit_width(set.size());
    // below_[level]: assignments of the variables from `level` on.
    below_.assign(countable.size() + 1, llvm::APInt(bits, 1));
    for (std::size_t level = countable.size(); level-- > 0;)
      below_[level] =
          below_[level + 1] * llvm::APInt(bits, countable[level].size());
  }

  // Assignments of the variables from `level` on; f is at `level` or below.
  llvm::APInt From(NodeId f, std::uint32_t level) {
    const unsigned bits = below_[0].getBitWidth();
    if (f == kFalse) return llvm::APInt(bits, 0);
    const std::uint32_t own = store_.LevelOf(f);
    llvm::APInt skipped(bits, 1);
    for (std::uint32_t l = level; l < own; ++l)
      skipped *= llvm::APInt(bits, countable_[l].size());
    return skipped * Own(f);
  }

 private:
  llvm::APInt Own(NodeId f) {
    const unsigned bits = below_[0].getBitWidth();
    if (f == kTrue) return llvm::APInt(bits, 1);
    if (auto it = memo_.find(f.value); it != memo_.end()) return it->second;
    const std::uint32_t level = store_.LevelOf(f);
    const auto edges = store_.Edges(f);
    llvm::APInt sum(bits, 0);
    for (std::size_t i = 0; i < edges.size(); ++i) {
      if (edges[i].child == kFalse) continue;
      const std::uint32_t end = i + 1 < edges.size()
                                    ? edges[i + 1].begin
                                    : store_.domain_size(level);
      const std::uint64_t width =
          CountWithin(countable_[level], edges[i].begin, end);
      if (width == 0) continue;
      sum += llvm::APInt(bits, width) * From(edges[i].child, level + 1);
    }
    return memo_.emplace(f.value, sum).first->second;
  }

  const Store& store_;
  const std::vector<RunSet>& countable_;
  std::vector<llvm::APInt> below_;
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
      const std::uint32_t end = i + 1 < edges.size()
                                    ? edges[i + 1].begin
                                    : store_.domain_size(level);
      const RunSet values = Intersection(
          allowed_[level], RunSet::Range(edges[i].begin, end));
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
  return Counter(store, countable).From(f, 0);
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
