// The project file of a run: where it is, and what it says.
#pragma once

#include <optional>
#include <string>
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

// An error when the file cannot be read, a day is none, or the file cannot be
// understood: then the text of it is what RenderHuman says.
struct ProjectTrouble {
  std::string message;      // of the environment; or
  std::string diagnostics;  // ready to be shown
};
std::variant<LoadedProject, ProjectTrouble> LoadProject(
    const std::vector<std::string>& paths, const ProjectOptions& options,
    bool colour);

}  // namespace assent::driver
