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

  // A permit in parts, disjoint, each with one answer: its duties, and the
  // permissions that need not be open because clauses say `despite` them.
  struct Part {
    logic::NodeId where;
    std::vector<model::ObligationId> obligations;
    std::vector<std::vector<model::PermissionId>> despite;
  };
  std::vector<Part> PartsOf(const PartnerClass& each, const Permit& permit);

  // Where an obligation is one of a permit.
  logic::NodeId Obliged(const Permit& permit, model::ObligationId id);

  // Nothing is said of these: not asked about, or no requests.
  logic::NodeId ignored() const { return ignored_; }
  logic::NodeId impossible() const { return impossible_; }

  // Grants of the partner that have to do with the question, by rule.
  using GrantsByRule = std::map<rules::RuleId, std::vector<rules::GrantId>>;
  GrantsByRule GrantsOf(model::PartnerId partner) const;
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
  logic::NodeId within_, ignored_, impossible_;
  std::map<std::pair<rules::GrantId, bool>, logic::NodeId> matches_;
};

}  // namespace assent::query
