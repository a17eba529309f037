// What is said of a policy on its way to a table, and nothing else.
#include "compiler/driver/pipeline.h"
#include "tests/golden/golden.h"

namespace assent::golden {

std::string RunDiagnostics(const Input& input) {
  std::vector<driver::Text> texts;
  for (const InputFile& file : input) texts.push_back({file.name, file.bytes});
  const driver::Compiled compiled = driver::CompileTexts(std::move(texts));
  return diagnostics::RenderHuman(
      compiled.diagnostics.Sorted(compiled.sources), compiled.sources, false);
}

}  // namespace assent::golden
