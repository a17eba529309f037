#include "compiler/check/judged.h"

#include <algorithm>
#include <map>

namespace assent::check {

Subjects::Subjects(const RuleOrigins& origins) {
  const rules::RuleSet& rules = origins.rules;
  const auto named = rules::ProhibitionsOf(rules);
  std::map<Own, std::uint32_t> index;
  for (std::size_t p = 0; p < rules.grants_of.size(); ++p) {
    Own own{rules.grants_of[p], named[p]};
    const auto [it, is_new] =
        index.try_emplace(own, std::uint32_t(classes.size()));
    if (is_new) classes.push_back({std::move(own), {}});
    classes[it->second].partners.emplace_back(p);
    class_of.push_back(it->second);
  }
  for (std::size_t f = 0; f < rules.prohibitions.size(); ++f)
    if (rules.prohibitions[f].partners.empty()) for_all.emplace_back(f);
}

std::vector<rules::ProhibitionId> Subjects::ProhibitionsOf(
    const PartnerClass& partners) const {
  std::vector<rules::ProhibitionId> all;
  std::ranges::merge(for_all, partners.own.prohibitions,
                     std::back_inserter(all));
  return all;
}

std::vector<std::uint32_t> Subjects::ClassesOf(
    const std::vector<model::PartnerId>& partners) const {
  std::vector<std::uint32_t> of;
  for (model::PartnerId partner : partners)
    of.push_back(class_of[partner.value]);
  std::ranges::sort(of);
  const auto repeated = std::ranges::unique(of);
  of.erase(repeated.begin(), repeated.end());
  return of;
}

std::vector<RuleGrants> ByRule(const rules::RuleSet& rules,
                               const std::vector<rules::GrantId>& grants) {
  std::vector<RuleGrants> by_rule;
  std::map<rules::RuleId, std::size_t> index;
  for (rules::GrantId id : grants) {
    const rules::RuleId rule = rules.grants[id.value].rule;
    if (!by_rule.empty() && by_rule.back().rule == rule) {
      by_rule.back().grants.push_back(id);
      continue;
    }
    const auto [it, is_new] = index.try_emplace(rule, by_rule.size());
    if (is_new)
      by_rule.push_back({rule, {id}});
    else
      by_rule[it->second].grants.push_back(id);
  }
  return by_rule;
}

std::vector<RuleProhibitions> ForbidsByRule(
    const rules::RuleSet& rules, const std::vector<rules::ProhibitionId>& ids) {
  std::map<rules::RuleId, std::vector<rules::ProhibitionId>> by_rule;
  for (rules::ProhibitionId id : ids)
    by_rule[rules.prohibitions[id.value].rule].push_back(id);
  std::vector<RuleProhibitions> list;
  for (auto& [rule, parts] : by_rule) list.push_back({rule, std::move(parts)});
  return list;
}

}  // namespace assent::check
