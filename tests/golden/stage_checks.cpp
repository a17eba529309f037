// What the checks of rules say of a policy.
#include "compiler/check/check_rules.h"
#include "compiler/driver/opened_table.h"
#include "compiler/driver/pipeline.h"
#include "tests/golden/golden.h"

namespace assent::golden {

std::string RunChecks(const Input& input) {
  std::vector<driver::Text> texts;
  for (const InputFile& file : input) texts.push_back({file.name, file.bytes});
  driver::Compiled compiled = driver::CompileTexts(std::move(texts));
  if (compiled.ok()) {
    const auto table = driver::OpenBytes(compiled.bytes);
    if (!table) return table.error().message + "\n";
    check::CheckRules(compiled.model, compiled.rules, table->table(),
                      compiled.diagnostics);
  }
  return diagnostics::RenderHuman(compiled.diagnostics.Sorted(compiled.sources),
                                  compiled.sources, false);
}

}  // namespace assent::golden
