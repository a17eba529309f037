#include "compiler/check/repair.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/rows/rows_to_text.h"

namespace assent::check {

using logic::kFalse;
using logic::NodeId;
using model::Person;

namespace {

bool IsRequestersCopy(const model::Attribute& attribute) {
  return attribute.pair.valid() && attribute.owner == model::Owner::requester;
}

}  // namespace

NodeId CountableOf(Workbench& bench, NodeId f) {
  const auto& countable = bench.space().countable;
  logic::Store& store = bench.store();
  for (std::uint32_t l = bench.space().first_unknown_level; l-- > 1;)
    f = store.And(f, store.Literal(l, countable[l]));
  return f;
}

void Repairs::See(Workbench& bench, NodeId f, Seen& seen) const {
  logic::Store& store = bench.store();
  const auto& countable = bench.space().countable;
  seen.values.resize(vocabulary_.attributes.size());
  const auto add = [&](const rows::ValuesRead& read, std::uint32_t level,
                       RunSet& values) {
    values.Add(read.free[level]
                   ? countable[level]
                   : Intersection(read.values[level], countable[level]));
  };
  // At self one fact stands for both copies: the subject's is read.
  RunSet self;
  if (vocabulary_.self.valid()) self = RunSet::Single(vocabulary_.self.value);
  const NodeId at_self = store.Literal(logic::kRelationLevel, self);
  for (const bool one_person : {true, false}) {
    const NodeId part =
        one_person ? store.And(f, at_self) : store.Minus(f, at_self);
    if (part == kFalse) continue;
    const rows::ValuesRead read = rows::ValuesOnPaths(store, part);
    for (std::uint32_t a = 0; a < seen.values.size(); ++a) {
      const model::Attribute& attribute = vocabulary_.attributes[a];
      add(read,
          one_person && IsRequestersCopy(attribute)
              ? logic::LevelOf(attribute.pair)
              : logic::LevelOf(model::AttributeId(a)),
          seen.values[a]);
    }
    add(read, logic::kDateLevel, seen.days);
  }
  for (Person person : {Person::requester, Person::subject})
    for (std::uint32_t k = 0; k < model::kConsentCount; ++k)
      if (store.And(f, bench.diagrams().ConsentIn(person, RunSet::Single(k))) !=
          kFalse)
        seen.consents[std::size_t(person)].Add(k, k + 1);
}

void Repairs::Add(Workbench& bench, NodeId violation, NodeId permitted) {
  logic::Store& store = bench.store();
  const NodeId f = CountableOf(bench, violation);
  See(bench, f, violating_);
  See(bench, CountableOf(bench, store.Minus(permitted, bench.impossible())),
      permitted_);
  NodeId closed = kFalse;
  for (std::uint32_t p = 0; p < vocabulary_.permissions.size(); ++p)
    closed = store.Or(closed, bench.diagrams().Closed(model::PermissionId(p)));
  if (store.Minus(f, closed) != kFalse) without_override_ = true;
}

std::vector<Repair> Repairs::All(Day first_day, bool overrides) const {
  std::vector<Repair> all;
  if (overrides && !without_override_) {
    Repair repair;
    repair.kind = Repair::Kind::no_override;
    repair.text = "despite";
    all.push_back(std::move(repair));
  }
  if (!violating_.days.empty() && Day(violating_.days.front()) > first_day) {
    Repair repair;
    repair.kind = Repair::Kind::earlier_end;
    repair.until = Day(violating_.days.front());
    repair.text = "until " + rows::DayText(repair.until);
    all.push_back(std::move(repair));
  }
  for (Person person : {Person::subject, Person::requester}) {
    // At least one kind stronger than in any violation.
    const RunSet& violating = violating_.consents[std::size_t(person)];
    if (violating.empty()) continue;
    const std::uint32_t least = violating.runs().back().end;
    const RunSet ranks = RunSet::Range(least, model::kConsentCount);
    if (!ranks.Intersects(permitted_.consents[std::size_t(person)])) continue;
    Repair repair;
    repair.kind = Repair::Kind::consent;
    repair.condition.kind = model::Condition::Kind::consent;
    repair.condition.person = person;
    repair.condition.values = ranks;
    repair.text =
        fmt::format("when consent of {} >= {}",
                    person == Person::subject ? "subject" : "requester",
                    model::NameOf(model::Consent(least)));
    all.push_back(std::move(repair));
  }
  struct Candidate {
    double left;  // of the attribute's values
    Repair repair;
  };
  std::vector<Candidate> literals;
  for (std::uint32_t a = 0; a < violating_.values.size(); ++a) {
    const model::Attribute& attribute = vocabulary_.attributes[a];
    const RunSet values = Difference(
        RunSet::Range(0, attribute.supplied_count()), violating_.values[a]);
    if (!values.Intersects(permitted_.values[a])) continue;
    Repair repair;
    repair.kind = Repair::Kind::literal;
    repair.condition.kind = model::Condition::Kind::literal;
    repair.condition.attribute = model::AttributeId(a);
    repair.condition.values = values;
    repair.text = "when " + rows::LiteralText(attribute, values);
    literals.push_back({double(values.size()) / attribute.supplied_count(),
                        std::move(repair)});
  }
  std::ranges::stable_sort(
      literals, [](const auto& x, const auto& y) { return x.left > y.left; });
  for (Candidate& each : literals) all.push_back(std::move(each.repair));
  return all;
}

}  // namespace assent::check
