// What is said of a policy on its way to a table, and of what it requires.
#include "compiler/check/requirements.h"
#include "compiler/driver/pipeline.h"
#include "tests/golden/golden.h"

namespace assent::golden {

std::string RunDiagnostics(const Input& input) {
  std::vector<driver::Text> texts;
  for (const InputFile& file : input) texts.push_back({file.name, file.bytes});
  driver::Compiled compiled = driver::CompileTexts(std::move(texts));
  if (compiled.ok())
    check::CheckRequirements(compiled.model, compiled.diagnostics);
  return diagnostics::RenderHuman(
      compiled.diagnostics.Sorted(compiled.sources), compiled.sources, false);
}

}  // namespace assent::golden
