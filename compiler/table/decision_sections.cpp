#include "compiler/table/decision_sections.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "compiler/table/class_word.h"
#include "compiler/table/node_cover.h"
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
    if (Count() && Days() && Nodes() && Literals() && Overrides() &&
        PackLists()) {
      WriteBlocks();
      WriteGlobal();
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

  bool Days() {
    std::int32_t first = kEndDay, last = -1;      // boundaries inside
    const auto take = [&](const Window& window) {
      if (window.from > kFirstDay) {
        first = std::min(first, window.from);
        last = std::max(last, window.from);
      }
      if (window.until < kEndDay) {
        first = std::min(first, window.until);
        last = std::max(last, window.until);
      }
    };
    ForEachGrant([&](const GrantRow& row) { take(row.cube.window); });
    for (const GlobalRow& row : global_) {
      take(row.cube.window);
      if (row.cube.window.from > kFirstDay)
        boundaries_.insert(row.cube.window.from);
      if (row.cube.window.until < kEndDay)
        boundaries_.insert(row.cube.window.until);
    }
    g_.day_class_count = Size(boundaries_.size()) + 1;
    if (last < 0) return true;
    g_.first_day = first - 1;                     // before every boundary
    g_.last_day = std::uint32_t(last - g_.first_day);
    return AtMost(g_.last_day, kMaxDaySpan,
                  "days between the first and the last change");
  }

  std::int16_t From(const Window& w) const {
    return w.from == kFirstDay
               ? kAlwaysStarted
               : std::int16_t(w.from - g_.first_day - kDayBias - 1);
  }
  std::int16_t Until(const Window& w) const {
    return w.until == kEndDay
               ? kNeverEnded
               : std::int16_t(w.until - g_.first_day - kDayBias - 1);
  }

  // --- nodes -----------------------------------------------------------------

  bool Nodes() {
    std::map<RunSet, std::uint64_t> data_uses, purpose_uses;
    ForEachGrant([&](const GrantRow& row) {
      ++data_uses[row.cube.data];
      if (g_.purpose_count > kFewPurposes) ++purpose_uses[row.cube.purposes];
    });
    data_ = CoverByNodes(vocabulary_.data, data_uses);
    purposes_ = CoverByNodes(vocabulary_.purposes, purpose_uses);
    g_.purpose_wide = PurposesAreNodes() ? 1 : 0;
    if (g_.purpose_wide == 0) purposes_.emplace();
    if (!data_ || !purposes_)
      return Refuse("terms nest too deep for the rows that name them",
                    "the nodes of a path are limited to " +
                        std::to_string(kMaxPath));
    const std::size_t most = std::max(data_->nodes.size(),
                                      purposes_->nodes.size());
    // The last two numbers stand for no node, and for the end of a path.
    g_.node_bytes = most <= 254 ? 1 : 2;
    g_.path_length = std::max(data_->longest_path, purposes_->longest_path);
    return AtMost(most, 65534, "sets of terms");
  }

  // A byte each, until there are many: then as nodes like data, unless that
  // takes some row several lanes.
  bool PurposesAreNodes() const {
    if (g_.purpose_count > kMaxMasks) return true;
    if (g_.purpose_count <= kFewPurposes || !purposes_) return false;
    return std::all_of(purposes_->nodes_of.begin(), purposes_->nodes_of.end(),
                       [](const auto& entry) {
                         return entry.second.size() <= kNodesPerLane;
                       });
  }

  // --- literals --------------------------------------------------------------

  bool Literals() {
    std::set<Literal> granted, others;
    ForEachGrant([&](const GrantRow& row) {
      granted.insert(row.cube.literals.begin(), row.cube.literals.end());
    });
    for (const GlobalRow& row : global_)
      for (const Literal& literal : row.cube.literals)
        if (!granted.contains(literal)) others.insert(literal);
    literals_.assign(granted.begin(), granted.end());
    literals_.insert(literals_.end(), others.begin(), others.end());
    g_.grant_literal_count = Size(granted.size());
    g_.literal_count = Size(literals_.size());
    for (std::uint32_t i = 0; i < literals_.size(); ++i)
      literal_id_.emplace(literals_[i], i);
    return AtMost(granted.size(), kMaxLiterals, "conditions on attributes");
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

  // A row's lanes: every four nodes of data with every four of purposes.
  std::vector<Lane> LanesOf(std::uint32_t row, const Cube& cube) const {
    const auto chunks = [](const std::vector<std::uint32_t>& nodes) {
      std::vector<std::vector<std::uint32_t>> parts(1);
      for (std::uint32_t node : nodes) {
        if (parts.back().size() == kNodesPerLane) parts.emplace_back();
        parts.back().push_back(node);
      }
      return parts;
    };
    const auto data = chunks(data_->nodes_of.find(cube.data)->second);
    const auto purposes =
        g_.purpose_wide
            ? chunks(purposes_->nodes_of.find(cube.purposes)->second)
            : chunks({});
    std::vector<Lane> lanes;
    for (const auto& d : data)
      for (const auto& p : purposes)
        lanes.push_back({row, d, p, !lanes.empty()});
    return lanes;
  }

  std::vector<PackedRow> PackedRows(const GrantList& list) const {
    std::vector<PackedRow> packed;
    for (std::uint32_t r = 0; r < list.size(); ++r)
      packed.push_back({&list[r].cube, LanesOf(r, list[r].cube),
                        IdsOf(list[r].cube.literals)});
    return packed;
  }

  std::optional<ListPlan> Plan(std::uint32_t list,
                               const LiteralShape& shape) const {
    return PackList(PackedRows(lists_.lists[list]), shape, class_word_,
                    budget_.blocks);
  }

  std::uint32_t BlockBytes(const LiteralShape& shape) const {
    Geometry g = g_;
    g.literal_mode = shape.mode;
    g.literal_width = shape.width;
    return LayoutOf(g).bytes;
  }

  // Ways to test literals, by the bytes that a sample of the lists takes.
  std::vector<LiteralShape> Shapes() const {
    const std::uint32_t count = g_.grant_literal_count;
    if (count == 0) return {{LiteralMode::none, 0, 0}};
    std::vector<LiteralShape> shapes;
    if (count <= kMaxGroupLiterals)
      for (std::uint32_t width = 1; width <= kMaxGroups; ++width)
        shapes.push_back({LiteralMode::groups, width, count});
    else
      for (std::uint32_t width : {8u, 16u, 24u, 32u})
        shapes.push_back({LiteralMode::slots, width, count});

    constexpr std::size_t kSample = 500;
    std::vector<std::pair<std::uint64_t, LiteralShape>> costs;
    for (const LiteralShape& shape : shapes) {
      std::uint64_t cost = 0;
      bool fits = true;
      const std::size_t step = lists_.lists.size() / kSample + 1;
      for (std::size_t l = 0; fits && l < lists_.lists.size(); l += step) {
        const auto plan = Plan(Size(l), shape);
        fits = plan.has_value();
        if (fits)
          cost += BlockBytes(shape) * plan->block_count *
                  (plan->parts.size() + kExtraBlock * (plan->block_count - 1));
      }
      if (fits) costs.emplace_back(cost, shape);
    }
    std::sort(costs.begin(), costs.end());
    shapes.clear();
    for (const auto& [cost, shape] : costs) shapes.push_back(shape);
    for (std::uint32_t width = 32; width <= kMaxSlots; width += 8)
      shapes.push_back({LiteralMode::slots, width, count});
    return shapes;
  }

  bool PackLists() {
    for (const LiteralShape& shape : Shapes()) {
      plans_.clear();
      for (std::uint32_t l = 0; l < lists_.lists.size(); ++l) {
        auto plan = Plan(l, shape);
        if (!plan) break;
        plans_.push_back(*std::move(plan));
      }
      if (plans_.size() < lists_.lists.size()) continue;
      g_.literal_mode = shape.mode;
      g_.literal_width = shape.width;
      layout_ = LayoutOf(g_);
      g_.block_bytes = layout_.bytes;
      return CheckBudget();
    }
    return Refuse("a row tests more than " + std::to_string(kMaxSlots) +
                  " attributes");
  }

  bool CheckBudget() {
    const std::uint32_t most =
        std::min({budget_.blocks, kMaxBlockCount, 255 * 64 / layout_.bytes});
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

  void WriteBlocks() {
    Section blocks{std::uint32_t(SectionKind::blocks), {}};
    const std::uint32_t lines = g_.block_bytes / 64;
    std::vector<IndexEntry> entries;
    for (std::uint32_t l = 0; l < plans_.size(); ++l) {
      const ListPlan& plan = plans_[l];
      entries.push_back({g_.block_count * lines, std::uint8_t(plan.shift),
                         std::uint8_t((1u << plan.bits) - 1),
                         std::uint8_t(plan.block_count * lines),
                         std::uint8_t(plan.block_count)});
      for (const auto& part : plan.parts)
        for (std::uint32_t b = 0; b < plan.block_count; ++b) {
          const Bytes block =
              BlockOf(lists_.lists[l], b < part.size() ? part[b] : BlockPlan());
          blocks.bytes.insert(blocks.bytes.end(), block.begin(), block.end());
          ++g_.block_count;
        }
    }
    result_.sections.push_back(std::move(blocks));
    SectionWriter index(SectionKind::index);
    for (std::uint32_t list : lists_.list_of) index.Put(entries[list]);
    result_.sections.push_back(index.Take());
    if (lists_.forbidden_of.empty()) return;
    SectionWriter forbidden(SectionKind::forbidden);
    for (std::uint32_t list : lists_.forbidden_of)
      forbidden.Put(list == kNone ? IndexEntry{} : entries[list]);
    result_.sections.push_back(forbidden.Take());
  }

  template <class T>
  static void Store(Bytes& block, std::size_t at, T value) {
    std::memcpy(block.data() + at, &value, sizeof value);
  }

  void StoreNodes(Bytes& block, std::size_t at, std::size_t lane,
                  const std::vector<std::uint32_t>& nodes) const {
    for (std::size_t n = 0; n < kNodesPerLane; ++n) {
      const std::size_t index = n * kLanes + lane;
      const std::uint32_t node =
          n < nodes.size() ? nodes[n] : NoNode(g_.node_bytes);
      if (g_.node_bytes == 1)
        Store(block, at + index, std::uint8_t(node));
      else
        Store(block, at + 2 * index, std::uint16_t(node));
    }
  }

  static void StoreMask(Bytes& block, std::size_t at, std::uint8_t bit,
                        const RunSet& terms) {
    terms.ForEach([&](std::uint32_t t) { block[at + t] |= bit; });
  }

  Bytes BlockOf(const GrantList& list, const BlockPlan& plan) {
    Bytes block(g_.block_bytes, 0);
    Store(block, layout_.override_base, Size(override_lists_.size()));
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const bool used = lane < plan.lanes.size();
      const Lane empty;
      const Lane& what = used ? plan.lanes[lane] : empty;
      StoreNodes(block, layout_.data, lane, what.data_nodes);
      if (g_.purpose_wide)
        StoreNodes(block, layout_.purpose_nodes, lane, what.purpose_nodes);
      if (!used) continue;
      const GrantRow& row = list[what.row];
      const auto bit = std::uint8_t(1u << lane);
      Store(block, 2 * lane, From(row.cube.window));
      Store(block, 2 * (kLanes + lane), Until(row.cube.window));
      StoreMask(block, layout_.actions, bit, row.cube.actions);
      StoreMask(block, layout_.relations, bit, row.cube.relations);
      if (!g_.purpose_wide)
        StoreMask(block, layout_.purposes, bit, row.cube.purposes);
      for (model::ObligationId obligation : row.obligations)
        block[layout_.obligations + obligation.value] |= bit;
      if (what.continues) block[layout_.continues] |= bit;
      if (row.overrides.empty()) continue;
      block[layout_.override_lanes] |= bit;
      override_lists_.push_back(row.overrides);
    }
    StoreLiterals(block, plan.literals);
    return block;
  }

  void StoreLiterals(Bytes& block,
                     const std::vector<PlacedLiteral>& literals) const {
    if (g_.literal_mode == LiteralMode::slots) {
      for (std::size_t i = 0; i < literals.size(); ++i) {
        Store(block, layout_.literals + 2 * i,
              std::uint16_t(literals[i].literal));
        block[layout_.kills + i] = literals[i].kill;
      }
      return;
    }
    const LiteralPlaces places(g_.grant_literal_count, g_.literal_width);
    for (const PlacedLiteral& placed : literals) {
      const std::size_t slot =
          layout_.literals + 32 * places.Group(placed.choice) +
          places.Byte(placed.literal, placed.choice);
      block[slot] = std::uint8_t(1u << places.Bit(placed.literal,
                                                  placed.choice));
      block[slot + 16] = placed.kill;
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
    if (boundaries_.empty()) return;
    SectionWriter days(SectionKind::days);
    std::uint16_t day_class = 0;
    for (std::uint32_t o = 0; o <= g_.last_day; ++o) {
      if (boundaries_.contains(g_.first_day + std::int32_t(o))) ++day_class;
      days.Put(day_class);
    }
    result_.sections.push_back(days.Take());
  }

  // --- terms -----------------------------------------------------------------

  void WriteTerms() {
    SectionWriter wide(SectionKind::global_words);
    WriteTermsOf(SectionKind::data_terms, ClassWord::data, g_.data_count,
                 &Cube::data, data_->path, 0, wide);
    WriteTermsOf(SectionKind::action_terms, ClassWord::action,
                 g_.action_count, &Cube::actions, {}, layout_.actions, wide);
    WriteTermsOf(SectionKind::purpose_terms, ClassWord::purpose,
                 g_.purpose_count, &Cube::purposes,
                 g_.purpose_wide ? purposes_->path : Paths(),
                 g_.purpose_wide ? 0 : layout_.purposes, wide);
    WriteTermsOf(SectionKind::relation_terms, ClassWord::relation,
                 g_.relation_count, &Cube::relations, {}, layout_.relations,
                 wide);
    if (wide.size() != 0) result_.sections.push_back(wide.Take());
    if (g_.node_bytes == 1) return;
    WritePaths(SectionKind::data_paths, data_->path);
    if (g_.purpose_wide)
      WritePaths(SectionKind::purpose_paths, purposes_->path);
  }

  using Paths = std::vector<std::vector<std::uint32_t>>;

  // What ends a path: no lane has it.
  std::uint32_t EndOfPath() const { return NoNode(g_.node_bytes) - 1; }

  void WriteTermsOf(SectionKind kind, ClassWord::Field field,
                    std::uint32_t count, RunSet Cube::*terms,
                    const Paths& paths, std::uint32_t masks_at,
                    SectionWriter& wide) {
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
      if (!paths.empty() && g_.node_bytes == 1)
        for (std::size_t i = 0; i < kMaxPath; ++i)
          record.path[i] = std::uint8_t(i < paths[t].size() ? paths[t][i]
                                                            : EndOfPath());
      if (kind == SectionKind::relation_terms)
        record.path[0] = t == g_.self_relation ? 1 : 0;
      record.part = class_word_.BitsOf(field, t);
      record.mask_at = masks_at == 0 ? 0 : masks_at + t;
      section.Put(record);
    }
    result_.sections.push_back(section.Take());
  }

  void WritePaths(SectionKind kind, const Paths& paths) {
    SectionWriter section(kind);
    for (const auto& path : paths)
      for (std::size_t i = 0; i < kMaxPath; ++i)
        section.Put(std::uint16_t(i < path.size() ? path[i] : EndOfPath()));
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

  // What a second block of a decision costs, in blocks of the table.
  static constexpr std::uint64_t kExtraBlock = 4;
  static constexpr std::uint32_t kFewPurposes = 96;

  const Vocabulary& vocabulary_;
  const CanonicalLists lists_;
  std::vector<GlobalRow> global_;
  const ClassWord class_word_;
  const Budget budget_;

  Geometry g_{};
  BlockLayout layout_{};
  std::set<std::int32_t> boundaries_;             // of global rows
  std::optional<NodeCover> data_, purposes_;
  std::vector<Literal> literals_;                 // those of grants first
  std::map<Literal, std::uint32_t> literal_id_;
  std::vector<PermissionSet> override_sets_;
  std::vector<std::vector<PermissionSet>> override_lists_;  // by lane
  std::vector<ListPlan> plans_;                   // by list
  DecisionSections result_;
  Excess excess_;
};

}  // namespace

std::variant<DecisionSections, Excess> MakeDecisionSections(
    const Vocabulary& vocabulary, const RowSet& rows, Budget budget) {
  return Builder(vocabulary, rows, budget).Build();
}

}  // namespace assent::table
