#include "compiler/check/successive_agreements.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/check/spans_of_days.h"
#include "compiler/check/workbench.h"

namespace assent::check {
namespace {

// What both grant, days and conditions aside: the first such clause of each.
struct Shared {
  const model::Clause* later = nullptr;
  const model::Clause* earlier = nullptr;
};
Shared GrantTheSame(const model::Agreement& later,
                    const model::Agreement& earlier) {
  for (const model::Clause& a : later.clauses)
    for (const model::Clause& b : earlier.clauses) {
      model::Scope x = a.scope, y = b.scope;
      x.window = y.window = {};
      if (Overlap(x, y)) return {&a, &b};
    }
  return {};
}

}  // namespace

void CheckSuccessiveAgreements(const model::Model& model,
                               diagnostics::Sink& sink) {
  for (const model::Agreement& later : model.agreements)
    for (model::AgreementId id : later.amends) {
      const model::Agreement& earlier = model.agreements[id.value];
      const Bound ends = EndOf(model, earlier.window);
      const Bound begins = BeginningOf(model, later.window);
      const Distance gap = Between(ends, begins);
      if (gap.least > 0) {
        diagnostics::Diagnostic& diagnostic = sink.Report(
            diagnostics::Kind::gap_between_agreements, later.span,
            fmt::format("agreement `{}` begins {} after the end of `{}`, which "
                        "it amends",
                        later.name, ToText(gap), earlier.name),
            "nothing is granted between the two: move one of the days, or say "
            "that it is a new agreement");
        diagnostic.notes.push_back({earlier.span, "the earlier agreement"});
        continue;
      }
      // Each window has a day; so both are in force on some day exactly if each
      // begins before the other ends.
      const Bound own_end = EndOf(model, later.window);
      const Bound own_begin = BeginningOf(model, earlier.window);
      if (begins.latest >= ends.earliest ||
          own_begin.latest >= own_end.earliest)
        continue;
      const Bound until = {std::min(ends.earliest, own_end.earliest),
                           std::min(ends.latest, own_end.latest)};
      const Bound from = {std::max(begins.earliest, own_begin.earliest),
                          std::max(begins.latest, own_begin.latest)};
      const Distance both = Between(from, until);
      const Shared shared = GrantTheSame(later, earlier);
      if (shared.later == nullptr) continue;
      diagnostics::Diagnostic& diagnostic = sink.Report(
          diagnostics::Kind::overlapping_agreements, later.span,
          fmt::format("agreement `{}` and `{}`, which it amends, are both in "
                      "force for {} and grant the same",
                      later.name, earlier.name, ToText(both)),
          "end the earlier agreement when the later begins");
      diagnostic.notes.push_back({shared.later->span, "granted here"});
      diagnostic.notes.push_back({shared.earlier->span, "and here"});
    }
}

}  // namespace assent::check
