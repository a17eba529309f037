#include "compiler/driver/load_project.h"

#include <fmt/format.h>

#include <filesystem>

#include "compiler/driver/read_file.h"
#include "compiler/project/toml_to_project.h"
#include "compiler/syntax/text_to_ast.h"

namespace assent::driver {
namespace {

namespace fs = std::filesystem;

// As long as links and `..` allow; the path itself where it leads nowhere.
fs::path Canonical(const fs::path& path) {
  std::error_code error;
  fs::path canonical = fs::weakly_canonical(path, error);
  if (error || canonical.empty()) return path;
  if (canonical.is_relative()) {  // nothing of it is there
    const fs::path absolute = fs::absolute(path, error);
    if (!error) canonical = absolute.lexically_normal();
  }
  return canonical;
}

fs::path FolderOf(const std::string& path) {
  std::error_code ignored;
  const fs::path canonical = Canonical(path);
  return fs::is_directory(canonical, ignored) ? canonical
                                              : canonical.parent_path();
}

fs::path CommonFolder(const std::vector<std::string>& paths) {
  fs::path common = FolderOf(paths.front());
  for (const std::string& path : paths) {
    const fs::path folder = FolderOf(path);
    fs::path shared;
    for (auto a = common.begin(), b = folder.begin();
         a != common.end() && b != folder.end() && *a == *b; ++a, ++b)
      shared /= *a;
    common = shared;
  }
  return common;
}

// From the working folder, if it is not too far away.
std::string Shown(const fs::path& path) {
  std::error_code error;
  const fs::path here = fs::current_path(error);
  if (error) return path.generic_string();
  const std::string from_here =
      path.lexically_relative(Canonical(here)).generic_string();
  return from_here.empty() || from_here.starts_with("../../../")
             ? path.generic_string()
             : from_here;
}

}  // namespace

void LoadedProject::AddTo(SourceSet& sources) {
  if (path.empty()) return;
  const FileId file = sources.Add(path, text);
  for (project::Suppression& each : project.suppressions) each.span.file = file;
}

std::string LoadedProject::FromHere(const std::string& file) const {
  return Canonical(file).lexically_relative(folder).generic_string();
}

std::string FindProjectFile(const std::vector<std::string>& paths) {
  if (paths.empty()) return "";
  fs::path folder = CommonFolder(paths);
  while (!folder.empty()) {
    std::error_code ignored;
    const fs::path file = folder / kProjectFile;
    if (fs::is_regular_file(file, ignored)) return file.string();
    if (fs::exists(folder / ".git", ignored)) break;
    const fs::path above = folder.parent_path();
    if (above == folder) break;
    folder = above;
  }
  return "";
}

ProjectOrTrouble ProjectFromText(std::string path, std::string folder,
                                 std::string text, bool colour) {
  LoadedProject loaded;
  loaded.path = std::move(path);
  loaded.folder = std::move(folder);
  SourceSet sources;
  diagnostics::Sink sink;
  const std::optional<FileId> file =
      syntax::AddSource(loaded.path, std::move(text), sources, sink);
  if (file) {
    loaded.project = project::TomlToProject(*file, sources, sink);
    loaded.text = sources.file(*file).text;
  }
  if (sink.has_errors())
    return ProjectTrouble{
        "", diagnostics::RenderHuman(sink.Sorted(sources), sources, colour)};
  return loaded;
}

ProjectOrTrouble LoadProject(const std::vector<std::string>& paths,
                             const ProjectOptions& options, bool colour) {
  LoadedProject none;
  if (!options.today.empty()) {
    const Day day = ParseDay(options.today);
    if (day == kNoDay)
      return ProjectTrouble{
          fmt::format("--today takes a day as 2027-06-30, not `{}`",
                      options.today),
          ""};
    none.today = day;
  }
  if (options.no_config) return none;
  const std::string path =
      options.config.empty() ? FindProjectFile(paths) : options.config;
  if (path.empty()) return none;
  const std::string shown =
      options.config.empty() ? Shown(path) : options.config;
  Result<std::string> bytes = ReadFile(path, project::kMaxProjectBytes);
  if (!bytes)
    return ProjectTrouble{
        fmt::format("`{}` cannot be read: {}", shown, bytes.error().message),
        ""};
  ProjectOrTrouble loaded = ProjectFromText(
      shown, Canonical(path).parent_path().string(), std::move(*bytes), colour);
  if (auto* project = std::get_if<LoadedProject>(&loaded))
    project->today = none.today;
  return loaded;
}

}  // namespace assent::driver
