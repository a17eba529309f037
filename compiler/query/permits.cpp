#include "compiler/query/permits.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "compiler/check/workbench.h"
#include "compiler/rows/diagrams_to_rows.h"

namespace assent::query {

using logic::kFalse;
using logic::NodeId;
using logic::Space;
using model::Condition;

namespace {

// What is not known as `value` says.
Condition Known(const Condition& condition, bool value) {
  Condition known = condition;
  if (condition.kind == Condition::Kind::unknown) {
    known = {};
    known.kind = value ? Condition::Kind::all_of : Condition::Kind::any_of;
    return known;
  }
  for (Condition& operand : known.operands) operand = Known(operand, value);
  return known;
}

std::vector<rules::Exception> Known(
    const std::vector<rules::Exception>& exceptions, bool value) {
  std::vector<rules::Exception> known = exceptions;
  for (rules::Exception& each : known) {
    each.scope.when = Known(each.scope.when, value);
    each.exceptions = Known(each.exceptions, !value);
  }
  return known;
}

}  // namespace

model::Vocabulary AskedVocabulary(const model::Vocabulary& vocabulary) {
  model::Vocabulary asked;
  asked.data = vocabulary.data;
  asked.actions = vocabulary.actions;
  asked.purposes = vocabulary.purposes;
  asked.relations = vocabulary.relations;
  asked.obligations = vocabulary.obligations;
  asked.attributes = vocabulary.attributes;
  asked.permissions = vocabulary.permissions;
  asked.self = vocabulary.self;
  for (model::Attribute& attribute : asked.attributes)
    if (!attribute.default_value) attribute.default_value = 0;
  return asked;
}

Permits::Permits(const Policy& policy, const Question& question,
                 model::Window days, std::size_t node_budget)
    : policy_(policy),
      node_budget_(node_budget),
      scope_(question.scope),
      vocabulary_(AskedVocabulary(policy.vocabulary)),
      store_({}, 0) {
  scope_.window = days;
  AddBehind();
  Classify(policy, question);
  std::set<logic::OverrideSet> sets;
  for (const PartnerClass& each : classes_)
    for (const rows::GrantRow& row : each.rows)
      sets.insert(row.overrides.begin(), row.overrides.end());
  space_ = logic::SpaceOf(vocabulary_, {sets.begin(), sets.end()});
  // What is asked are leaves and supplied values: nothing follows from them.
  for (auto& extras : space_.extras) extras.clear();
  store_ = logic::Store(space_.domain_sizes, node_budget);
  Empty();
}

bool Permits::Cut(rows::Cube& cube) const {
  cube.window = Intersection(cube.window, scope_.window);
  if (cube.window.empty()) return false;
  const auto cut = [](RunSet& set, const RunSet& asked) {
    if (!set.Intersects(asked)) return false;
    set = Intersection(set, asked);
    return true;
  };
  if (!cut(cube.actions, scope_.actions) ||
      !cut(cube.relations, scope_.relations) || !cut(cube.data, scope_.data) ||
      !cut(cube.purposes, scope_.purposes))
    return false;
  std::size_t kept = 0;
  for (rows::Literal& literal : cube.literals) {
    const std::uint32_t count =
        vocabulary_.attributes[literal.attribute.value].supplied_count();
    literal.values = Intersection(literal.values, RunSet::Range(0, count));
    if (literal.values.empty()) return false;
    if (literal.values.size() == count) continue;
    if (&cube.literals[kept] != &literal)
      cube.literals[kept] = std::move(literal);
    ++kept;
  }
  cube.literals.resize(kept);
  return true;
}

void Permits::Classify(const Policy& policy, const Question& question) {
  for (const rows::GlobalRow& row : policy.rows.global) {
    rows::GlobalRow cut = row;
    if (Cut(cut.cube)) global_rows_.push_back(std::move(cut));
  }
  const auto overlaps = [&](const rows::Cube& cube) {
    return cube.window.from < scope_.window.until &&
           scope_.window.from < cube.window.until &&
           cube.actions.Intersects(scope_.actions) &&
           cube.data.Intersects(scope_.data);
  };
  // Lists are cut once, whoever has them.
  using Rows = std::vector<rows::GrantRow>;
  using Cubes = std::vector<rows::Cube>;
  std::vector<std::optional<Rows>> lists(policy.rows.lists.size());
  std::vector<std::optional<Cubes>> forbidden(policy.rows.forbidden.size());
  using Named = std::vector<rules::ProhibitionId>;
  std::map<std::tuple<Rows, Cubes, Named>, std::size_t> index;
  const auto keep_sorted = [](auto& list) {
    std::ranges::sort(list);
    const auto repeated = std::ranges::unique(list);
    list.erase(repeated.begin(), repeated.end());
  };
  for (model::PartnerId partner : question.partners) {
    const std::uint32_t number = policy.rows.list_of[partner.value];
    std::optional<Rows>& list = lists[number];
    if (!list) {
      list.emplace();
      for (const rows::GrantRow& row : policy.rows.lists[number]) {
        if (!overlaps(row.cube)) continue;
        rows::GrantRow cut = row;
        if (Cut(cut.cube)) list->push_back(std::move(cut));
      }
      keep_sorted(*list);
    }
    if (list->empty()) continue;
    static const Cubes kNone;
    const Cubes* own = &kNone;
    if (!policy.rows.forbidden_of.empty() &&
        policy.rows.forbidden_of[partner.value] != rows::RowSet::kNone) {
      const std::uint32_t which = policy.rows.forbidden_of[partner.value];
      std::optional<Cubes>& cubes = forbidden[which];
      if (!cubes) {
        cubes.emplace();
        for (rows::Cube cube : policy.rows.forbidden[which])
          if (Cut(cube)) cubes->push_back(std::move(cube));
        keep_sorted(*cubes);
      }
      own = &*cubes;
    }
    const auto named = named_.find(partner);
    const auto [it, is_new] = index.try_emplace(
        {*list, *own, named == named_.end() ? Named() : named->second},
        classes_.size());
    if (is_new) classes_.push_back({*list, *own, {}});
    classes_[it->second].partners.push_back(partner);
  }
}

// Consent is read off the gates.
void Permits::AddBehind() {
  for (const rules::Gate& gate : policy_.rules.gates) {
    behind_.gates.push_back(gate);
    behind_.gates.back().scope.when = Known(gate.scope.when, true);
  }
  for (std::size_t i = 0; i < policy_.rules.prohibitions.size(); ++i) {
    const rules::Prohibition& each = policy_.rules.prohibitions[i];
    if (!check::Overlap(each.scope, scope_)) continue;
    if (each.partners.empty()) prohibitions_.push_back(rules::ProhibitionId(i));
    for (model::PartnerId partner : each.partners)
      named_[partner].push_back(rules::ProhibitionId(i));
  }
}

void Permits::Empty() {
  store_.Reset();
  matches_.clear();
  forbids_.clear();
  diagrams_ = std::make_unique<logic::RulesToDiagrams>(vocabulary_, behind_,
                                                       space_, store_);
  global_ =
      rows::RowsToGlobal(store_, vocabulary_.permissions.size(), global_rows_);
  answers_ = std::make_unique<check::Answers>(store_, space_, global_);
  counter_ = std::make_unique<RequestCounter>(requests());
  within_ = diagrams_->Within(scope_);
  impossible_ = store_.Not(global_.possible);
  ignored_ = store_.Or(store_.Not(within_), impossible_);
  governing_.clear();
  governed_cells_.assign(global_.closed.size(), kFalse);
  for (std::size_t p = 0; p < global_.closed.size(); ++p) {
    // What the question says to be open is closed nowhere.
    const NodeId closed = store_.And(global_.closed[p], within_);
    if (closed == kFalse) continue;
    governing_.push_back(model::PermissionId(p));
    governed_cells_[p] = store_.Exists(closed, logic::kFirstAttributeLevel);
  }
}

bool Permits::HasRequests() const {
  return std::ranges::none_of(space_.countable,
                              [](const RunSet& set) { return set.empty(); });
}

bool Permits::EmptyWhenFull() {
  if (store_.node_count() <= node_budget_ / 8) return false;
  Empty();
  return true;
}

Permits::Permit Permits::PermitOf(const PartnerClass& each) {
  const NodeId grants = rows::RowsToGrants(store_, space_, each.rows);
  const NodeId prohibited =
      rows::RowsToProhibited(store_, global_, each.forbidden);
  return {answers_->Permit(grants, prohibited, within_), grants};
}

NodeId Permits::Output(const Permit& permit, std::uint32_t output) const {
  if (store_.LevelOf(permit.grants) != logic::kOutputLevel)
    return permit.grants;  // all outputs are alike
  return store_.ChildOf(permit.grants, output);
}

NodeId Permits::Obliged(const Permit& permit, model::ObligationId id) {
  return store_.And(permit.where, Output(permit, space_.ObligationOutput(id)));
}

std::vector<Permits::Part> Permits::PartsOf(const PartnerClass& each,
                                            const Permit& permit) {
  std::vector<Part> parts;
  if (permit.where == kFalse) return parts;
  // Cells in which the question's facts close everything are left out.
  const NodeId granted =
      store_.And(store_.And(Output(permit, Space::kGranted),
                            store_.And(within_, global_.possible)),
                 store_.Exists(permit.where, logic::kFirstAttributeLevel));
  parts.push_back({granted, {}, {}});
  const auto split = [&](NodeId by, auto mark) {
    std::vector<Part> next;
    for (Part& part : parts) {
      const NodeId with = store_.And(part.where, by);
      const NodeId without = store_.Minus(part.where, by);
      if (without != kFalse) {
        next.push_back(part);
        next.back().where = without;
      }
      if (with == kFalse) continue;
      next.push_back(std::move(part));
      next.back().where = with;
      mark(next.back());
    }
    parts = std::move(next);
  };
  std::set<model::ObligationId> obligations;
  std::set<std::vector<model::PermissionId>> sets;
  for (const rows::GrantRow& row : each.rows) {
    obligations.insert(row.obligations.begin(), row.obligations.end());
    sets.insert(row.overrides.begin(), row.overrides.end());
  }
  for (model::ObligationId id : obligations)
    split(Output(permit, space_.ObligationOutput(id)),
          [id](Part& part) { part.obligations.push_back(id); });
  if (sets.empty()) return parts;
  // Nothing is said of an override that no request needs.
  const NodeId prohibited =
      rows::RowsToProhibited(store_, global_, each.forbidden);
  const NodeId open = answers_->Permit(
      store_.Literal(logic::kOutputLevel, RunSet::Single(Space::kGranted),
                     Output(permit, Space::kGranted)),
      prohibited, within_);
  for (const auto& set : sets) {
    const auto at = std::ranges::lower_bound(space_.override_sets, set);
    const NodeId lifted = Output(
        permit,
        space_.OverrideOutput(std::size_t(at - space_.override_sets.begin())));
    if (store_.Minus(store_.And(lifted, permit.where), open) == kFalse)
      continue;
    split(lifted, [&set](Part& part) { part.despite.push_back(set); });
  }
  return parts;
}

Permits::GrantsByRule Permits::GrantsOf(model::PartnerId partner) const {
  GrantsByRule grants;
  for (rules::GrantId id : policy_.rules.grants_of[partner.value]) {
    const rules::Grant& grant = policy_.rules.grants[id.value];
    if (check::Overlap(grant.scope, scope_)) grants[grant.rule].push_back(id);
  }
  return grants;
}

model::Window Permits::DaysOf(model::PartnerId partner,
                              rules::RuleId rule) const {
  model::Window days{kEndDay, kFirstDay, {}, {}};
  for (rules::GrantId id : policy_.rules.grants_of[partner.value]) {
    const rules::Grant& grant = policy_.rules.grants[id.value];
    if (grant.rule != rule) continue;
    days.from = std::min(days.from, grant.scope.window.from);
    days.until = std::max(days.until, grant.scope.window.until);
  }
  return days;
}

std::vector<rules::ProhibitionId> Permits::ProhibitionsOf(
    model::PartnerId partner) const {
  std::vector<rules::ProhibitionId> own = prohibitions_;
  if (const auto it = named_.find(partner); it != named_.end())
    own.insert(own.end(), it->second.begin(), it->second.end());
  return own;
}

NodeId Permits::MayForbid(rules::ProhibitionId id) {
  const auto [it, is_new] = forbids_.try_emplace(id, kFalse);
  if (!is_new) return it->second;
  const rules::Prohibition& prohibition = policy_.rules.prohibitions[id.value];
  rules::Grant as_grant;
  as_grant.scope = prohibition.scope;
  as_grant.scope.when = Known(prohibition.scope.when, true);
  as_grant.exceptions = Known(prohibition.exceptions, false);
  return it->second = diagrams_->GrantOf(as_grant);
}

NodeId Permits::MayMatch(rules::GrantId id) {
  const auto [it, is_new] = matches_.try_emplace({id, true}, kFalse);
  if (!is_new) return it->second;
  rules::Grant grant = policy_.rules.grants[id.value];
  grant.scope.when = Known(grant.scope.when, true);
  grant.exceptions = Known(grant.exceptions, false);
  return it->second = diagrams_->GrantOf(grant);
}

NodeId Permits::MustMatch(rules::GrantId id) {
  const auto [it, is_new] = matches_.try_emplace({id, false}, kFalse);
  if (!is_new) return it->second;
  rules::Grant grant = policy_.rules.grants[id.value];
  grant.scope.when = Known(grant.scope.when, false);
  grant.exceptions = Known(grant.exceptions, true);
  return it->second = diagrams_->GrantOf(grant);
}

}  // namespace assent::query
