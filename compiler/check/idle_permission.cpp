#include "compiler/check/idle_permission.h"

#include <fmt/format.h>

namespace assent::check {

void FindGoverning(RuleDiagrams& diagrams, const PartnerClass& partners,
                   const Known& known,
                   std::vector<model::PermissionId>& governing) {
  const rules::RuleSet& rules = diagrams.origins().rules;
  std::vector<bool> found(
      diagrams.origins().model.vocabulary.permissions.size());
  for (std::size_t i = 0; i < rules.gates.size(); ++i) {
    const rules::Gate& gate = rules.gates[i];
    const std::size_t permission = gate.permission.value;
    if (found[permission] || known.governs[permission]) continue;
    for (rules::GrantId id : partners.own.grants) {
      if (!Overlap(rules.grants[id.value].scope, gate.scope) ||
          !diagrams.Any(diagrams.store().And(diagrams.Grant(id),
                                             diagrams.Gate(GateId(i)))))
        continue;
      found[permission] = true;
      governing.push_back(gate.permission);
      break;
    }
  }
}

std::vector<model::PermissionId> ReportIdlePermissions(
    const RuleOrigins& origins, const Known& known, bool undecided,
    diagnostics::Sink& sink) {
  std::vector<model::PermissionId> idle;
  // Before anything is granted, there is nothing to say of each permission.
  if (origins.rules.grants.empty()) return idle;
  const auto& permissions = origins.model.vocabulary.permissions;
  std::vector<std::vector<Span>> lines(permissions.size());
  for (const model::Governs& governs : origins.model.governs)
    lines[governs.permission.value].push_back(governs.span);
  for (std::size_t p = 0; p < permissions.size(); ++p) {
    if (known.governs[p] || (undecided && !lines[p].empty())) continue;
    idle.emplace_back(p);
    auto& diagnostic = sink.Report(
        diagnostics::Kind::idle_permission, permissions[p].span,
        fmt::format("nothing that permission `{}` governs is granted to "
                    "anybody",
                    permissions[p].name),
        "whatever people set makes no difference: widen what it governs, or "
        "remove it");
    for (const Span& span : lines[p])
      diagnostic.notes.push_back({span, "it governs this"});
  }
  return idle;
}

}  // namespace assent::check
