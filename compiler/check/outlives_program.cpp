#include "compiler/check/outlives_program.h"

#include <fmt/format.h>

#include <set>

#include "compiler/check/spans_of_days.h"

namespace assent::check {
namespace {

// The programs of all that the agreement amends, by way of others too.
void ProgramsBefore(const model::Model& model,
                    const model::Agreement& agreement,
                    std::set<model::AgreementId>& seen,
                    std::set<model::ProgramId>& programs) {
  for (model::AgreementId id : agreement.amends) {
    if (!seen.insert(id).second) continue;
    const model::Agreement& earlier = model.agreements[id.value];
    if (earlier.program.valid()) programs.insert(earlier.program);
    ProgramsBefore(model, earlier, seen, programs);
  }
}

}  // namespace

void CheckOutlivesProgram(const model::Model& model, diagnostics::Sink& sink) {
  for (const model::Agreement& agreement : model.agreements) {
    if (agreement.program.valid()) continue;
    std::set<model::AgreementId> seen;
    std::set<model::ProgramId> programs;
    ProgramsBefore(model, agreement, seen, programs);
    for (model::ProgramId id : programs) {
      const model::Program& program = model.programs[id.value];
      const Bound end = EndOf(model, program.window);
      // In force after the end of the program: not before it begins itself.
      const Bound begin = BeginningOf(model, agreement.window);
      const Bound own_end = EndOf(model, agreement.window);
      const Bound from = {std::max(end.earliest, begin.earliest),
                          std::max(end.latest, begin.latest)};
      const Distance days = Between(from, own_end);
      if (own_end.latest <= end.earliest) continue;
      const bool certain = own_end.earliest > end.latest;
      const std::string how_long = agreement.open_ended_because.empty()
                                       ? fmt::format("for {} ", ToText(days))
                                       : std::string("without an end ");
      diagnostics::Diagnostic& diagnostic = sink.Report(
          diagnostics::Kind::outlives_program, agreement.span,
          fmt::format("agreement `{}` {} in force {}after the end of program "
                      "`{}`, whose access it goes on with",
                      agreement.name, certain ? "is" : "may be", how_long,
                      program.name),
          fmt::format("write `under {}`, or end it with the program",
                      program.name));
      diagnostic.notes.push_back({program.span, "the program"});
    }
  }
}

}  // namespace assent::check
