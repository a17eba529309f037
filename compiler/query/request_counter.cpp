#include "compiler/query/request_counter.h"

#include <algorithm>
#include <bit>

namespace assent::query {

using llvm::APInt;
using logic::kFalse;
using logic::kTrue;
using logic::NodeId;

RequestCounter::RequestCounter(const check::Requests& requests)
    : store_(requests.store) {
  const model::Vocabulary& words = requests.vocabulary;
  has_self_ = words.self.valid();
  two_people_.countable = requests.space.countable;
  for (const RunSet& set : two_people_.countable)
    bits_ += unsigned(std::bit_width(set.size()));
  if (has_self_) {
    one_person_.countable = two_people_.countable;
    const RunSet self = RunSet::Single(words.self.value);
    RunSet& others = two_people_.countable[logic::kRelationLevel];
    one_person_.countable[logic::kRelationLevel] = Intersection(others, self);
    others = Difference(others, self);
    for (std::size_t a = 0; a < words.attributes.size(); ++a) {
      const model::Attribute& attribute = words.attributes[a];
      RunSet& values = one_person_.countable[logic::kFirstAttributeLevel + a];
      if (attribute.pair.valid() &&
          attribute.owner == model::Owner::requester && !values.empty())
        values = RunSet::Single(values.front());
    }
    Prepare(one_person_);
  }
  Prepare(two_people_);
}

void RequestCounter::Prepare(Side& side) {
  const std::size_t levels = side.countable.size();
  for (const RunSet& set : side.countable) side.sizes.push_back(set.size());
  side.between.assign((levels + 1) * (levels + 1), APInt(bits_, 1));
  for (std::size_t a = 0; a < levels; ++a)
    for (std::size_t b = a; b < levels; ++b)
      side.between[a * (levels + 1) + b + 1] =
          side.between[a * (levels + 1) + b] * APInt(bits_, side.sizes[b]);
}

APInt RequestCounter::From(Side& side, NodeId f, std::uint32_t level) {
  if (f == kFalse) return APInt(bits_, 0);
  const std::size_t stride = side.countable.size() + 1;
  const APInt& skipped = side.between[level * stride + store_.LevelOf(f)];
  if (f == kTrue) return skipped;
  return skipped * Own(side, f);
}

const APInt& RequestCounter::Own(Side& side, NodeId f) {
  if (const auto it = side.known.find(f.value); it != side.known.end())
    return it->second;
  const std::uint32_t level = store_.LevelOf(f);
  const auto edges = store_.Edges(f);
  const RunSet& countable = side.countable[level];
  APInt sum(bits_, 0);
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (edges[i].child == kFalse) continue;
    const std::uint32_t end =
        i + 1 < edges.size() ? edges[i + 1].begin : store_.domain_size(level);
    std::uint64_t width = 0;
    for (const Run& run : countable.runs()) {
      const std::uint32_t low = std::max(run.begin, edges[i].begin);
      const std::uint32_t high = std::min(run.end, end);
      if (low < high) width += high - low;
    }
    if (width == 0) continue;
    APInt own = From(side, edges[i].child, level + 1);
    if (width != 1) own *= APInt(bits_, width);
    sum += own;
  }
  return side.known.emplace(f.value, std::move(sum)).first->second;
}

APInt RequestCounter::Count(NodeId f) {
  const APInt two = From(two_people_, f, 0);
  return has_self_ ? check::Sum(two, From(one_person_, f, 0))
                   : check::Sum(two, APInt(1, 0));
}

}  // namespace assent::query
