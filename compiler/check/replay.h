// Asks the compiled table, as its users will: nothing is printed about a
// request that the table was not asked about.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "assent/table.h"
#include "compiler/check/witness.h"

namespace assent::check {

struct Reply {
  bool permit = false;
  Reason reason = Reason::unknown_term;
  std::string permission;                // with needs_permission
  std::vector<std::string> obligations;  // of a permit
  std::string error;                     // what is wrong with the request

  std::string ReasonText() const;  // needs_permission(data_sharing)
  std::string Text() const;        // permit with log_access
};

// A rule as the table remembers it.
struct RuleLine {
  std::string name, agreement, file;
  std::uint32_t line = 0;

  auto operator<=>(const RuleLine&) const = default;
};
std::string ToText(const RuleLine& rule);  // bing_search.names (bing.policy:12)

// What the table answered to `request`.
Reply ReplyOf(const Table& table, const NamedRequest& request,
              const Verdict& verdict, RequestError error);

// The facts of one request, in memory as the table wants it.
class FactsMemory {
 public:
  explicit FactsMemory(const Table& table);
  std::span<std::byte> span() const { return {begin_, size_}; }

 private:
  std::unique_ptr<std::byte[]> bytes_;
  std::byte* begin_ = nullptr;
  std::size_t size_ = 0;
};

// Borrows the table. Not thread-safe: it has one request's facts in memory.
class Replay {
 public:
  explicit Replay(const Table& table) : table_(table), memory_(table) {}

  Reply Ask(const Witness& witness) const;

  // Every part of the answer, by names, on one line: equal exactly when the
  // whole answers are.
  std::string WholeText(const Witness& witness) const;

  // The rules behind the answer's reason: those that grant, or did, or would;
  // the prohibitions; what the closed permission governs. Sorted.
  std::vector<RuleLine> Rules(const Witness& witness) const;

 private:
  const Table& table_;
  FactsMemory memory_;
};

}  // namespace assent::check
