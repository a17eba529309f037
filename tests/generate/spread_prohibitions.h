// Prohibitions for some partners, with exceptions, in a Model.
#pragma once

#include "compiler/model/model.h"
#include "tests/generate/random.h"

namespace assent::generate {

// Adds prohibitions that look like the clauses there are, gives each some
// partners or none, and exceptions that look like other clauses.
void SpreadProhibitions(model::Model& model, Random& random);

}  // namespace assent::generate
