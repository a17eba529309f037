// Writes a facts record into the caller's memory.
#pragma once

#include <span>

#include "view.h"

namespace assent {

// Supply what is known, then Finish once. Nothing is allocated.
class FactsWriter {
 public:
  FactsWriter(const Table::View& view, std::span<std::byte> memory);

  bool ready() const { return memory_ != nullptr; }  // memory large enough
  RequestError Supply(std::uint32_t attribute, std::uint32_t value);

  // Fills in defaults and binds. Returns kNoId, or the attribute of which the
  // one person's two copies differ.
  std::uint32_t Finish(bool one_person);

  const Facts* facts() const {
    return reinterpret_cast<const Facts*>(memory_);
  }

 private:
  const Table::View& view_;
  std::byte* memory_;
  std::uint32_t* values_ = nullptr;
};

}  // namespace assent
