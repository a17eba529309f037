#include "compiler/diff/diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

#include "compiler/check/answer.h"
#include "compiler/diff/join.h"
#include "compiler/diff/regions.h"
#include "compiler/rows/diagrams_to_rows.h"
#include "compiler/rows/regions.h"
#include "compiler/rows/rows_to_text.h"

namespace assent::diff {
namespace {

using check::Answer;
using check::Answers;
using check::ReasonPart;
using logic::kFalse;
using logic::kTrue;
using logic::NodeId;

constexpr std::size_t kNodeBudget = 24u << 20;
constexpr std::size_t kKeptNodes = 4u << 20;

// Regions are for people. Decisions: up to so many for one list of rows and in
// all, then one for each list. Reasons: so many, then none.
struct Budget {
  std::size_t of_list, in_all;
};
constexpr Budget kDecisions{256, 4096}, kReasons{16, 1024};

// The indices of a side's lists of a partner, as RowSet has them; grants is
// kNoList when the side does not know the partner.
constexpr std::uint32_t kNoList = UINT32_MAX;
struct Lists {
  std::uint32_t grants = kNoList, forbidden = rows::RowSet::kNone;

  auto operator<=>(const Lists&) const = default;
};

std::vector<logic::OverrideSet> AllSets(const SideMap& a, const SideMap& b,
                                        const Side& before, const Side& after) {
  auto sets = a.Sets(rows::OverrideSetsOf(before.decoded.rows));
  const auto more = b.Sets(rows::OverrideSetsOf(after.decoded.rows));
  sets.insert(sets.end(), more.begin(), more.end());
  return sets;
}

// One side in the joint store, emptied with it.
class JointSide {
 public:
  JointSide(const SideMap& map, const table::Decoded& decoded,
            const logic::Space& space, std::size_t permission_count,
            NodeId universe, logic::Store& store)
      : map_(map), decoded_(decoded), space_(space), store_(store) {
    NodeId known = kFalse;
    for (const rows::Cube& cube : map.Known())
      known = store.Or(known, rows::CubeToDiagram(store, cube));
    known = store.And(known, universe);
    global_ = rows::RowsToGlobal(store, permission_count,
                                 map.Rows(decoded.rows.global));
    global_.possible = store.And(global_.possible, known);
    unknown_ = store.Not(known);
    answers_ = std::make_unique<Answers>(store, space, global_);
  }

  Answer AnswerOf(const Lists& lists) {
    if (lists.grants == kNoList) {
      Answer answer = answers_->AnswerOf(kFalse, kFalse);
      answer.impossible = kTrue;
      for (NodeId& where : answer.standing) where = kFalse;
      answer.prohibited = kFalse;
      for (NodeId& where : answer.closed) where = kFalse;
      return answer;
    }
    std::vector<rows::Cube> forbidden;
    if (lists.forbidden != rows::RowSet::kNone)
      for (const rows::Cube& cube : decoded_.rows.forbidden[lists.forbidden])
        for (rows::Cube& part : map_.Cubes(cube))
          forbidden.push_back(std::move(part));
    return answers_->AnswerOf(
        rows::RowsToGrants(store_, space_,
                           map_.Rows(decoded_.rows.lists[lists.grants])),
        rows::RowsToProhibited(store_, global_, forbidden));
  }

  std::vector<ReasonPart> Reasons(const Answer& answer, bool knows_partner) {
    std::vector<ReasonPart> parts = answers_->Reasons(answer);
    const NodeId unknown = knows_partner ? unknown_ : kTrue;
    for (ReasonPart& part : parts)
      if (part.reason == Reason::impossible)
        part.where = store_.Minus(part.where, unknown);
    parts.push_back({Reason::unknown_term, {}, unknown});
    std::erase_if(parts,
                  [](const ReasonPart& part) { return part.where == kFalse; });
    return parts;
  }

 private:
  const SideMap& map_;
  const table::Decoded& decoded_;
  const logic::Space& space_;
  logic::Store& store_;
  logic::GlobalDiagrams global_;
  NodeId unknown_;
  std::unique_ptr<Answers> answers_;
};

// What differs between two lists: the same for all partners that have them.
struct ListDifference {
  std::array<llvm::APInt, kChangeCount> counts;
  std::vector<Region> regions;  // without partners
};

class Differ {
 public:
  Differ(const Side& before, const Side& after, model::Vocabulary vocabulary)
      : before_(before),
        after_(after),
        vocabulary_(std::move(vocabulary)),
        map_before_(before.decoded.vocabulary, vocabulary_),
        map_after_(after.decoded.vocabulary, vocabulary_),
        space_(JointSpace(vocabulary_,
                          AllSets(map_before_, map_after_, before, after))),
        store_(space_.domain_sizes, kNodeBudget),
        replay_before_(before.table),
        replay_after_(after.table) {
    result_.vocabulary_changes =
        VocabularyChanges(before.decoded.vocabulary, after.decoded.vocabulary);
    same_world_ = result_.vocabulary_changes.empty() &&
                  before.decoded.rows.global == after.decoded.rows.global;
    counts_.fill(llvm::APInt(1, 0));
  }

  Result<Difference> Run() {
    Empty();
    for (std::size_t p = 0; p < vocabulary_.partners.size(); ++p) {
      const Lists a = ListsOf(before_, map_before_, p);
      const Lists b = ListsOf(after_, map_after_, p);
      if (same_world_ && SameRows(a, b)) continue;
      auto it = known_.find({a, b});
      if (it == known_.end()) {
        if (store_.node_count() > kKeptNodes) Empty();
        partner_ = &vocabulary_.partners[p].name;
        ListDifference own = Compare(a, b);
        if (store_.exhausted()) {
          Empty();
          own = Compare(a, b);
        }
        if (store_.exhausted())
          return Error{
              fmt::format("the rules of partner `{}` are too many to "
                          "compare: more than {} diagram nodes",
                          *partner_, kNodeBudget)};
        it = known_.emplace(std::pair(a, b), std::move(own)).first;
      }
      Add(vocabulary_.partners[p].name, it->second);
    }
    return Finish();
  }

 private:
  static Lists ListsOf(const Side& side, const SideMap& map,
                       std::size_t joint_partner) {
    const model::PartnerId own = map.partners()[joint_partner];
    const rows::RowSet& rows = side.decoded.rows;
    if (!own.valid()) return {};
    return {rows.list_of[own.value], rows.forbidden.empty()
                                         ? rows::RowSet::kNone
                                         : rows.forbidden_of[own.value]};
  }

  bool SameRows(const Lists& a, const Lists& b) const {
    if (a.grants == kNoList || b.grants == kNoList) return false;
    const rows::RowSet& x = before_.decoded.rows;
    const rows::RowSet& y = after_.decoded.rows;
    const bool none = a.forbidden == rows::RowSet::kNone;
    if (none != (b.forbidden == rows::RowSet::kNone)) return false;
    return x.lists[a.grants] == y.lists[b.grants] &&
           (none || x.forbidden[a.forbidden] == y.forbidden[b.forbidden]);
  }

  void Empty() {
    store_.Reset();
    const std::size_t permissions = vocabulary_.permissions.size();
    NodeId universe = kFalse;
    for (const rows::Cube& cube :
         Universe(vocabulary_, map_before_, map_after_))
      universe = store_.Or(universe, rows::CubeToDiagram(store_, cube));
    side_before_ = std::make_unique<JointSide>(
        map_before_, before_.decoded, space_, permissions, universe, store_);
    side_after_ = std::make_unique<JointSide>(
        map_after_, after_.decoded, space_, permissions, universe, store_);
  }

  check::Requests requests() const { return {store_, space_, vocabulary_}; }

  // The witness as one side can be asked it.
  check::Witness For(const check::Witness& witness, const SideMap& map) const {
    const bool one_person =
        vocabulary_.self.valid() &&
        witness.relation == vocabulary_.relations[vocabulary_.self.value].name;
    check::Witness own = witness;
    own.facts.clear();
    for (const check::Witness::Fact& fact : witness.facts) {
      const std::string name = map.NameHere(
          FindAttribute(vocabulary_, fact.attribute).value, one_person);
      if (!name.empty()) own.facts.push_back({name, fact.value, fact.kind});
    }
    return own;
  }

  ListDifference Compare(const Lists& a, const Lists& b);
  void AddRegions(Change change, const std::string& what, NodeId f,
                  NodeId ignored, const check::Confirms& confirms,
                  ListDifference& difference);
  void AddReasons(const Answer& x, const Answer& y, const Lists& a,
                  const Lists& b, NodeId f, NodeId ignored,
                  ListDifference& difference);
  std::vector<std::pair<std::string, NodeId>> OtherParts(
      const std::string& reason, const Answer& x, const Answer& y,
      NodeId within);
  void Describe(const Answer& denies, const std::vector<ReasonPart>& reasons,
                const Answer& permits, Change change,
                ListDifference& difference);
  void CountShared(ListDifference& difference);
  std::string PartName(const ReasonPart& part) const;
  void Add(const std::string& partner, const ListDifference& difference);
  Difference Finish();

  const Side& before_;
  const Side& after_;
  const model::Vocabulary vocabulary_;
  const SideMap map_before_, map_after_;
  const logic::Space space_;
  logic::Store store_;
  const check::Replay replay_before_, replay_after_;
  std::unique_ptr<JointSide> side_before_, side_after_;
  bool same_world_ = false;
  const std::string* partner_ = nullptr;
  std::map<std::pair<Lists, Lists>, ListDifference> known_;
  std::array<llvm::APInt, kChangeCount> counts_;
  std::size_t used_[2] = {};   // regions of decisions, of reasons
  std::vector<NodeId> where_;  // the requests of each region of a list
  Difference result_;
};

// Partners with the same rows share a witness: what is printed was asked.
bool Shows(const Region& region) {
  switch (region.change) {
    case Change::widened:
      return !region.before.permit && region.after.permit;
    case Change::narrowed:
      return region.before.permit && !region.after.permit;
    case Change::obligations:
      return region.before.permit && region.after.permit &&
             region.before.obligations != region.after.obligations;
    case Change::reasons:
      return region.before.permit == region.after.permit;
  }
  return false;
}

std::string Differ::PartName(const ReasonPart& part) const {
  std::string name(assent::NameOf(part.reason));
  if (part.permission.valid())
    name += '(' + vocabulary_.permissions[part.permission.value].name + ')';
  return name;
}

void Differ::AddRegions(Change change, const std::string& what, NodeId f,
                        NodeId ignored, const check::Confirms& confirms,
                        ListDifference& difference) {
  if (f == kFalse) return;
  const Budget& budget = change == Change::reasons ? kReasons : kDecisions;
  std::size_t& used = used_[change == Change::reasons];
  if (change == Change::reasons && used >= budget.in_all) {
    result_.lists_all = false;
    return;
  }
  for (rows::RegionCube& part :
       rows::RegionsOf(store_, space_, vocabulary_, f, ignored,
                       used < budget.in_all ? budget.of_list : 0)) {
    ++used;
    if (store_.exhausted()) return;
    Region region;
    region.change = change;
    region.what = what;
    region.cube = std::move(part.cube);
    region.exact = part.exact;
    region.requests = check::CountRequests(requests(), part.where);
    const auto witness = check::LeastWitness(requests(), part.where, ignored,
                                             *partner_, confirms);
    ASSENT_CHECK(witness.has_value(), "a region has a request");
    region.witness = *witness;
    difference.regions.push_back(std::move(region));
    where_.push_back(part.where);
  }
}

// Where the reason stays, the parts of the answer that do not: each as a
// sentence, and the requests it is true of.
std::vector<std::pair<std::string, NodeId>> Differ::OtherParts(
    const std::string& reason, const Answer& x, const Answer& y,
    NodeId within) {
  std::vector<std::pair<std::string, NodeId>> parts;
  const auto add = [&](const std::string& part, NodeId was, NodeId is) {
    if (was == is) return;
    parts.push_back({fmt::format("still {}; {} as well", reason, part),
                     store_.And(within, store_.Minus(is, was))});
    parts.push_back({fmt::format("still {}; {} no longer", reason, part),
                     store_.And(within, store_.Minus(was, is))});
  };
  add("prohibited", x.prohibited, y.prohibited);
  for (std::size_t p = 0; p < x.closed.size(); ++p)
    add(vocabulary_.permissions[p].name + " is closed", x.closed[p],
        y.closed[p]);
  for (std::size_t s = 0; s < x.maximal.size(); ++s)
    add("despite " +
            rows::PermissionsText(vocabulary_, space_.override_sets[s]),
        x.maximal[s], y.maximal[s]);
  for (std::size_t o = 0; o < x.obligations.size(); ++o)
    add("a permit would oblige to " + vocabulary_.obligations[o].name,
        x.obligations[o], y.obligations[o]);
  return parts;
}

void Differ::AddReasons(const Answer& x, const Answer& y, const Lists& a,
                        const Lists& b, NodeId f, NodeId ignored,
                        ListDifference& difference) {
  if (f == kFalse) return;
  const auto parts_after = side_after_->Reasons(y, b.grants != kNoList);
  for (const ReasonPart& was : side_before_->Reasons(x, a.grants != kNoList))
    for (const ReasonPart& is : parts_after) {
      const NodeId where = store_.And(f, store_.And(was.where, is.where));
      if (where == kFalse) continue;
      const std::string before = PartName(was), after = PartName(is);
      const auto confirms = [&](const check::Witness& witness) {
        const check::Witness w = For(witness, map_before_);
        const check::Witness v = For(witness, map_after_);
        return replay_before_.Ask(w).ReasonText() == before &&
               replay_after_.Ask(v).ReasonText() == after &&
               (before != after ||
                replay_before_.WholeText(w) != replay_after_.WholeText(v));
      };
      if (before != after) {
        AddRegions(Change::reasons, fmt::format("{} is now {}", before, after),
                   where, ignored, confirms, difference);
        continue;
      }
      for (const auto& [what, part] : OtherParts(before, x, y, where))
        AddRegions(Change::reasons, what, part, ignored, confirms, difference);
    }
}

// Says of each region of a decision what holds for all of it.
void Differ::Describe(const Answer& denies,
                      const std::vector<ReasonPart>& reasons,
                      const Answer& permits, Change change,
                      ListDifference& difference) {
  for (std::size_t r = 0; r < difference.regions.size(); ++r) {
    Region& region = difference.regions[r];
    if (region.change != change) continue;
    for (const ReasonPart& part : reasons)
      if (store_.And(where_[r], store_.Minus(part.where, denies.permit)) !=
          kFalse)
        region.reasons.push_back(PartName(part));
    for (std::size_t o = 0; o < permits.obligations.size(); ++o) {
      const NodeId due = store_.And(where_[r], permits.obligations[o]);
      if (due == kFalse) continue;
      (due == where_[r] ? region.obligations : region.some_obligations)
          .push_back(vocabulary_.obligations[o].name);
    }
  }
}

// Regions are prime, so they may overlap: says how much.
void Differ::CountShared(ListDifference& difference) {
  std::vector<Region>& regions = difference.regions;
  for (std::size_t begin = 0, end = 0; begin < regions.size(); begin = end) {
    while (end < regions.size() && regions[end].change == regions[begin].change)
      ++end;
    std::vector<NodeId> later(end - begin + 1, kFalse);
    for (std::size_t r = end; r-- > begin;)
      later[r - begin] = store_.Or(where_[r], later[r - begin + 1]);
    NodeId earlier = kFalse;
    for (std::size_t r = begin; r < end; ++r) {
      const NodeId others = store_.Or(earlier, later[r - begin + 1]);
      regions[r].shared =
          check::CountRequests(requests(), store_.And(where_[r], others));
      earlier = store_.Or(earlier, where_[r]);
    }
  }
}

ListDifference Differ::Compare(const Lists& a, const Lists& b) {
  where_.clear();
  const Answer x = side_before_->AnswerOf(a);
  const Answer y = side_after_->AnswerOf(b);
  // Neither side answers: not a request that can be made.
  const NodeId ignored = store_.And(x.impossible, y.impossible);
  const NodeId both = store_.And(x.permit, y.permit);
  NodeId where[kChangeCount] = {store_.Minus(y.permit, x.permit),
                                store_.Minus(x.permit, y.permit), kFalse,
                                AnyPartDiffers(store_, x, y)};
  std::vector<NodeId> added, removed;
  for (std::size_t o = 0; o < x.obligations.size(); ++o) {
    added.push_back(
        store_.And(both, store_.Minus(y.obligations[o], x.obligations[o])));
    removed.push_back(
        store_.And(both, store_.Minus(x.obligations[o], y.obligations[o])));
    where[2] = store_.Or(where[2], store_.Or(added[o], removed[o]));
  }
  for (std::size_t c = 0; c < 3; ++c)
    where[3] = store_.Minus(where[3], where[c]);
  where[3] = store_.Minus(where[3], ignored);

  ListDifference difference;
  for (std::size_t c = 0; c < kChangeCount; ++c)
    difference.counts[c] = check::CountRequests(requests(), where[c]);
  if (store_.exhausted()) return difference;

  const auto decides = [&](bool was, bool is) {
    return [this, was, is](const check::Witness& witness) {
      return replay_before_.Ask(For(witness, map_before_)).permit == was &&
             replay_after_.Ask(For(witness, map_after_)).permit == is;
    };
  };
  AddRegions(Change::widened, "", where[0], ignored, decides(false, true),
             difference);
  AddRegions(Change::narrowed, "", where[1], ignored, decides(true, false),
             difference);
  Describe(x, side_before_->Reasons(x, a.grants != kNoList), y, Change::widened,
           difference);
  Describe(y, side_after_->Reasons(y, b.grants != kNoList), x, Change::narrowed,
           difference);
  for (std::size_t o = 0; o < added.size(); ++o)
    for (const bool adds : {true, false}) {
      const std::string& name = vocabulary_.obligations[o].name;
      const auto obliges = [&](const check::Witness& witness) {
        const auto in = [&](const check::Replay& replay, const SideMap& map) {
          const check::Reply reply = replay.Ask(For(witness, map));
          return std::pair(reply.permit,
                           std::ranges::find(reply.obligations, name) !=
                               reply.obligations.end());
        };
        return in(replay_before_, map_before_) == std::pair(true, !adds) &&
               in(replay_after_, map_after_) == std::pair(true, adds);
      };
      AddRegions(Change::obligations,
                 fmt::format("{} is {}", name, adds ? "added" : "removed"),
                 adds ? added[o] : removed[o], ignored, obliges, difference);
    }
  AddReasons(x, y, a, b, where[3], ignored, difference);
  CountShared(difference);
  return difference;
}

void Differ::Add(const std::string& partner, const ListDifference& difference) {
  for (std::size_t c = 0; c < kChangeCount; ++c)
    counts_[c] = check::Sum(counts_[c], difference.counts[c]);
  for (const Region& region : difference.regions) {
    result_.regions.push_back(region);
    result_.regions.back().partners = {partner};
    result_.regions.back().witness.partner = partner;
  }
}

Difference Differ::Finish() {
  result_.requests = counts_;
  result_.regions = JoinPartners(std::move(result_.regions));
  for (Region& region : result_.regions) {
    region.before = replay_before_.Ask(For(region.witness, map_before_));
    region.after = replay_after_.Ask(For(region.witness, map_after_));
    ASSENT_CHECK(Shows(region), "the tables confirm a difference");
  }
  result_.digest_before = table::Hex(before_.decoded.decision_digest);
  result_.digest_after = table::Hex(after_.decoded.decision_digest);
  result_.vocabulary = vocabulary_;
  return std::move(result_);
}

}  // namespace

std::string_view NameOf(Change change) {
  constexpr std::string_view kNames[] = {"widened", "narrowed", "obligations",
                                         "reasons"};
  return kNames[std::size_t(change)];
}

Result<Difference> Diff(const Side& before, const Side& after) {
  Result<model::Vocabulary> joint =
      JoinVocabularies(before.decoded.vocabulary, after.decoded.vocabulary);
  if (!joint) return joint.error();
  return Differ(before, after, std::move(*joint)).Run();
}

}  // namespace assent::diff
