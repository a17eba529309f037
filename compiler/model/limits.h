// How large a policy set may be. Each bound is a diagnostic,
// `limit_exceeded`, and has a test; tests pass smaller ones.
#pragma once

#include <cstdint>

namespace assent::model {

struct Limits {
  std::uint64_t terms = 60'000;              // of one taxonomy: ids fit 16 bits
  std::uint64_t term_depth = 64;             // levels, includes counted
  std::uint64_t term_name_bytes = 64 << 20;  // all spellings of one taxonomy
  std::uint64_t term_leaf_runs = 4'000'000;  // all sets of leaves of one
  std::uint64_t relations = 32;
  std::uint64_t roles = 4'096;
  std::uint64_t obligations = 64;  // each use with its arguments
  std::uint64_t permissions = 1'000;
  std::uint64_t attributes = 4'096;           // states of permissions included
  std::uint64_t values = 4'096;               // of one enumerated attribute
  std::uint64_t integer_values = 1ull << 31;  // of one integer attribute
  std::uint64_t tags = 1'000;
  std::uint64_t unknowns = 4'096;
  std::uint64_t unknown_values = 4'096;  // of one
  std::uint64_t unknown_dates_together = 128;  // of one partner's agreements,
                                               // those without a list of days
  std::uint64_t compared_values = 256;   // of two attributes compared
  std::uint64_t condition_parts = 4'096;  // of a named condition, written out
  std::uint64_t test_cases = 100'000;
  std::uint64_t partners = 16'000'000;
  std::uint64_t partner_clauses = 100'000'000;  // partners times clauses
};

}  // namespace assent::model
