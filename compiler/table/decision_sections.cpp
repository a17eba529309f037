#include "compiler/table/decision_sections.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <set>

#include "compiler/table/class_word.h"
#include "compiler/table/conditions.h"
#include "compiler/table/pack_blocks.h"
#include "compiler/table/section_writer.h"
#include "runtime/format/block.h"

namespace assent::table {
namespace {

using namespace format;
using model::Vocabulary;
using model::Window;
using rows::Cube;
using rows::GlobalRow;
using rows::GrantRow;
using rows::Literal;
using rows::RowSet;

using GrantList = std::vector<GrantRow>;
using PermissionSet = std::vector<model::PermissionId>;

std::uint32_t Size(std::size_t size) { return std::uint32_t(size); }

// Lists in the order of the first partner that has them, rows sorted: the
// order of the caller's lists does not show. After those that grant come
// those that forbid.
struct CanonicalLists {
  std::vector<GrantList> lists;
  std::vector<std::uint32_t> list_of;             // by partner
  std::vector<std::uint32_t> forbidden_of;        // by partner: kNone or a
                                                  // list; empty: no partner
};

CanonicalLists Canonical(const RowSet& rows) {
  CanonicalLists canonical;
  std::vector<std::uint32_t> renamed(rows.lists.size(), kNone);
  for (std::uint32_t p = 0; p < rows.list_of.size(); ++p) {
    std::uint32_t& list = renamed[rows.list_of[p]];
    if (list == kNone) {
      list = Size(canonical.lists.size());
      canonical.lists.push_back(rows.lists[rows.list_of[p]]);
      std::sort(canonical.lists.back().begin(), canonical.lists.back().end());
    }
    canonical.list_of.push_back(list);
  }
  renamed.assign(rows.forbidden.size(), kNone);
  for (std::uint32_t p = 0; p < rows.forbidden_of.size(); ++p) {
    const std::uint32_t own = rows.forbidden_of[p];
    if (own != RowSet::kNone && renamed[own] == kNone) {
      renamed[own] = Size(canonical.lists.size());
      auto& list = canonical.lists.emplace_back();
      for (const Cube& cube : rows.forbidden[own])
        list.push_back({cube, {}, {}});
      std::sort(list.begin(), list.end());
    }
    canonical.forbidden_of.push_back(own == RowSet::kNone ? kNone
                                                          : renamed[own]);
  }
  return canonical;
}

class Builder {
 public:
  Builder(const Vocabulary& vocabulary, const RowSet& rows, Budget budget)
      : vocabulary_(vocabulary),
        lists_(Canonical(rows)),
        global_(rows.global),
        class_word_(vocabulary),
        budget_(budget) {
    std::sort(global_.begin(), global_.end());
  }

  std::variant<DecisionSections, Excess> Build() {
    if (Count() && Days() && Terms() && Literals() && Overrides() &&
        PackLists()) {
      WriteBlocks();
      WriteLeaves();
      WriteGlobal();
      WriteDays();
      WriteTerms();
      WriteLiterals();
      WriteOverrides();
      SectionWriter geometry(SectionKind::geometry);
      geometry.Put(g_);
      result_.sections.push_back(geometry.Take());
      std::sort(result_.sections.begin(), result_.sections.end(),
                [](const Section& a, const Section& b) {
                  return a.kind < b.kind;
                });
      result_.geometry = g_;
      return std::move(result_);
    }
    return std::move(excess_);
  }

 private:
  bool Refuse(std::string message, std::string help = {}) {
    excess_ = {Excess::Kind::limit, std::move(message), std::move(help), {}};
    return false;
  }
  bool AtMost(std::size_t count, std::size_t most, const char* what) {
    if (count <= most) return true;
    return Refuse(std::to_string(count) + " " + what + "; a table holds " +
                  std::to_string(most));
  }

  bool Count() {
    const Vocabulary& v = vocabulary_;
    g_.partner_count = Size(v.partners.size());
    g_.data_count = v.data.size();
    g_.action_count = v.actions.size();
    g_.purpose_count = v.purposes.size();
    g_.relation_count = Size(v.relations.size());
    g_.attribute_count = Size(v.attributes.size());
    g_.permission_count = Size(v.permissions.size());
    g_.obligation_count = Size(v.obligations.size());
    g_.self_relation = v.self.valid() ? v.self.value : kNone;
    for (const GrantList& list : lists_.lists)
      g_.row_count += Size(list.size());
    g_.global_row_count = Size(global_.size());
    g_.global_words = g_.global_row_count / 128 * 2 + 2;
    return AtMost(g_.action_count + g_.relation_count, kMaxMasks,
                  "actions and relations") &&
           AtMost(g_.obligation_count, kMaxObligations, "obligations") &&
           AtMost(g_.permission_count, 0xfffe, "permissions") &&
           AtMost(global_.size(), kMaxGlobalRows,
                  "rows of prohibitions, permissions and assumptions");
  }

  // --- days ------------------------------------------------------------------

  template <class F>
  void ForEachGrant(F f) const {
    for (const GrantList& list : lists_.lists)
      for (const GrantRow& row : list) f(row);
  }

  // The edges of windows: a day's rank is the number of edges up to it.
  bool Days() {
    const auto take = [&](const Window& window) {
      if (window.from > kFirstDay) edges_.push_back(window.from);
      if (window.until < kEndDay) edges_.push_back(window.until);
    };
    ForEachGrant([&](const GrantRow& row) { take(row.cube.window); });
    for (const GlobalRow& row : global_) {
      take(row.cube.window);
      if (row.cube.window.from > kFirstDay)
        boundaries_.insert(row.cube.window.from);
      if (row.cube.window.until < kEndDay)
        boundaries_.insert(row.cube.window.until);
    }
    std::sort(edges_.begin(), edges_.end());
    edges_.erase(std::unique(edges_.begin(), edges_.end()), edges_.end());
    g_.day_class_count = Size(boundaries_.size()) + 1;
    if (!edges_.empty()) {
      g_.first_day = edges_.front() - 1;
      g_.last_day = std::uint32_t(edges_.back() - g_.first_day);
    }
    if (edges_.size() <= kMaxDayRank) return true;
    return RefuseOf(edges_.size(), kMaxDayRank,
                    "days on which something changes",
                    [](const GrantList& list) {
                      std::set<Day> days;
                      for (const GrantRow& row : list) {
                        days.insert(row.cube.window.from);
                        days.insert(row.cube.window.until);
                      }
                      return days;
                    });
  }

  // Names the partner with the most of what is too many; `own` of a list is
  // what it has of it.
  template <class F>
  bool RefuseOf(std::size_t count, std::size_t limit, const char* what, F own) {
    std::size_t most = 0;
    for (std::uint32_t p = 0; p < g_.partner_count; ++p) {
      const std::size_t here = own(lists_.lists[lists_.list_of[p]]).size();
      if (here <= most) continue;
      most = here;
      excess_.partner = model::PartnerId(p);
    }
    excess_.message = std::to_string(count) + " " + what +
                      "; a table holds " + std::to_string(limit);
    if (most != 0)
      excess_.help = "the partner with the most of them, `" +
                     vocabulary_.partners[excess_.partner.value].name +
                     "`, has " + std::to_string(most);
    return false;
  }

  std::uint32_t RankOf(Day day) const {
    return Size(std::upper_bound(edges_.begin(), edges_.end(), day) -
                edges_.begin());
  }
  std::int16_t From(const Window& w) const {
    return w.from == kFirstDay ? kAlwaysStarted : EdgeCode(RankOf(w.from));
  }
  std::int16_t Until(const Window& w) const {
    return w.until == kEndDay ? kNeverEnded : EdgeCode(RankOf(w.until));
  }

  // --- ranges ----------------------------------------------------------------

  bool Terms() {
    g_.data_bytes = g_.data_count <= 256 ? 1 : 2;
    if (PurposesAreRanges()) g_.purpose_bytes = g_.purpose_count <= 256 ? 1 : 2;
    return AtMost(g_.data_count, kMaxTerms, "data terms") &&
           AtMost(g_.purpose_count, kMaxTerms, "purposes");
  }

  // A mask each, until there are many: then as ranges like data, unless that
  // takes some row several lanes.
  bool PurposesAreRanges() const {
    if (g_.purpose_count > kMaxMasks) return true;
    bool few = true;
    ForEachGrant([&](const GrantRow& row) {
      few = few && row.cube.purposes.runs().size() <= kRanges;
    });
    return g_.purpose_count > kFewPurposes && few;
  }

  // --- literals --------------------------------------------------------------

  bool Literals() {
    std::set<Literal> occurring;
    ForEachGrant([&](const GrantRow& row) {
      occurring.insert(row.cube.literals.begin(), row.cube.literals.end());
    });
    for (const GlobalRow& row : global_)
      occurring.insert(row.cube.literals.begin(), row.cube.literals.end());
    literals_.assign(occurring.begin(), occurring.end());
    g_.literal_count = Size(literals_.size());
    for (std::uint32_t i = 0; i < literals_.size(); ++i)
      literal_id_.emplace(literals_[i], i);

    std::map<LiteralIds, std::uint64_t> together;
    ForEachGrant([&](const GrantRow& row) {
      if (!row.cube.literals.empty()) ++together[IdsOf(row.cube.literals)];
    });
    BlockBytes block_bytes{};
    g_.test_bytes = 1;
    for (; g_.test_count <= kMaxTests; ++g_.test_count)
      block_bytes[g_.test_count] = LayoutOf(g_).bytes;
    conditions_ = ChooseConditions(together, block_bytes);
    g_.test_count = conditions_.test_count;
    g_.condition_count = Size(conditions_.bits.size());
    g_.test_bytes = conditions_.test_bytes;
    if (g_.condition_count <= kMaxConditions) return true;
    return RefuseOf(g_.condition_count, kMaxConditions,
                    "different conditions on attributes",
                    [](const GrantList& list) {
                      std::set<std::vector<Literal>> conditions;
                      for (const GrantRow& row : list)
                        conditions.insert(row.cube.literals);
                      return conditions;
                    });
  }

  std::vector<std::uint32_t> IdsOf(const std::vector<Literal>& literals) const {
    std::vector<std::uint32_t> ids;
    for (const Literal& literal : literals)
      ids.push_back(literal_id_.find(literal)->second);
    std::sort(ids.begin(), ids.end());
    return ids;
  }

  // --- overrides -------------------------------------------------------------

  bool Overrides() {
    std::set<PermissionSet> sets;
    ForEachGrant([&](const GrantRow& row) {
      sets.insert(row.overrides.begin(), row.overrides.end());
    });
    override_sets_.assign(sets.begin(), sets.end());
    g_.override_set_count = Size(override_sets_.size());
    return true;
  }

  // --- blocks ----------------------------------------------------------------

  // A row's lanes: every four runs of data with every four of purposes.
  std::vector<Lane> LanesOf(std::uint32_t row, const Cube& cube) const {
    const auto chunks = [](const std::vector<Run>& runs) {
      std::vector<std::vector<Run>> parts(1);
      for (const Run& run : runs) {
        if (parts.back().size() == kRanges) parts.emplace_back();
        parts.back().push_back(run);
      }
      return parts;
    };
    const auto data = chunks(RunsOf(cube.data));
    const auto purposes =
        chunks(g_.purpose_bytes ? RunsOf(cube.purposes) : std::vector<Run>());
    const auto tests = TestsOf(cube);
    std::vector<Lane> lanes;
    for (const auto& d : data)
      for (const auto& p : purposes)
        for (std::size_t t = 0; t < tests.size(); ++t) {
          const bool more = t + 1 < tests.size();
          if (t == 0)
            lanes.push_back({row, d, p, tests[t], !lanes.empty(), false, more});
          else
            lanes.push_back({row, {}, {}, tests[t], false, true, more});
        }
    return lanes;
  }

  // A row's tests, those of one lane after those of the other. At least one.
  std::vector<std::vector<Test>> TestsOf(const Cube& cube) const {
    std::vector<std::vector<Test>> lanes(1);
    if (cube.literals.empty()) return lanes;
    for (const Test& test : conditions_.tests_of.at(IdsOf(cube.literals))) {
      if (lanes.back().size() == g_.test_count) lanes.emplace_back();
      lanes.back().push_back(test);
    }
    return lanes;
  }
  static std::vector<Run> RunsOf(const RunSet& set) {
    return {set.runs().begin(), set.runs().end()};
  }

  bool PackLists() {
    for (const GrantList& list : lists_.lists) {
      auto& packed = packed_.emplace_back();
      for (std::uint32_t r = 0; r < list.size(); ++r)
        packed.push_back({&list[r].cube, LanesOf(r, list[r].cube)});
      plans_.push_back(PackList(packed, class_word_, budget_.blocks));
    }
    layout_ = LayoutOf(g_);
    g_.block_bytes = layout_.bytes;
    return CheckBudget();
  }

  bool CheckBudget() {
    const std::uint32_t most = std::min(budget_.blocks, kMaxBlockCount);
    for (std::uint32_t p = 0; p < g_.partner_count; ++p) {
      std::uint32_t blocks = plans_[lists_.list_of[p]].block_count;
      if (!lists_.forbidden_of.empty() && lists_.forbidden_of[p] != kNone)
        blocks += plans_[lists_.forbidden_of[p]].block_count;
      g_.block_bound = std::max(g_.block_bound, blocks);
      if (blocks <= most) continue;
      excess_ = {Excess::Kind::block_budget,
                 "a decision about `" + vocabulary_.partners[p].name +
                     "` would read " + std::to_string(blocks) +
                     " blocks of rows; the budget is " + std::to_string(most),
                 "split the partner, or join clauses that differ in little",
                 model::PartnerId(p)};
      return false;
    }
    return true;
  }

  // A leaf: the lanes of one part of a list.
  struct Leaf {
    std::uint32_t list = 0;
    std::vector<const Lane*> lanes;
  };

  // Lanes that are joined stand in one block.
  void AddLanes(const PackedRow& row, Leaf& leaf) {
    for (std::size_t i = 0; i < row.lanes.size();) {
      std::size_t end = i + 1;
      while (row.lanes[end - 1].joined) ++end;
      g_.chain = std::max(g_.chain, Size(end - i - 1));
      while (leaf.lanes.size() % kLanes + (end - i) > kLanes)
        leaf.lanes.push_back(nullptr);
      for (; i < end; ++i) leaf.lanes.push_back(&row.lanes[i]);
    }
  }

  // Parts with the same rows are one leaf; so are all empty ones.
  void MakeLeaves() {
    std::uint32_t empty = kNone;
    for (std::uint32_t l = 0; l < plans_.size(); ++l) {
      std::map<std::vector<std::uint32_t>, std::uint32_t> known;
      auto& leaf_of = leaf_of_.emplace_back();
      for (const auto& rows : plans_[l].parts) {
        const auto [at, fresh] = known.try_emplace(rows, Size(leaves_.size()));
        if (fresh && rows.empty() && empty != kNone) {
          at->second = empty;
        } else if (fresh) {
          if (rows.empty()) empty = at->second;
          Leaf& leaf = leaves_.emplace_back(Leaf{l, {}});
          for (std::uint32_t row : rows) AddLanes(packed_[l][row], leaf);
        }
        leaf_of.push_back(at->second);
      }
    }
  }

  void WriteBlocks() {
    MakeLeaves();
    std::vector<std::uint32_t> lane_counts;
    for (const Leaf& leaf : leaves_) lane_counts.push_back(Size(leaf.lanes.size()));
    const Shelves shelves(lane_counts);
    const std::uint32_t lines = g_.block_bytes / 64;
    g_.block_count = shelves.block_count();
    std::vector<std::array<PlacedLane, kLanes>> blocks(g_.block_count);
    for (std::uint32_t l = 0; l < leaves_.size(); ++l) {
      const Leaf& leaf = leaves_[l];
      const auto [block, lane] = shelves.places()[l];
      for (std::uint32_t i = 0; i < leaf.lanes.size(); ++i) {
        if (leaf.lanes[i] == nullptr) continue;
        blocks[block + (lane + i) / kLanes][(lane + i) % kLanes] = {
            &lists_.lists[leaf.list][leaf.lanes[i]->row], leaf.lanes[i]};
      }
      const std::uint32_t count = Size(leaf.lanes.size());
      LeafEntry entry{block * lines, 0xffff, 1};
      if (count <= kLanes)
        entry.lanes = std::uint16_t(((1u << count) - 1) << lane % kLanes);
      else
        entry.block_count = std::uint16_t((count + kLanes - 1) / kLanes);
      entries_.push_back(entry);
    }
    Section section{std::uint32_t(SectionKind::blocks), {}};
    section.bytes.resize(std::size_t{g_.block_count} * g_.block_bytes, 0);
    std::uint8_t* at = section.bytes.data();
    for (const auto& block : blocks) {
      FillBlock(block, at);
      at += g_.block_bytes;
    }
    result_.sections.push_back(std::move(section));
  }

  // First an entry for each partner: its leaf, or where its leaves are. Where
  // many partners have several, or rows that forbid are looked up as well, all
  // entries are of the second kind, so that it is no question.
  void WriteLeaves() {
    std::uint32_t parted = 0;
    for (std::uint32_t list : lists_.list_of)
      parted += plans_[list].bits != 0;
    const bool all_elsewhere = !lists_.forbidden_of.empty() ||
                               parted > g_.partner_count / kFewParted;
    std::vector<LeafEntry> leaves(g_.partner_count);
    std::vector<std::uint32_t> first_leaf(plans_.size(), kNone);
    const auto entry_of = [&](std::uint32_t list) {
      const ListPlan& plan = plans_[list];
      if (plan.bits == 0 && !all_elsewhere)
        return entries_[leaf_of_[list][0]];
      if (first_leaf[list] == kNone) {
        first_leaf[list] = Size(leaves.size());
        for (std::uint32_t leaf : leaf_of_[list])
          leaves.push_back(entries_[leaf]);
      }
      const std::uint32_t mask = (1u << plan.bits) - 1;
      return LeafEntry{first_leaf[list],
                       std::uint16_t(plan.shift | mask << 8), 0};
    };
    for (std::uint32_t p = 0; p < g_.partner_count; ++p) {
      const LeafEntry entry = entry_of(lists_.list_of[p]);
      leaves[p] = entry;
    }
    SectionWriter forbidden(SectionKind::forbidden);
    for (std::uint32_t list : lists_.forbidden_of)
      forbidden.Put(list == kNone ? LeafEntry{0, 0, 1} : entry_of(list));
    g_.leaf_count = Size(leaves.size());
    SectionWriter section(SectionKind::leaves);
    section.PutAll(leaves);
    result_.sections.push_back(section.Take());
    if (forbidden.size() != 0) result_.sections.push_back(forbidden.Take());
  }

  template <class T>
  static void Store(std::uint8_t* at, T value) {
    std::memcpy(at, &value, sizeof value);
  }
  static void AddLane(std::uint8_t* mask, std::uint32_t lane) {
    mask[lane / 8] |= std::uint8_t(1u << lane % 8);
  }

  // A number of one byte or two, element `index` of those at `at`.
  static void StoreNumber(std::uint8_t* at, std::uint32_t bytes,
                          std::size_t index, std::uint32_t number) {
    if (bytes == 1)
      at[index] = std::uint8_t(number);
    else
      Store(at + 2 * index, std::uint16_t(number));
  }

  // Ranges that a lane does not need repeat its first.
  static void StoreRanges(std::uint8_t* at, std::uint32_t bytes,
                          std::uint32_t lane, const std::vector<Run>& runs) {
    for (std::uint32_t r = 0; r < kRanges; ++r) {
      const Run& run = r < runs.size() ? runs[r] : runs[0];
      StoreNumber(at, bytes, r * kLanes + lane, run.begin);
      StoreNumber(at, bytes, (kRanges + r) * kLanes + lane,
                  run.end - 1 - run.begin);
    }
  }

  static void StoreMask(std::uint8_t* at, std::uint32_t lane,
                        const RunSet& terms) {
    terms.ForEach([&](std::uint32_t t) { AddLane(at + 2 * t, lane); });
  }

  struct PlacedLane {
    const GrantRow* row = nullptr;    // null: an empty lane
    const Lane* lane = nullptr;
  };

  void FillBlock(const std::array<PlacedLane, kLanes>& lanes,
                 std::uint8_t* block) {
    Store(block + layout_.override_base, Size(override_lists_.size()));
    for (std::uint32_t l = 0; l < kLanes; ++l) {
      const auto& [row, lane] = lanes[l];
      if (row == nullptr) continue;
      const Cube& cube = row->cube;
      StoreTests(block + layout_.tests, l, lane->tests);
      if (lane->joined) AddLane(block + layout_.joined, l);
      if (lane->only_tests) continue;
      StoreRanges(block + layout_.data, g_.data_bytes, l, lane->data);
      if (g_.purpose_bytes != 0)
        StoreRanges(block + layout_.purpose_ranges, g_.purpose_bytes, l,
                    lane->purposes);
      Store(block + 2 * l, From(cube.window));
      Store(block + 2 * (kLanes + l), Until(cube.window));
      StoreMask(block + layout_.actions, l, cube.actions);
      StoreMask(block + layout_.relations, l, cube.relations);
      if (g_.purpose_bytes == 0)
        StoreMask(block + layout_.purposes, l, cube.purposes);
      for (model::ObligationId obligation : row->obligations)
        AddLane(block + layout_.obligations + 2 * obligation.value, l);
      if (lane->continues) AddLane(block + layout_.continues, l);
      if (row->overrides.empty()) continue;
      AddLane(block + layout_.override_lanes, l);
      override_lists_.push_back(row->overrides);
    }
  }

  void StoreTests(std::uint8_t* at, std::uint32_t lane,
                  const std::vector<Test>& tests) const {
    for (const Test& test : tests) {
      StoreNumber(at, g_.test_bytes, lane, test.byte);
      at[kLanes * g_.test_bytes + lane] = test.mask;
      at += layout_.test_stride;
    }
  }

  // --- global rows -----------------------------------------------------------

  using Words = std::vector<std::uint64_t>;

  template <class F>                // holds(row): does it hold?
  Words WordsOf(F holds) const {
    Words words(g_.global_words, 0);
    for (std::size_t r = 0; r <= global_.size(); ++r)
      if (r == global_.size() || holds(global_[r]))
        words[r / 64] |= std::uint64_t{1} << r % 64;
    return words;
  }

  void WriteGlobal() {
    SectionWriter infos(SectionKind::global_rows);
    for (std::size_t r = 0; r < 64 * std::size_t{g_.global_words}; ++r) {
      std::uint32_t info = kNoRow;
      if (r < global_.size()) {
        const GlobalRow& row = global_[r];
        switch (row.kind) {
          case GlobalRow::Kind::impossible: info = kImpossible; break;
          case GlobalRow::Kind::prohibited: info = kProhibited; break;
          case GlobalRow::Kind::closed:
            info = kClosed | row.permission.value << 16;
            break;
        }
      }
      infos.Put(info);
    }
    result_.sections.push_back(infos.Take());

    SectionWriter words(SectionKind::day_words);
    std::vector<std::int32_t> starts(boundaries_.begin(), boundaries_.end());
    starts.insert(starts.begin(), kFirstDay);
    for (std::int32_t day : starts)
      words.PutAll(WordsOf([day](const GlobalRow& row) {
        return row.cube.window.Contains(day);
      }));
    result_.sections.push_back(words.Take());
  }

  void WriteDays() {
    SectionWriter days(SectionKind::days);
    std::uint32_t rank = 0;
    std::uint16_t day_class = 0;
    for (std::uint32_t o = 0; o <= g_.last_day; ++o) {
      const Day day = g_.first_day + Day(o);
      if (boundaries_.contains(day)) ++day_class;
      if (rank < edges_.size() && edges_[rank] == day) ++rank;
      days.Put(DayEntry{DayCode(rank), day_class});
    }
    result_.sections.push_back(days.Take());
  }

  // --- terms -----------------------------------------------------------------

  void WriteTerms() {
    SectionWriter wide(SectionKind::global_words);
    WriteTermsOf(SectionKind::data_terms, ClassWord::data, g_.data_count,
                 &Cube::data, 0, wide);
    WriteTermsOf(SectionKind::action_terms, ClassWord::action,
                 g_.action_count, &Cube::actions, layout_.actions, wide);
    WriteTermsOf(SectionKind::purpose_terms, ClassWord::purpose,
                 g_.purpose_count, &Cube::purposes,
                 g_.purpose_bytes ? 0 : layout_.purposes, wide);
    WriteTermsOf(SectionKind::relation_terms, ClassWord::relation,
                 g_.relation_count, &Cube::relations, layout_.relations, wide);
    if (wide.size() != 0) result_.sections.push_back(wide.Take());
  }

  void WriteTermsOf(SectionKind kind, ClassWord::Field field,
                    std::uint32_t count, RunSet Cube::*terms,
                    std::uint32_t masks_at, SectionWriter& wide) {
    SectionWriter section(kind);
    for (std::uint32_t t = 0; t < count; ++t) {
      TermRecord record{};
      const Words words = WordsOf([&](const GlobalRow& row) {
        return (row.cube.*terms).Contains(t);
      });
      if (g_.global_words == 2)
        std::copy(words.begin(), words.end(), record.global);
      else
        wide.PutAll(words);
      record.part = class_word_.BitsOf(field, t);
      record.mask_at =
          masks_at == 0 ? 0 : std::uint16_t(masks_at + 2 * t);
      record.self =
          kind == SectionKind::relation_terms && t == g_.self_relation;
      section.Put(record);
    }
    result_.sections.push_back(section.Take());
  }

  // --- literals and overrides ------------------------------------------------

  void WriteLiterals() {
    SectionWriter entries(SectionKind::literals);
    SectionWriter runs(SectionKind::literal_runs);
    for (const Literal& literal : literals_) {
      entries.Put(LiteralEntry{literal.attribute.value, Size(runs.size() / 8),
                               Size(literal.values.runs().size())});
      for (const Run& run : literal.values.runs()) {
        runs.Put(run.begin);
        runs.Put(run.end);
      }
    }
    result_.sections.push_back(entries.Take());
    result_.sections.push_back(runs.Take());

    std::vector<std::vector<std::uint32_t>> of_rows;
    for (const GlobalRow& row : global_)
      of_rows.push_back(IdsOf(row.cube.literals));
    WriteListOfLists(SectionKind::global_literals, of_rows);
    WriteListOfLists(SectionKind::conditions, conditions_.bits);
  }

  void WriteListOfLists(SectionKind kind,
                        const std::vector<std::vector<std::uint32_t>>& lists) {
    SectionWriter section(kind);
    std::uint32_t first = 0;
    for (const auto& list : lists) {
      section.Put(first);
      first += Size(list.size());
    }
    section.Put(first);
    for (const auto& list : lists) section.PutAll(list);
    result_.sections.push_back(section.Take());
  }

  void WriteOverrides() {
    g_.override_list_count = Size(override_lists_.size());
    std::vector<std::vector<std::uint32_t>> lists, sets;
    for (const auto& list : override_lists_) {
      auto& ids = lists.emplace_back();
      for (const PermissionSet& set : list)
        ids.push_back(Size(std::lower_bound(override_sets_.begin(),
                                            override_sets_.end(), set) -
                           override_sets_.begin()));
    }
    SectionWriter words(SectionKind::override_words);
    for (const PermissionSet& set : override_sets_) {
      auto& ids = sets.emplace_back();
      for (model::PermissionId permission : set)
        ids.push_back(permission.value);
      Words covered = WordsOf([&](const GlobalRow& row) {
        return row.kind == GlobalRow::Kind::closed &&
               std::binary_search(set.begin(), set.end(), row.permission);
      });
      covered[global_.size() / 64] &=
          ~(std::uint64_t{1} << global_.size() % 64);
      words.PutAll(covered);
    }
    WriteListOfLists(SectionKind::override_lists, lists);
    WriteListOfLists(SectionKind::override_sets, sets);
    result_.sections.push_back(words.Take());
  }

  static constexpr std::uint32_t kFewPurposes = 96;
  static constexpr std::uint32_t kFewParted = 8;  // one partner in so many

  const Vocabulary& vocabulary_;
  const CanonicalLists lists_;
  std::vector<GlobalRow> global_;
  const ClassWord class_word_;
  const Budget budget_;

  Geometry g_{};
  BlockLayout layout_{};
  std::vector<Day> edges_;                        // of all rows, ascending
  std::set<Day> boundaries_;                      // of global rows
  std::vector<Literal> literals_;                 // ascending
  std::map<Literal, std::uint32_t> literal_id_;
  std::vector<PermissionSet> override_sets_;
  std::vector<std::vector<PermissionSet>> override_lists_;  // by lane
  Conditions conditions_;
  std::vector<std::vector<PackedRow>> packed_;    // by list
  std::vector<ListPlan> plans_;                   // by list
  std::vector<std::vector<std::uint32_t>> leaf_of_;  // by list, part
  std::vector<Leaf> leaves_;
  std::vector<LeafEntry> entries_;                // by leaf
  DecisionSections result_;
  Excess excess_;
};

}  // namespace

std::variant<DecisionSections, Excess> MakeDecisionSections(
    const Vocabulary& vocabulary, const RowSet& rows, Budget budget) {
  return Builder(vocabulary, rows, budget).Build();
}

}  // namespace assent::table
