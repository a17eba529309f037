// What is said of a policy on its way to a table, and by the checks.
#include "compiler/check/check_all.h"
#include "compiler/driver/opened_table.h"
#include "compiler/driver/pipeline.h"
#include "tests/golden/golden.h"

namespace assent::golden {

std::string RunDiagnostics(const Input& input) {
  std::vector<driver::Text> texts;
  for (const InputFile& file : input) texts.push_back({file.name, file.bytes});
  driver::Compiled compiled = driver::CompileTexts(std::move(texts));
  if (compiled.ok()) {
    const Result<driver::OpenedTable> opened =
        driver::OpenBytes(compiled.bytes);
    if (!opened) return opened.error().message;
    check::CheckAll(compiled.model, compiled.rules, opened->table(),
                    compiled.sources, compiled.diagnostics);
  }
  return diagnostics::RenderHuman(
      compiled.diagnostics.Sorted(compiled.sources), compiled.sources, false);
}

}  // namespace assent::golden
