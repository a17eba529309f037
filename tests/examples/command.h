// Runs the built `assent`, as a reader of the documents would.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace assent::examples {

struct Outcome {
  int exit_code = -1;
  std::string output;   // both streams, in the order of writing
};

// `command_line` in a shell, in `directory`, with the built command first on
// the path. Standard input is empty.
Outcome Run(const std::string& command_line,
            const std::filesystem::path& directory);

// A fresh folder that looks like the root of the sources to a reader: it has
// `examples` (a link), and whatever a command writes lands in it. Emptied at
// each call with the same name.
std::filesystem::path ScratchRoot(std::string_view name);

std::filesystem::path SourceRoot();

std::string ReadFile(const std::filesystem::path& path);

}  // namespace assent::examples
