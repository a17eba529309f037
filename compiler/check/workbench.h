// Where questions about permits are worked out: a store, the policy's diagrams
// in it, and the product of its factors as far as a question needs it.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "compiler/check/answer.h"
#include "compiler/check/witness.h"
#include "compiler/model/model.h"
#include "compiler/rules/rules.h"

namespace assent::check {

// What is said of a partner by name. Partners of whom the same is said are
// permitted the same.
struct Own {
  std::vector<rules::GrantId> grants;
  std::vector<rules::ProhibitionId> prohibitions;

  auto operator<=>(const Own&) const = default;
};

struct PartnerClass {
  Own own;
  std::vector<model::PartnerId> partners;  // ascending
};
using PartnerClasses = std::vector<PartnerClass>;  // by first partner

// Whether one request, conditions aside, can be in both.
bool Overlap(const model::Scope& a, const model::Scope& b);

// Of `partners`; those who are granted nothing are left out. With a scope only
// what overlaps it counts. `named` is rules::ProhibitionsOf(rules).
PartnerClasses ClassesOf(
    const rules::RuleSet& rules,
    const std::vector<std::vector<rules::ProhibitionId>>& named,
    const std::vector<model::PartnerId>& partners,
    const model::Scope* scope = nullptr);
PartnerClasses ClassesOf(const rules::RuleSet& rules);  // of all partners

// The unknowns on which f depends.
std::set<model::UnknownId> ReadBy(const logic::Store& store, logic::NodeId f,
                                  const logic::Space& space);

// A store and what is built in it, emptied together. Not thread-safe. Borrows
// the vocabulary and the rules.
class Workbench {
 public:
  Workbench(const model::Vocabulary& vocabulary, const rules::RuleSet& rules,
            logic::Unknowns unknowns, std::size_t node_budget);

  Requests requests() const { return {store_, space_, vocabulary_}; }
  const logic::Space& space() const { return space_; }
  logic::Store& store() { return store_; }
  logic::RulesToDiagrams& diagrams() { return *diagrams_; }
  Answers& answers() { return *answers_; }
  logic::NodeId impossible();

  // Forgets everything: nodes from before are no nodes any more. When an eighth
  // of the budget is used, it is time.
  void Empty();
  bool EmptyWhenFull();  // whether it did

  // The requests of the scope that are permitted; nullopt when the diagrams
  // are too large. May empty.
  std::optional<logic::NodeId> Permitted(const Own& own,
                                         const model::Scope& scope);

  // The completions in which some request is so, in another store; and all
  // unknowns on which that, or which request, depends.
  struct Failure {
    logic::NodeId where = logic::kFalse;
    std::set<model::UnknownId> reads;
  };
  std::optional<Failure> Fails(const Own& own, const model::Scope& scope,
                               logic::Store& completions);

 private:
  logic::NodeId PermittedAsWritten(const Own& own, logic::NodeId within);

  const model::Vocabulary& vocabulary_;
  const rules::RuleSet& rules_;
  const logic::Space space_;
  const logic::Unknowns unknowns_;
  const std::size_t node_budget_;
  logic::Store store_;
  std::unique_ptr<logic::RulesToDiagrams> diagrams_;
  std::unique_ptr<Answers> answers_;
  // Of each override set, within each scope asked about: what is open.
  std::map<std::pair<logic::OverrideSet, logic::NodeId>, logic::NodeId> open_;
};

}  // namespace assent::check
