#include "compiler/rows/rules_to_rows.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <thread>

namespace assent::rows {
namespace {

using logic::NodeId;
using rules::GrantId;
using rules::ProhibitionId;

// One thread's diagrams: a store and what is built in it, emptied together.
class Workshop {
 public:
  Workshop(const model::Vocabulary& vocabulary, const rules::RuleSet& rules,
           const logic::Space& space, const Budget& budget)
      : vocabulary_(vocabulary),
        rules_(rules),
        space_(space),
        budget_(budget),
        store_(space.domain_sizes, budget.max_nodes),
        cover_(store_, logic::kDateLevel) {
    Empty();
  }

  std::optional<Refusal::Kind> Global(std::vector<GlobalRow>& rows) {
    if (GlobalRows(store_, cover_, space_, diagrams_->global(), rows))
      return std::nullopt;
    return store_.exhausted() ? Refusal::Kind::too_many_nodes
                              : Refusal::Kind::too_many_global_rows;
  }

  std::optional<Refusal::Kind> Grants(std::span<const GrantId> grants,
                                      std::vector<GrantRow>& rows) {
    if (logic::OverrideSetsOf(rules_, grants).size() >
        logic::kMaxOverrideSets)
      return Refusal::Kind::too_many_override_sets;
    return TwiceAtMost([&] {
      rows.clear();
      return TryGrants(grants, rows);
    });
  }

  std::optional<Refusal::Kind> Forbidden(
      std::span<const ProhibitionId> named, std::vector<Cube>& rows) {
    return TwiceAtMost([&] {
      rows.clear();
      const NodeId f = diagrams_->Prohibited(named);
      return !store_.exhausted() && ForbiddenRows(store_, cover_, space_,
                                                  diagrams_->global(), f,
                                                  rows);
    });
  }

 private:
  // Once more with nothing else in the store, so that the outcome does not
  // depend on which partners came before.
  template <class F>
  std::optional<Refusal::Kind> TwiceAtMost(F attempt) {
    if (store_.node_count() > global_nodes_ * 4 + budget_.kept_nodes) Empty();
    if (attempt()) return std::nullopt;
    if (store_.exhausted()) {
      Empty();
      if (attempt()) return std::nullopt;
    }
    return store_.exhausted() ? Refusal::Kind::too_many_nodes
                              : Refusal::Kind::too_many_rows;
  }

  void Empty() {
    store_.Reset();
    cover_.Reset();
    diagrams_ = std::make_unique<logic::RulesToDiagrams>(vocabulary_, rules_,
                                                         space_, store_);
    global_nodes_ = store_.node_count();
  }

  bool TryGrants(std::span<const GrantId> grants,
                 std::vector<GrantRow>& rows) {
    const NodeId f = diagrams_->Grants(grants);
    return !store_.exhausted() &&
           GrantRows(store_, cover_, space_, diagrams_->global(), f, rows);
  }

  const model::Vocabulary& vocabulary_;
  const rules::RuleSet& rules_;
  const logic::Space& space_;
  const Budget& budget_;
  logic::Store store_;
  Cover cover_;
  std::unique_ptr<logic::RulesToDiagrams> diagrams_;
  std::size_t global_nodes_ = 0;
};

bool MentionsUnknown(const model::Condition& condition) {
  return condition.kind == model::Condition::Kind::unknown ||
         std::ranges::any_of(condition.operands, MentionsUnknown);
}

// The grants that need the most rows by themselves.
std::vector<rules::RuleId> Responsible(Workshop& workshop,
                                       const rules::RuleSet& rules,
                                       std::span<const GrantId> grants) {
  std::vector<std::pair<std::size_t, rules::RuleId>> needs;
  for (GrantId id : grants) {
    std::vector<GrantRow> rows;
    const bool fits = !workshop.Grants({&id, 1}, rows);
    needs.push_back({fits ? rows.size() : SIZE_MAX,
                     rules.grants[id.value].rule});
  }
  std::ranges::stable_sort(needs, std::greater<>(),
                           &std::pair<std::size_t, rules::RuleId>::first);
  std::vector<rules::RuleId> worst;
  // Where one does not fit even alone, those that do are not to blame.
  const bool some_alone = needs.front().first == SIZE_MAX;
  for (const auto& [need, rule] : needs)
    if (std::ranges::find(worst, rule) == worst.end() && worst.size() < 3 &&
        (need == SIZE_MAX || !some_alone))
      worst.push_back(rule);
  return worst;
}

// Partners whom the same prohibitions name share the work; different ones may
// come to the same rows, or to none.
std::optional<Refusal> AddForbidden(const rules::RuleSet& rules,
                                    Workshop& workshop, RowSet& result) {
  std::map<std::vector<ProhibitionId>, std::uint32_t> known;
  std::map<std::vector<Cube>, std::uint32_t> distinct;
  const auto named_of = rules::ProhibitionsOf(rules);
  for (std::size_t p = 0; p < named_of.size(); ++p) {
    const auto [it, is_new] = known.try_emplace(named_of[p], RowSet::kNone);
    if (is_new && !named_of[p].empty()) {
      std::vector<Cube> rows;
      if (const auto kind = workshop.Forbidden(named_of[p], rows)) {
        Refusal refusal{*kind, model::PartnerId(p), {}};
        for (ProhibitionId id : named_of[p])
          if (refusal.rules.size() < 3)
            refusal.rules.push_back(rules.prohibitions[id.value].rule);
        return refusal;
      }
      if (!rows.empty()) {
        const auto [at, fresh] = distinct.try_emplace(
            rows, std::uint32_t(result.forbidden.size()));
        if (fresh) result.forbidden.push_back(std::move(rows));
        it->second = at->second;
      }
    }
    result.forbidden_of.push_back(it->second);
  }
  if (result.forbidden.empty()) result.forbidden_of.clear();
  return std::nullopt;
}

}  // namespace

std::variant<RowSet, Refusal> RulesToRows(const model::Vocabulary& vocabulary,
                                          const rules::RuleSet& rules,
                                          unsigned thread_count,
                                          const Budget& budget,
                                          const Watch& watch) {
  const logic::Space space =
      logic::SpaceOf(vocabulary, logic::OverrideSetsOf(rules),
                     rules.unknown_sizes);
  RowSet result;
  Workshop first(vocabulary, rules, space, budget);
  if (const auto kind = first.Global(result.global)) {
    Refusal refusal{*kind, {}, {}};
    for (const auto& prohibition : rules.prohibitions)
      if (refusal.rules.size() < 3) refusal.rules.push_back(prohibition.rule);
    for (const auto& gate : rules.gates)
      if (refusal.rules.size() < 3) refusal.rules.push_back(gate.rule);
    // What is not known of grants is a question for everybody, too.
    for (const auto& grant : rules.grants)
      if (refusal.rules.size() < 3 && MentionsUnknown(grant.scope.when) &&
          std::ranges::find(refusal.rules, grant.rule) == refusal.rules.end())
        refusal.rules.push_back(grant.rule);
    return refusal;
  }
  if (auto refusal = AddForbidden(rules, first, result))
    return *std::move(refusal);

  // Partners with the same grants share the work.
  std::map<std::vector<GrantId>, std::size_t> index_of;
  std::vector<const std::vector<GrantId>*> lists;
  std::vector<std::size_t> list_of(rules.grants_of.size());
  for (std::size_t p = 0; p < rules.grants_of.size(); ++p) {
    const auto [it, is_new] =
        index_of.try_emplace(rules.grants_of[p], lists.size());
    if (is_new) lists.push_back(&it->first);
    list_of[p] = it->second;
  }

  std::vector<std::vector<GrantRow>> rows(lists.size());
  std::vector<std::optional<Refusal::Kind>> refused(lists.size());
  std::atomic<std::size_t> next = 0, done = 0;
  auto work = [&](Workshop& workshop) {
    constexpr std::size_t kBatch = 64;
    for (std::size_t begin; (begin = next.fetch_add(kBatch)) < lists.size();) {
      const std::size_t end = std::min(begin + kBatch, lists.size());
      for (std::size_t i = begin; i < end; ++i)
        refused[i] = workshop.Grants(*lists[i], rows[i]);
      const std::size_t so_far = done += end - begin;
      if (watch) watch(so_far, lists.size());
    }
  };
  {
    std::vector<std::jthread> threads;
    const std::size_t useful = std::min<std::size_t>(
        thread_count, lists.size() / 128 + 1);
    for (std::size_t t = 1; t < useful; ++t)
      threads.emplace_back([&] {
        Workshop workshop(vocabulary, rules, space, budget);
        work(workshop);
      });
    work(first);
  }
  for (std::size_t p = 0; p < list_of.size(); ++p) {
    if (const auto kind = refused[list_of[p]])
      return Refusal{*kind, model::PartnerId(p),
                     Responsible(first, rules, *lists[list_of[p]])};
  }

  // Different clauses may have come to the same rows.
  std::map<std::vector<GrantRow>, std::uint32_t> distinct;
  std::vector<std::uint32_t> final_index(lists.size(), UINT32_MAX);
  for (std::size_t p = 0; p < list_of.size(); ++p) {
    std::uint32_t& index = final_index[list_of[p]];
    if (index == UINT32_MAX) {
      const auto [it, is_new] = distinct.try_emplace(
          std::move(rows[list_of[p]]), std::uint32_t(distinct.size()));
      index = it->second;
    }
    result.list_of.push_back(index);
  }
  result.lists.resize(distinct.size());
  for (auto it = distinct.begin(); it != distinct.end();) {
    auto node = distinct.extract(it++);
    result.lists[node.mapped()] = std::move(node.key());
  }
  return result;
}

}  // namespace assent::rows
