#include "compiler/driver/read_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

namespace assent::driver {

Result<std::string> ReadFile(const std::string& path, std::size_t limit) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    return Error{"it is a folder"};
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(
      std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) return Error{std::strerror(errno)};
  std::string bytes;
  constexpr std::size_t kChunk = 1 << 20;
  for (std::size_t got = kChunk; got == kChunk && bytes.size() <= limit;) {
    const std::size_t size = bytes.size();
    bytes.resize(size + kChunk);
    got = std::fread(bytes.data() + size, 1, kChunk, file.get());
    bytes.resize(size + got);
  }
  if (std::ferror(file.get()) != 0) return Error{std::strerror(errno)};
  return bytes;
}

}  // namespace assent::driver
