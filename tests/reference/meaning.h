// The base of the reference evaluator: what a Model says of one request that
// leaves nothing open (leaves only, every attribute supplied), read off rule
// by rule in the words of docs/language.md, "Meaning".
#pragma once

#include <set>
#include <vector>

#include "compiler/model/model.h"

namespace assent::reference {

using Permissions = std::set<model::PermissionId>;
using Obligations = std::set<model::ObligationId>;

// A request that leaves nothing open. The values are supplied ones, by
// AttributeId; and what the policy does not know is one of what it can be.
struct Point {
  model::PartnerId partner;
  std::uint32_t data = 0, action = 0, purpose = 0;  // leaves
  std::uint32_t relation = 0;
  Day day = kFirstDay;
  std::vector<std::uint32_t> values;
  std::vector<std::uint32_t> unknowns = {};  // by UnknownId
};

// What is said of it, before standings.
struct Facts {
  bool granted = false;
  bool prohibited = false;
  Permissions closed;
  std::set<Permissions> overrides;  // of the matching clauses: maximal ones
  Obligations obligations;
};

// The rules that can have a say: all of them, or those left after a first
// look at terms and relations.
struct Rules {
  struct Allow {
    const model::Agreement* agreement;
    const model::Clause* clause;
  };
  std::vector<Allow> allows;
  std::vector<const model::Governs*> governs;
  std::vector<const model::Prohibition*> prohibitions;
  std::vector<const model::RuleGroup*> groups;  // outermost ones
};

// What a rule, or a group of them, says of a point. XACML 3.0, section 7.
enum class Outcome { not_applicable, permit, deny, indeterminate };

// What a group makes of what its children say, in their order.
Outcome Combined(model::Combining combine, const std::vector<Outcome>& children);

class Meaning {
 public:
  explicit Meaning(const model::Model& model) : model_(model) {}

  // The partner's clauses and all global rules that share a data leaf, an
  // action, a purpose and the relation with the sets given.
  Rules RulesAbout(model::PartnerId partner, const RunSet& data,
                   const RunSet& actions, const RunSet& purposes,
                   std::uint32_t relation) const;

  Facts At(const Point& point, const Rules& rules) const;

  // No assumption of the list excludes the point.
  bool Possible(const Point& point,
                const std::vector<const model::Assumption*>& assumptions) const;

  bool Matches(const model::Scope& scope, const Point& point,
               const Rules& rules) const;

  // The clause grants it, itself.
  bool Matches(const Rules::Allow& allow, const Point& point,
               const Rules& rules) const;
  bool Holds(const model::Condition& condition, const Point& point,
             const Rules& rules) const;
  bool InForce(const model::Window& window, const Point& point) const;
  model::Consent ConsentOf(model::Person person, const Point& point,
                           const Rules& rules) const;

  Outcome OutcomeOf(const model::RuleGroup& group, const Point& point,
                    const Rules& rules) const;

  // The copy that is read: at self the subject's, where there are two.
  model::AttributeId Read(model::AttributeId attribute,
                          std::uint32_t relation) const;

 private:
  bool Forbids(const model::Prohibition& prohibition, const Point& point,
               const Rules& rules) const;
  bool TakesBack(const model::Exception& exception, const Point& point,
                 const Rules& rules) const;
  std::uint32_t ValueOf(model::AttributeId attribute, const Point& point) const;
  bool Open(model::PermissionId permission, model::Person owner,
            const Point& point) const;
  bool Governed(model::PermissionId permission, const Point& point,
                const Rules& rules) const;

  const model::Model& model_;
};

// The members of `family` that no other member includes.
std::set<Permissions> Maximal(const std::set<Permissions>& family);

}  // namespace assent::reference
