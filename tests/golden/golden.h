// Goldens: one file, one stage, one idea; input and expectation together.
//
//   partner bing;                      the policy; several files are parted
//   // file: more.policy               by such lines (the first is named
//   partner other;                     input.policy unless one stands first)
//   -----
//   partner bing                       what the stage makes of it
//
// tests/golden/<stage>/*.golden are run through the stage of that name.
// ASSENT_UPDATE_GOLDENS=1 writes what was made into the files.
#pragma once

#include <string>
#include <vector>

namespace assent::golden {

struct InputFile {
  std::string name;
  std::string bytes;
};

using Input = std::vector<InputFile>;

struct Stage {
  const char* name;                  // the folder
  std::string (*run)(const Input&);  // ends with a line end, or is empty
};

// One entry a stage. A stage is a file stage_<name>.cpp here.
std::string RunSyntax(const Input& input);
std::string RunDiagnostics(const Input& input);
std::string RunModel(const Input& input);
std::string RunRules(const Input& input);
std::string RunLogic(const Input& input);
std::string RunRows(const Input& input);
std::string RunQuery(const Input& input);

inline constexpr Stage kStages[] = {
    {"syntax", RunSyntax}, {"diagnostics", RunDiagnostics},
    {"model", RunModel},   {"rules", RunRules},
    {"logic", RunLogic},   {"rows", RunRows},
    {"mistakes", RunDiagnostics}, {"query", RunQuery},
};

}  // namespace assent::golden
