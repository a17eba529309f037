#include "compiler/rows/verify_rows.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "compiler/rows/diagrams_to_rows.h"
#include "compiler/rows/rules_to_rows.h"

namespace assent::rows {
namespace {

using logic::NodeId;

// Whether rebuilding from all rows but one ever gives the same as from all.
template <class Row, class IsWhole>
bool AnyIdle(const std::vector<Row>& rows, IsWhole is_whole) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::vector<Row> others = rows;
    others.erase(others.begin() + std::ptrdiff_t(i));
    if (is_whole(others)) return true;
  }
  return false;
}

bool IsSame(const logic::GlobalDiagrams& a, const logic::GlobalDiagrams& b) {
  return a.possible == b.possible && a.prohibited == b.prohibited &&
         a.closed == b.closed;
}

}  // namespace

std::string VerifyRows(const model::Vocabulary& vocabulary,
                       const rules::RuleSet& rules, const RowSet& rows) {
  const logic::Space space =
      logic::SpaceOf(vocabulary, logic::OverrideSetsOf(rules),
                     rules.unknown_sizes);
  logic::Store store(space.domain_sizes, kMaxNodes);
  logic::RulesToDiagrams diagrams(vocabulary, rules, space, store);
  const logic::GlobalDiagrams& expected = diagrams.global();

  auto is_all = [&](const std::vector<GlobalRow>& some) {
    return IsSame(expected, RowsToGlobal(store, vocabulary.permissions.size(),
                                         some));
  };
  if (!is_all(rows.global))
    return "the global rows do not rebuild the global diagrams";
  if (AnyIdle(rows.global, is_all)) return "a global row can be left out";
  if (!std::ranges::is_sorted(rows.global)) return "global rows are unsorted";

  std::uint32_t seen = 0, forbidden_seen = 0;
  const auto named_of = rules::ProhibitionsOf(rules);
  for (std::size_t p = 0; p < rows.list_of.size(); ++p) {
    const std::uint32_t index = rows.list_of[p];
    if (index > seen) return "lists are not in the order of their partners";
    if (index == seen) ++seen;
    const std::uint32_t forbidden_index =
        rows.forbidden.empty() ? RowSet::kNone : rows.forbidden_of[p];
    if (forbidden_index != RowSet::kNone) {
      if (forbidden_index > forbidden_seen)
        return "forbidden lists are not in the order of their partners";
      if (forbidden_index == forbidden_seen) ++forbidden_seen;
    }
    const std::vector<GrantRow>& list = rows.lists[index];
    const NodeId whole = diagrams.Grants(rules.grants_of[p]);
    auto is_whole = [&](const std::vector<GrantRow>& some) {
      return store.And(RowsToGrants(store, space, some),
                       expected.possible) == whole;
    };
    const std::string_view name = vocabulary.partners[p].name;
    if (!is_whole(list))
      return fmt::format("the rows of `{}` do not rebuild its diagram", name);
    const NodeId prohibited = diagrams.Prohibited(named_of[p]);
    const auto forbidden = rows.ForbiddenTo(p);
    auto is_prohibited = [&](const std::vector<Cube>& some) {
      return RowsToProhibited(store, expected, some) == prohibited;
    };
    const std::vector<Cube> cubes(forbidden.begin(), forbidden.end());
    if (!is_prohibited(cubes))
      return fmt::format("what is forbidden to `{}` does not rebuild its "
                         "diagram", name);
    if (AnyIdle(cubes, is_prohibited) || !std::ranges::is_sorted(cubes))
      return fmt::format("a row forbidden to `{}` can be left out, or is "
                         "unsorted", name);
    if (AnyIdle(list, is_whole))
      return fmt::format("a row of `{}` can be left out", name);
    if (!std::ranges::is_sorted(list))
      return fmt::format("the rows of `{}` are unsorted", name);
    if (store.exhausted()) return "more nodes than the inspector has";
  }
  std::set<std::vector<GrantRow>> distinct(rows.lists.begin(),
                                           rows.lists.end());
  if (distinct.size() != rows.lists.size()) return "a list stands twice";
  std::set<std::vector<Cube>> forbidden(rows.forbidden.begin(),
                                        rows.forbidden.end());
  if (forbidden.size() != rows.forbidden.size() || forbidden.contains({}))
    return "a forbidden list stands twice, or is empty";
  return "";
}

}  // namespace assent::rows
