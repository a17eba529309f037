// Random policies: valid, and of every construct of the language.
#pragma once

#include "compiler/ast/ast.h"
#include "tests/generate/random.h"

namespace assent::generate {

// About how much there is of everything.
struct Size {
  int data = 4, actions = 2, purposes = 3;  // terms, inner ones included
  int relations = 2;
  int partners = 2;
  int attributes = 2;   // besides the states of permissions
  int values = 3;       // of one attribute, at most
  int permissions = 1;  // the choices of one: 2 or 3
  int days = 3;         // different days in the whole policy
  int agreements = 2;
  std::uint32_t every_role = 25;  // percent of agreements with every ROLE
  int clauses = 2;                // of one agreement
  int globals = 2;                // forbids; as many assumptions at most
  int depth = 2;                  // of conditions and exceptions
  int unknowns = 0;               // at most, in what decides
  int rule_sets = 0;              // at most
};

// Small enough for every request to be enumerated, mostly: few terms and many
// facts, or few facts and many terms, or many days, ...
Size SmallSize(Random& random);

// Much more than that: requests can only be sampled.
Size LargeSize();

// A policy in one file. It has no errors; it may well have rules that never
// fire. Deterministic in the state of `random`.
ast::File GeneratePolicy(Random& random, const Size& size);

}  // namespace assent::generate
