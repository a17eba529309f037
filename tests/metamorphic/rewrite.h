// Changes of a policy's text that must not change its meaning, and changes
// that may.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/ast/ast.h"
#include "tests/generate/random.h"

namespace assent::metamorphic {

// The declarations of all files in one, without imports.
ast::File Merged(const std::vector<ast::File>& files);

// Each declaration in one of `count` files.
std::vector<ast::File> Split(const ast::File& file, std::size_t count,
                             generate::Random& random);

// Says the same in other words: lists in another order, labels, agreements
// and programs renamed, clauses split by actions, data, relations, purposes,
// days, conditions and obligations, copied or copied in part, agreements
// split by partner, programs dissolved into their agreements, roles written
// out, conditions turned by the laws of logic. Tests, claims, requirements and
// what amends what are left out.
void SayDifferently(ast::File& file, generate::Random& random);

// With a value for whatever is unknown: the earliest beginning, the latest end,
// the day next to one `after` or `before` which it is, the first of several
// terms, any where nothing is known.
ast::File Known(ast::File file);

// Changes one thing that a rule says: a comparison, a value, a date, a term,
// a partner, an obligation, an override. What was changed; nothing when the
// place that was picked has nothing to change.
std::optional<std::string> ChangeOneThing(ast::File& file,
                                          generate::Random& random);

}  // namespace assent::metamorphic
