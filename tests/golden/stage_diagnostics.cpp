// What is said of names and shapes, and nothing else.
#include "tests/golden/lower.h"

namespace assent::golden {

std::string RunDiagnostics(const Input& input) {
  return Lower(input).Diagnostics();
}

}  // namespace assent::golden
