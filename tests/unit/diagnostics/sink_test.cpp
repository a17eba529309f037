#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <set>

#include "compiler/diagnostics/diagnostic.h"

namespace assent::diagnostics {
namespace {

Span At(FileId file, std::uint32_t begin) { return {file, begin, begin + 1}; }

TEST_CASE("diagnostics come in source order, none twice") {
  SourceSet sources;
  FileId b = sources.Add("b.policy", "0123456789");
  FileId a = sources.Add("a.policy", "0123456789");
  Sink sink;
  sink.Report(Kind::syntax_error, At(b, 5), "third");
  sink.Report(Kind::syntax_error, At(b, 2), "second");
  sink.Report(Kind::syntax_error, At(b, 5), "third");
  sink.Report(Kind::syntax_error, At(a, 9), "first");
  std::vector<Diagnostic> sorted = sink.Sorted(sources);
  REQUIRE_EQ(sorted.size(), 3);
  CHECK_EQ(sorted[0].message, "first");
  CHECK_EQ(sorted[1].message, "second");
  CHECK_EQ(sorted[2].message, "third");
}

TEST_CASE("warnings are no errors") {
  SourceSet sources;
  FileId file = sources.Add("a.policy", "x");
  Sink sink;
  sink.Report(Kind::agreement_without_clauses, At(file, 0), "empty");
  CHECK_FALSE(sink.has_errors());
  sink.Report(Kind::syntax_error, At(file, 0), "bad");
  CHECK(sink.has_errors());
  CHECK_EQ(sink.error_count(), 1);
}

TEST_CASE("beyond a thousand diagnostics the rest is counted") {
  SourceSet sources;
  FileId file = sources.Add("a.policy", std::string(3000, 'x'));
  Sink one, two;
  for (std::uint32_t i = 0; i < 700; ++i) {
    one.Report(Kind::syntax_error, At(file, i), "one").notes.push_back({});
    two.Report(Kind::syntax_error, At(file, 1000 + i), "two").help = "?";
  }
  one.Merge(two);
  CHECK_EQ(one.error_count(), 1400);
  CHECK_EQ(one.dropped_count(), 400);
  one.Report(Kind::syntax_error, At(file, 0), "late").help = "dropped";
  CHECK_EQ(one.dropped_count(), 401);
  CHECK_EQ(one.Sorted(sources).size(), Sink::kMaxDiagnostics);
}

TEST_CASE("of findings many more are kept, for a baseline must know them") {
  SourceSet sources;
  const FileId file = sources.Add("a.policy", std::string(3000, 'x'));
  Sink sink;
  for (std::uint32_t i = 0; i < 2000; ++i) {
    sink.Report(Kind::over_grant, At(file, i), "finding");
    sink.Report(Kind::syntax_error, At(file, i), "fault");
  }
  CHECK_EQ(sink.Sorted(sources).size(), 2000 + Sink::kMaxDiagnostics);
  CHECK_EQ(sink.dropped_count(), 1000);
}

TEST_CASE("every kind has an id of its own, in order") {
  std::set<std::string_view> ids;
  std::string_view last;
  for (Kind kind : AllKinds()) {
    std::string_view id = IdOf(kind);
    CHECK_LT(last, id);
    last = id;
    ids.insert(id);
  }
  CHECK_EQ(ids.size(), AllKinds().size());
}

}  // namespace
}  // namespace assent::diagnostics
