// The Ast as text: what goldens hold. One line a node, children indented, in
// source order within each kind of declaration, without places.
#pragma once

#include <string>

#include "compiler/ast/ast.h"

namespace assent::ast {

std::string Dump(const File& file);

}  // namespace assent::ast
