#include "compiler/model/model.h"

#include <algorithm>

namespace assent::model {

Window Intersection(const Window& a, const Window& b) {
  return {std::max(a.from, b.from), std::min(a.until, b.until)};
}

}  // namespace assent::model
