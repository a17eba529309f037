// From text to the Model's dump, and the diagnostics.
#include "compiler/model/dump.h"
#include "compiler/model/verify.h"
#include "tests/golden/lower.h"

namespace assent::golden {

std::string RunModel(const Input& input) {
  const Lowered lowered = Lower(input);
  if (lowered.diagnostics.has_errors()) return lowered.Diagnostics();
  model::VerifyModel(lowered.model);
  return model::DumpModel(lowered.model) + lowered.Diagnostics();
}

}  // namespace assent::golden
