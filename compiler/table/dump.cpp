#include "compiler/table/dump.h"

#include <fmt/format.h>

#include <cstring>
#include <iterator>

#include "compiler/table/section_writer.h"
#include "runtime/format/block.h"

namespace assent::table {
namespace {

using namespace format;

class Dumper {
 public:
  explicit Dumper(std::span<const std::uint8_t> bytes)
      : sections_(bytes),
        g_(sections_.all<Geometry>(SectionKind::geometry)[0]),
        layout_(LayoutOf(g_)) {}

  std::string Run() {
    Directory();
    Shapes();
    Literals();
    Index();
    Blocks();
    Global();
    return std::move(out_);
  }

 private:
  template <class... Args>
  void Line(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format,
                   std::forward<Args>(args)...);
    out_ += '\n';
  }

  void Directory() {
    const auto* entries = reinterpret_cast<const SectionEntry*>(
        reinterpret_cast<const std::uint8_t*>(&sections_.header()) +
        sizeof(Header));
    for (std::uint32_t i = 0; i < sections_.header().section_count; ++i)
      Line("section {} offset {} bytes {}", entries[i].kind,
           entries[i].offset, entries[i].bytes);
  }

  void Shapes() {
    Line("partners {} data {} actions {} purposes {} relations {} "
         "attributes {} permissions {} obligations {}",
         g_.partner_count, g_.data_count, g_.action_count, g_.purpose_count,
         g_.relation_count, g_.attribute_count, g_.permission_count,
         g_.obligation_count);
    Line("blocks {} of {} bytes, {} a decision; nodes {} bytes, paths {}{}",
         g_.block_count, g_.block_bytes, g_.block_bound, g_.node_bytes,
         g_.path_length, g_.purpose_wide ? ", purposes are nodes" : "");
    Line("days {} + {}, {} classes; global rows {} in {} words",
         g_.first_day, g_.last_day, g_.day_class_count, g_.global_row_count,
         g_.global_words);
  }

  void Literals() {
    constexpr const char* kModes[] = {"none", "groups", "slots"};
    Line("literals {} ({} in blocks), {} {}", g_.literal_count,
         g_.grant_literal_count, kModes[std::uint32_t(g_.literal_mode)],
         g_.literal_width);
    const auto runs = sections_.all<std::uint32_t>(SectionKind::literal_runs);
    std::uint32_t id = 0;
    for (const LiteralEntry& literal :
         sections_.all<LiteralEntry>(SectionKind::literals)) {
      std::string values;
      for (std::uint32_t r = literal.first_run;
           r < literal.first_run + literal.run_count; ++r)
        values += fmt::format(" [{}, {})", runs[2 * r], runs[2 * r + 1]);
      Line("literal {} attribute {}{}", id++, literal.attribute, values);
    }
  }

  void Index() {
    std::uint32_t partner = 0;
    for (const IndexEntry& e : sections_.all<IndexEntry>(SectionKind::index))
      Line("partner {} line {} shift {} mask {} part lines {} blocks {}",
           partner++, e.first_line, e.shift, e.mask, e.part_lines,
           e.block_count);
    partner = 0;
    for (const IndexEntry& e :
         sections_.all<IndexEntry>(SectionKind::forbidden))
      Line("forbidden {} line {} shift {} mask {} part lines {} blocks {}",
           partner++, e.first_line, e.shift, e.mask, e.part_lines,
           e.block_count);
  }

  // Which of `count` masks have the lane's bit.
  std::string Terms(const std::uint8_t* masks, std::uint32_t count,
                    std::uint32_t lane) const {
    std::string terms;
    for (std::uint32_t t = 0; t < count; ++t)
      if (masks[t] >> lane & 1) terms += fmt::format(" {}", t);
    return terms;
  }

  std::string Nodes(const std::uint8_t* nodes, std::uint32_t lane) const {
    std::string text;
    for (std::uint32_t n = 0; n < kNodesPerLane; ++n) {
      std::uint32_t node = 0;
      std::memcpy(&node, nodes + (n * kLanes + lane) * g_.node_bytes,
                  g_.node_bytes);
      if (node != NoNode(g_.node_bytes)) text += fmt::format(" {}", node);
    }
    return text;
  }

  void Blocks() {
    const auto blocks = sections_.bytes(SectionKind::blocks);
    for (std::uint32_t b = 0; b < g_.block_count; ++b) {
      const std::uint8_t* block =
          blocks.data() + std::size_t{b} * g_.block_bytes;
      Line("block {}", b);
      for (std::uint32_t lane = 0; lane < kLanes; ++lane) Lane(block, lane);
      Tests(block);
    }
  }

  void Lane(const std::uint8_t* block, std::uint32_t lane) {
    const std::string data = Nodes(block + layout_.data, lane);
    if (data.empty()) return;
    std::int16_t from = 0, until = 0;
    std::memcpy(&from, block + 2 * lane, 2);
    std::memcpy(&until, block + 2 * (kLanes + lane), 2);
    const bool more = block[layout_.continues] >> lane & 1;
    Line(" lane {}{} nodes{} actions{} relations{} purposes{} from {} until "
         "{} obligations{}{}",
         lane, more ? " (continued)" : "", data,
         Terms(block + layout_.actions, g_.action_count, lane),
         Terms(block + layout_.relations, g_.relation_count, lane),
         g_.purpose_wide
             ? Nodes(block + layout_.purpose_nodes, lane)
             : Terms(block + layout_.purposes, g_.purpose_count, lane),
         from, until,
         Terms(block + layout_.obligations, g_.obligation_count, lane),
         block[layout_.override_lanes] >> lane & 1 ? " overrides" : "");
  }

  void Tests(const std::uint8_t* block) {
    const std::uint8_t* at = block + layout_.literals;
    if (g_.literal_mode == LiteralMode::groups)
      for (std::uint32_t i = 0; i < 16 * g_.literal_width; ++i) {
        const std::uint8_t* group = at + i / 16 * 32;
        if (group[i % 16] != 0)
          Line(" group {} byte {} mask {:#04x} kills {:#04x}", i / 16, i % 16,
               group[i % 16], group[16 + i % 16]);
      }
    if (g_.literal_mode == LiteralMode::slots)
      for (std::uint32_t i = 0; i < g_.literal_width; ++i) {
        std::uint16_t literal = 0;
        std::memcpy(&literal, at + 2 * i, 2);
        if (block[layout_.kills + i] != 0)
          Line(" literal {} kills {:#04x}", literal, block[layout_.kills + i]);
      }
  }

  void Global() {
    const auto infos = sections_.all<std::uint32_t>(SectionKind::global_rows);
    for (std::uint32_t r = 0; r < g_.global_row_count; ++r) {
      const std::uint32_t kind = infos[r] & 0xffff;
      Line("global row {} {}", r,
           kind == kImpossible   ? std::string("impossible")
           : kind == kProhibited ? std::string("prohibited")
                                 : fmt::format("closed {}", infos[r] >> 16));
    }
  }

  const SectionReader sections_;
  const Geometry& g_;
  const BlockLayout layout_;
  std::string out_;
};

}  // namespace

std::string Dump(std::span<const std::uint8_t> bytes) {
  return Dumper(bytes).Run();
}

}  // namespace assent::table
