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
    Line("blocks {} of {} bytes, {} a decision; {} leaves; data {} bytes{}",
         g_.block_count, g_.block_bytes, g_.block_bound, g_.leaf_count,
         g_.data_bytes, g_.purpose_bytes ? ", purposes are ranges" : "");
    Line("days {} + {}, {} classes; global rows {} in {} words",
         g_.first_day, g_.last_day, g_.day_class_count, g_.global_row_count,
         g_.global_words);
  }

  void Literals() {
    Line("literals {}, conditions {}, {} tests a lane", g_.literal_count,
         g_.condition_count, g_.test_count);
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
    const auto entries = [&](const char* what, SectionKind kind) {
      std::uint32_t number = 0;
      for (const LeafEntry& e : sections_.all<LeafEntry>(kind))
        if (e.block_count == 0)
          Line("{} {} elsewhere: {} shift {} mask {}", what, number++,
               e.first, e.lanes & 0xff, e.lanes >> 8);
        else
          Line("{} {} line {} lanes {:#06x} blocks {}", what, number++,
               e.first, e.lanes, e.block_count);
    };
    entries("leaf", SectionKind::leaves);
    entries("forbidden", SectionKind::forbidden);
  }

  static std::uint32_t Number(const std::uint8_t* at, std::uint32_t bytes,
                              std::size_t index) {
    std::uint32_t number = 0;
    std::memcpy(&number, at + bytes * index, bytes);
    return number;
  }

  // Which of `count` masks have the lane's bit.
  static std::string Terms(const std::uint8_t* masks, std::uint32_t count,
                           std::uint32_t lane) {
    std::string terms;
    for (std::uint32_t t = 0; t < count; ++t)
      if (Number(masks, 2, t) >> lane & 1) terms += fmt::format(" {}", t);
    return terms;
  }

  static std::string Ranges(const std::uint8_t* ranges, std::uint32_t bytes,
                            std::uint32_t lane) {
    std::string text;
    for (std::uint32_t r = 0; r < kRanges; ++r)
      text += fmt::format(
          " {}+{}", Number(ranges, bytes, r * kLanes + lane),
          Number(ranges, bytes, (kRanges + r) * kLanes + lane));
    return text;
  }

  std::string Tests(const std::uint8_t* tests, std::uint32_t lane) const {
    std::string text;
    for (std::uint32_t t = 0; t < g_.test_count; ++t) {
      const std::uint8_t* test = tests + t * layout_.test_stride;
      const std::uint32_t mask = test[kLanes * g_.test_bytes + lane];
      if (mask != 0)
        text += fmt::format(" {}&{:#04x}",
                            Number(test, g_.test_bytes, lane), mask);
    }
    return text;
  }

  void Blocks() {
    const auto blocks = sections_.bytes(SectionKind::blocks);
    for (std::uint32_t b = 0; b < g_.block_count; ++b) {
      Line("block {}", b);
      for (std::uint32_t lane = 0; lane < kLanes; ++lane)
        Lane(blocks.data() + std::size_t{b} * g_.block_bytes, lane);
    }
  }

  void Lane(const std::uint8_t* block, std::uint32_t lane) {
    const std::string actions =
        Terms(block + layout_.actions, g_.action_count, lane);
    const std::string tests = Tests(block + layout_.tests, lane);
    if (actions.empty()) {            // empty, or for the lane before
      if (!tests.empty()) Line(" lane {} tests{}", lane, tests);
      return;
    }
    std::int16_t from = 0, until = 0;
    std::memcpy(&from, block + 2 * lane, 2);
    std::memcpy(&until, block + 2 * (kLanes + lane), 2);
    const auto is_in = [&](std::uint32_t masks) {
      return (Number(block + masks, 2, 0) >> lane & 1) != 0;
    };
    Line(" lane {}{} data{} actions{} relations{} purposes{} from {} until "
         "{} tests{} obligations{}{}",
         lane, is_in(layout_.continues) ? " (continued)" : "",
         Ranges(block + layout_.data, g_.data_bytes, lane), actions,
         Terms(block + layout_.relations, g_.relation_count, lane),
         g_.purpose_bytes != 0
             ? Ranges(block + layout_.purpose_ranges, g_.purpose_bytes, lane)
             : Terms(block + layout_.purposes, g_.purpose_count, lane),
         from, until, tests,
         Terms(block + layout_.obligations, g_.obligation_count, lane),
         is_in(layout_.override_lanes) ? " overrides"
         : is_in(layout_.joined)       ? " joined"
                                       : "");
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
