#include "bench/limit.h"

#include <algorithm>

#include "bench/draw.h"
#include "bench/opaque.h"

namespace assent::bench {

Limit::Limit(std::uint64_t bytes, std::uint32_t count)
    : lines_(std::max<std::uint64_t>(1, bytes / sizeof(Line))) {
  Draw draw(11);
  order_.resize(count);
  for (std::uint32_t& line : order_)
    line = draw.Below(std::uint32_t(lines_.size()));
}

void Limit::Independent() const {
  for (std::uint32_t line : order_) Opaque(lines_[line].words[0]);
}

void Limit::Dependent() const {
  std::uint64_t zero = 0;  // all words are 0, which only we know
  for (std::uint32_t line : order_) zero = Opaque(lines_[line + zero].words[0]);
}

void Limit::Batched() const {
  for (std::size_t i = 0; i < order_.size(); ++i) {
    const std::size_t ahead =
        std::min(i + kPrefetchDistance, order_.size() - 1);
    __builtin_prefetch(&lines_[order_[ahead]]);
    Opaque(lines_[order_[i]].words[0]);
  }
}

}  // namespace assent::bench
