// What the compiler has to say to an author: kinds, diagnostics, the sink.
//
// A diagnostic says what was observed, at the narrowest place, in the
// author's words; help stands apart. Messages are lower case, without a full
// stop; names are in back-quotes. Every kind has an id that never changes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/source.h"

namespace assent::diagnostics {

enum class Severity : std::uint8_t { error, warning };

// The registry: one line a kind in kinds.def, `KIND(id, severity)`.
enum class Kind : std::uint16_t {
#define KIND(id, severity) id,
#include "compiler/diagnostics/kinds.def"
#undef KIND
};

std::string_view IdOf(Kind kind);  // "unknown_name"
std::optional<Kind> KindOf(std::string_view id);
Severity SeverityOf(Kind kind);
// Found in a policy that compiles: a project may choose its level. All others
// say why there is no table, and stay errors.
bool IsFinding(Kind kind);
std::vector<Kind> AllKinds();

struct Note {
  Span span;
  std::string text;
};

struct Diagnostic {
  Kind kind;
  Span span;
  std::string message;
  std::string help;         // may be empty
  std::vector<Note> notes;  // other places involved
  std::string witness;      // one request as JSON, where one exists
  std::vector<std::string> details;  // what else is known of it, line by line:
                                     // how many requests, in which regions
  Severity severity = Severity::error;  // of its kind, unless set otherwise
};

// Collects diagnostics. After kMaxDiagnostics that are no findings, and
// kMaxFindings that are, the rest is counted only: an old policy set may have
// more findings than anybody reads, but a baseline must know each of them.
// Not thread-safe: threads collect into sinks of their own and merge.
class Sink {
 public:
  static constexpr std::size_t kMaxDiagnostics = 1000;
  static constexpr std::size_t kMaxFindings = 100'000;

  Diagnostic& Report(Kind kind, Span span, std::string message,
                     std::string help = {});
  void Merge(Sink other);

  bool has_errors() const { return error_count_ != 0; }
  std::size_t error_count() const { return error_count_; }
  std::size_t dropped_count() const { return dropped_count_; }

  // In source order (path, then offset, then kind), none repeated. Severities
  // are those that were reported; what a project makes of them, driver knows.
  std::vector<Diagnostic> Sorted(const SourceSet& sources) const;

 private:
  bool HasRoom(Kind kind);  // and takes it

  std::vector<Diagnostic> diagnostics_;
  Diagnostic overflow_;
  std::size_t finding_count_ = 0;  // of diagnostics_
  std::size_t error_count_ = 0;
  std::size_t dropped_count_ = 0;
};

// With the source line and a caret line; `colour` adds ANSI escapes.
std::string RenderHuman(const std::vector<Diagnostic>& diagnostics,
                        const SourceSet& sources, bool colour);

// "did you mean": the candidate within a small edit distance, else "".
std::string_view ClosestName(std::string_view name,
                             const std::vector<std::string_view>& candidates);

}  // namespace assent::diagnostics
