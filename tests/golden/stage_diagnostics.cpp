// What is said of a policy on its way to a table, and by the checks. A file
// `assent.toml` is the project file, and the day on which it is read is
// 2026-07-01.
#include <filesystem>

#include "compiler/check/check_all.h"
#include "compiler/driver/command.h"
#include "compiler/driver/opened_table.h"
#include "compiler/driver/pipeline.h"
#include "tests/golden/golden.h"

namespace assent::golden {

std::string RunDiagnostics(const Input& input) {
  std::vector<driver::Text> texts;
  const InputFile* project = nullptr;
  for (const InputFile& file : input)
    if (file.name == driver::kProjectFile)
      project = &file;
    else
      texts.push_back({file.name, file.bytes});
  driver::Compiled compiled = driver::CompileTexts(std::move(texts));
  if (compiled.ok()) {
    const Result<driver::OpenedTable> opened =
        driver::OpenBytes(compiled.bytes);
    if (!opened) return opened.error().message;
    check::CheckAll(compiled.model, compiled.rules, opened->table(),
                    compiled.sources, compiled.diagnostics);
  }
  if (project == nullptr)
    return diagnostics::RenderHuman(
        compiled.diagnostics.Sorted(compiled.sources), compiled.sources, false);
  auto loaded = driver::ProjectFromText(
      project->name, std::filesystem::current_path().string(), project->bytes,
      false);
  if (const auto* trouble = std::get_if<driver::ProjectTrouble>(&loaded))
    return trouble->diagnostics;
  auto& found = std::get<driver::LoadedProject>(loaded);
  found.today = ParseDay("2026-07-01");
  const driver::JudgedFindings judged =
      driver::JudgeFindings(compiled, {}, found, nullptr);
  return diagnostics::RenderHuman(driver::Counting(judged), compiled.sources,
                                  false);
}

}  // namespace assent::golden
