// A deterministic irredundant cover of a function by prime cubes, for
// multi-valued variables; a function of the function alone.
//
// The law: for lower <= upper, Extract gives cubes whose union f satisfies
//
//     lower <= f <= upper,
//
// none of which can be left out, and the same cubes for the same two
// functions, however they were made. Morreale 1970 and Minato 1992 for two
// values, carried over to sets of values as follows. At the top variable x,
// each assignment p of the rest allows a set V(p) of values of x; cubes with
// x in T are looked for where V(p) = T, smallest T first: a smaller T can
// help where more is allowed, a larger one cannot help where less is. At an
// interval level T is a maximal run of V(p).
#pragma once

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/SmallBitVector.h>

#include <utility>
#include <vector>

#include "compiler/logic/store.h"

namespace assent::rows {

// One set of values for each level that matters, ascending by level.
using CoverCube = std::vector<std::pair<std::uint32_t, RunSet>>;

class Cover {
 public:
  // `interval_level`: the level at which a cube has one run of values.
  // The store is borrowed; after store.Reset() make a new Cover.
  Cover(logic::Store& store, std::uint32_t interval_level)
      : store_(store), interval_level_(interval_level) { Reset(); }

  // Appends to `cubes`; false when there would be more than `cube_budget`,
  // or when the store is exhausted.
  bool Extract(logic::NodeId lower, logic::NodeId upper,
               std::size_t cube_budget, std::vector<CoverCube>& cubes);

  void Reset();

 private:
  using EntryId = std::uint32_t;
  struct Part {                       // cubes with the top variable in values
    RunSet values;
    EntryId rest;
  };
  // Cubes are shared as a graph: an entry is a union of parts.
  struct Entry {
    logic::NodeId covered;
    std::uint32_t level = 0;
    std::vector<Part> parts;
    std::uint64_t cube_count = 0;
  };
  // Values of the top variable that the same assignments of the rest allow
  // (at the interval level: a run of them), ascending by first value.
  struct ValueClass {
    RunSet values;
    logic::NodeId upper;
    std::uint64_t size = 0;
  };
  struct Segment {                    // a run of values with the same bounds
    std::uint32_t begin;
    std::uint32_t value_class;
    logic::NodeId lower;
  };
  struct Top {                        // both bounds, seen from one variable
    std::uint32_t level = 0;
    std::vector<ValueClass> classes;
    std::vector<Segment> segments;
  };
  struct Candidate {
    llvm::SmallBitVector classes;
    std::uint64_t size = 0;           // values in them
    logic::NodeId where;              // the rest allows exactly these values
    logic::NodeId upper;
  };

  EntryId Find(logic::NodeId lower, logic::NodeId upper);
  Top Split(logic::NodeId lower, logic::NodeId upper) const;
  std::vector<Candidate> Sets(const Top& top);
  std::vector<Candidate> Intervals(const Top& top);
  void Flatten(EntryId entry, CoverCube& prefix,
               std::vector<CoverCube>& cubes) const;

  static constexpr EntryId kNothing = 0, kEverything = 1;

  logic::Store& store_;
  std::uint32_t interval_level_;
  std::size_t budget_ = 0;
  bool over_budget_ = false;
  std::vector<Entry> entries_;
  llvm::DenseMap<std::uint64_t, EntryId> memo_;
};

}  // namespace assent::rows
