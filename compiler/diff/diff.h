// Where two policy sets disagree: every request whose answer differs, counted
// exactly, as regions in the author's words.
//
// The law, over the joint space (join.h) without what neither side answers
// (unknown to it, or impossible):
//
//   widened     = permit_after  and not permit_before
//   narrowed    = permit_before and not permit_after
//   obligations = both permit, with different obligations
//   reasons     = none of these, but some part of the answer differs
//
// Each request is in one of the four, or its whole answer is the same. All
// comparisons are of functions; rows are compared only to skip what is equal.
#pragma once

#include <llvm/ADT/APInt.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "assent/table.h"
#include "compiler/base/result.h"
#include "compiler/check/replay.h"
#include "compiler/diff/vocabulary_changes.h"
#include "compiler/rows/rows.h"
#include "compiler/table/bytes_to_rows.h"

namespace assent::diff {

enum class Change : std::uint8_t { widened, narrowed, obligations, reasons };
inline constexpr std::size_t kChangeCount = 4;
std::string_view NameOf(Change change);

// A cube of changed requests, the same for some partners. Regions of one
// partner may overlap; each holds a request that no other of them holds.
struct Region {
  Change change = Change::widened;
  // What changes: "log_access is added", "expired is now no_agreement",
  // "still granted; sharing is closed as well". Empty: a decision.
  std::string what;
  // A decision: every reason for which the side that denies does so, and
  // what the side that permits obliges to, on all requests or on some.
  std::vector<std::string> reasons, obligations, some_obligations;
  std::vector<std::string> partners;  // sorted
  rows::Cube cube;                    // in Difference::vocabulary
  // False: more cubes than anyone reads; this one holds them all, and others.
  bool exact = true;
  llvm::APInt requests;        // changed ones within, exact, those
                               // of all its partners together
  llvm::APInt shared;          // of these, those that other regions
                               // of the same change hold, too
  check::Witness witness;      // of the first partner
  check::Reply before, after;  // what the tables answer to it
};

struct Difference {
  std::array<llvm::APInt, kChangeCount> requests;  // exact, by Change
  std::vector<Region> regions;  // by change, what, partners, cube
  bool lists_all = true;        // false: regions of reasons are left
                                // out, there are too many
  std::vector<VocabularyChange> vocabulary_changes;
  model::Vocabulary vocabulary;  // the joint one
  std::string digest_before, digest_after;

  bool empty() const {
    return vocabulary_changes.empty() &&
           std::ranges::all_of(requests, &llvm::APInt::isZero);
  }
};

// One side: what `decoded` is decoded from, opened.
struct Side {
  const table::Decoded& decoded;
  const Table& table;
};

// An error where the diagrams grow beyond the budget, or the vocabularies
// cannot be joined. Empty exactly when the decision digests are equal.
Result<Difference> Diff(const Side& before, const Side& after);

}  // namespace assent::diff
