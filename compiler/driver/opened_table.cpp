#include "compiler/driver/opened_table.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <vector>

namespace assent::driver {
namespace {

Error Refused(std::string_view name, const OpenResult& result) {
  std::string message = fmt::format("`{}` is no table to be trusted: {}", name,
                                    Message(result.error));
  if (result.error == OpenError::damaged ||
      result.error == OpenError::malformed)
    message += fmt::format(" (at byte {})", result.offset);
  return Error{std::move(message)};
}

Error Unreadable(const std::string& path, int code) {
  return Error{
      fmt::format("`{}` cannot be read: {}", path, std::strerror(code))};
}

}  // namespace

Result<OpenedTable> OpenBytes(std::span<const std::uint8_t> bytes) {
  constexpr std::size_t kAlignment = 64;
  OpenedTable opened;
  opened.size_ = bytes.size();
  opened.memory_ =
      std::make_unique_for_overwrite<std::byte[]>(bytes.size() + kAlignment);
  void* begin = opened.memory_.get();
  std::size_t space = bytes.size() + kAlignment;
  opened.begin_ = static_cast<std::byte*>(
      std::align(kAlignment, bytes.size(), begin, space));
  if (!bytes.empty()) std::memcpy(opened.begin_, bytes.data(), bytes.size());
  OpenResult result = Table::FromBytes({opened.begin_, opened.size_});
  if (!result) return Refused("the table", result);
  opened.table_ = std::move(result.table);
  return opened;
}

Result<Table> OpenTable(const std::string& path) {
  errno = 0;
  OpenResult result = Table::Open(path.c_str());
  if (result) return std::move(result.table);
  if (result.error == OpenError::cannot_read && errno != 0)
    return Unreadable(path, errno);
  return Refused(path, result);
}

Result<OpenedTable> ReadTable(const std::string& path) {
  // Opened first: then a refusal names the file, and a folder or a pipe is
  // refused as one.
  Result<Table> mapped = OpenTable(path);
  if (!mapped) return mapped.error();
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(
      std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) return Unreadable(path, errno);
  std::vector<std::uint8_t> bytes(mapped->info().bytes);
  if (std::fread(bytes.data(), 1, bytes.size(), file.get()) != bytes.size())
    return Unreadable(path, errno != 0 ? errno : EIO);
  return OpenBytes(bytes);
}

bool LooksLikeTable(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) return false;
  if (path.ends_with(".table")) return true;
  if (path.ends_with(".policy")) return false;
  const OpenResult result = Table::Open(path.c_str());
  return result.error != OpenError::not_a_table &&
         result.error != OpenError::cannot_read;
}

}  // namespace assent::driver
