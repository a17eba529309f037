// allow_against_forbid: what a clause allows, or a part of it, is prohibited.
//
//   meets(clause, u)  <=>  some possible request of some partner of the clause
//                          is one that it allows and something prohibits
//
// Found when it is so in every completion u. `all of it`: in none, for none of
// its partners, is anything left. Prohibited is what forbids and denials of
// rule sets prohibit.
#pragma once

#include <optional>
#include <vector>

#include "compiler/check/judged.h"
#include "compiler/check/replay.h"

namespace assent::check {

struct AgainstForbid {
  rules::RuleId rule;
  bool all = false;                    // the clause never leads to a permit
  std::vector<rules::RuleId> forbids;  // ascending: each prohibits some of it
  // The least request, that is prohibited in every completion; replayed.
  std::optional<Witness> witness;
};

// Whether some grant of the clause meets one of the prohibitions: possibly, in
// some completion.
bool MeetsForbid(RuleDiagrams& diagrams, const RuleGrants& clause,
                 const std::vector<rules::ProhibitionId>& prohibitions);

// Of a clause that meets some: the finding, or none where it does not do so in
// every completion. `decided` is false when the diagrams are too large.
std::optional<AgainstForbid> ForbidsOf(RuleDiagrams& diagrams,
                                       const Subjects& subjects,
                                       rules::RuleId rule, const Replay& replay,
                                       bool& decided);

void ReportAgainstForbid(const RuleOrigins& origins,
                         const AgainstForbid& finding, diagnostics::Sink& sink);

}  // namespace assent::check
