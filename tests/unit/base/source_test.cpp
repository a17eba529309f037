#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "compiler/base/source.h"

#include <doctest/doctest.h>

namespace assent {
namespace {

std::string At(const SourceSet& sources, FileId file, std::uint32_t offset) {
  Place place = sources.Locate({file, offset, offset});
  return std::string(place.path) + ":" + std::to_string(place.line) + ":" +
         std::to_string(place.column);
}

TEST_CASE("places count lines and code points from one") {
  SourceSet sources;
  FileId a = sources.Add("a.policy", "one\ntw\xC3\xB6 three\n\nlast");
  FileId b = sources.Add("b.policy", "");
  CHECK_EQ(At(sources, a, 0), "a.policy:1:1");
  CHECK_EQ(At(sources, a, 3), "a.policy:1:4");  // the line end itself
  CHECK_EQ(At(sources, a, 4), "a.policy:2:1");
  CHECK_EQ(At(sources, a, 9), "a.policy:2:5");  // behind two bytes
  CHECK_EQ(At(sources, a, 15), "a.policy:3:1");
  CHECK_EQ(At(sources, a, 16), "a.policy:4:1");
  CHECK_EQ(At(sources, a, 20), "a.policy:4:5");  // the end of the file
  CHECK_EQ(At(sources, b, 0), "b.policy:1:1");
}

TEST_CASE("lines come without their ends, whichever they are") {
  SourceSet sources;
  FileId file = sources.Add("a.policy", "one\r\n\ntwo\n");
  CHECK_EQ(sources.Line(file, 1), "one");
  CHECK_EQ(sources.Line(file, 2), "");
  CHECK_EQ(sources.Line(file, 3), "two");
  CHECK_EQ(sources.Line(file, 4), "");
  CHECK_EQ(sources.Text({file, 0, 3}), "one");
}

}  // namespace
}  // namespace assent
