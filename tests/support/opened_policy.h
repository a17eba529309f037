// Texts, compiled and opened by the runtime: the whole way that a policy goes.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "assent/table.h"
#include "compiler/driver/pipeline.h"

namespace assent::support {

struct OpenedPolicy {
  driver::Compiled compiled;
  Table table;        // of the bytes in memory_
  std::string error;  // why there is no table; else empty

  // Compiles the texts; the diagnostics, or why the runtime refused the
  // table, are in `error`.
  explicit OpenedPolicy(std::vector<driver::Text> texts);
  explicit OpenedPolicy(std::string text)
      : OpenedPolicy(std::vector<driver::Text>{{"p.policy", std::move(text)}}) {
  }
  // With the model changed before the rest is made of it.
  OpenedPolicy(std::string text,
               const std::function<void(model::Model&)>& change);

  // As text, for comparisons.
  std::string decision_digest() const;

 private:
  void Open();

  struct alignas(64) Line {
    std::byte bytes[64];
  };
  std::vector<Line> memory_;
};

// A file's text. A file that cannot be read is a mistake of the test: aborts.
std::string ReadFile(const std::string& path);

// All `.policy` files below a folder, sorted; names relative to it.
std::vector<driver::Text> ReadPolicies(const std::string& folder);

}  // namespace assent::support
