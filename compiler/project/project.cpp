#include "compiler/project/project.h"

#include <algorithm>

namespace assent::project {

std::string_view NameOf(Level level) {
  switch (level) {
    case Level::off:
      return "off";
    case Level::warning:
      return "warning";
    case Level::error:
      break;
  }
  return "error";
}

bool IsClaimKind(std::string_view kind) {
  return std::ranges::find(kClaimKinds, kind) != std::end(kClaimKinds);
}

}  // namespace assent::project
