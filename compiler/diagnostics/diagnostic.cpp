#include "compiler/diagnostics/diagnostic.h"

#include <algorithm>
#include <tuple>

namespace assent::diagnostics {
namespace {

struct KindInfo {
  std::string_view id;
  Severity severity;
  bool finding;
};

constexpr KindInfo kKinds[] = {
#define KIND(id, severity) \
  {#id, Severity::severity, Severity::severity == Severity::warning},
#define FINDING(id, severity) {#id, Severity::severity, true},
#include "compiler/diagnostics/kinds.def"
#undef KIND
};

const KindInfo& InfoOf(Kind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}

char Lower(char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; }

// Edits that turn a into b: insert, delete, replace, swap neighbours (optimal
// string alignment), at most limit + 1. O(|a| |b|).
std::size_t EditDistance(std::string_view a, std::string_view b,
                         std::size_t limit) {
  std::size_t longer = std::max(a.size(), b.size());
  if (longer - std::min(a.size(), b.size()) > limit) return limit + 1;
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1),
      row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      bool same = Lower(a[i - 1]) == Lower(b[j - 1]);
      row[j] =
          std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && Lower(a[i - 1]) == Lower(b[j - 2]) &&
          Lower(a[i - 2]) == Lower(b[j - 1]))
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace

std::string_view IdOf(Kind kind) { return InfoOf(kind).id; }

std::optional<Kind> KindOf(std::string_view id) {
  const auto* found = std::ranges::lower_bound(kKinds, id, {}, &KindInfo::id);
  if (found == std::end(kKinds) || found->id != id) return std::nullopt;
  return static_cast<Kind>(found - kKinds);
}

Severity SeverityOf(Kind kind) { return InfoOf(kind).severity; }

bool IsFinding(Kind kind) { return InfoOf(kind).finding; }

std::vector<Kind> AllKinds() {
  std::vector<Kind> kinds;
  for (std::size_t i = 0; i < std::size(kKinds); ++i)
    kinds.push_back(static_cast<Kind>(i));
  return kinds;
}

bool Sink::HasRoom(Kind kind) {
  if (!IsFinding(kind))
    return diagnostics_.size() - finding_count_ < kMaxDiagnostics;
  if (finding_count_ >= kMaxFindings) return false;
  ++finding_count_;
  return true;
}

Diagnostic& Sink::Report(Kind kind, Span span, std::string message,
                         std::string help) {
  if (SeverityOf(kind) == Severity::error) ++error_count_;
  Diagnostic diagnostic;
  diagnostic.kind = kind;
  diagnostic.span = span;
  diagnostic.message = std::move(message);
  diagnostic.help = std::move(help);
  diagnostic.severity = SeverityOf(kind);
  if (!HasRoom(kind)) {
    ++dropped_count_;
    overflow_ = std::move(diagnostic);
    return overflow_;
  }
  diagnostics_.push_back(std::move(diagnostic));
  return diagnostics_.back();
}

void Sink::Merge(Sink other) {
  error_count_ += other.error_count_;
  dropped_count_ += other.dropped_count_;
  for (Diagnostic& diagnostic : other.diagnostics_) {
    if (HasRoom(diagnostic.kind))
      diagnostics_.push_back(std::move(diagnostic));
    else
      ++dropped_count_;
  }
}

std::vector<Diagnostic> Sink::Sorted(const SourceSet& sources) const {
  auto key = [&](const Diagnostic& d) {
    std::string_view path =
        d.span.file.valid() ? std::string_view(sources.file(d.span.file).path)
                            : std::string_view();
    return std::tuple(path, d.span.begin, d.kind, d.span.end,
                      std::string_view(d.message));
  };
  std::vector<Diagnostic> sorted = diagnostics_;
  std::ranges::stable_sort(sorted, {}, key);
  auto repeated = std::ranges::unique(sorted, {}, key);
  sorted.erase(repeated.begin(), repeated.end());
  return sorted;
}

std::string_view ClosestName(std::string_view name,
                             const std::vector<std::string_view>& candidates) {
  std::string_view closest;
  // A third of the letters may be wrong; more is another word.
  std::size_t best = std::min<std::size_t>(name.size() / 3, 4) + 1;
  for (std::string_view candidate : candidates) {
    std::size_t distance = EditDistance(name, candidate, best);
    if (distance < best ||
        (distance == best && !closest.empty() && candidate < closest)) {
      best = distance;
      closest = candidate;
    }
  }
  return closest;
}

}  // namespace assent::diagnostics
