#include "tests/reference/completions.h"

namespace assent::reference {

std::vector<std::vector<std::uint32_t>> CompletionsOf(
    const model::Model& model, std::size_t most) {
  using Completion = std::vector<std::uint32_t>;
  std::vector<Completion> all = {{}};
  for (const model::Unknown& unknown : model.unknowns) {
    std::vector<Completion> longer;
    for (const Completion& begun : all)
      for (std::uint32_t value = 0; value < unknown.size(); ++value) {
        longer.push_back(begun);
        longer.back().push_back(value);
      }
    all = std::move(longer);
    if (all.size() > most) return {};
  }
  for (const model::UnknownOrder& order : model.orders)
    std::erase_if(all, [&](const Completion& completion) {
      const auto day = [&](model::UnknownId id) {
        return model.unknowns[id.value].days[completion[id.value]];
      };
      return day(order.earlier) >= day(order.later);
    });
  return all;
}

}  // namespace assent::reference
