#include "compiler/driver/write_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "compiler/driver/interrupt.h"

namespace assent::driver {
namespace {

Error Unwritable(const std::string& path, int code) {
  return Error{
      fmt::format("`{}` cannot be written: {}", path, std::strerror(code))};
}

// 0, or the errno.
int WriteAll(int file, std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes = bytes.subspan(std::size_t(written));
  }
  return 0;
}

int WriteDirectly(const std::string& path,
                  std::span<const std::uint8_t> bytes) {
  const int file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) return errno;
  const int code = WriteAll(file, bytes);
  return close(file) == 0 || code != 0 ? code : errno;
}

int WriteBeside(const std::string& path, std::span<const std::uint8_t> bytes) {
  Unfinished file(path);
  if (file.descriptor() < 0) return errno;
  int code = WriteAll(file.descriptor(), bytes);
  // As a file that is created plainly would be.
  const mode_t mask = umask(0);
  umask(mask);
  if (code == 0 && fchmod(file.descriptor(), 0666 & ~mask) != 0) code = errno;
  if (code == 0 && fsync(file.descriptor()) != 0 && errno != EINVAL)
    code = errno;
  if (close(file.descriptor()) != 0 && code == 0) code = errno;
  return code == 0 ? file.RenameTo(path) : code;
}

}  // namespace

std::optional<Error> WriteFile(const std::string& path,
                               std::span<const std::uint8_t> bytes) {
  // A link stays; what it leads to is replaced.
  std::error_code ignored;
  std::string target = std::filesystem::canonical(path, ignored).string();
  if (ignored) target = path;
  struct stat status;
  const bool exists = stat(target.c_str(), &status) == 0;
  const bool plain = !exists || S_ISREG(status.st_mode);
  int code = EISDIR;
  if (!exists || !S_ISDIR(status.st_mode))
    code = plain ? WriteBeside(target, bytes) : WriteDirectly(target, bytes);
  if (code != 0) return Unwritable(path, code);
  return std::nullopt;
}

}  // namespace assent::driver
