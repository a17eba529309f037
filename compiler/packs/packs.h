// Rule packs: what laws and orders ask of every policy set, as policy files of
// our own, readable beside this header and built into the command.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace assent::packs {

struct Source {
  std::string_view name;  // ftc_2012
  std::string_view path;  // packs/ftc_2012.policy, for diagnostics
  std::string_view text;
};

// By name. Lives as long as the program.
std::optional<Source> Find(std::string_view name);

std::vector<std::string_view> Names();  // sorted

}  // namespace assent::packs
