// assent explain-diagnostic
#include <doctest/doctest.h>

#include "tests/cli/run.h"

namespace assent::cli {
namespace {

TEST_CASE("the page of a diagnostic is printed as it stands") {
  const Outcome outcome = Scratch().Run("explain-diagnostic missing_end");
  CHECK(outcome.code == 0);
  CHECK(outcome.err == "");
  CHECK(outcome.out.starts_with("# missing_end\n\nError. "));
  CHECK(outcome.out.find("```policy\n") != std::string::npos);
}

TEST_CASE("as JSON a page comes with its example and severity") {
  const nlohmann::json json =
      Scratch().Run("explain-diagnostic tag_unused --format json").json();
  CHECK(json["id"] == "tag_unused");
  CHECK(json["severity"] == "warning");
  CHECK(json["example"].get<std::string>().starts_with("vocabulary {\n"));
  CHECK(json["page"].get<std::string>().starts_with("# tag_unused\n"));
}

TEST_CASE("of a diagnostic that there is not, a near one is named") {
  const Outcome near = Scratch().Run("explain-diagnostic mising_end");
  CHECK(near.code == 2);
  CHECK(near.out == "");
  CHECK(near.err ==
        "assent: no diagnostic is called `mising_end`; did you mean "
        "`missing_end`?\n");
  const Outcome far = Scratch().Run("explain-diagnostic everything");
  CHECK(far.code == 2);
  CHECK(far.err ==
        "assent: no diagnostic is called `everything`; its name stands in "
        "brackets behind the message\n");
}

TEST_CASE("what stands in brackets behind a message can be asked for") {
  Scratch scratch;
  scratch.Write("p.policy", "partner bing\npartner yahoo;\n");
  const Outcome outcome = scratch.Run("check p.policy");
  const std::size_t open = outcome.out.find('[');
  REQUIRE(open != std::string::npos);
  const std::string id =
      outcome.out.substr(open + 1, outcome.out.find(']') - open - 1);
  CHECK(scratch.Run("explain-diagnostic " + id).code == 0);
}

}  // namespace
}  // namespace assent::cli
