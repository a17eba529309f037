// Ast -> words, declaration by declaration: what ast_to_text sets.
#pragma once

#include <string>
#include <vector>

#include "compiler/ast/ast.h"
#include "tests/generate/random.h"

namespace assent::generate {

using Tokens = std::vector<std::string>;

// Each declaration's words. With `noise`, declarations and the parts of
// clauses come in its order, and the vocabulary in one block each.
std::vector<Tokens> AstToTokens(const ast::File& file, Random* noise);

}  // namespace assent::generate
