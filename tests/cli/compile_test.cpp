// compile: what is printed, and that a table appears whole or not at all.
#include <doctest/doctest.h>

#include "tests/cli/run.h"

namespace assent::cli {
namespace {

using nlohmann::json;

TEST_CASE("compile says what the table is") {
  Scratch scratch;
  scratch.Write("p.policy", kHello);
  const Outcome outcome =
      scratch.Run("compile p.policy -o t.table --format json");
  CHECK(outcome.code == 0);
  const json answer = outcome.json();
  CHECK(answer["table"] == "t.table");
  for (const char* digest :
       {"decision_digest", "schema_digest", "source_digest"})
    CHECK(answer[digest].get<std::string>().size() == 64);
  CHECK(answer["partners"] == 1);
  CHECK(answer["rules"].get<int>() >= 2);
  CHECK(answer["bytes"] == scratch.Read("t.table").size());
  CHECK(answer["load_bound"].get<int>() >= 1);
  for (const char* stage : {"parse", "model", "rules", "logic", "table"})
    CHECK(answer["seconds"][stage].is_number());
  CHECK(scratch.Run("compile p.policy -o t.table")
            .out.find(answer["decision_digest"].get<std::string>()) !=
        std::string::npos);
}

TEST_CASE("the same sources give the same bytes") {
  Scratch scratch;
  scratch.Write("p.policy", kHello);
  REQUIRE(scratch.Run("compile p.policy -o a.table").code == 0);
  REQUIRE(scratch.Run("compile p.policy -o b.table").code == 0);
  CHECK(scratch.Read("a.table") == scratch.Read("b.table"));
}

TEST_CASE("a faulty policy leaves the old table alone") {
  Scratch scratch;
  scratch.Write("p.policy", Replaced(kHello, "with radio", "with raido"));
  scratch.Write("t.table", "the old one");
  const Outcome outcome = scratch.Run("compile p.policy -o t.table");
  CHECK(outcome.code == 1);
  CHECK(outcome.out == "");
  CHECK(outcome.err.find("unknown_name") != std::string::npos);
  CHECK(scratch.Read("t.table") == "the old one");
  CHECK(scratch.Files() == std::vector<std::string>{"p.policy", "t.table"});
  const json answer =
      scratch.Run("compile p.policy -o t.table --format json").json();
  CHECK(answer["diagnostics"][0]["id"] == "unknown_name");
}

TEST_CASE("a table that cannot be written leaves nothing behind") {
  Scratch scratch;
  scratch.Write("p.policy", kHello);
  scratch.Write("folder/x", "");
  for (const char* path :
       {"absent/t.table", "folder", "/dev/full", "p.policy/t.table"}) {
    const Outcome outcome =
        scratch.Run(std::string("compile p.policy -o ") + path);
    CAPTURE(path);
    CHECK(outcome.code == 2);
    CHECK(outcome.err.find("cannot be written") != std::string::npos);
  }
  CHECK(scratch.Files() == std::vector<std::string>{"folder/x", "p.policy"});
}

TEST_CASE("a file-size limit in the middle of writing leaves the old table") {
  Scratch scratch;
  scratch.Write("p.policy", kHello);
  scratch.Write("t.table", "the old one");
  // The limit counts 512 bytes; exceeding it is an error, not a signal.
  const Outcome outcome = scratch.Run(
      "--version > /dev/null; trap '' XFSZ; ulimit -f 1; '" ASSENT_COMMAND
      "' compile p.policy -o t.table");
  CHECK(outcome.code == 2);
  CHECK(scratch.Read("t.table") == "the old one");
  CHECK(scratch.Files() == std::vector<std::string>{"p.policy", "t.table"});
}

TEST_CASE("a link is followed, and stays one") {
  Scratch scratch;
  scratch.Write("p.policy", kHello);
  scratch.Write("real.table", "old");
  std::filesystem::create_symlink("real.table", scratch.Path("link.table"));
  REQUIRE(scratch.Run("compile p.policy -o link.table").code == 0);
  CHECK(std::filesystem::is_symlink(scratch.Path("link.table")));
  CHECK(scratch.Read("real.table").size() > 100);
}

TEST_CASE("a damaged or foreign table is refused with its reason") {
  Scratch scratch;
  scratch.Write("p.policy", kHello);
  REQUIRE(scratch.Run("compile p.policy -o t.table").code == 0);
  const std::string good = scratch.Read("t.table");
  std::vector<std::pair<std::string, std::string>> bad = {
      {"empty", ""},
      {"foreign", "SQLite format 3 and so on"},
      {"half", good.substr(0, good.size() / 2)},
      {"longer", good + "x"},
  };
  for (std::size_t at = 0; at < good.size(); at += good.size() / 7 + 1) {
    std::string flipped = good;
    flipped[at] = char(flipped[at] ^ 0x20);
    bad.push_back({"flip" + std::to_string(at), flipped});
  }
  for (const auto& [name, bytes] : bad) {
    const std::string file = name + ".table";
    scratch.Write(file, bytes);
    CAPTURE(name);
    for (const std::string& command :
         {"decide " + file, "explain " + file, "show " + file,
          "diff " + file + " p.policy", "diff p.policy " + file,
          "verify " + file + " p.policy"}) {
      const Outcome outcome = scratch.Run(command, std::string(kPermitted));
      CAPTURE(command);
      CHECK(outcome.code == 2);
      CHECK(outcome.out == "");
      CHECK(outcome.err.find(file) != std::string::npos);
    }
  }
  for (const char* path : {"absent.table", "."})
    CHECK(scratch.Run(std::string("show ") + path).code == 2);
}

}  // namespace
}  // namespace assent::cli
