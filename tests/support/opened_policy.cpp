#include "tests/support/opened_policy.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "compiler/base/result.h"
#include "compiler/diagnostics/diagnostic.h"

namespace assent::support {

OpenedPolicy::OpenedPolicy(std::vector<driver::Text> texts)
    : compiled(driver::CompileTexts(std::move(texts))) {
  Open();
}

OpenedPolicy::OpenedPolicy(std::string text,
                           const std::function<void(model::Model&)>& change)
    : compiled(driver::CompileTexts({{"p.policy", std::move(text)}})) {
  if (!compiled.diagnostics.has_errors()) {
    change(compiled.model);
    driver::CompileModel(compiled);
  }
  Open();
}

void OpenedPolicy::Open() {
  if (!compiled.ok()) {
    error = diagnostics::RenderHuman(
        compiled.diagnostics.Sorted(compiled.sources), compiled.sources,
        /*colour=*/false);
    if (error.empty()) error = "no table and no diagnostic";
    return;
  }
  memory_.resize(compiled.bytes.size() / sizeof(Line) + 1);
  std::memcpy(memory_.data(), compiled.bytes.data(), compiled.bytes.size());
  OpenResult opened =
      Table::FromBytes({memory_[0].bytes, compiled.bytes.size()});
  if (!opened)
    error = "refused by the runtime: " + std::string(Message(opened.error));
  table = std::move(opened.table);
}

std::string OpenedPolicy::decision_digest() const {
  return table::Hex(compiled.table.decision_digest);
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  ASSENT_CHECK(bool(file), "a test reads a file that is not there");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<driver::Text> ReadPolicies(const std::string& folder) {
  namespace fs = std::filesystem;
  std::vector<std::string> paths;
  for (const fs::directory_entry& entry :
       fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".policy")
      paths.push_back(entry.path().lexically_relative(folder).generic_string());
  std::ranges::sort(paths);
  std::vector<driver::Text> texts;
  for (const std::string& path : paths)
    texts.push_back({path, ReadFile(folder + "/" + path)});
  return texts;
}

}  // namespace assent::support
