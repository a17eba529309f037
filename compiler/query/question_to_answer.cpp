#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "compiler/query/answer.h"
#include "compiler/query/behind.h"
#include "compiler/query/limits.h"
#include "compiler/query/permits.h"
#include "compiler/rows/regions.h"

namespace assent::query {
namespace {

using logic::kFalse;
using logic::NodeId;

template <class IdType, class T>
std::vector<std::string> NamesOf(const std::vector<T>& all,
                                 const std::vector<IdType>& ids) {
  std::vector<std::string> names;
  for (IdType id : ids) names.push_back(all[id.value].name);
  return names;
}

class Asker {
 public:
  Asker(const Policy& policy, const Question& question)
      : policy_(policy),
        question_(question),
        permits_(policy, question, question.scope.window, kMaxNodes),
        replay_(policy.table) {}

  Result<Answer> Run();

 private:
  // Rows of a permit, without partners.
  struct OwnRow {
    Row row;
    NodeId where;  // what is permitted of the row's cube
  };
  struct Own {
    std::vector<OwnRow> rows;
    llvm::APInt requests;
  };
  using Key =
      std::tuple<rows::Cube, std::vector<std::string>,
                 std::vector<std::vector<std::string>>, std::vector<Row::Need>,
                 std::vector<check::RuleLine>, bool>;

  const Own& OwnOf(const Permits::PartnerClass& each,
                   const Permits::Permit& permit);
  std::vector<Row::Need> NeedsOf(const Permits::Part& part, NodeId granted);
  std::vector<check::RuleLine> UnlessOf(model::PartnerId partner,
                                        NodeId granted);
  void Add(const Permits::PartnerClass& each, const Own& own);

  const Policy& policy_;
  const Question& question_;
  Permits permits_;
  const check::Replay replay_;
  // Until the store is emptied. What forbids a partner is part of it: equal
  // prohibitions may have been written twice.
  std::map<std::pair<Permits::Permit, std::vector<rules::ProhibitionId>>, Own>
      known_;
  std::map<Key, std::size_t> places_;
  std::vector<Throughs> throughs_;  // by row
  Answer answer_;
};

const Asker::Own& Asker::OwnOf(const Permits::PartnerClass& each,
                               const Permits::Permit& permit) {
  const auto [it, is_new] =
      known_.try_emplace({permit, permits_.ProhibitionsOf(each.partners[0])});
  Own& own = it->second;
  if (!is_new) return own;
  const model::Vocabulary& words = permits_.vocabulary();
  const model::Window& days = question_.scope.window;
  logic::Store& store = permits_.store();
  own.requests = permits_.Count(permit.where);
  for (const Permits::Part& part : permits_.PartsOf(each, permit)) {
    auto regions = rows::RegionsOf(store, permits_.space(), words, part.where,
                                   permits_.ignored(), kMaxRows);
    if (store.exhausted()) return own;
    for (rows::RegionCube& region : regions) {
      OwnRow next;
      next.where = store.And(region.where, permit.where);
      if (next.where == kFalse) continue;
      Row& row = next.row;
      row.cube = std::move(region.cube);
      row.cube.window = Intersection(row.cube.window, days);
      row.exact = region.exact;
      row.needs = NeedsOf(part, region.where);
      row.unless = UnlessOf(each.partners[0], region.where);
      row.obligations = NamesOf(words.obligations, part.obligations);
      for (const auto& set : part.despite)
        row.despite.push_back(NamesOf(words.permissions, set));
      row.requests = permits_.Count(next.where);
      own.rows.push_back(std::move(next));
    }
  }
  return own;
}

std::vector<Row::Need> Asker::NeedsOf(const Permits::Part& part,
                                      NodeId granted) {
  logic::Store& store = permits_.store();
  const NodeId cells = store.Exists(granted, logic::kFirstAttributeLevel);
  std::vector<Row::Need> needs;
  for (model::PermissionId id : permits_.governing()) {
    // What is in every set of `despite` does not matter.
    const auto has = [id](const auto& set) {
      return std::ranges::binary_search(set, id);
    };
    if (!part.despite.empty() && std::ranges::all_of(part.despite, has))
      continue;
    const NodeId governed = store.And(cells, permits_.GovernedCells(id));
    if (governed == kFalse) continue;
    // Closed where nothing is granted, it does not matter either.
    if (store.And(granted, permits_.Closed(id)) == kFalse) continue;
    needs.push_back(
        {permits_.vocabulary().permissions[id.value].name, governed == cells});
  }
  return needs;
}

std::vector<check::RuleLine> Asker::UnlessOf(model::PartnerId partner,
                                             NodeId granted) {
  std::vector<check::RuleLine> unless;
  for (rules::ProhibitionId id : permits_.ProhibitionsOf(partner))
    if (permits_.store().And(granted, permits_.MayForbid(id)) != kFalse)
      unless.push_back(
          policy_.lines[policy_.rules.prohibitions[id.value].rule.value]);
  std::ranges::sort(unless);
  const auto repeated = std::ranges::unique(unless);
  unless.erase(repeated.begin(), repeated.end());
  return unless;
}

void Asker::Add(const Permits::PartnerClass& each, const Own& own) {
  answer_.partner_count += each.partners.size();
  const auto times = [&](const llvm::APInt& count) {
    llvm::APInt all = count.zext(count.getBitWidth() + 32);
    return all * llvm::APInt(all.getBitWidth(), each.partners.size());
  };
  answer_.requests = check::Sum(answer_.requests, times(own.requests));
  std::vector<std::vector<RuleGrants>> grants;
  for (model::PartnerId partner : each.partners)
    grants.push_back(RuleGrantsOf(permits_, policy_, partner));
  for (const OwnRow& next : own.rows) {
    const auto [it, is_new] = places_.try_emplace(
        {next.row.cube, next.row.obligations, next.row.despite, next.row.needs,
         next.row.unless, next.row.exact},
        answer_.rows.size());
    if (is_new) {
      answer_.rows.push_back(next.row);
      answer_.rows.back().requests = llvm::APInt(1, 0);
      throughs_.emplace_back();
    }
    Row& row = answer_.rows[it->second];
    if (is_new && it->second < kMaxWitnesses && !permits_.store().exhausted())
      row.witness = check::LeastWitness(
          permits_.requests(), next.where, permits_.impossible(),
          policy_.vocabulary.partners[each.partners[0].value].name,
          [&](const check::Witness& witness) {
            return replay_.Ask(witness).permit;
          });
    row.requests = check::Sum(row.requests, times(next.row.requests));
    for (std::size_t p = 0; p < each.partners.size(); ++p) {
      const model::PartnerId partner = each.partners[p];
      row.partners.push_back(policy_.vocabulary.partners[partner.value].name);
      AddThrough(permits_, policy_, partner, grants[p], next.where,
                 throughs_[it->second]);
    }
  }
}

Result<Answer> Asker::Run() {
  answer_.requests = llvm::APInt(1, 0);
  if (!permits_.HasRequests()) return std::move(answer_);
  for (const Permits::PartnerClass& each : permits_.classes()) {
    if (permits_.EmptyWhenFull()) known_.clear();
    for (const bool again : {false, true}) {
      if (again) {
        permits_.Empty();
        known_.clear();
      }
      const Permits::Permit permit = permits_.PermitOf(each);
      if (permits_.store().exhausted()) continue;
      if (permit.where == kFalse) break;
      const Own& own = OwnOf(each, permit);
      if (permits_.store().exhausted()) continue;
      Add(each, own);
      break;
    }
    if (permits_.store().exhausted()) return TooLarge();
  }
  for (std::size_t r = 0; r < answer_.rows.size(); ++r) {
    std::ranges::sort(answer_.rows[r].partners);
    answer_.rows[r].through = Sorted(throughs_[r]);
  }
  std::ranges::sort(answer_.rows, [](const Row& a, const Row& b) {
    return std::tie(a.partners, a.cube) < std::tie(b.partners, b.cube);
  });
  return std::move(answer_);
}

}  // namespace

Result<Answer> Ask(const Policy& policy, const Question& question) {
  return Asker(policy, question).Run();
}

}  // namespace assent::query
