// Ast -> text: what the parser must read back as the same Ast, but for order.
#pragma once

#include <string>

#include "compiler/ast/ast.h"
#include "tests/generate/random.h"

namespace assent::generate {

// Plain, one statement a line, in the order of the Ast.
std::string ToText(const ast::File& file);

// The same meaning in any other dress: declarations, and the parts of clauses
// in the order of `noise`, the vocabulary in one block or several, white
// space, line ends and comments anywhere.
std::string ToText(const ast::File& file, Random& noise);

}  // namespace assent::generate
