#include "compiler/diagnostics/fingerprint.h"

#include <doctest/doctest.h>

#include <set>

namespace assent::diagnostics {
namespace {

// The fingerprint of a finding at the first `place` in `text`.
std::string Of(const std::string& text, const std::string& place,
               const std::string& message = "`x` is odd",
               Kind kind = Kind::term_unused) {
  SourceSet sources;
  const FileId file = sources.Add("a.policy", text);
  const std::size_t at = text.find(place);
  REQUIRE(at != text.npos);
  Diagnostic diagnostic{};
  diagnostic.kind = kind;
  diagnostic.span = {file, std::uint32_t(at), std::uint32_t(at + place.size())};
  diagnostic.message = message;
  return Fingerprints(sources).Of(diagnostic);
}

const std::string kText =
    "partner bing;\nagreement a with bing {\n  from 2010-01-01;\n"
    "  one: allow read on names;\n}\nclaim \"c; {\" never permit any;\n";

TEST_CASE("a fingerprint stays when lines move and layout changes") {
  const std::string before = Of(kText, "read on");
  CHECK(before.size() == 16);
  CHECK(Of("// one { more\n/* } */ role app;\n" + kText, "read on") == before);
  std::string one_line = kText;
  for (char& c : one_line)
    if (c == '\n') c = ' ';
  CHECK(Of(one_line, "read on") == before);
  std::string wide = kText;
  wide.replace(wide.find("read on"), 7, "read\n    on");
  CHECK(Of(wide, "read\n    on") == before);
}

TEST_CASE("counts and prose may change, names may not") {
  const std::string before =
      Of(kText, "names", "`x` permits 3 of `y` in 1,152 requests");
  CHECK(Of(kText, "names", "of 12 requests `x` grants 4 to `y`") == before);
  CHECK(Of(kText, "names", "`x` permits 3 of `z` in 1,152 requests") != before);
  CHECK(Of(kText, "names", "`y` permits `x`") != before);
  // A rule without a label is called by its place.
  CHECK(Of(kText, "names", "`a.1` is odd") ==
        Of(kText, "names", "`a.2` is odd"));
  CHECK(Of(kText, "names", "`a.b` is odd") !=
        Of(kText, "names", "`a.c` is odd"));
}

TEST_CASE("kind, place and declaration make a difference") {
  std::set<std::string> all = {
      Of(kText, "names"), Of(kText, "read"), Of(kText, "any"),
      Of(kText, "names", "`x` is odd", Kind::over_grant)};
  CHECK(all.size() == 4);
  std::string renamed = kText;
  renamed.replace(renamed.find("agreement a"), 11, "agreement b");
  CHECK_FALSE(all.contains(Of(renamed, "names")));
  CHECK(all.contains(Of(renamed, "any")));  // it stands in another
}

TEST_CASE("text that is no policy has fingerprints all the same") {
  for (const char* text :
       {"x", "}}x", "\"x", "/* x", "// x", "{x", ";x;", "\\x"})
    CHECK(Of(text, "x").size() == 16);
  Diagnostic nowhere{};
  nowhere.message = "an ` alone";
  const SourceSet none;
  CHECK(Fingerprints(none).Of(nowhere).size() == 16);
}

}  // namespace
}  // namespace assent::diagnostics
