// The pages of docs/diagnostics, built into the command: what each kind means,
// an example that fires, how to mend it.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace assent::diagnostics {

struct Page {
  std::string_view id;    // missing_end
  std::string_view path;  // docs/diagnostics/missing_end.md, in the sources
  std::string_view text;  // Markdown; its first line is `# missing_end`
};

// By id. Lives as long as the program. O(log pages).
std::optional<Page> PageOf(std::string_view id);

std::vector<std::string_view> PageIds();  // sorted

}  // namespace assent::diagnostics
