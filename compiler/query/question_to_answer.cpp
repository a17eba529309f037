#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "compiler/rows/regions.h"
#include "compiler/query/answer.h"
#include "compiler/query/behind.h"
#include "compiler/query/limits.h"
#include "compiler/query/permits.h"

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

// The permissions whose states a cube asks for.
std::vector<std::string> PermissionsIn(const model::Vocabulary& words,
                                       const rows::Cube& cube) {
  std::set<std::string> names;
  for (const rows::Literal& literal : cube.literals) {
    const auto& attribute = words.attributes[literal.attribute.value];
    if (attribute.permission.valid())
      names.insert(words.permissions[attribute.permission.value].name);
  }
  return {names.begin(), names.end()};
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
    NodeId where;
  };
  struct Own {
    std::vector<OwnRow> rows;
    llvm::APInt requests;
  };
  using Key = std::tuple<rows::Cube, std::vector<std::string>,
                         std::vector<std::vector<std::string>>, bool>;

  const Own& OwnOf(const Permits::PartnerClass& each,
                   const Permits::Permit& permit);
  void Add(const Permits::PartnerClass& each, const Own& own);

  const Policy& policy_;
  const Question& question_;
  Permits permits_;
  const check::Replay replay_;
  std::map<Permits::Permit, Own> known_;  // until the store is emptied
  std::map<Key, std::size_t> places_;
  std::vector<Throughs> throughs_;  // by row
  Answer answer_;
};

const Asker::Own& Asker::OwnOf(const Permits::PartnerClass& each,
                               const Permits::Permit& permit) {
  const auto [it, is_new] = known_.try_emplace(permit);
  Own& own = it->second;
  if (!is_new) return own;
  const model::Vocabulary& words = permits_.vocabulary();
  const model::Window& days = question_.scope.window;
  own.requests = check::CountRequests(permits_.requests(), permit.where);
  for (const Permits::Part& part : permits_.PartsOf(each, permit)) {
    auto regions = rows::RegionsOf(permits_.store(), permits_.space(), words,
                                   part.where, permits_.ignored(), kMaxRows);
    if (permits_.store().exhausted()) return own;
    for (rows::RegionCube& region : regions) {
      OwnRow next;
      next.where = region.where;
      Row& row = next.row;
      row.cube = std::move(region.cube);
      row.cube.window = Intersection(row.cube.window, days);
      row.exact = region.exact;
      row.permissions = PermissionsIn(words, row.cube);
      row.obligations = NamesOf(words.obligations, part.obligations);
      for (const auto& set : part.despite)
        row.despite.push_back(NamesOf(words.permissions, set));
      row.requests = check::CountRequests(permits_.requests(), region.where);
      row.witness = *check::LeastWitness(
          permits_.requests(), region.where, permits_.impossible(),
          policy_.vocabulary.partners[each.partners[0].value].name,
          [&](const check::Witness& witness) {
            return replay_.Ask(witness).permit;
          });
      own.rows.push_back(std::move(next));
    }
  }
  return own;
}

void Asker::Add(const Permits::PartnerClass& each, const Own& own) {
  answer_.partner_count += each.partners.size();
  const auto times = [&](const llvm::APInt& count) {
    llvm::APInt all = count.zext(count.getBitWidth() + 32);
    return all * llvm::APInt(all.getBitWidth(), each.partners.size());
  };
  answer_.requests = check::Sum(answer_.requests, times(own.requests));
  for (const OwnRow& next : own.rows) {
    const auto [it, is_new] = places_.try_emplace(
        {next.row.cube, next.row.obligations, next.row.despite, next.row.exact},
        answer_.rows.size());
    if (is_new) {
      answer_.rows.push_back(next.row);
      Row& row = answer_.rows.back();
      row.requests = llvm::APInt(1, 0);
      row.witness.partner =
          policy_.vocabulary.partners[each.partners[0].value].name;
      throughs_.emplace_back();
    }
    Row& row = answer_.rows[it->second];
    row.requests = check::Sum(row.requests, times(next.row.requests));
    for (model::PartnerId partner : each.partners) {
      row.partners.push_back(policy_.vocabulary.partners[partner.value].name);
      AddThrough(permits_, policy_, partner, next.where, kNoDay,
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
