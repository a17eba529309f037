#include "compiler/query/changes.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_set>

#include "compiler/query/behind.h"
#include "compiler/query/limits.h"
#include "compiler/query/permits.h"
#include "compiler/rows/regions.h"
#include "compiler/rows/rows_to_text.h"

namespace assent::query {
namespace {

using logic::kFalse;
using logic::NodeId;

// The days in (first, last] on which f is not what it was the day before.
void AddDays(const logic::Store& store, NodeId f, Day first, Day last,
             std::unordered_set<std::uint32_t>& seen, std::set<Day>& days) {
  if (store.LevelOf(f) > logic::kDateLevel || !seen.insert(f.value).second)
    return;
  const bool dates = store.LevelOf(f) == logic::kDateLevel;
  for (const logic::Edge& edge : store.Edges(f)) {
    if (!dates)
      AddDays(store, edge.child, first, last, seen, days);
    else if (Day(edge.begin) > first && Day(edge.begin) <= last)
      days.insert(Day(edge.begin));
  }
}

// What is collected of two days.
struct Collected {
  using Key = std::tuple<TurnKind, std::string, rows::Cube, bool>;
  Turns turns;
  std::map<Key, std::size_t> places;
  std::vector<Throughs> throughs;

  Collected(Day from, Day to) {
    turns.from = from;
    turns.to = to;
    turns.requests.fill(llvm::APInt(1, 0));
  }
};

class Comparer {
 public:
  Comparer(const Policy& policy, const Question& question, Day first,
           Day second)
      : policy_(policy),
        permits_(policy, question, {first, second + 1, {}, {}}, kMaxNodes),
        replay_(policy.table),
        first_(first),
        second_(second) {}

  Result<Changes> Run();

 private:
  NodeId At(NodeId f, Day day) {
    return permits_.store().Restrict(f, logic::kDateLevel, std::uint32_t(day));
  }
  void Compare(const Permits::PartnerClass& each, const Permits::Permit& permit,
               Collected& collected);
  void Add(const Permits::PartnerClass& each, TurnKind kind,
           const std::string& what, NodeId where, Collected& collected);
  bool Shows(TurnKind kind, const check::Witness& witness, Day from) const;
  static Turns Finish(Collected& collected);

  const Policy& policy_;
  Permits permits_;
  const check::Replay replay_;
  const Day first_, second_;
};

check::Witness On(check::Witness witness, Day day) {
  witness.date = rows::DayText(day);
  return witness;
}

bool Comparer::Shows(TurnKind kind, const check::Witness& witness,
                     Day from) const {
  const check::Reply before = replay_.Ask(On(witness, from));
  const check::Reply after = replay_.Ask(witness);
  switch (kind) {
    case TurnKind::begun:
      return !before.permit && after.permit;
    case TurnKind::ended:
      return before.permit && !after.permit;
    case TurnKind::duties:
      break;
  }
  return before.permit && after.permit &&
         before.obligations != after.obligations;
}

void Comparer::Add(const Permits::PartnerClass& each, TurnKind kind,
                   const std::string& what, NodeId where,
                   Collected& collected) {
  if (where == kFalse) return;
  logic::Store& store = permits_.store();
  const Turns& turns = collected.turns;
  const NodeId on_day =
      store.Literal(logic::kDateLevel, RunSet::Single(std::uint32_t(turns.to)));
  const auto times = [&](const llvm::APInt& count) {
    llvm::APInt all = count.zext(count.getBitWidth() + 32);
    return all * llvm::APInt(all.getBitWidth(), each.partners.size());
  };
  const auto count = [&](NodeId f) {
    return times(permits_.Count(store.And(f, on_day)));
  };
  llvm::APInt& total = collected.turns.requests[std::size_t(kind)];
  // Duties that change in two ways are counted once: by the caller.
  if (kind != TurnKind::duties) total = check::Sum(total, count(where));
  auto regions =
      rows::RegionsOf(store, permits_.space(), permits_.vocabulary(), where,
                      At(permits_.ignored(), turns.to), kMaxRows);
  if (store.exhausted()) return;
  for (rows::RegionCube& region : regions) {
    region.cube.window = {};
    const auto [it, is_new] = collected.places.try_emplace(
        {kind, what, region.cube, region.exact}, collected.turns.turns.size());
    if (is_new) {
      Turn turn;
      turn.kind = kind;
      turn.what = what;
      turn.cube = region.cube;
      turn.exact = region.exact;
      turn.requests = llvm::APInt(1, 0);
      turn.witness = *check::LeastWitness(
          permits_.requests(), store.And(region.where, on_day),
          permits_.impossible(),
          policy_.vocabulary.partners[each.partners[0].value].name,
          [&](const check::Witness& witness) {
            return Shows(kind, witness, turns.from);
          });
      const check::Witness before = On(turn.witness, turns.from);
      turn.before = replay_.Ask(before);
      turn.after = replay_.Ask(turn.witness);
      turn.rules_before = replay_.Rules(before);
      turn.rules_after = replay_.Rules(turn.witness);
      collected.turns.turns.push_back(std::move(turn));
      collected.throughs.emplace_back();
    }
    Turn& turn = collected.turns.turns[it->second];
    turn.requests = check::Sum(turn.requests, count(region.where));
    const Day day = kind == TurnKind::ended ? turns.from : turns.to;
    for (model::PartnerId partner : each.partners) {
      turn.partners.push_back(policy_.vocabulary.partners[partner.value].name);
      AddThrough(permits_, policy_, partner,
                 RuleGrantsOf(permits_, policy_, partner, day), region.where,
                 collected.throughs[it->second]);
    }
  }
}

void Comparer::Compare(const Permits::PartnerClass& each,
                       const Permits::Permit& permit, Collected& collected) {
  logic::Store& store = permits_.store();
  const Turns& turns = collected.turns;
  const NodeId before = At(permit.where, turns.from);
  const NodeId after = At(permit.where, turns.to);
  Add(each, TurnKind::begun, "", store.Minus(after, before), collected);
  Add(each, TurnKind::ended, "", store.Minus(before, after), collected);
  std::set<model::ObligationId> obligations;
  for (const rows::GrantRow& row : each.rows)
    obligations.insert(row.obligations.begin(), row.obligations.end());
  const NodeId both = store.And(before, after);
  NodeId changed = kFalse;
  for (model::ObligationId id : obligations) {
    const NodeId obliged = permits_.Obliged(permit, id);
    const NodeId had = store.And(both, At(obliged, turns.from));
    const NodeId has = store.And(both, At(obliged, turns.to));
    changed = store.Or(changed, store.Xor(had, has));
    const std::string& name = policy_.vocabulary.obligations[id.value].name;
    Add(each, TurnKind::duties, name + " is added", store.Minus(has, had),
        collected);
    Add(each, TurnKind::duties, name + " is removed", store.Minus(had, has),
        collected);
  }
  if (changed == kFalse) return;
  const NodeId on_day =
      store.Literal(logic::kDateLevel, RunSet::Single(std::uint32_t(turns.to)));
  llvm::APInt own = permits_.Count(store.And(changed, on_day));
  own = own.zext(own.getBitWidth() + 32);
  own *= llvm::APInt(own.getBitWidth(), each.partners.size());
  llvm::APInt& total = collected.turns.requests[std::size_t(TurnKind::duties)];
  total = check::Sum(total, own);
}

Turns Comparer::Finish(Collected& collected) {
  Turns& turns = collected.turns;
  for (std::size_t t = 0; t < turns.turns.size(); ++t) {
    std::ranges::sort(turns.turns[t].partners);
    turns.turns[t].through = Sorted(collected.throughs[t]);
  }
  std::ranges::sort(turns.turns, [](const Turn& a, const Turn& b) {
    return std::tie(a.kind, a.what, a.partners, a.cube) <
           std::tie(b.kind, b.what, b.partners, b.cube);
  });
  return std::move(turns);
}

Result<Changes> Comparer::Run() {
  Collected whole(first_, second_);
  std::map<Day, Collected> days;
  if (permits_.HasRequests())
    for (const Permits::PartnerClass& each : permits_.classes()) {
      permits_.EmptyWhenFull();
      const Permits::Permit permit = permits_.PermitOf(each);
      if (permit.where != kFalse) {
        Compare(each, permit, whole);
        // One of the outputs changes, or all are alike.
        std::set<Day> edges;
        std::unordered_set<std::uint32_t> seen;
        AddDays(permits_.store(), permit.where, first_, second_, seen, edges);
        for (const rows::GrantRow& row : each.rows)
          for (model::ObligationId id : row.obligations)
            AddDays(permits_.store(), permits_.Obliged(permit, id), first_,
                    second_, seen, edges);
        for (Day day : edges)
          Compare(each, permit,
                  days.try_emplace(day, day - 1, day).first->second);
      }
      if (permits_.store().exhausted()) return TooLarge();
    }
  Changes changes;
  changes.whole = Finish(whole);
  for (auto& [day, collected] : days)
    if (!collected.turns.empty()) changes.calendar.push_back(Finish(collected));
  return changes;
}

}  // namespace

std::string_view NameOf(TurnKind kind) {
  constexpr std::string_view kNames[] = {"begun", "ended", "duties"};
  return kNames[std::size_t(kind)];
}

Result<Changes> WhatChanges(const Policy& policy, const Question& question,
                            Day first, Day second) {
  return Comparer(policy, question, first, second).Run();
}

}  // namespace assent::query
