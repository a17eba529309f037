// A policy's answer as functions of the request: where the factors (grants of
// a partner, gates, prohibitions) are multiplied, and only as far as a
// question needs it.
//
// The law, for a partner with grants g, override sets S of a family closed
// under "some clause includes it", and a request q:
//
//   permit(q) = possible(q) and not prohibited(q) and
//               ( granted(q)    and for all p:          not closed_p(q)
//                 or OR over S: override_S(q) and the same for p not in S )
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "compiler/logic/rules_to_diagrams.h"
#include "compiler/logic/store.h"
#include "runtime/format/verdict.h"

namespace assent::check {

// The whole tuple of one partner. Each function but `impossible` is false
// where the request is impossible.
struct Answer {
  logic::NodeId impossible;
  logic::NodeId permit;
  // By Reason: no_agreement, not_yet, expired, condition_not_met and granted;
  // disjoint, and together everything possible. The others are false.
  logic::NodeId standing[kReasonCount];
  logic::NodeId prohibited;
  std::vector<logic::NodeId> closed;       // by PermissionId
  std::vector<logic::NodeId> obligations;  // by ObligationId; within granted
  std::vector<logic::NodeId> maximal;      // by override set of the Space:
                                           // it is a maximal one
};

// The requests of which some part of the answers differs.
logic::NodeId AnyPartDiffers(logic::Store& store, const Answer& x,
                             const Answer& y);

// One reason that `decide` may give, and where it is the one.
struct ReasonPart {
  Reason reason = Reason::granted;
  model::PermissionId permission;  // with needs_permission
  logic::NodeId where;
};

// Borrows all three; after store.Reset() make a new one. Check
// store.exhausted() after use.
class Answers {
 public:
  Answers(logic::Store& store, const logic::Space& space,
          const logic::GlobalDiagrams& global)
      : store_(store), space_(space), global_(global) {}

  // What is permitted of `within`. `grants` as of RulesToDiagrams::Grants or
  // RowsToGrants, `prohibited` as of Prohibited or RowsToProhibited. Gates are
  // multiplied into `within` once for all partners.
  logic::NodeId Permit(logic::NodeId grants, logic::NodeId prohibited,
                       logic::NodeId within = logic::kTrue);

  // Of `within`, what is possible, not prohibited for all, and closed by no
  // permission besides these.
  logic::NodeId OpenBesides(const logic::OverrideSet& overrides,
                            logic::NodeId within);

  Answer AnswerOf(logic::NodeId grants, logic::NodeId prohibited);

  // Disjoint, together everything; those that are false are left out.
  std::vector<ReasonPart> Reasons(const Answer& answer);

 private:
  // `within`, possible, not prohibited for all, and nothing closed but for
  // `set` (an index of the Space's, or kNoSet).
  static constexpr std::size_t kNoSet = std::size_t(-1);
  logic::NodeId OpenBut(std::size_t set, logic::NodeId within);
  logic::NodeId Output(logic::NodeId grants, std::uint32_t output) const;
  logic::NodeId EarlierOrLater(logic::NodeId cells, bool earlier);

  logic::Store& store_;
  const logic::Space& space_;
  const logic::GlobalDiagrams& global_;
  std::map<std::pair<std::size_t, logic::NodeId>, logic::NodeId> open_;
};

}  // namespace assent::check
