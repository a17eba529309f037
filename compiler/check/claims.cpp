#include "compiler/check/claims.h"

#include <map>
#include <memory>
#include <optional>

#include "compiler/base/result.h"
#include "compiler/check/answer.h"

namespace assent::check {
namespace {

using logic::kFalse;
using logic::NodeId;
using rules::GrantId;
using Grants = std::vector<GrantId>;

bool Overlap(const model::Scope& a, const model::Scope& b) {
  return a.data.Intersects(b.data) && a.actions.Intersects(b.actions) &&
         a.purposes.Intersects(b.purposes) &&
         a.relations.Intersects(b.relations) &&
         !Intersection(a.window, b.window).empty();
}

// A store and what is built in it, emptied together.
class Workbench {
 public:
  Workbench(const model::Vocabulary& vocabulary, const rules::RuleSet& rules,
            std::size_t node_budget)
      : vocabulary_(vocabulary),
        rules_(rules),
        space_(logic::SpaceOf(vocabulary, logic::OverrideSetsOf(rules))),
        node_budget_(node_budget),
        store_(space_.domain_sizes, node_budget) {
    Empty();
  }

  Requests requests() const { return {store_, space_, vocabulary_}; }
  NodeId impossible() {
    return store_.Not(diagrams_->global().possible);
  }

  // The requests of the scope that are permitted by these grants; nullopt
  // when the diagrams are too large.
  std::optional<NodeId> Permitted(const Grants& grants,
                                  const model::Scope& scope) {
    if (store_.node_count() > node_budget_ / 8) Empty();
    for (bool again : {false, true}) {
      if (again) Empty();
      const NodeId within = diagrams_->ScopeOf(scope);
      const NodeId f = answers_->Permit(diagrams_->Grants(grants), within);
      if (!store_.exhausted()) return f;
    }
    Empty();
    return std::nullopt;
  }

 private:
  void Empty() {
    store_.Reset();
    diagrams_ = std::make_unique<logic::RulesToDiagrams>(vocabulary_, rules_,
                                                         space_, store_);
    answers_ =
        std::make_unique<Answers>(store_, space_, diagrams_->global());
  }

  const model::Vocabulary& vocabulary_;
  const rules::RuleSet& rules_;
  const logic::Space space_;
  const std::size_t node_budget_;
  logic::Store store_;
  std::unique_ptr<logic::RulesToDiagrams> diagrams_;
  std::unique_ptr<Answers> answers_;
};

Grants GrantsWithin(const rules::RuleSet& rules, model::PartnerId partner,
                    const model::Scope& scope) {
  Grants within;
  for (GrantId id : rules.grants_of[partner.value])
    if (Overlap(rules.grants[id.value].scope, scope)) within.push_back(id);
  return within;
}

ClaimVerdict CheckClaim(const model::Model& model, const rules::RuleSet& rules,
                        const model::Claim& claim, const Replay& replay,
                        Workbench& workbench) {
  // Partners with the same grants are permitted the same.
  std::map<Grants, std::vector<model::PartnerId>> partners_of;
  std::vector<const Grants*> in_order;
  for (model::PartnerId partner : claim.partners) {
    auto [it, is_new] =
        partners_of.try_emplace(GrantsWithin(rules, partner, claim.scope));
    if (is_new) in_order.push_back(&it->first);
    it->second.push_back(partner);
  }
  const auto confirms = [&](const Witness& witness) {
    return replay.Ask(witness).permit;
  };
  ClaimVerdict verdict;
  llvm::APInt count(1, 0);
  for (const Grants* grants : in_order) {
    if (grants->empty()) continue;
    const auto violation = workbench.Permitted(*grants, claim.scope);
    if (!violation) {
      // One violation is enough to refute, whatever the others may be.
      if (verdict.kind == ClaimVerdict::Kind::holds)
        verdict.kind = ClaimVerdict::Kind::undecided;
      continue;
    }
    if (*violation == kFalse) continue;
    const std::vector<model::PartnerId>& partners = partners_of[*grants];
    const llvm::APInt own = CountRequests(workbench.requests(), *violation);
    if (own.isZero()) continue;
    for (std::size_t i = 0; i < partners.size(); ++i) count = Sum(count, own);
    if (verdict.partner_count == 0) {
      verdict.kind = ClaimVerdict::Kind::refuted;
      verdict.witness = *LeastWitness(
          workbench.requests(), *violation, workbench.impossible(),
          model.vocabulary.partners[partners[0].value].name, confirms);
      verdict.reply = replay.Ask(verdict.witness);
      verdict.rules = replay.Rules(verdict.witness);
    }
    verdict.partner_count += partners.size();
  }
  verdict.request_count = logic::Decimal(count);
  return verdict;
}

}  // namespace

std::string_view NameOf(ClaimVerdict::Kind kind) {
  switch (kind) {
    case ClaimVerdict::Kind::holds: return "holds";
    case ClaimVerdict::Kind::refuted: return "refuted";
    case ClaimVerdict::Kind::undecided: return "undecided";
  }
  return "";
}

std::vector<ClaimVerdict> CheckClaims(const model::Model& model,
                                      const rules::RuleSet& rules,
                                      const Table& table,
                                      std::size_t node_budget) {
  std::vector<ClaimVerdict> verdicts;
  if (model.claims.empty()) return verdicts;
  const Replay replay(table);
  Workbench workbench(model.vocabulary, rules, node_budget);
  for (const model::Claim& claim : model.claims)
    verdicts.push_back(CheckClaim(model, rules, claim, replay, workbench));
  return verdicts;
}

}  // namespace assent::check
