// A table against the oracle: every part of the verdict, request by request.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "assent/table.h"
#include "compiler/model/model.h"
#include "tests/exhaustive/requests.h"
#include "tests/generate/random.h"
#include "tests/reference/evaluator.h"

namespace assent::exhaustive {

// What was compared, for the line that a test prints.
struct Tally {
  std::uint64_t policies = 0;
  std::uint64_t requests = 0;
  std::uint64_t overridden = 0;  // permits, though a permission is closed
  std::uint64_t too_large = 0;   // requests left out: too many completions
  std::array<std::uint64_t, kReasonCount> reasons{};

  std::string Line() const;
};

// Compares one table with the Model that it was compiled from. Both are
// borrowed. Not thread-safe.
class Comparison {
 public:
  // A part of the verdict as sets of ids in one word each.
  using Set = std::uint64_t;
  struct Tuple {
    bool permit = false;
    Reason reason = Reason::unknown_term;
    std::uint32_t permission = kNoPermission;  // with needs_permission
    bool impossible = false;
    Reason standing = Reason::no_agreement;
    bool prohibited = false;
    Set closed = 0;
    std::vector<Set> overrides;  // sorted; none empty
    Set obligations = 0;

    bool operator==(const Tuple&) const = default;
  };

  Comparison(const model::Model& model, const Table& table);

  // What the table says of a request.
  Tuple Ask(const model::Request& request) const;

  // Of AllRequests.
  std::uint64_t RequestCount() const { return requests_.count(); }

  // The first mismatch, described; nothing when there is none.
  std::optional<std::string> CompareAll(Tally& tally);

  // `count` of AimedRequest, without those that leave the oracle too many
  // completions to enumerate.
  std::optional<std::string> CompareRandom(generate::Random& random,
                                           std::uint64_t count, Tally& tally);

 private:
  Tuple Expected(const model::Request& request);
  Request Asked(const model::Request& request, const Facts* facts) const;
  Tuple Actual(const Request& request, Verdict& verdict) const;
  std::string Text(const Tuple& tuple) const;

  const Facts* Bind(const std::vector<std::uint32_t>& values, bool one_person,
                    std::uint32_t variant, std::span<std::byte> memory) const;
  std::optional<std::string> Compare(const model::Request& request,
                                     const Facts* facts, Tally& tally);
  std::optional<std::string> CompareBatch();

  const model::Model& model_;
  const model::Vocabulary& words_;
  const Table& table_;
  reference::Evaluator oracle_;
  AllRequests requests_;

  // The table's ids, by the Model's.
  std::vector<std::uint32_t> partners_, data_, actions_, purposes_, relations_,
      attributes_;
  std::vector<std::uint32_t> permissions_, obligations_;  // the other way

  // Answered one by one; to be answered together.
  std::vector<Request> asked_;
  std::vector<Verdict> answered_;
};

}  // namespace assent::exhaustive
