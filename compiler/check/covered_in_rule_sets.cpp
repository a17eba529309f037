#include "compiler/check/covered_in_rule_sets.h"

#include <set>

#include "compiler/check/group_outcomes.h"

namespace assent::check {
namespace {

using logic::kFalse;
using logic::NodeId;
using rules::RuleId;

// What is said of a class's partners by rules of other origin than the set.
struct Others {
  std::vector<RuleGrants> grants;
  std::vector<RuleProhibitions> prohibitions;
  NodeId granted = kFalse, prohibited = kFalse;
};

Others OthersOf(RuleDiagrams& diagrams, const Subjects& subjects,
                const PartnerClass& partners,
                const model::RuleGroup& outermost) {
  const RuleOrigins& origins = diagrams.origins();
  Others others;
  const auto of_the_set = [&](const auto& each) {
    return origins.origin[each.rule.value].outermost == &outermost;
  };
  others.grants = ByRule(origins.rules, partners.own.grants);
  std::erase_if(others.grants, of_the_set);
  others.prohibitions =
      ForbidsByRule(origins.rules, subjects.ProhibitionsOf(partners));
  std::erase_if(others.prohibitions, of_the_set);
  for (const RuleGrants& each : others.grants)
    others.granted =
        diagrams.store().Or(others.granted, diagrams.Grants(each.grants));
  for (const RuleProhibitions& each : others.prohibitions)
    others.prohibited = diagrams.store().Or(others.prohibited,
                                            diagrams.Prohibitions(each.parts));
  return others;
}

// Calls f(rule, item) for each rule of the set and of those in it.
template <class F>
void ForEachItem(const RuleOrigins& origins, const model::RuleGroup& group,
                 const F& f) {
  for (const model::RuleGroup::Item& item : group.items)
    if (item.nested.empty())
      f(origins.rule_of_item.at(&item), item);
    else
      ForEachItem(origins, item.nested.front(), f);
}

void JudgeRuleSet(RuleDiagrams& diagrams, const Subjects& subjects,
                  const model::RuleGroup& outermost, std::set<RuleId>& fires,
                  std::set<RuleId>& kept) {
  logic::Store& store = diagrams.store();
  for (const auto& partners : PartnersApart(outermost)) {
    const GroupOutcomes whole(diagrams, outermost, partners.front());
    for (const Decider& each : whole.deciders())
      if (diagrams.Any(each.decides)) fires.insert(each.rule);
    std::vector<Others> others;  // by class, once it is needed
    const auto classes = subjects.ClassesOf(partners);
    ForEachItem(
        diagrams.origins(), outermost, [&](RuleId rule, const auto& item) {
          if (!whole.Find(rule) || kept.contains(rule) || diagrams.exhausted())
            return;
          const GroupOutcomes without(diagrams, outermost, partners.front(),
                                      &item);
          const NodeId granted = store.Xor(whole.permits(), without.permits());
          const NodeId prohibited =
              store.Xor(whole.prohibited(), without.prohibited());
          if (!diagrams.Any(granted) && !diagrams.Any(prohibited)) return;
          for (std::size_t c = 0; c < classes.size(); ++c) {
            if (others.size() == c)
              others.push_back(OthersOf(
                  diagrams, subjects, subjects.classes[classes[c]], outermost));
            if (diagrams.Any(store.Minus(granted, others[c].granted)) ||
                diagrams.Any(store.Minus(prohibited, others[c].prohibited))) {
              kept.insert(rule);
              return;
            }
          }
        });
  }
}

}  // namespace

void JudgeRuleSets(RuleDiagrams& diagrams, const Subjects& subjects,
                   Known& known) {
  for (const model::RuleGroup& outermost :
       diagrams.origins().model.rule_groups) {
    std::set<RuleId> fires, kept;
    const bool decided = diagrams.TwiceAtMost([&] {
      fires.clear();
      kept.clear();
      JudgeRuleSet(diagrams, subjects, outermost, fires, kept);
    });
    if (decided) {
      for (RuleId rule : fires) known.fires.Set(rule.value);
      for (RuleId rule : kept) known.kept.Set(rule.value);
    } else {
      ForEachItem(diagrams.origins(), outermost, [&](RuleId rule, const auto&) {
        known.undecided.Set(rule.value);
      });
    }
  }
}

void AddRequirementsOfItem(RuleDiagrams& diagrams, const Subjects& subjects,
                           RuleId rule,
                           std::vector<Requirement>& requirements) {
  const Origin& origin = diagrams.origins().origin[rule.value];
  logic::Store& store = diagrams.store();
  // Partners of whom the same is said as far as it matters here.
  std::set<std::vector<std::pair<std::uint32_t, NodeId>>> seen;
  for (const auto& partners : PartnersApart(*origin.outermost)) {
    const GroupOutcomes whole(diagrams, *origin.outermost, partners.front());
    const Decider* self = whole.Find(rule);
    if (!self) continue;
    const GroupOutcomes without(diagrams, *origin.outermost, partners.front(),
                                origin.item);
    const NodeId granted = store.And(self->decides, whole.permits());
    const NodeId prohibited = store.And(self->decides, whole.prohibited());
    for (std::uint32_t c : subjects.ClassesOf(partners)) {
      const Others others =
          OthersOf(diagrams, subjects, subjects.classes[c], *origin.outermost);
      Requirement grants{granted, {}}, prohibitions{prohibited, {}};
      for (const Decider& each : without.deciders()) {
        grants.candidates.push_back({each.rule.value, each.permits});
        prohibitions.candidates.push_back({each.rule.value, each.prohibits});
      }
      for (const RuleGrants& each : others.grants)
        grants.candidates.push_back(
            {each.rule.value, diagrams.Grants(each.grants)});
      for (const RuleProhibitions& each : others.prohibitions)
        prohibitions.candidates.push_back(
            {each.rule.value, diagrams.Prohibitions(each.parts)});
      std::vector<std::pair<std::uint32_t, NodeId>> signature;
      for (Requirement* each : {&grants, &prohibitions}) {
        for (Candidate& candidate : each->candidates)
          candidate.region = store.And(candidate.region, each->region);
        std::erase_if(each->candidates, [](const Candidate& candidate) {
          return candidate.region == kFalse;
        });
        signature.emplace_back(UINT32_MAX, each->region);
        for (const Candidate& candidate : each->candidates)
          signature.emplace_back(candidate.key, candidate.region);
      }
      if (seen.insert(std::move(signature)).second) {
        requirements.push_back(std::move(grants));
        requirements.push_back(std::move(prohibitions));
      }
      if (diagrams.exhausted()) return;
    }
  }
}

}  // namespace assent::check
