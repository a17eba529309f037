// What is wrong with a request, in its own words, and what may be meant.
#pragma once

#include <string>

#include "assent/table.h"

namespace assent::check {

// "unknown data `friends.nmaes`; did you mean `friends.names`?". `error` is
// what the table said of `request`; "" for none. Linear in the names of the
// kind that is unknown.
std::string ErrorText(const Table& table, const NamedRequest& request,
                      RequestError error);

}  // namespace assent::check
