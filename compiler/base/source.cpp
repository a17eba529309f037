#include "compiler/base/source.h"

#include <algorithm>

namespace assent {

FileId SourceSet::Add(std::string path, std::string text) {
  SourceFile file{std::move(path), std::move(text), {0}};
  for (std::size_t at = file.text.find('\n'); at != std::string::npos;
       at = file.text.find('\n', at + 1))
    file.line_begins.push_back(static_cast<std::uint32_t>(at + 1));
  files_.push_back(std::move(file));
  return FileId(files_.size() - 1);
}

Place SourceSet::Locate(const Span& span) const {
  const SourceFile& file = files_[span.file.value];
  auto after = std::upper_bound(file.line_begins.begin(),
                                file.line_begins.end(), span.begin);
  std::uint32_t line_begin = *(after - 1);
  Place place{file.path, 0, 1};
  place.line = static_cast<std::uint32_t>(after - file.line_begins.begin());
  std::size_t end = std::min<std::size_t>(span.begin, file.text.size());
  for (std::size_t i = line_begin; i < end; ++i)
    place.column += (static_cast<unsigned char>(file.text[i]) & 0xC0) != 0x80;
  return place;
}

std::string_view SourceSet::Text(const Span& span) const {
  return std::string_view(files_[span.file.value].text)
      .substr(span.begin, span.end - span.begin);
}

std::string_view SourceSet::Line(FileId id, std::uint32_t line) const {
  const SourceFile& file = files_[id.value];
  std::uint32_t begin = file.line_begins[line - 1];
  std::string_view text = std::string_view(file.text).substr(begin);
  text = text.substr(0, text.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

}  // namespace assent
