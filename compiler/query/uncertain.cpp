#include "compiler/query/uncertain.h"

#include <algorithm>
#include <set>

#include "compiler/check/completions.h"
#include "compiler/check/workbench.h"
#include "compiler/query/limits.h"

namespace assent::query {

using logic::kFalse;
using logic::NodeId;
using logic::Unknowns;

std::optional<Uncertain> WhatMayBe(const Policy& policy,
                                   const Question& question) {
  if (policy.model == nullptr || policy.rules.unknown_sizes.empty())
    return std::nullopt;
  const rules::RuleSet& rules = policy.rules;
  const model::Vocabulary& words = policy.vocabulary;
  check::Workbench open(words, rules, Unknowns::open, kMaxNodes);
  check::Workbench meet(words, rules, Unknowns::meet, kMaxNodes);
  check::Completions completions(rules, open, kMaxNodes);
  const logic::Space& space = open.space();
  for (std::uint32_t l = 0; l < space.first_unknown_level; ++l)
    if (space.countable[l].empty()) return std::nullopt;

  Uncertain uncertain;
  uncertain.unknown_count = rules.unknown_sizes.size();
  std::set<model::UnknownId> deciding;
  const auto classes = check::ClassesOf(rules, rules::ProhibitionsOf(rules),
                                        question.partners, &question.scope);
  for (const check::PartnerClass& each : classes) {
    const auto certain = meet.Permitted(each.own, question.scope);
    const auto possible = open.Permitted(each.own, question.scope);
    if (!certain || !possible) return std::nullopt;
    logic::Store& store = open.store();
    const NodeId beyond =
        store.Minus(*possible, store.Copy(meet.store(), *certain));
    const NodeId some =
        store.ExistsAbove(beyond, space.first_unknown_level, space.countable);
    if (store.exhausted()) return std::nullopt;
    if (some == kFalse) continue;
    const std::set<model::UnknownId> reads = check::ReadBy(store, some, space);
    if (completions.In(completions.Copy(open, some), reads) == kFalse) continue;
    if (completions.store().exhausted()) return std::nullopt;
    const auto decides = check::ReadBy(store, beyond, space);
    deciding.insert(decides.begin(), decides.end());
    auto& names = *certain == kFalse ? uncertain.partners : uncertain.more;
    for (model::PartnerId partner : each.partners)
      names.push_back(words.partners[partner.value].name);
  }
  std::ranges::sort(uncertain.partners);
  std::ranges::sort(uncertain.more);
  for (model::UnknownId id : deciding)
    uncertain.unknowns.push_back(policy.model->unknowns[id.value].name);
  return uncertain;
}

}  // namespace assent::query
