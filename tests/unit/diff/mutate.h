// Small changes of a policy, as an author makes them.
#pragma once

#include "compiler/ast/ast.h"
#include "tests/generate/random.h"

namespace assent::diff {

// Changes one thing: a clause, a window, a condition, an obligation, an
// override, what a permission governs, a prohibition, an assumption, a
// default, or a word of the vocabulary. The result may be faulty: then it is
// for the caller to try again.
void Mutate(ast::File& file, generate::Random& random);

}  // namespace assent::diff
