// What a policy permits within a question, as functions of requests: of the
// table's rows, cut to the question before any diagram is made, once for all
// partners of whom they say the same there.
//
// Requests are over leaves and supplied values. The law, for a partner:
//
//   permit = what `decide` permits, and within the question
//
// Which rules are behind a request is read off the rules as they were written:
// those that match, where what is unknown is as it would have to be.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <vector>

#include "compiler/check/answer.h"
#include "compiler/check/witness.h"
#include "compiler/query/policy.h"
#include "compiler/query/question.h"
#include "compiler/query/request_counter.h"

namespace assent::query {

// The policy's vocabulary without partners and without values that are not
// supplied: ids are the policy's own.
model::Vocabulary AskedVocabulary(const model::Vocabulary& vocabulary);

// Not thread-safe. Borrows the policy and what it borrows.
class Permits {
 public:
  // `days` replaces those of the question.
  Permits(const Policy& policy, const Question& question, model::Window days,
          std::size_t node_budget);

  // Of partners, what the rows grant and forbid within the question.
  struct PartnerClass {
    std::vector<rows::GrantRow> rows;  // sorted, not empty
    std::vector<rows::Cube> forbidden;
    std::vector<model::PartnerId> partners;  // ascending
  };
  const std::vector<PartnerClass>& classes() const { return classes_; }

  const model::Vocabulary& vocabulary() const { return vocabulary_; }
  const logic::Space& space() const { return space_; }
  logic::Store& store() { return store_; }
  check::Requests requests() const { return {store_, space_, vocabulary_}; }

  // False where some attribute or kind of term has no value: then nobody can
  // ask anything.
  bool HasRequests() const;

  // Nodes from before are no nodes any more.
  void Empty();
  // When a good part of the budget is used; whether it did.
  bool EmptyWhenFull();

  struct Permit {
    logic::NodeId where;   // what is permitted
    logic::NodeId grants;  // RowsToGrants

    auto operator<=>(const Permit&) const = default;
  };
  Permit PermitOf(const PartnerClass& each);

  // What is granted, where some facts permit it, in parts: disjoint, each with
  // one answer: its duties, and the permissions that need not be open because
  // clauses say `despite` them. Gates and prohibitions are not multiplied in:
  //
  //   q of a part is permitted  <=>  what is closed for q lies within one of
  //                                  the sets of `despite`, or nothing is;
  //                                  and q is not prohibited
  struct Part {
    logic::NodeId where;
    std::vector<model::ObligationId> obligations;
    std::vector<std::vector<model::PermissionId>> despite;
  };
  std::vector<Part> PartsOf(const PartnerClass& each, const Permit& permit);

  // Permissions that govern something of the question.
  const std::vector<model::PermissionId>& governing() const {
    return governing_;
  }
  logic::NodeId Closed(model::PermissionId id) const {
    return global_.closed[id.value];
  }
  // The cells (what is not about facts) that it governs.
  logic::NodeId GovernedCells(model::PermissionId id) const {
    return governed_cells_[id.value];
  }

  // Where an obligation is one of a permit.
  logic::NodeId Obliged(const Permit& permit, model::ObligationId id);

  // How many requests f has.
  llvm::APInt Count(logic::NodeId f) { return counter_->Count(f); }

  // Nothing is said of these: not asked about, or no requests.
  logic::NodeId ignored() const { return ignored_; }
  logic::NodeId impossible() const { return impossible_; }

  // Grants of the partner that have to do with the question, by rule.
  using GrantsByRule = std::map<rules::RuleId, std::vector<rules::GrantId>>;
  GrantsByRule GrantsOf(model::PartnerId partner) const;
  // The first and the last day of a rule for the partner, also beyond the
  // question; where one is unknown, the earliest and the latest.
  model::Window DaysOf(model::PartnerId partner, rules::RuleId rule) const;
  // Prohibitions that concern the partner within the question.
  std::vector<rules::ProhibitionId> ProhibitionsOf(
      model::PartnerId partner) const;
  // Where it may forbid.
  logic::NodeId MayForbid(rules::ProhibitionId id);
  // Where the grant may match, or does whatever is unknown.
  logic::NodeId MayMatch(rules::GrantId id);
  logic::NodeId MustMatch(rules::GrantId id);

 private:
  bool Cut(rows::Cube& cube) const;  // false: nothing is left
  void Classify(const Policy& policy, const Question& question);
  void AddBehind();
  logic::NodeId Output(const Permit& permit, std::uint32_t output) const;

  const Policy& policy_;
  const std::size_t node_budget_;
  model::Scope scope_;
  const model::Vocabulary vocabulary_;
  std::vector<PartnerClass> classes_;
  std::vector<rows::GlobalRow> global_rows_;
  logic::Space space_;
  logic::Store store_;
  rules::RuleSet behind_;  // gates and assumptions, to read rules with
  logic::GlobalDiagrams global_;
  std::unique_ptr<logic::RulesToDiagrams> diagrams_;
  std::unique_ptr<check::Answers> answers_;
  std::unique_ptr<RequestCounter> counter_;
  logic::NodeId within_, ignored_, impossible_;
  std::vector<model::PermissionId> governing_;
  std::vector<logic::NodeId> governed_cells_;  // by PermissionId
  std::map<std::pair<rules::GrantId, bool>, logic::NodeId> matches_;
  // Within the question: those of everybody, those that name somebody.
  std::vector<rules::ProhibitionId> prohibitions_;
  std::map<model::PartnerId, std::vector<rules::ProhibitionId>> named_;
  std::map<rules::ProhibitionId, logic::NodeId> forbids_;
};

}  // namespace assent::query
