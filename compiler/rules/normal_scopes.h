// What is not known, as conditions: for rules/, and for checks that look at
// scopes which are no rules.
//
//   until u          =  OR over the days d that u can be:
//                       [the day before d in this order, d) when u >= d
//   unknown whether A or B  =  known, or A when u is A, or B when u is B
//
// Days are cut where an unknown end can be, so that within each segment a
// window either holds as a whole or does not.
#pragma once

#include <optional>
#include <vector>

#include "compiler/rules/rules.h"

namespace assent::rules {

// Days on which a window is in force if its unknowns are as `when` says.
struct Segment {
  Window window;                    // known, not empty
  Condition when;                   // of unknowns alone, normal
};
using Segments = std::vector<Segment>;  // by day, disjoint

class NormalScopes {
 public:
  // Borrows the model.
  explicit NormalScopes(const model::Model& model);

  Segments SegmentsOf(const Window& window) const;
  Segments Intersection(const Segments& a, const Segments& b) const;

  // Scopes that together match what `written` matches within the segments;
  // one, or none, where everything is known.
  std::vector<Scope> Of(const Scope& written, const Segments& within) const;

  // Both hold; an empty any_of where they never do.
  Condition Both(const Condition& a, const Condition& b) const;
  // The first day is before the second.
  Condition Before(const model::UnknownOrder& order) const;
  // What both match; nothing where they have nothing in common.
  std::optional<Scope> Both(const Scope& a, const Scope& b) const;

  const std::vector<std::uint32_t>& unknown_sizes() const {
    return unknown_sizes_;
  }

 private:
  // Terms of one dimension that match under one condition.
  struct Part {
    RunSet terms;
    Condition when;
  };
  Condition Literal(model::UnknownId which, RunSet values) const;
  std::vector<Part> PartsOf(const RunSet& known, const Scope& written,
                            model::UnknownTerms::Dimension dimension) const;

  const model::Model& model_;
  std::vector<std::uint32_t> unknown_sizes_;
};

bool IsNever(const Condition& condition);

}  // namespace assent::rules
