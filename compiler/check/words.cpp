#include "compiler/check/words.h"

namespace assent::check {

std::string Grouped(std::string digits) {
  for (int at = int(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(std::size_t(at), ",");
  return digits;
}

}  // namespace assent::check
