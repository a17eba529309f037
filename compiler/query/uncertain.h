// What a policy may permit beyond its table, in some completion of what its
// authors do not know.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/query/policy.h"
#include "compiler/query/question.h"

namespace assent::query {

struct Uncertain {
  std::size_t unknown_count = 0;  // of the policy
  // Who may be permitted something of the question in some completion: nothing
  // of it is certain; or something is, and there may be more.
  std::vector<std::string> partners, more;  // by name
  std::vector<std::string> unknowns;        // on which that depends
};

// nullopt: there are no unknowns, or none is said (a table), or it takes
// diagrams beyond the budget to know.
std::optional<Uncertain> WhatMayBe(const Policy& policy,
                                   const Question& question);

}  // namespace assent::query
