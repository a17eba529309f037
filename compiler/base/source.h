// Source text and places in it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/id.h"

namespace assent {

using FileId = Id<struct FileTag>;

// A stretch of one file: bytes [begin, end).
struct Span {
  FileId file;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  auto operator<=>(const Span&) const = default;
};

// What an editor shows: both from 1; the column counts code points.
struct Place {
  std::string_view path;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

// One file as read: text is valid UTF-8 without byte-order mark, with the line
// ends of the file (a carriage return counts as white space).
struct SourceFile {
  std::string path;  // as the author would name it: relative, '/'-separated
  std::string text;
  std::vector<std::uint32_t> line_begins;  // byte offset of each line
};

// All files of a run. Files are added in order and never removed; spans
// refer to them by id. Not thread-safe while files are added.
class SourceSet {
 public:
  FileId Add(std::string path, std::string text);

  const SourceFile& file(FileId id) const { return files_[id.value]; }
  std::size_t size() const { return files_.size(); }
  Place Locate(const Span& span) const;  // O(log lines)
  std::string_view Text(const Span& span) const;
  std::string_view Line(FileId file, std::uint32_t line) const;  // from 1

 private:
  std::vector<SourceFile> files_;
};

}  // namespace assent
