#include "compiler/driver/load_sources.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <unordered_set>

#include "compiler/driver/read_file.h"
#include "compiler/packs/packs.h"
#include "compiler/syntax/text_to_ast.h"

namespace assent::driver {
namespace {

namespace fs = std::filesystem;

std::string Shown(const fs::path& path) {
  return path.lexically_normal().generic_string();
}

// The `.policy` files below a folder, by path.
Result<std::vector<std::string>> PoliciesBelow(const std::string& folder) {
  auto failed = [&](const std::error_code& error) {
    return Error{
        fmt::format("`{}` cannot be read: {}", folder, error.message())};
  };
  std::vector<std::string> paths;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error), end;
  if (error) return failed(error);
  while (entry != end) {
    std::error_code ignored;  // a dangling link is no policy
    if (entry->path().extension() == ".policy" &&
        entry->is_regular_file(ignored))
      paths.push_back(Shown(entry->path()));
    entry.increment(error);
    if (error) return failed(error);
  }
  if (paths.empty())
    return Error{fmt::format("`{}` holds no .policy file", folder)};
  return paths;
}

bool DeclaresNothing(const ast::File& file) {
  return file.terms.empty() && file.names.empty() && file.attributes.empty() &&
         file.obligations.empty() && file.permissions.empty() &&
         file.partners.empty() && file.programs.empty() &&
         file.agreements.empty() && file.forbids.empty() &&
         file.assumptions.empty() && file.claims.empty() &&
         file.requirements.empty() && file.features.empty() &&
         file.interfaces.empty() && file.groups.empty() &&
         file.conditions.empty() && file.rule_groups.empty() &&
         file.packs_used.empty() && file.packs.empty() && file.tests.empty();
}

class Loader {
 public:
  explicit Loader(diagnostics::Sink& sink) : sink_(sink) {}

  // Reads a file and what it imports, unless it was read before.
  std::optional<Error> Load(const std::string& path);
  Loaded Take() { return std::move(loaded_); }

 private:
  std::optional<Error> Read(const std::string& path);
  void Import(FileId importing, const ast::Import& import);

  diagnostics::Sink& sink_;
  Loaded loaded_;
  std::unordered_set<std::string> seen_;  // canonical paths
};

std::optional<Error> Loader::Read(const std::string& path) {
  std::error_code error;
  fs::path canonical = fs::canonical(path, error);
  if (error) return Error{error.message()};
  if (!seen_.insert(canonical.string()).second) return std::nullopt;
  Result<std::string> bytes = ReadFile(path, syntax::kMaxFileBytes);
  if (!bytes) return bytes.error();
  auto id = syntax::AddSource(path, std::move(*bytes), loaded_.sources, sink_);
  if (id)
    loaded_.files.push_back(syntax::TextToAst(*id, loaded_.sources, sink_));
  return std::nullopt;
}

std::optional<Error> Loader::Load(const std::string& path) {
  std::size_t next = loaded_.files.size();
  if (auto error = Read(path)) return error;
  // Imports add files behind; the loop ends when all of theirs are read.
  for (; next < loaded_.files.size(); ++next) {
    const std::vector<ast::Import> imports = loaded_.files[next].imports;
    for (const ast::Import& import : imports)
      Import(loaded_.files[next].file, import);
  }
  return std::nullopt;
}

void Loader::Import(FileId importing, const ast::Import& import) {
  const fs::path from = loaded_.sources.file(importing).path;
  const std::string path = Shown(from.parent_path() / import.path.text);
  if (auto error = Read(path))
    sink_.Report(diagnostics::Kind::import_not_found, import.path.span,
                 fmt::format("`{}` cannot be read: {}", path, error->message),
                 "imports are relative to the file that they stand in");
}

// `ccpa` is what people call ccpa_cpra; of `ftc` there are two.
std::string HelpForPack(std::string_view asked) {
  const std::vector<std::string_view> names = packs::Names();
  std::vector<std::string_view> meant;
  for (std::string_view name : names)
    if (name.starts_with(asked)) meant.push_back(name);
  const std::string_view closest = diagnostics::ClosestName(asked, names);
  if (meant.empty() && !closest.empty()) meant.push_back(closest);
  return meant.empty()
             ? fmt::format("there are {}", fmt::join(names, ", "))
             : fmt::format("did you mean `{}`?", fmt::join(meant, "` or `"));
}

std::optional<packs::Source> PackOf(const ast::UsePack& use,
                                    diagnostics::Sink& sink) {
  const std::optional<packs::Source> pack = packs::Find(use.name.text);
  if (pack) return pack;
  sink.Report(diagnostics::Kind::unknown_name, use.name.span,
              fmt::format("no rule pack is called `{}`", use.name.text),
              HelpForPack(use.name.text));
  return std::nullopt;
}

}  // namespace

void AddPacks(Loaded& loaded, diagnostics::Sink& sink) {
  std::unordered_set<std::string_view> seen;
  // Packs may use packs: the loop ends when all are there.
  for (std::size_t next = 0; next < loaded.files.size(); ++next) {
    const std::vector<ast::UsePack> uses = loaded.files[next].packs_used;
    for (const ast::UsePack& use : uses) {
      const auto pack = PackOf(use, sink);
      if (!pack || !seen.insert(pack->name).second) continue;
      auto id = syntax::AddSource(std::string(pack->path),
                                  std::string(pack->text), loaded.sources,
                                  sink);
      if (id)
        loaded.files.push_back(syntax::TextToAst(*id, loaded.sources, sink));
    }
  }
}

Result<Loaded> LoadSources(const std::vector<std::string>& paths,
                           diagnostics::Sink& sink, const Watch& watch) {
  if (paths.empty()) return Error{"no file or folder was named"};
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      files.push_back(Shown(path));
      continue;
    }
    auto below = PoliciesBelow(path);
    if (!below) return below.error();
    files.insert(files.end(), below->begin(), below->end());
  }
  std::sort(files.begin(), files.end());
  Loader loader(sink);
  for (std::size_t i = 0; i < files.size(); ++i) {
    Tell(watch, "parse", i, files.size());
    if (auto error = loader.Load(files[i]))
      return Error{
          fmt::format("`{}` cannot be read: {}", files[i], error->message)};
  }
  Loaded loaded = loader.Take();
  AddPacks(loaded, sink);
  if (!sink.has_errors() &&
      std::all_of(loaded.files.begin(), loaded.files.end(), DeclaresNothing))
    return Error{fmt::format("`{}` declares nothing", files.front())};
  return loaded;
}

}  // namespace assent::driver
