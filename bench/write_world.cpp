// Writes the benchmark's world as policy text.
//
//   write_world RULES FOLDER
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "bench/world_to_policy.h"

int main(int argc, char** argv) {
  const long rules = argc == 3 ? std::atol(argv[1]) : 0;
  if (rules < 1 || rules > 10'000'000) {
    std::fprintf(stderr, "usage: write_world RULES FOLDER\n");
    return 2;
  }
  const std::filesystem::path folder = argv[2];
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  bool written = !error;
  assent::bench::WorldToPolicy(
      assent::bench::MakeWorld(std::uint32_t(rules)),
      [&](const std::string& name, const std::string& text) {
        std::FILE* file = std::fopen((folder / name).c_str(), "wb");
        written = written && file != nullptr &&
                  std::fwrite(text.data(), 1, text.size(), file) == text.size();
        if (file != nullptr) written = std::fclose(file) == 0 && written;
      });
  if (!written) {
    std::fprintf(stderr, "write_world: cannot write to %s\n", argv[2]);
    return 2;
  }
}
