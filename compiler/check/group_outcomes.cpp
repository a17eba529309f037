#include "compiler/check/group_outcomes.h"

#include <algorithm>
#include <map>

namespace assent::check {

using logic::kFalse;
using logic::NodeId;
using model::Combining;
using model::RuleGroup;

std::vector<std::vector<model::PartnerId>> PartnersApart(
    const RuleGroup& outermost) {
  std::map<std::vector<bool>, std::vector<model::PartnerId>> apart;
  for (model::PartnerId partner : outermost.partners) {
    std::vector<bool> concerned;
    const auto ask = [&](bool everybody, const auto& partners) {
      if (!everybody)
        concerned.push_back(std::ranges::binary_search(partners, partner));
    };
    const auto visit = [&](const auto& self, const RuleGroup& group) -> void {
      for (const RuleGroup::Item& item : group.items) {
        ask(item.every_partner, item.partners);
        for (const RuleGroup& nested : item.nested) {
          ask(nested.every_partner, nested.partners);
          self(self, nested);
        }
      }
    };
    visit(visit, outermost);
    apart[std::move(concerned)].push_back(partner);
  }
  std::vector<std::vector<model::PartnerId>> lists;
  for (auto& [concerned, partners] : apart)
    lists.push_back(std::move(partners));
  return lists;
}

GroupOutcomes::GroupOutcomes(RuleDiagrams& diagrams, const RuleGroup& outermost,
                             model::PartnerId partner,
                             const RuleGroup::Item* without)
    : diagrams_(diagrams),
      store_(diagrams.store()),
      partner_(partner),
      without_(without) {
  const Outcome& whole = Evaluate(outermost, nullptr, logic::kTrue)->outcome;
  prohibited_ = store_.Or(whole.denies, whole.unclear);
  Attribute(nodes_.front(), store_.Or(whole.permits, prohibited_));
}

bool GroupOutcomes::Concerns(
    bool everybody, const std::vector<model::PartnerId>& partners) const {
  return everybody || std::ranges::binary_search(partners, partner_);
}

GroupOutcomes::Node* GroupOutcomes::Evaluate(const RuleGroup& group,
                                             Node* around, NodeId target) {
  Node* node = &nodes_.emplace_back(Node{&group, around, {}, {}});
  const rules::Segments in_force = diagrams_.normal().SegmentsOf(group.window);
  target = store_.And(target, diagrams_.Within(group.scope, &in_force));
  for (const RuleGroup::Item& item : group.items) {
    if (&item == without_ || !Concerns(item.every_partner, item.partners))
      continue;
    Child child{&item, {}, nullptr};
    if (!item.nested.empty()) {
      const RuleGroup& nested = item.nested.front();
      if (!Concerns(nested.every_partner, nested.partners)) continue;
      child.nested = Evaluate(nested, node, target);
      child.outcome = child.nested->outcome;
    } else {
      const NodeId where = store_.And(target, diagrams_.Within(item.scope));
      child.outcome = {item.permit ? where : kFalse,
                       item.permit ? kFalse : where, kFalse, where};
    }
    node->children.push_back(child);
  }
  node->outcome = Combined(*node, target);
  return node;
}

// Where two children or more apply.
NodeId GroupOutcomes::Conflicts(const Node& node) {
  NodeId some = kFalse, several = kFalse;
  for (const Child& child : node.children) {
    several = store_.Or(several, store_.And(some, child.outcome.applies));
    some = store_.Or(some, child.outcome.applies);
  }
  return several;
}

GroupOutcomes::Outcome GroupOutcomes::Combined(const Node& node,
                                               NodeId target) {
  Outcome any{kFalse, kFalse, kFalse, kFalse};
  for (const Child& child : node.children) {
    any.permits = store_.Or(any.permits, child.outcome.permits);
    any.denies = store_.Or(any.denies, child.outcome.denies);
    any.unclear = store_.Or(any.unclear, child.outcome.unclear);
    any.applies = store_.Or(any.applies, child.outcome.applies);
  }
  const auto less = [&](NodeId a, NodeId b) { return store_.Minus(a, b); };
  switch (node.group->combine) {
    case Combining::deny_overrides: {
      const NodeId unclear = less(any.unclear, any.denies);
      return {less(less(any.permits, any.denies), unclear), any.denies, unclear,
              any.applies};
    }
    case Combining::permit_overrides: {
      const NodeId unclear = less(any.unclear, any.permits);
      return {any.permits, less(less(any.denies, any.permits), unclear),
              unclear, any.applies};
    }
    case Combining::first_applicable: {
      Outcome first{kFalse, kFalse, kFalse, kFalse};
      for (const Child& child : node.children) {
        const Outcome& own = child.outcome;
        const auto add = [&](NodeId& sum, NodeId part) {
          sum = store_.Or(sum, less(part, first.applies));
        };
        add(first.permits, own.permits);
        add(first.denies, own.denies);
        add(first.unclear, own.unclear);
        first.applies = store_.Or(first.applies, own.applies);
      }
      return first;
    }
    case Combining::only_one_applicable: {
      const NodeId several = Conflicts(node);
      return {less(any.permits, several), less(any.denies, several),
              store_.Or(any.unclear, several), any.applies};
    }
    case Combining::deny_unless_permit:
      return {any.permits, less(target, any.permits), kFalse, target};
    case Combining::permit_unless_deny:
      return {less(target, any.denies), any.denies, kFalse, target};
  }
  return any;
}

void GroupOutcomes::Attribute(const Node& node, NodeId decides) {
  const Outcome& whole = nodes_.front().outcome;
  const Outcome& own = node.outcome;
  const auto both = [&](NodeId a, NodeId b) { return store_.And(a, b); };
  NodeId before = kFalse;
  for (const Child& child : node.children) {
    const Outcome& its = child.outcome;
    NodeId part = kFalse;
    switch (node.group->combine) {
      case Combining::deny_overrides:
      case Combining::permit_overrides:
        part = store_.Or(store_.Or(both(its.permits, own.permits),
                                   both(its.denies, own.denies)),
                         both(its.unclear, own.unclear));
        break;
      case Combining::first_applicable:
        part = store_.Minus(its.applies, before);
        before = store_.Or(before, its.applies);
        break;
      case Combining::only_one_applicable:
        part = its.applies;
        break;
      case Combining::deny_unless_permit:
        part = its.permits;
        break;
      case Combining::permit_unless_deny:
        part = its.denies;
        break;
    }
    part = both(part, decides);
    if (child.nested) {
      Attribute(*child.nested, part);
      continue;
    }
    deciders_.push_back({diagrams_.origins().rule_of_item.at(child.item), part,
                         both(part, both(its.permits, whole.permits)),
                         both(part, both(its.denies, whole.denies))});
  }
  const auto itself = diagrams_.origins().rule_of_group.find(node.group);
  if (itself == diagrams_.origins().rule_of_group.end()) return;
  Decider falls_back{itself->second, kFalse, kFalse, kFalse};
  if (node.group->combine == Combining::only_one_applicable) {
    falls_back.decides = both(decides, Conflicts(node));
    falls_back.prohibits = both(falls_back.decides, prohibited_);
  } else if (node.group->combine == Combining::deny_unless_permit) {
    falls_back.decides = both(decides, own.denies);
    falls_back.prohibits = both(falls_back.decides, whole.denies);
  } else {
    falls_back.decides = both(decides, own.permits);
    falls_back.permits = both(falls_back.decides, whole.permits);
  }
  deciders_.push_back(falls_back);
}

const Decider* GroupOutcomes::Find(rules::RuleId rule) const {
  const auto it = std::ranges::find(deciders_, rule, &Decider::rule);
  return it == deciders_.end() ? nullptr : &*it;
}

std::vector<const RuleGroup*> GroupOutcomes::Around(
    const RuleGroup::Item& item) const {
  std::vector<const RuleGroup*> groups;
  for (const Node& node : nodes_) {
    if (std::ranges::find(node.children, &item, &Child::item) ==
        node.children.end())
      continue;
    for (const Node* at = &node; at; at = at->around)
      groups.push_back(at->group);
  }
  return groups;
}

std::vector<Obstacle> GroupOutcomes::ObstaclesOf(const RuleGroup::Item& item) {
  std::vector<Obstacle> obstacles;
  const RuleGroup::Item* below = &item;
  const auto holder = [&]() -> Node* {
    for (Node& node : nodes_)
      if (std::ranges::find(node.children, below, &Child::item) !=
          node.children.end())
        return &node;
    return nullptr;
  };
  Node* node = holder();
  while (node) {
    const auto self = std::ranges::find(node->children, below, &Child::item);
    const Outcome& its = self->outcome;
    const auto add = [&](Span span, std::string text, NodeId where) {
      if (where != kFalse) obstacles.push_back({span, std::move(text), where});
    };
    for (auto other = node->children.begin(); other != node->children.end();
         ++other) {
      if (other == self) continue;
      const Span span =
          other->nested ? other->nested->group->span : other->item->span;
      const Outcome& o = other->outcome;
      switch (node->group->combine) {
        case Combining::first_applicable:
          if (other < self) add(span, "this comes first", o.applies);
          break;
        case Combining::deny_overrides:
          add(span, "this overrides it",
              store_.Or(store_.And(its.permits, store_.Or(o.denies, o.unclear)),
                        store_.And(its.unclear, o.denies)));
          break;
        case Combining::permit_overrides:
          add(span, "this overrides it",
              store_.Or(store_.And(its.denies, store_.Or(o.permits, o.unclear)),
                        store_.And(its.unclear, o.permits)));
          break;
        default:
          break;
      }
    }
    if (node->group->combine == Combining::deny_unless_permit)
      add(node->group->span, "this rule set denies all else by itself",
          store_.Minus(its.applies, its.permits));
    if (node->group->combine == Combining::permit_unless_deny)
      add(node->group->span, "this rule set permits all else by itself",
          store_.Minus(its.applies, its.denies));
    if (!node->around) break;
    // The set that it stands in is a child of the one around.
    const RuleGroup* own = node->group;
    node = node->around;
    const auto as_child =
        std::ranges::find_if(node->children, [&](const Child& child) {
          return child.nested && child.nested->group == own;
        });
    below = as_child->item;
  }
  return obstacles;
}

}  // namespace assent::check
