#include "compiler/query/expiries.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "compiler/query/behind.h"
#include "compiler/query/limits.h"
#include "compiler/query/permits.h"
#include "compiler/rows/regions.h"
#include "compiler/rows/rows_to_text.h"

namespace assent::query {
namespace {

using logic::kFalse;
using logic::NodeId;

class Expirer {
 public:
  Expirer(const Policy& policy, const Question& question, Day after,
          std::uint32_t day_count)
      : policy_(policy),
        question_(question),
        last_(Day(std::min<std::int64_t>(std::int64_t{after} + day_count,
                                         kEndDay - 1))),
        permits_(policy, question, {after, last_ + 1, {}, {}}, kMaxNodes),
        replay_(policy.table) {
    result_.after = after;
    result_.day_count = day_count;
  }

  Result<Expiries> Run();

 private:
  using Grants = std::vector<rules::GrantId>;
  using Key = std::tuple<Day, check::RuleLine, std::string, Expiry::Certainty,
                         Day, Day, Expiry::Succession>;

  NodeId At(NodeId f, Day day) {
    return permits_.store().Restrict(f, logic::kDateLevel, std::uint32_t(day));
  }
  // Where grants that override `despite`, if that is one, match on a day.
  NodeId Matches(const Grants& grants, model::PermissionId despite, Day day,
                 bool whatever);
  void AddPartner(model::PartnerId partner, const Permits::PartnerClass* own);
  void Add(model::PartnerId partner, const Permits::GrantsByRule& all,
           rules::RuleId rule, model::PermissionId despite, Day day,
           NodeId ended, Expiry::Certainty certainty, NodeId lost);

  const Policy& policy_;
  const Question& question_;
  const Day last_;
  Permits permits_;
  const check::Replay replay_;
  Expiries result_;
  std::map<Key, std::size_t> places_;
  std::vector<Throughs> successors_;
};

NodeId Expirer::Matches(const Grants& grants, model::PermissionId despite,
                        Day day, bool whatever) {
  NodeId any = kFalse;
  for (rules::GrantId id : grants) {
    const rules::Grant& grant = policy_.rules.grants[id.value];
    if (!grant.scope.window.Contains(day)) continue;
    if (despite.valid() &&
        !std::ranges::binary_search(grant.overrides, despite))
      continue;
    any = permits_.store().Or(
        any,
        At(whatever ? permits_.MustMatch(id) : permits_.MayMatch(id), day));
  }
  return permits_.store().Minus(any, At(permits_.ignored(), day));
}

void Expirer::Add(model::PartnerId partner, const Permits::GrantsByRule& all,
                  rules::RuleId rule, model::PermissionId despite, Day day,
                  NodeId ended, Expiry::Certainty certainty, NodeId lost) {
  logic::Store& store = permits_.store();
  // Who goes on with it.
  Throughs successors;
  NodeId rest = ended;
  const std::string& name = policy_.vocabulary.partners[partner.value].name;
  for (const auto& [other, grants] : all) {
    if (other == rule) continue;
    const NodeId same =
        store.And(ended, Matches(grants, despite, day, /*whatever=*/false));
    if (same == kFalse) continue;
    rest = store.Minus(rest, same);
    const model::Window days = permits_.DaysOf(partner, other);
    successors[{policy_.lines[other.value], same == ended, days.from,
                days.until}]
        .push_back(name);
  }
  using Succession = Expiry::Succession;
  const Succession succession = rest == ended    ? Succession::nothing
                                : rest == kFalse ? Succession::all
                                                 : Succession::part;
  const model::Window days = permits_.DaysOf(partner, rule);
  const std::string despite_name =
      despite.valid() ? policy_.vocabulary.permissions[despite.value].name : "";
  const auto [it, is_new] =
      places_.try_emplace({day, policy_.lines[rule.value], despite_name,
                           certainty, days.from, days.until, succession},
                          result_.list.size());
  if (is_new) {
    Expiry expiry;
    expiry.day = day;
    expiry.certainty = certainty;
    expiry.rule = policy_.lines[rule.value];
    expiry.days = days;
    expiry.despite = despite_name;
    expiry.succession = succession;
    expiry.lost = llvm::APInt(1, 0);
    constexpr std::size_t kMaxCubes = 16;
    for (rows::RegionCube& region :
         rows::RegionsOf(store, permits_.space(), permits_.vocabulary(), ended,
                         At(permits_.ignored(), day), kMaxCubes)) {
      region.cube.window = {};
      expiry.cubes.push_back(std::move(region.cube));
    }
    result_.list.push_back(std::move(expiry));
    successors_.emplace_back();
  }
  Expiry& expiry = result_.list[it->second];
  expiry.partners.push_back(name);
  for (auto& [key, partners] : successors)
    for (std::string& each : partners)
      successors_[it->second][key].push_back(std::move(each));
  lost = store.And(lost, ended);
  if (lost == kFalse) return;
  const NodeId before = store.And(
      lost,
      store.Literal(logic::kDateLevel, RunSet::Single(std::uint32_t(day - 1))));
  expiry.lost = check::Sum(expiry.lost, permits_.Count(before));
  if (!expiry.witness && !store.exhausted())
    expiry.witness = check::LeastWitness(
        permits_.requests(), before, permits_.impossible(), name,
        [&](const check::Witness& witness) {
          check::Witness then = witness;
          then.date = rows::DayText(day);
          return replay_.Ask(witness).permit && !replay_.Ask(then).permit;
        });
}

void Expirer::AddPartner(model::PartnerId partner,
                         const Permits::PartnerClass* own) {
  logic::Store& store = permits_.store();
  const Permits::GrantsByRule all = permits_.GrantsOf(partner);
  std::optional<Permits::Permit> permit;
  for (const auto& [rule, grants] : all) {
    std::set<Day> days;
    std::set<model::PermissionId> overrides = {model::PermissionId()};
    for (rules::GrantId id : grants) {
      const rules::Grant& grant = policy_.rules.grants[id.value];
      const Day until = grant.scope.window.until;
      if (until > result_.after && until <= last_) days.insert(until);
      overrides.insert(grant.overrides.begin(), grant.overrides.end());
    }
    for (Day day : days) {
      const auto ended_of = [&](model::PermissionId despite, bool whatever) {
        return store.Minus(Matches(grants, despite, day - 1, whatever),
                           Matches(grants, despite, day, whatever));
      };
      const NodeId clause = ended_of({}, false);
      for (model::PermissionId despite : overrides) {
        NodeId may = ended_of(despite, false), must = ended_of(despite, true);
        if (despite.valid()) {  // beyond the clause itself
          may = store.Minus(may, clause);
          must = store.Minus(must, clause);
        }
        if (may == kFalse && must == kFalse) continue;
        NodeId lost = kFalse;
        if (own != nullptr) {
          if (!permit) permit = permits_.PermitOf(*own);
          lost =
              store.Minus(At(permit->where, day - 1), At(permit->where, day));
        }
        using Certainty = Expiry::Certainty;
        if (may == must)
          Add(partner, all, rule, despite, day, may, Certainty::sure, lost);
        else if (may != kFalse)
          Add(partner, all, rule, despite, day, may, Certainty::latest, lost);
        else
          Add(partner, all, rule, despite, day, must, Certainty::earliest,
              lost);
      }
    }
  }
}

Result<Expiries> Expirer::Run() {
  if (permits_.HasRequests()) {
    std::map<model::PartnerId, const Permits::PartnerClass*> own;
    for (const Permits::PartnerClass& each : permits_.classes())
      for (model::PartnerId partner : each.partners) own[partner] = &each;
    for (model::PartnerId partner : question_.partners) {
      permits_.EmptyWhenFull();
      const auto it = own.find(partner);
      AddPartner(partner, it == own.end() ? nullptr : it->second);
      if (permits_.store().exhausted()) return TooLarge();
    }
  }
  for (std::size_t e = 0; e < result_.list.size(); ++e) {
    std::ranges::sort(result_.list[e].partners);
    result_.list[e].successors = Sorted(successors_[e]);
  }
  std::ranges::sort(result_.list, [](const Expiry& a, const Expiry& b) {
    return std::tie(a.day, a.rule, a.despite, a.certainty, a.succession) <
           std::tie(b.day, b.rule, b.despite, b.certainty, b.succession);
  });
  return std::move(result_);
}

}  // namespace

Result<Expiries> WhatExpires(const Policy& policy, const Question& question,
                             Day after, std::uint32_t day_count) {
  return Expirer(policy, question, after, day_count).Run();
}

}  // namespace assent::query
