// The constructs of the language, and which of them a policy uses.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "compiler/ast/ast.h"

namespace assent::generate {

// Every construct that the generator must emit, one name each.
const std::vector<std::string>& AllConstructs();

// Those in `file`. Any other name that it gives is a mistake of this list.
std::set<std::string> ConstructsOf(const ast::File& file);

}  // namespace assent::generate
