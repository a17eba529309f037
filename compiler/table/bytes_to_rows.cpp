#include "compiler/table/bytes_to_rows.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "assent/table.h"
#include "compiler/table/section_writer.h"
#include "compiler/table/vocabulary_sections.h"
#include "runtime/format/block.h"

namespace assent::table {
namespace {

using namespace format;
using rows::Cube;
using rows::GlobalRow;
using rows::GrantRow;
using rows::Literal;

class RowsReader {
 public:
  explicit RowsReader(const SectionReader& sections)
      : sections_(sections),
        g_(sections.all<Geometry>(SectionKind::geometry)[0]),
        layout_(LayoutOf(g_)),
        blocks_(sections.bytes(SectionKind::blocks)),
        leaves_(sections.all<LeafEntry>(SectionKind::leaves)) {}

  rows::RowSet Read() {
    ReadLiterals();
    override_lists_ = ListsOf(SectionKind::override_lists,
                              g_.override_list_count);
    override_sets_ = ListsOf(SectionKind::override_sets,
                             g_.override_set_count);
    conditions_ = ListsOf(SectionKind::conditions, g_.condition_count);
    rows::RowSet rows;
    ForEachList(leaves_.first(g_.partner_count),
                [&](bool fresh, std::uint32_t list, const LeafEntry& entry) {
                  if (fresh) rows.lists.push_back(ListOf(entry));
                  rows.list_of.push_back(list);
                });
    ForEachList(sections_.all<LeafEntry>(SectionKind::forbidden),
                [&](bool fresh, std::uint32_t list, const LeafEntry& entry) {
                  if (fresh) {
                    auto& cubes = rows.forbidden.emplace_back();
                    for (GrantRow& row : ListOf(entry))
                      cubes.push_back(std::move(row.cube));
                  }
                  rows.forbidden_of.push_back(list);
                },
                /*none_is_a_list=*/false);
    rows.global = GlobalRows();
    return rows;
  }

 private:
  using Lists = std::vector<std::vector<std::uint32_t>>;

  // The leaves that an entry stands for.
  std::span<const LeafEntry> LeavesOf(const LeafEntry& entry) const {
    if (entry.block_count != 0) return {&entry, 1};
    return leaves_.subspan(entry.first, (entry.lanes >> 8) + 1u);
  }

  // f(is it new, its number, entry) for each partner's list. Equal lists stand
  // in the same leaves. No rows: a list, or kNone.
  template <class F>
  void ForEachList(std::span<const LeafEntry> entries, F f,
                   bool none_is_a_list = true) const {
    std::map<std::vector<std::uint64_t>, std::uint32_t> known;
    for (const LeafEntry& entry : entries) {
      if (!none_is_a_list && entry.block_count == 1 && entry.lanes == 0) {
        f(false, rows::RowSet::kNone, entry);
        continue;
      }
      std::vector<std::uint64_t> key;
      if (entry.block_count == 0) key.push_back(entry.lanes);
      for (const LeafEntry& leaf : LeavesOf(entry))
        std::memcpy(&key.emplace_back(), &leaf, sizeof leaf);
      const auto [at, fresh] =
          known.try_emplace(std::move(key), std::uint32_t(known.size()));
      f(fresh, at->second, entry);
    }
  }

  Lists ListsOf(SectionKind kind, std::uint32_t count) const {
    const auto words = sections_.all<std::uint32_t>(kind);
    Lists lists(count);
    for (std::uint32_t l = 0; l < count; ++l)
      for (std::uint32_t i = words[l]; i < words[l + 1]; ++i)
        lists[l].push_back(words[count + 1 + i]);
    return lists;
  }

  // --- dictionaries ----------------------------------------------------------

  void ReadLiterals() {
    const auto runs = sections_.all<std::uint32_t>(SectionKind::literal_runs);
    for (const LiteralEntry& entry :
         sections_.all<LiteralEntry>(SectionKind::literals)) {
      Literal literal{model::AttributeId(entry.attribute), {}};
      for (std::uint32_t r = 0; r < entry.run_count; ++r)
        literal.values.Add(runs[2 * (entry.first_run + r)],
                           runs[2 * (entry.first_run + r) + 1]);
      literals_.push_back(std::move(literal));
    }
  }

  // --- blocks ----------------------------------------------------------------

  template <class T>
  static T Get(const std::uint8_t* from) {
    T value;
    std::memcpy(&value, from, sizeof value);
    return value;
  }

  std::vector<GrantRow> ListOf(const LeafEntry& entry) const {
    std::set<GrantRow> rows;
    for (const LeafEntry& leaf : LeavesOf(entry)) {
      std::vector<GrantRow> part;
      const std::uint8_t* block = blocks_.data() + std::size_t{leaf.first} * 64;
      for (std::uint32_t b = 0; b < leaf.block_count; ++b)
        for (std::uint32_t lane = 0; lane < kLanes; ++lane)
          if (leaf.lanes >> lane & 1)
            ReadLane(block + std::size_t{b} * g_.block_bytes, lane, part);
      rows.insert(part.begin(), part.end());
    }
    return {rows.begin(), rows.end()};
  }

  // Element `index` of numbers of one byte or two.
  static std::uint32_t Number(const std::uint8_t* at, std::uint32_t bytes,
                              std::size_t index) {
    return bytes == 1 ? at[index] : Get<std::uint16_t>(at + 2 * index);
  }

  static RunSet Ranges(const std::uint8_t* ranges, std::uint32_t bytes,
                       std::uint32_t lane, std::uint32_t term_count) {
    RunSet set;
    for (std::uint32_t r = 0; r < kRanges; ++r) {
      const std::uint32_t first = Number(ranges, bytes, r * kLanes + lane);
      const std::uint32_t span =
          Number(ranges, bytes, (kRanges + r) * kLanes + lane);
      const std::uint32_t end = std::min(first + span + 1, term_count);
      if (first < end) set.Add(first, end);
    }
    return set;
  }
  static RunSet Masks(const std::uint8_t* masks, std::uint32_t count,
                      std::uint16_t bit) {
    RunSet set;
    for (std::uint32_t t = 0; t < count; ++t)
      if (Get<std::uint16_t>(masks + 2 * t) & bit) set.Add(t, t + 1);
    return set;
  }

  // Appends the lane's row, or adds the lane's terms to the last row.
  void ReadLane(const std::uint8_t* block, std::uint32_t lane,
                std::vector<GrantRow>& rows) const {
    const auto bit = std::uint16_t(1u << lane);
    GrantRow row;
    Cube& cube = row.cube;
    cube.actions = Masks(block + layout_.actions, g_.action_count, bit);
    if (cube.actions.empty()) return;           // an empty lane
    cube.data =
        Ranges(block + layout_.data, g_.data_bytes, lane, g_.data_count);
    cube.purposes =
        g_.purpose_bytes != 0
            ? Ranges(block + layout_.purpose_ranges, g_.purpose_bytes, lane,
                     g_.purpose_count)
            : Masks(block + layout_.purposes, g_.purpose_count, bit);
    const auto is_in = [&](std::uint32_t masks) {
      return (Get<std::uint16_t>(block + masks) & bit) != 0;
    };
    if (is_in(layout_.continues) && !rows.empty()) {
      rows.back().cube.data.Add(cube.data);
      rows.back().cube.purposes.Add(cube.purposes);
      return;
    }
    cube.relations = Masks(block + layout_.relations, g_.relation_count, bit);
    const auto from = Get<std::int16_t>(block + 2 * lane);
    const auto until = Get<std::int16_t>(block + 2 * (kLanes + lane));
    if (from != kAlwaysStarted) cube.window.from = EdgeOf(from);
    if (until != kNeverEnded) cube.window.until = EdgeOf(until);
    cube.literals = LiteralsOf(block, lane);
    for (std::uint32_t o = 0; o < g_.obligation_count; ++o)
      if (is_in(layout_.obligations + 2 * o))
        row.obligations.push_back(model::ObligationId(o));
    if (is_in(layout_.override_lanes)) {
      const auto with = Get<std::uint16_t>(block + layout_.override_lanes);
      const std::uint32_t list =
          Get<std::uint32_t>(block + layout_.override_base) +
          std::uint32_t(__builtin_popcount(with & (bit - 1u)));
      for (std::uint32_t set : override_lists_[list]) {
        auto& ids = row.overrides.emplace_back();
        for (std::uint32_t permission : override_sets_[set])
          ids.push_back(model::PermissionId(permission));
      }
    }
    rows.push_back(std::move(row));
  }

  // The first day whose code is greater than that of the edge.
  Day EdgeOf(std::int16_t code) const {
    const auto days = sections_.all<DayEntry>(SectionKind::days);
    const auto at = std::upper_bound(
        days.begin(), days.end(), code,
        [](std::int16_t edge, const DayEntry& day) { return edge < day.code; });
    return g_.first_day + Day(at - days.begin());
  }

  // Those of the lanes that are joined included.
  std::vector<Literal> LiteralsOf(const std::uint8_t* block,
                                  std::uint32_t lane) const {
    std::set<std::uint32_t> ids;
    const auto joined = Get<std::uint16_t>(block + layout_.joined);
    for (; TestsOf(block, lane, ids), lane + 1 < kLanes && joined >> lane & 1;
         ++lane) {
    }
    std::vector<Literal> literals;
    for (std::uint32_t id : ids) literals.push_back(literals_[id]);
    std::sort(literals.begin(), literals.end());
    return literals;
  }

  void TestsOf(const std::uint8_t* block, std::uint32_t lane,
               std::set<std::uint32_t>& ids) const {
    for (std::uint32_t t = 0; t < g_.test_count; ++t) {
      const std::uint8_t* test =
          block + layout_.tests + t * layout_.test_stride;
      const std::uint32_t byte =
          Number(test, g_.test_bytes, lane);
      const std::uint8_t mask = test[kLanes * g_.test_bytes + lane];
      for (std::uint32_t b = 0; b < 8; ++b)
        if (mask >> b & 1 && 8 * byte + b < conditions_.size())
          ids.insert(conditions_[8 * byte + b].begin(),
                     conditions_[8 * byte + b].end());
    }
  }

  // --- global rows -----------------------------------------------------------

  std::vector<GlobalRow> GlobalRows() const {
    const auto infos = sections_.all<std::uint32_t>(SectionKind::global_rows);
    const Lists literals =
        ListsOf(SectionKind::global_literals, g_.global_row_count);
    std::vector<GlobalRow> rows(g_.global_row_count);
    for (std::uint32_t r = 0; r < rows.size(); ++r) {
      GlobalRow& row = rows[r];
      switch (infos[r] & 0xffff) {
        case kImpossible: row.kind = GlobalRow::Kind::impossible; break;
        case kProhibited: row.kind = GlobalRow::Kind::prohibited; break;
        default:
          row.kind = GlobalRow::Kind::closed;
          row.permission = model::PermissionId(infos[r] >> 16);
      }
      for (std::uint32_t id : literals[r])
        row.cube.literals.push_back(literals_[id]);
      std::sort(row.cube.literals.begin(), row.cube.literals.end());
    }
    std::size_t at = 0;               // in global_words
    ReadGlobal(rows, SectionKind::data_terms, &Cube::data, at);
    ReadGlobal(rows, SectionKind::action_terms, &Cube::actions, at);
    ReadGlobal(rows, SectionKind::purpose_terms, &Cube::purposes, at);
    ReadGlobal(rows, SectionKind::relation_terms, &Cube::relations, at);
    ReadWindows(rows);
    return rows;
  }

  void ReadGlobal(std::vector<GlobalRow>& rows, SectionKind kind,
                  RunSet Cube::*terms, std::size_t& at) const {
    const auto records = sections_.all<TermRecord>(kind);
    const auto wide = sections_.all<std::uint64_t>(SectionKind::global_words);
    for (std::uint32_t t = 0; t < records.size(); ++t) {
      const std::uint64_t* words =
          wide.empty() ? records[t].global : &wide[at];
      if (!wide.empty()) at += g_.global_words;
      for (std::uint32_t r = 0; r < rows.size(); ++r)
        if (words[r / 64] >> r % 64 & 1)
          (rows[r].cube.*terms).Add(t, t + 1);
    }
  }

  // The first and the last class in which a row holds bound its window.
  void ReadWindows(std::vector<GlobalRow>& rows) const {
    const auto words = sections_.all<std::uint64_t>(SectionKind::day_words);
    const auto days = sections_.all<DayEntry>(SectionKind::days);
    std::vector<Day> starts(g_.day_class_count + 1, kEndDay);
    for (std::size_t o = days.size(); o-- > 0;)
      starts[days[o].day_class] = g_.first_day + Day(o);
    starts[0] = kFirstDay;
    for (std::uint32_t r = 0; r < rows.size(); ++r) {
      const auto holds = [&](std::uint32_t c) {
        return words[c * g_.global_words + r / 64] >> r % 64 & 1;
      };
      std::uint32_t first = 0, end = g_.day_class_count;
      while (first < end && !holds(first)) ++first;
      while (end > first && !holds(end - 1)) --end;
      rows[r].cube.window = {starts[first], starts[end]};
    }
  }

  const SectionReader& sections_;
  const Geometry& g_;
  const BlockLayout layout_;
  const std::span<const std::uint8_t> blocks_;
  const std::span<const LeafEntry> leaves_;
  std::vector<Literal> literals_;
  Lists conditions_, override_lists_, override_sets_;
};

// The runtime wants its bytes aligned; files read into strings are not.
struct AlignedCopy {
  explicit AlignedCopy(std::span<const std::uint8_t> bytes)
      : memory(new(std::align_val_t(kAlignment)) std::uint8_t[bytes.size() + 1]),
        size(bytes.size()) {
    std::copy(bytes.begin(), bytes.end(), memory);
  }
  ~AlignedCopy() {
    operator delete[](memory, std::align_val_t(kAlignment));
  }
  AlignedCopy(const AlignedCopy&) = delete;
  AlignedCopy& operator=(const AlignedCopy&) = delete;

  std::uint8_t* memory;
  std::size_t size;
};

}  // namespace

Result<Decoded> BytesToRows(std::span<const std::uint8_t> bytes) {
  const AlignedCopy copy(bytes);
  const std::span<const std::uint8_t> aligned(copy.memory, copy.size);
  if (const auto opened = assent::Table::FromBytes(std::as_bytes(aligned));
      !opened)
    return Error{std::string(Message(opened.error))};
  const SectionReader sections(aligned);
  Decoded decoded;
  decoded.vocabulary = VocabularyOf(sections);
  decoded.rows = RowsReader(sections).Read();
  const Header& header = sections.header();
  std::copy(std::begin(header.decision_digest),
            std::end(header.decision_digest), decoded.decision_digest.begin());
  std::copy(std::begin(header.schema_digest), std::end(header.schema_digest),
            decoded.schema_digest.begin());
  std::copy(std::begin(header.source_digest), std::end(header.source_digest),
            decoded.source_digest.begin());
  return decoded;
}

}  // namespace assent::table
