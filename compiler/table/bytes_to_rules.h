// The bytes of a .table file -> the rules as they were written: what `query`
// reads to say through which of them something is permitted. The inverse of
// explanation_section, from the file alone.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/rules/rules.h"

namespace assent::table {

struct Place {
  std::string file;        // "": the rule has none
  std::uint32_t line = 0;  // from 1
};

// No decision is made of these: what a table permits is what its rows say.
struct DecodedRules {
  // Rules without spans. A condition of Kind::unknown is what the authors did
  // not know; of what, is not in a table: `which` is not valid.
  rules::RuleSet rules;
  std::vector<Place> places;  // by RuleId
};

// Of bytes that the runtime accepts, aligned as it wants them; else an error.
// Linear.
Result<DecodedRules> BytesToRules(std::span<const std::uint8_t> bytes);

}  // namespace assent::table
