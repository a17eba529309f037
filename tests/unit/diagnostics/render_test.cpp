#include <doctest/doctest.h>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/diagnostics/render_json.h"

namespace assent::diagnostics {
namespace {

struct World {
  SourceSet sources;
  Sink sink;

  std::string Human(bool colour = false) const {
    return RenderHuman(sink.Sorted(sources), sources, colour);
  }
};

TEST_CASE("a diagnostic shows its line, help, witness and notes") {
  World world;
  FileId file = world.sources.Add("a.policy",
                                  "partner a;\n\tpartner \xC3\xA9t\xC3\xA9;\n");
  Diagnostic& d =
      world.sink.Report(Kind::bad_name, {file, 20, 25},
                        "`\xC3\xA9t\xC3\xA9` is not a name", "rename it");
  d.witness = R"({"partner":"a"})";
  d.notes.push_back({{file, 8, 9}, "this one is"});
  CHECK_EQ(
      world.Human(),
      "a.policy:2:10: error: `\xC3\xA9t\xC3\xA9` is not a name [bad_name]\n"
      " 2 |  partner \xC3\xA9t\xC3\xA9;\n"
      "   |          ^~~\n"
      "  help: rename it\n"
      "  witness: {\"partner\":\"a\"}\n"
      "a.policy:1:9: note: this one is\n"
      " 1 | partner a;\n"
      "   |         ^\n");
}

TEST_CASE("of a long line the part around the place is shown") {
  World world;
  FileId file = world.sources.Add("a.policy", std::string(10'000'000, 'x'));
  world.sink.Report(Kind::bad_name, {file, 5'000'000, 9'000'000}, "long");
  std::string text = world.Human();
  CHECK_LT(text.size(), 400);
  CHECK_NE(text.find("a.policy:1:5000001: error"), std::string::npos);
}

TEST_CASE("colour adds escapes and nothing else") {
  World world;
  FileId file = world.sources.Add("a.policy", "x\n");
  world.sink.Report(Kind::bad_name, {file, 0, 1}, "m", "h");
  std::string coloured = world.Human(true), plain;
  for (std::size_t i = 0; i < coloured.size(); ++i) {
    if (coloured[i] == '\033')
      i = coloured.find('m', i);
    else
      plain += coloured[i];
  }
  CHECK_NE(coloured, plain);
  CHECK_EQ(plain, world.Human());
}

TEST_CASE("a place at the end of the file, or nowhere, can be shown") {
  World world;
  FileId file = world.sources.Add("a.policy", "x");
  world.sink.Report(Kind::missing_semicolon, {file, 1, 1}, "at the end");
  world.sink.Report(Kind::bad_name, {}, "nowhere");
  CHECK_EQ(world.Human(),
           "error: nowhere [bad_name]\n"
           "a.policy:1:2: error: at the end [missing_semicolon]\n"
           " 1 | x\n"
           "   |  ^\n");
}

TEST_CASE("JSON has the fields that scripts rely on") {
  World world;
  FileId file = world.sources.Add("a.policy", "partner a;\n");
  Diagnostic& d =
      world.sink.Report(Kind::bad_name, {file, 8, 9}, "message", "help");
  d.witness = R"({"partner":"a"})";
  d.notes.push_back({{file, 0, 7}, "note"});
  world.sink.Report(Kind::agreement_without_clauses, {file, 9, 10}, "second");
  CHECK_EQ(RenderJson(world.sink.Sorted(world.sources), world.sources).dump(),
           R"([{"id":"bad_name","severity":"error","file":"a.policy","line":1,)"
           R"("column":9,"message":"message","help":"help",)"
           R"("witness":{"partner":"a"},"details":[],"notes":[{"file":"a.policy","line":1,)"
           R"("column":1,"message":"note"}]},)"
           R"({"id":"agreement_without_clauses","severity":"warning",)"
           R"("file":"a.policy","line":1,"column":10,"message":"second",)"
           R"("help":"","witness":null,"details":[],"notes":[]}])");
}

}  // namespace
}  // namespace assent::diagnostics
