// Bytes of sections: appending plain structs, reading them back.
#pragma once

#include <cstring>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/table/table.h"
#include "runtime/format/format.h"
#include "runtime/format/vocabulary.h"

namespace assent::table {

class SectionWriter {
 public:
  explicit SectionWriter(format::SectionKind kind) {
    section_.kind = std::uint32_t(kind);
  }

  template <class T>
  void Put(const T& value) {
    const auto* from = reinterpret_cast<const std::uint8_t*>(&value);
    section_.bytes.insert(section_.bytes.end(), from, from + sizeof(T));
  }
  template <class T>
  void PutAll(const std::vector<T>& values) {
    for (const T& value : values) Put(value);
  }
  // As LEB128.
  void PutNumber(std::uint64_t number) {
    for (; number >= 0x80; number >>= 7)
      section_.bytes.push_back(std::uint8_t(number | 0x80));
    section_.bytes.push_back(std::uint8_t(number));
  }
  std::size_t size() const { return section_.bytes.size(); }
  Bytes& bytes() { return section_.bytes; }
  Section Take() { return std::move(section_); }

 private:
  Section section_;
};

// Text that NameRefs point into; equal texts are kept once.
class StringWriter {
 public:
  explicit StringWriter(format::SectionKind kind) : writer_(kind) {}

  format::NameRef Add(std::string_view text) {
    auto [at, fresh] =
        known_.try_emplace(std::string(text), std::uint32_t(writer_.size()));
    if (fresh)
      writer_.bytes().insert(writer_.bytes().end(), text.begin(), text.end());
    return {at->second, std::uint32_t(text.size())};
  }
  Section Take() { return writer_.Take(); }

 private:
  SectionWriter writer_;
  std::unordered_map<std::string, std::uint32_t> known_;
};

// Sections by kind, of bytes that the runtime has accepted.
class SectionReader {
 public:
  explicit SectionReader(std::span<const std::uint8_t> file) : file_(file) {}

  const format::Header& header() const {
    return *reinterpret_cast<const format::Header*>(file_.data());
  }
  std::span<const std::uint8_t> bytes(format::SectionKind kind) const {
    const auto* entries = reinterpret_cast<const format::SectionEntry*>(
        file_.data() + sizeof(format::Header));
    for (std::uint32_t i = 0; i < header().section_count; ++i)
      if (entries[i].kind == std::uint32_t(kind))
        return file_.subspan(entries[i].offset, entries[i].bytes);
    return {};
  }
  template <class T>
  std::span<const T> all(format::SectionKind kind) const {
    const auto found = bytes(kind);
    return {reinterpret_cast<const T*>(found.data()),
            found.size() / sizeof(T)};
  }

 private:
  std::span<const std::uint8_t> file_;
};

}  // namespace assent::table
