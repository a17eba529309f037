// What a rule set makes of its rules, and which of them it is that decides.
//
// Outcomes of sets are those of rules/groups_to_rules.h, as diagrams. On the
// way down again, a rule *decides* a request when it applies to it and what
// each set around it makes of its children is what it says:
//
//   decides_i  =  decides(set) and
//     deny_overrides, permit_overrides   the set says what the child says
//     first_applicable                   the child is the first that applies
//     only_one_applicable                the child applies
//     deny_unless_permit                 the child permits
//     permit_unless_deny                 the child denies
//
// A set decides itself what none of its children does: where a `..._unless_...`
// falls back, or several children of an only_one_applicable apply.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "compiler/check/rule_diagrams.h"

namespace assent::check {

// The set's partners, apart where other children concern them; each list
// ascending.
std::vector<std::vector<model::PartnerId>> PartnersApart(
    const model::RuleGroup& outermost);

// One rule, or what a set decides itself.
struct Decider {
  rules::RuleId rule;
  logic::NodeId decides;
  // What it grants and prohibits in the end: of a rule that is one of several
  // that apply where only one may, the set prohibits.
  logic::NodeId permits, prohibits;
};

// What keeps a rule from deciding where it applies.
struct Obstacle {
  Span span;
  std::string text;
  logic::NodeId where;
};

// Of one partner, with one item left out, if any. Nodes are of the diagrams,
// until these are emptied. O(children) operations for each set.
class GroupOutcomes {
 public:
  GroupOutcomes(RuleDiagrams& diagrams, const model::RuleGroup& outermost,
                model::PartnerId partner,
                const model::RuleGroup::Item* without = nullptr);

  logic::NodeId permits() const { return nodes_.front().outcome.permits; }
  logic::NodeId prohibited() const { return prohibited_; }

  const std::vector<Decider>& deciders() const { return deciders_; }
  const Decider* Find(rules::RuleId rule) const;  // null: not the partner's

  std::vector<Obstacle> ObstaclesOf(const model::RuleGroup::Item& item);
  // Targets and the windows of the sets around the item, itself not.
  std::vector<const model::RuleGroup*> Around(
      const model::RuleGroup::Item& item) const;

 private:
  struct Outcome {
    logic::NodeId permits, denies, unclear, applies;
  };
  struct Node;
  struct Child {
    const model::RuleGroup::Item* item;
    Outcome outcome;
    Node* nested = nullptr;  // null: a rule
  };
  struct Node {
    const model::RuleGroup* group;
    Node* around;
    Outcome outcome;
    std::vector<Child> children;
  };

  Node* Evaluate(const model::RuleGroup& group, Node* around,
                 logic::NodeId target);
  Outcome Combined(const Node& node, logic::NodeId target);
  void Attribute(const Node& node, logic::NodeId decides);
  logic::NodeId Conflicts(const Node& node);
  bool Concerns(bool everybody,
                const std::vector<model::PartnerId>& partners) const;

  RuleDiagrams& diagrams_;
  logic::Store& store_;
  const model::PartnerId partner_;
  const model::RuleGroup::Item* without_;
  std::deque<Node> nodes_;  // the outermost first
  logic::NodeId prohibited_;
  std::vector<Decider> deciders_;
};

}  // namespace assent::check
