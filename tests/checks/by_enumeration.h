// What the checks of rules should find in a small policy, by asking each rule
// about each request: the oracle of compiler/check's rule checks. It reads the
// Model in the words of tests/reference, and shares no code with the compiler.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "compiler/model/model.h"
#include "tests/reference/evaluator.h"
#include "tests/reference/meaning.h"

namespace assent::checks {

// Rules as bits, by their place in Expected::rules.
using RuleBits = std::uint64_t;

// The least number of members of a set that meets each of the masks; nothing
// when one of them is empty.
std::optional<std::size_t> LeastHitting(const std::set<RuleBits>& masks);
bool Hits(RuleBits chosen, const std::set<RuleBits>& masks);

// A rule, known by where it stands: what was written has one place each.
struct ExpectedRule {
  Span span;
  bool itself = false;  // what a rule set decides itself
  bool fires = false;
  bool kept = false;  // without it some verdict differs
  // For each request and each part of its verdict that the rule is behind: the
  // rules that make up for it. Not kept: none is empty, and a set that hits all
  // covers the rule.
  std::set<RuleBits> makes_up;
  // Of an allow, a forbid or a governs line that never fires: the least number
  // of conditions, windows, exceptions and assumptions to blame. 0: its terms.
  std::optional<std::size_t> cause_count;
  // Of an allow clause.
  bool against = false, all_against = false;
  RuleBits forbids = 0;
};

// An exception, and what is so when some of what stands beside it is gone.
struct ExpectedException {
  Span span;
  bool outside = false;
  bool given_back = false;          // else covered
  std::size_t cover_size = 0;       // of those beside it, where covered
  std::set<std::set<Span>> covers;  // the least ones
};

struct Expected {
  std::vector<ExpectedRule> rules;
  std::vector<ExpectedException> exceptions;  // idle ones, by rule
  std::set<model::PermissionId> permissions;  // idle ones

  const ExpectedRule* Find(Span span, bool itself) const;
  RuleBits BitOf(Span span, bool itself) const;
};

// nullopt: more requests than `most`, or more than 60 rules.
std::optional<Expected> ByEnumeration(const model::Model& model,
                                      std::size_t most);

}  // namespace assent::checks
