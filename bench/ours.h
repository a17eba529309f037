// The world's table, and requests bound to it.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "assent/table.h"
#include "bench/requests.h"

namespace assent::bench {

// Keeps the table open and the persons' facts bound. Ends the program with a
// message when the table cannot be opened or lacks a word of the world.
class Ours {
 public:
  Ours(const std::string& table_path, const World& world,
       std::span<const std::uint64_t> persons);

  const Table& table() const { return table_; }
  std::vector<Request> Bind(const Requests& requests) const;

  // The verdict with the world's numbers for obligations and permissions.
  Verdict InWorld(Verdict verdict) const;

 private:
  struct Free {
    void operator()(std::byte* memory) const;
  };

  Table table_;
  std::vector<std::uint32_t> partners_, leaves_, actions_, purposes_,
      relations_;
  std::uint32_t obligations_[64] = {};      // table's -> world's
  std::vector<std::uint16_t> permissions_;  // table's -> world's
  std::unique_ptr<std::byte, Free> memory_;
  std::vector<const Facts*> facts_;  // by person
};

}  // namespace assent::bench
