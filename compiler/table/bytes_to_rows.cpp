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
        places_(g_.grant_literal_count, g_.literal_width) {}

  rows::RowSet Read() {
    ReadNodes();
    ReadLiterals();
    override_lists_ = ListsOf(SectionKind::override_lists,
                              g_.override_list_count);
    override_sets_ = ListsOf(SectionKind::override_sets,
                             g_.override_set_count);
    rows::RowSet rows;
    ForEachList(SectionKind::index, [&](bool fresh, std::uint32_t list,
                                        const IndexEntry& entry) {
      if (fresh) rows.lists.push_back(ListOf(entry));
      rows.list_of.push_back(list);
    });
    ForEachList(SectionKind::forbidden, [&](bool fresh, std::uint32_t list,
                                            const IndexEntry& entry) {
      if (fresh) {
        auto& cubes = rows.forbidden.emplace_back();
        for (GrantRow& row : ListOf(entry))
          cubes.push_back(std::move(row.cube));
      }
      rows.forbidden_of.push_back(list);
    });
    rows.global = GlobalRows();
    return rows;
  }

 private:
  using Lists = std::vector<std::vector<std::uint32_t>>;

  // f(is it new, its number, entry) for each partner's list; kNone: no list.
  template <class F>
  void ForEachList(SectionKind kind, F f) const {
    std::map<std::uint64_t, std::uint32_t> known;
    for (const IndexEntry& entry : sections_.all<IndexEntry>(kind)) {
      std::uint64_t key = 0;
      std::memcpy(&key, &entry, sizeof key);
      if (entry.block_count == 0) {
        f(false, rows::RowSet::kNone, entry);
        continue;
      }
      const auto [at, fresh] =
          known.try_emplace(key, std::uint32_t(known.size()));
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

  // node -> terms, from the path of each term.
  std::vector<RunSet> NodesOf(SectionKind records, SectionKind paths,
                              std::uint32_t count) const {
    std::vector<RunSet> nodes(NoNode(g_.node_bytes));
    const auto narrow = sections_.all<TermRecord>(records);
    const auto wide = sections_.all<std::uint16_t>(paths);
    for (std::uint32_t t = 0; t < count; ++t)
      for (std::uint32_t i = 0; i < kMaxPath; ++i) {
        const std::uint32_t node = g_.node_bytes == 1
                                       ? narrow[t].path[i]
                                       : wide[kMaxPath * t + i];
        if (node < NoNode(g_.node_bytes) - 1) nodes[node].Add(t, t + 1);
      }
    return nodes;
  }

  void ReadNodes() {
    data_nodes_ = NodesOf(SectionKind::data_terms, SectionKind::data_paths,
                          g_.data_count);
    if (g_.purpose_wide)
      purpose_nodes_ = NodesOf(SectionKind::purpose_terms,
                               SectionKind::purpose_paths, g_.purpose_count);
  }

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
    if (g_.literal_mode != LiteralMode::groups) return;
    for (std::uint32_t i = 0; i < g_.grant_literal_count; ++i)
      for (std::uint32_t c = 0; c < places_.choices; ++c)
        literal_at_[{places_.Group(c), places_.Byte(i, c),
                     places_.Bit(i, c)}] = i;
  }

  // --- blocks ----------------------------------------------------------------

  template <class T>
  static T Get(const std::uint8_t* from) {
    T value;
    std::memcpy(&value, from, sizeof value);
    return value;
  }

  std::vector<GrantRow> ListOf(const IndexEntry& entry) const {
    std::set<GrantRow> rows;
    const std::uint32_t parts = std::uint32_t{entry.mask} + 1;
    const std::size_t first = std::size_t{entry.first_line} * 64;
    for (std::uint32_t p = 0; p < parts; ++p) {
      std::vector<GrantRow> part;
      for (std::uint32_t b = 0; b < entry.block_count; ++b) {
        const std::uint8_t* block =
            blocks_.data() + first +
            (std::size_t{p} * entry.block_count + b) * g_.block_bytes;
        for (std::uint32_t lane = 0; lane < kLanes; ++lane)
          ReadLane(block, lane, part);
      }
      rows.insert(part.begin(), part.end());
    }
    return {rows.begin(), rows.end()};
  }

  RunSet Nodes(const std::uint8_t* nodes, std::uint32_t lane,
               const std::vector<RunSet>& sets) const {
    RunSet set;
    for (std::uint32_t n = 0; n < kNodesPerLane; ++n) {
      const std::uint32_t at = n * kLanes + lane;
      const std::uint32_t node = g_.node_bytes == 1
                                     ? nodes[at]
                                     : Get<std::uint16_t>(nodes + 2 * at);
      if (node < sets.size()) set.Add(sets[node]);
    }
    return set;
  }
  static RunSet Masks(const std::uint8_t* masks, std::uint32_t count,
                      std::uint8_t bit) {
    RunSet set;
    for (std::uint32_t t = 0; t < count; ++t)
      if (masks[t] & bit) set.Add(t, t + 1);
    return set;
  }

  // Appends the lane's row, or adds the lane's terms to the last row.
  void ReadLane(const std::uint8_t* block, std::uint32_t lane,
                std::vector<GrantRow>& rows) const {
    const auto bit = std::uint8_t(1u << lane);
    GrantRow row;
    Cube& cube = row.cube;
    cube.data = Nodes(block + layout_.data, lane, data_nodes_);
    if (cube.data.empty()) return;              // an empty lane
    cube.purposes =
        g_.purpose_wide
            ? Nodes(block + layout_.purpose_nodes, lane, purpose_nodes_)
            : Masks(block + layout_.purposes, g_.purpose_count, bit);
    if ((block[layout_.continues] & bit) && !rows.empty()) {
      rows.back().cube.data.Add(cube.data);
      rows.back().cube.purposes.Add(cube.purposes);
      return;
    }
    cube.actions = Masks(block + layout_.actions, g_.action_count, bit);
    cube.relations = Masks(block + layout_.relations, g_.relation_count, bit);
    const auto from = Get<std::int16_t>(block + 2 * lane);
    const auto until = Get<std::int16_t>(block + 2 * (kLanes + lane));
    if (from != kAlwaysStarted)
      cube.window.from = from + 1 + kDayBias + g_.first_day;
    if (until != kNeverEnded)
      cube.window.until = until + 1 + kDayBias + g_.first_day;
    cube.literals = LiteralsOf(block, bit);
    for (std::uint32_t o = 0; o < g_.obligation_count; ++o)
      if (block[layout_.obligations + o] & bit)
        row.obligations.push_back(model::ObligationId(o));
    const std::uint8_t with = block[layout_.override_lanes];
    if (with & bit) {
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

  std::vector<Literal> LiteralsOf(const std::uint8_t* block,
                                  std::uint8_t bit) const {
    std::set<std::uint32_t> ids;
    const std::uint8_t* at = block + layout_.literals;
    if (g_.literal_mode == LiteralMode::slots)
      for (std::uint32_t i = 0; i < g_.literal_width; ++i)
        if (block[layout_.kills + i] & bit)
          ids.insert(Get<std::uint16_t>(at + 2 * i));
    if (g_.literal_mode == LiteralMode::groups)
      for (std::uint32_t group = 0; group < g_.literal_width; ++group)
        for (std::uint32_t byte = 0; byte < 16; ++byte)
          for (std::uint32_t b = 0; b < 8; ++b) {
            if (!(at[32 * group + 16 + byte] & bit)) break;
            if (!(at[32 * group + byte] >> b & 1)) continue;
            const auto found = literal_at_.find({group, byte, b});
            if (found != literal_at_.end()) ids.insert(found->second);
          }
    std::vector<Literal> literals;
    for (std::uint32_t id : ids) literals.push_back(literals_[id]);
    std::sort(literals.begin(), literals.end());
    return literals;
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
    const auto days = sections_.all<std::uint16_t>(SectionKind::days);
    std::vector<Day> starts(g_.day_class_count + 1, kEndDay);
    starts[0] = kFirstDay;
    for (std::size_t o = days.size(); o-- > 0;)
      if (days[o] != 0) starts[days[o]] = g_.first_day + Day(o);
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
  const LiteralPlaces places_;
  std::vector<RunSet> data_nodes_, purpose_nodes_;
  std::vector<Literal> literals_;
  std::map<std::array<std::uint32_t, 3>, std::uint32_t> literal_at_;
  Lists override_lists_, override_sets_;
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
