// kinds.def says which kinds a project may choose the level of; what checks
// report must be among them.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

#include "compiler/diagnostics/diagnostic.h"

namespace assent::project {
namespace {

namespace fs = std::filesystem;

// Reported by a check, but before there is a table.
constexpr std::string_view kStops = "contradictory_assumptions";

TEST_CASE("what the checks report are findings") {
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(
           fs::path(ASSENT_SOURCE_FOLDER) / "compiler/check")) {
    if (entry.path().extension() != ".cpp") continue;
    std::ifstream in(entry.path());
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const std::regex kind("(?:diagnostics::|[^:\\w])Kind::(\\w+)");
    for (std::sregex_iterator at(text.begin(), text.end(), kind), end;
         at != end; ++at) {
      const std::string id = (*at)[1];
      const auto known = diagnostics::KindOf(id);
      if (!known || id == kStops) continue;  // another Kind
      INFO(entry.path().filename().string(), ": ", id);
      CHECK(diagnostics::IsFinding(*known));
      ++count;
    }
  }
  CHECK(count >= 20);
}

TEST_CASE("kinds are found by their ids, and warnings are findings") {
  for (diagnostics::Kind kind : diagnostics::AllKinds()) {
    CHECK(diagnostics::KindOf(diagnostics::IdOf(kind)) == kind);
    if (diagnostics::SeverityOf(kind) == diagnostics::Severity::warning)
      CHECK(diagnostics::IsFinding(kind));
  }
  CHECK_FALSE(diagnostics::KindOf("nothing"));
  CHECK_FALSE(diagnostics::KindOf(""));
  CHECK_FALSE(diagnostics::KindOf("zzz"));
}

}  // namespace
}  // namespace assent::project
