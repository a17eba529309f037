// The project file of a run: where it is, and what it says.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/base/source.h"
#include "compiler/project/project.h"

namespace assent::driver {

inline constexpr const char* kProjectFile = "assent.toml";

// What a command line says of it.
struct ProjectOptions {
  std::string config;  // this file, wherever it is; empty: the one found
  bool no_config = false;
  std::string today;  // against which ends of suppressions are held
};

struct LoadedProject {
  project::Project project;
  std::string path;    // as it is shown; empty: there is none
  std::string folder;  // absolute: paths in it start there
  std::string text;
  std::optional<Day> today;

  // So that findings can point into it.
  void AddTo(SourceSet& sources);
  // The path of a policy file from the folder of the project file.
  std::string FromHere(const std::string& path) const;
};

// The file `assent.toml` of the folder that all of `paths` lie in, or else of
// the closest folder above that has one; a folder with `.git` is the last that
// is looked at. "" if there is none.
std::string FindProjectFile(const std::vector<std::string>& paths);

// Why there is no project: one of the two is not empty.
struct ProjectTrouble {
  std::string message;      // of the environment, or of an option
  std::string diagnostics;  // of the file, ready to be shown
};
using ProjectOrTrouble = std::variant<LoadedProject, ProjectTrouble>;

ProjectOrTrouble LoadProject(const std::vector<std::string>& paths,
                             const ProjectOptions& options, bool colour);

// From a text in memory, as if it were the file `path` in `folder`.
ProjectOrTrouble ProjectFromText(std::string path, std::string folder,
                                 std::string text, bool colour);

}  // namespace assent::driver
