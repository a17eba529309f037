#include "tests/examples/command.h"

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace assent::examples {

namespace fs = std::filesystem;

Outcome Run(const std::string& command_line, const fs::path& directory) {
  std::string shell = "cd '" + directory.string() + "' && PATH='" +
                      fs::path(ASSENT_COMMAND).parent_path().string() +
                      "':$PATH && { " + command_line + "\n} 2>&1 < /dev/null";
  FILE* pipe = popen(shell.c_str(), "r");
  if (!pipe) throw std::runtime_error("cannot start a shell");
  Outcome outcome;
  std::array<char, 4096> buffer;
  while (std::size_t count =
             fread(buffer.data(), 1, buffer.size(), pipe))
    outcome.output.append(buffer.data(), count);
  int status = pclose(pipe);
  outcome.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return outcome;
}

fs::path ScratchRoot(std::string_view name) {
  fs::path root = fs::path(ASSENT_SCRATCH) / name;
  fs::remove_all(root);
  fs::create_directories(root);
  fs::create_directory_symlink(SourceRoot() / "examples", root / "examples");
  return root;
}

fs::path SourceRoot() { return ASSENT_SOURCE_ROOT; }

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace assent::examples
