// Decide: the hot path. Included by decide.cpp, and once more by
// decide_v3.cpp for processors that can do more: ASSENT_KERNEL names the
// namespace.
//
// Everything that a decision reads lies at an address computed from the
// request alone (its ids, its partner's entry): the loads do not wait for each
// other. All lanes of a block are tested together:
//
//   matches[lane] = action and relation and purpose and data and window
//                   and every condition holds
//
// From masks with a part left out comes the standing; from the first global
// row that holds, whether and why not. No branch depends on what is decided,
// but for one: a closed permission that a matching row may override.
//
// Written with the compilers' vectors. Three operations that those have no
// words for (the mask of a vector's lanes, two vectors narrowed into one, a
// look-up of sixteen bytes) use a builtin where there is one, and plain code
// elsewhere. Nothing here may leave this file with external linkage: the
// linker would take one processor's copy for all.
#include <cstring>
#include <type_traits>

#include "view.h"

namespace assent {
namespace ASSENT_KERNEL {
namespace {

using format::Geometry;
using format::kLanes;
using format::LeafEntry;
using format::TermRecord;
using View = Table::View;

using C8x16 = char __attribute__((vector_size(16)));
using U8x16 = std::uint8_t __attribute__((vector_size(16)));
using U16x8 = std::uint16_t __attribute__((vector_size(16)));
using I16x8 = std::int16_t __attribute__((vector_size(16)));
using U64x2 = std::uint64_t __attribute__((vector_size(16)));

#define ASSENT_INLINE [[gnu::always_inline]] inline

template <class T>
ASSENT_INLINE T Load(const void* from) {    // from: aligned as T wants it
  T value;
  std::memcpy(&value, __builtin_assume_aligned(from, alignof(T)), sizeof value);
  return value;
}

// --- lanes and masks ---------------------------------------------------------

using Mask = std::uint32_t;         // bit i: lane i

// Of bytes that are 0 or 0xff.
ASSENT_INLINE Mask MaskOf(U8x16 lanes) {
#if defined(__SSE2__)
  return static_cast<Mask>(__builtin_ia32_pmovmskb128((C8x16)lanes));
#else
  constexpr U8x16 kBits = {1, 2, 4, 8, 16, 32, 64, 128,
                           1, 2, 4, 8, 16, 32, 64, 128};
  const auto halves = (U64x2)(lanes & kBits) * 0x0101010101010101u >> 56;
  return static_cast<Mask>(halves[0] | halves[1] << 8);
#endif
}

// Elements that are 0 or 0xffff, as bytes.
template <class V>
ASSENT_INLINE U8x16 Narrowed(V low, V high) {
#if defined(__SSE2__)
  return (U8x16)__builtin_ia32_packsswb128((I16x8)low, (I16x8)high);
#else
  return __builtin_shufflevector((U8x16)low, (U8x16)high, 0, 2, 4, 6, 8, 10,
                                 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
#endif
}

// table[index[i]] for each i; no index exceeds 15.
ASSENT_INLINE U8x16 LookUp(U8x16 table, U8x16 index) {
#if defined(__SSSE3__)
  return (U8x16)__builtin_ia32_pshufb128((C8x16)table, (C8x16)index);
#elif defined(__GNUC__) && !defined(__clang__)
  return __builtin_shuffle(table, index);
#else
  U8x16 found{};
  for (int i = 0; i < 16; ++i) found[i] = table[index[i] & 15];
  return found;
#endif
}

// A mask of lanes as it stands in a block.
ASSENT_INLINE Mask LaneMask(const std::uint8_t* block, std::uint32_t at) {
  return Load<std::uint16_t>(block + at);
}

// What the compiler is told of a table, so that it unrolls and folds: one
// instance of everything below for each shape that a table can have.
//
// kPlain: one block a decision, one byte a data term, purposes as masks, at
// most eight obligations, 127 global rows and 128 conditions; actions,
// relations and purposes folded into cells. All offsets are constants then.
// kMore: the partners' leaves are elsewhere; there may be rows that forbid.
// Without, few are, and their requests are decided by the general instance.
// kChain: Geometry::chain, 0 or 1.
template <bool kPlainTable, int kTestCount, int kChainLength,
          bool kTableWithMore>
struct Shape {
  static constexpr bool kPlain = kPlainTable;
  static constexpr int kTests = kTestCount;
  static constexpr int kChain = kChainLength;
  static constexpr bool kMore = kTableWithMore;
  static constexpr format::BlockLayout kBlock = [] {
    Geometry geometry{};
    geometry.data_bytes = geometry.test_bytes = 1;
    geometry.test_count = kTests;
    return format::LayoutOf(geometry);
  }();

  ASSENT_INLINE static std::uint32_t Tests(const View& view) {
    return kPlain ? kBlock.tests : view.block.tests;
  }
  ASSENT_INLINE static std::uint32_t Obligations(const View& view) {
    return kPlain ? kBlock.obligations : view.block.obligations;
  }
  ASSENT_INLINE static std::uint32_t OverrideLanes(const View& view) {
    return kPlain ? kBlock.override_lanes : view.block.override_lanes;
  }
  ASSENT_INLINE static std::uint32_t Joined(const View& view) {
    return kPlain ? kBlock.joined : view.block.joined;
  }
  ASSENT_INLINE static std::uint32_t Conditions(const View& view) {
    return kPlain ? 32 : view.facts.conditions;
  }
};

// --- sets of terms as ranges -------------------------------------------------

// The lanes of which some range holds the term. `ranges`: the block's
// first[4][16], span[4][16].
ASSENT_INLINE Mask LanesAround(const std::uint8_t* ranges, std::uint8_t term) {
  const U8x16 x = U8x16{} + term;
  U8x16 hit{};
  for (int r = 0; r < 4; ++r)
    hit |= (U8x16)((U8x16)(x - Load<U8x16>(ranges + 16 * r)) <=
                   Load<U8x16>(ranges + 64 + 16 * r));
  return MaskOf(hit);
}

ASSENT_INLINE Mask LanesAround(const std::uint8_t* ranges,
                               std::uint16_t term) {
  const U16x8 x = U16x8{} + term;
  U16x8 low{}, high{};
  for (int r = 0; r < 4; ++r) {
    low |= (U16x8)((U16x8)(x - Load<U16x8>(ranges + 32 * r)) <=
                   Load<U16x8>(ranges + 128 + 32 * r));
    high |= (U16x8)((U16x8)(x - Load<U16x8>(ranges + 32 * r + 16)) <=
                    Load<U16x8>(ranges + 128 + 32 * r + 16));
  }
  return MaskOf(Narrowed(low, high));
}

ASSENT_INLINE Mask LanesAround(const std::uint8_t* ranges, std::uint32_t bytes,
                               std::uint32_t term) {
  return bytes == 1
             ? LanesAround(ranges, static_cast<std::uint8_t>(term))
             : LanesAround(ranges, static_cast<std::uint16_t>(term));
}

// --- conditions --------------------------------------------------------------

// The lanes whose tests all hold.
template <class S>
ASSENT_INLINE Mask LanesThatHold(const View& view, const std::uint8_t* tests,
                                 const std::byte* facts) {
  if (!S::kPlain && view.geometry.test_bytes != 1) {
    Mask failing = 0;
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(facts);
    for (std::uint32_t t = 0; t < view.geometry.test_count; ++t) {
      const std::uint8_t* masks = tests + 2 * kLanes;
      for (std::uint32_t lane = 0; lane < kLanes; ++lane) {
        const auto at = Load<std::uint16_t>(tests + 2 * lane);
        failing |= Mask{(masks[lane] & ~bytes[at]) != 0} << lane;
      }
      tests += view.block.test_stride;
    }
    return ~failing;
  }
  const std::uint32_t count = S::kPlain
                                  ? static_cast<std::uint32_t>(S::kTests)
                                  : view.geometry.test_count;
  if (count == 0) return 0xffff;
  const auto table = Load<U8x16>(facts);
  U8x16 missing{};
  for (std::uint32_t t = 0; t < count; ++t)
    missing |= ~LookUp(table, Load<U8x16>(tests + 32 * t)) &
               Load<U8x16>(tests + 32 * t + 16);
  return MaskOf((U8x16)(missing == 0));
}

// The same where lanes may be joined: the tests of the next one hold, too.
template <class S>
ASSENT_INLINE Mask LanesHolding(const View& view, const std::uint8_t* block,
                                const std::byte* facts) {
  Mask holding = LanesThatHold<S>(view, block + S::Tests(view), facts);
  const std::uint32_t steps =
      S::kPlain ? std::uint32_t{S::kChain} : view.geometry.chain;
  if (steps == 0) return holding;
  const Mask free = ~LaneMask(block, S::Joined(view));
  for (std::uint32_t step = 0; step < steps; ++step)
    holding &= holding >> 1 | free;
  return holding;
}

// --- one block ---------------------------------------------------------------

// Which lanes match; match but for conditions; match but for these on a day
// that is over; match on some day.
struct Masks {
  Mask matching = 0, in_window = 0, ended = 0, any_day = 0;
};

template <class S>
ASSENT_INLINE Masks TestBlock(const View& view, const std::uint8_t* block,
                              Mask lanes, const Request& request,
                              const Cell& cell, std::int16_t day_code) {
  const Geometry& g = view.geometry;
  lanes &= LaneMask(block, cell.action_at) &
           LaneMask(block, cell.relation_at);
  lanes &= LanesAround(block + S::kBlock.data, S::kPlain ? 1 : g.data_bytes,
                       request.data);
  if (!S::kPlain && g.purpose_bytes != 0)
    lanes &= LanesAround(block + view.block.purpose_ranges, g.purpose_bytes,
                         request.purpose);
  else
    lanes &= LaneMask(block, cell.purpose_at);

  const I16x8 day = I16x8{} + day_code;
  const Mask started = MaskOf(Narrowed((I16x8)(day > Load<I16x8>(block)),
                                       (I16x8)(day > Load<I16x8>(block + 16))));
  const Mask ended = MaskOf(Narrowed((I16x8)(day > Load<I16x8>(block + 32)),
                                     (I16x8)(day > Load<I16x8>(block + 48))));
  const Mask holding = LanesHolding<S>(
      view, block, request.facts->bytes() + S::Conditions(view));
  Masks masks;
  masks.any_day = lanes;
  masks.ended = lanes & ended;
  masks.in_window = lanes & started & ~ended;
  masks.matching = masks.in_window & holding;
  return masks;
}

// Bit i: some lane of `lanes` obliges to obligation i.
template <class S>
ASSENT_INLINE std::uint64_t Obligations(const View& view,
                                        const std::uint8_t* block,
                                        Mask lanes) {
  const U16x8 spread = U16x8{} + static_cast<std::uint16_t>(lanes);
  const std::uint8_t* masks = block + S::Obligations(view);
  const auto owed = [&](std::uint32_t i) {
    const auto none = (U16x8)((Load<U16x8>(masks + 2 * i) & spread) == 0);
    return std::uint64_t{~MaskOf(Narrowed(none, none)) & 0xff};
  };
  std::uint64_t all = owed(0);
  if constexpr (!S::kPlain)
    for (std::uint32_t i = 8; i < view.geometry.obligation_count; i += 8)
      all |= owed(i) << i;
  return all;
}

// --- global rows -------------------------------------------------------------

// The info of the first global row that holds. One row always does.
template <class S>
ASSENT_INLINE std::uint32_t FirstGlobalRow(const View& view,
                                           const Request& request,
                                           const TermRecord& data,
                                           const Cell& cell,
                                           std::uint32_t day_class) {
  const std::byte* facts = request.facts->bytes() + FactsLayout().global;
  if (S::kPlain || view.global_words == nullptr) [[likely]] {
    const U64x2 rows = Load<U64x2>(data.global) & Load<U64x2>(cell.global) &
                       Load<U64x2>(facts) &
                       Load<U64x2>(view.day_words + 2 * day_class);
    const std::uint64_t none_low = -std::uint64_t{rows[0] == 0};
    const auto first = static_cast<std::uint32_t>(
        __builtin_ctzll(rows[0] | (rows[1] & none_low)) + (none_low & 64));
    return view.global_rows[first];
  }
  const Geometry& g = view.geometry;
  const std::size_t words = g.global_words;
  const std::uint64_t* by_data = view.global_words;
  const std::uint64_t* by_action = by_data + words * g.data_count;
  const std::uint64_t* by_purpose = by_action + words * g.action_count;
  const std::uint64_t* by_relation = by_purpose + words * g.purpose_count;
  by_data += words * request.data;
  by_action += words * request.action;
  by_purpose += words * request.purpose;
  by_relation += words * request.relation;
  const std::uint64_t* by_day = view.day_words + words * day_class;
  std::size_t first = 0;
  for (std::size_t w = words; w-- > 0;) {
    const std::uint64_t rows = by_data[w] & by_action[w] & by_purpose[w] &
                               by_relation[w] & by_day[w] &
                               Load<std::uint64_t>(facts + 8 * w);
    first = rows != 0 ? 64 * w + __builtin_ctzll(rows) : first;
  }
  return view.global_rows[first];
}

// --- one request -------------------------------------------------------------

// What precedes: impossible; standing; prohibited; needs_permission. By the
// kind of the first global row and the first mask that is not empty. The low
// half of a Verdict: permit, reason, permission.
constexpr std::uint32_t Low(bool permit, Reason reason, bool permission) {
  return std::uint32_t{permit} | static_cast<std::uint32_t>(reason) << 8 |
         (permission ? 0 : 0xffff0000u);
}
struct Answers {
  std::uint32_t low[4][8];
  std::uint64_t shown[4];           // which obligations: none if impossible
};
constexpr Answers kAnswers = {
    {
#define ASSENT_BY_STANDING(granted)                                      \
  {granted, Low(false, Reason::condition_not_met, false),                \
   Low(false, Reason::expired, false), Low(false, Reason::not_yet, false), \
   Low(false, Reason::no_agreement, false)}
        {Low(false, Reason::impossible, false),
         Low(false, Reason::impossible, false),
         Low(false, Reason::impossible, false),
         Low(false, Reason::impossible, false),
         Low(false, Reason::impossible, false)},
        ASSENT_BY_STANDING(Low(false, Reason::prohibited, false)),
        ASSENT_BY_STANDING(Low(false, Reason::needs_permission, true)),
        ASSENT_BY_STANDING(Low(true, Reason::granted, false)),
#undef ASSENT_BY_STANDING
    },
    {0, ~std::uint64_t{0}, ~std::uint64_t{0}, ~std::uint64_t{0}}};

// Of granted, condition_not_met, expired, not_yet, none: the first. Bits of a
// lane stand sixteen apart.
ASSENT_INLINE std::uint32_t StandingOf(const Masks& masks) {
  const std::uint64_t all = masks.matching |
                            std::uint64_t{masks.in_window} << 16 |
                            std::uint64_t{masks.ended} << 32 |
                            std::uint64_t{masks.any_day} << 48;
#if defined(__BMI__)
  return static_cast<std::uint32_t>(__builtin_ia32_tzcnt_u64(all)) / 16;
#else
  return all == 0 ? 4 : static_cast<std::uint32_t>(__builtin_ctzll(all)) / 16;
#endif
}

ASSENT_INLINE bool Known(const View& view, const Request& request) {
  const Geometry& g = view.geometry;
  if (request.partner >= g.partner_count) [[unlikely]] return false;
  if (request.data >= g.data_count) [[unlikely]] return false;
  if (request.action >= g.action_count) [[unlikely]] return false;
  if (request.purpose >= g.purpose_count) [[unlikely]] return false;
  if (request.relation >= g.relation_count) [[unlikely]] return false;
  if (static_cast<std::uint32_t>(request.day) >=
      static_cast<std::uint32_t>(kEndDay)) [[unlikely]]
    return false;
  return request.facts != nullptr;
}

ASSENT_INLINE format::DayEntry DayOf(const View& view, Day day) {
  // The barriers: else gcc makes a jump of this, or vectors.
  std::int32_t offset = day - view.geometry.first_day;
  asm("" : "+r"(offset));
  const auto last = static_cast<std::int32_t>(view.geometry.last_day);
  offset = offset < 0 ? 0 : offset;
  offset = offset > last ? last : offset;
  asm("" : "+r"(offset));
  return view.days[static_cast<std::uint32_t>(offset)];
}

// What action, relation and purpose say together.
template <class S>
ASSENT_INLINE std::conditional_t<S::kPlain, const Cell&, Cell> CellOf(
    const View& view, const Request& request) {
  const Geometry& g = view.geometry;
  if constexpr (S::kPlain)
    return view.cells[(std::size_t{request.action} * g.relation_count +
                       request.relation) *
                          g.purpose_count +
                      request.purpose];
  else
    return MakeCell(view.action_terms[request.action],
                    view.relation_terms[request.relation],
                    view.purpose_terms[request.purpose]);
}

ASSENT_INLINE LeafEntry LeafElsewhere(const View& view, const LeafEntry& entry,
                                      std::uint32_t class_word) {
  return view.leaves[entry.first +
                     (class_word >> (entry.lanes & 31) & entry.lanes >> 8)];
}

ASSENT_INLINE LeafEntry LeafOf(const View& view, const LeafEntry& entry,
                               std::uint32_t class_word) {
  return entry.block_count != 0 ? entry
                                : LeafElsewhere(view, entry, class_word);
}

ASSENT_INLINE const std::uint8_t* BlockOf(const View& view,
                                          const LeafEntry& leaf) {
  return view.blocks + std::size_t{leaf.first} * 64;
}

// Does a row of those that forbid match? Only tables that have such rows ask.
template <class S>
[[gnu::noinline]] bool Forbidden(const View& view, const Request& request) {
  const TermRecord& data = view.data_terms[request.data];
  const Cell& cell = CellOf<S>(view, request);
  const LeafEntry leaf = LeafOf(view, view.forbidden[request.partner],
                                data.part | cell.part);
  if (leaf.lanes == 0) return false;
  const std::uint8_t* block = BlockOf(view, leaf);
  const std::int16_t day = DayOf(view, request.day).code;
  Mask matching = 0;
  for (std::uint32_t i = 0; i < leaf.block_count;
       ++i, block += 64 * std::size_t{view.block_lines})
    matching |= TestBlock<S>(view, block, leaf.lanes, request, cell, day)
                    .matching;
  return matching != 0;
}

// Does one matching row override every closed permission?
template <class S>
bool Overridden(const View& view, const Request& request) {
  const TermRecord& data = view.data_terms[request.data];
  const Cell& cell = CellOf<S>(view, request);
  const LeafEntry leaf = LeafOf(view, view.leaves[request.partner],
                                data.part | cell.part);
  const std::uint8_t* block = BlockOf(view, leaf);
  const format::DayEntry day = DayOf(view, request.day);
  const std::size_t words = view.geometry.global_words;

  // Bit w * 64 + i of the rows that hold, less the one that always does.
  const auto rows = [&](std::size_t w) {
    std::uint64_t held =
        Load<std::uint64_t>(request.facts->bytes() + view.facts.global +
                            8 * w) &
        view.day_words[words * day.day_class + w];
    if (view.global_words == nullptr) {
      held &= data.global[w] & cell.global[w];
    } else {
      const Geometry& g = view.geometry;
      std::size_t at = 0;
      held &= view.global_words[words * (at + request.data) + w];
      at += g.data_count;
      held &= view.global_words[words * (at + request.action) + w];
      at += g.action_count;
      held &= view.global_words[words * (at + request.purpose) + w];
      at += g.purpose_count;
      held &= view.global_words[words * (at + request.relation) + w];
    }
    const std::uint32_t always = view.geometry.global_row_count;
    return w == always / 64 ? held & ~(std::uint64_t{1} << always % 64) : held;
  };

  for (std::uint32_t i = 0; i < leaf.block_count;
       ++i, block += 64 * std::size_t{view.block_lines}) {
    const Mask matching = TestBlock<S>(view, block, leaf.lanes, request, cell,
                                       day.code)
                              .matching;
    const Mask lanes = LaneMask(block, view.block.override_lanes);
    const auto base =
        Load<std::uint32_t>(block + view.block.override_base);
    for (Mask left = matching & lanes; left != 0; left &= left - 1) {
      const Mask below = (left & -left) - 1;
      const std::uint32_t list =
          base + static_cast<std::uint32_t>(__builtin_popcount(lanes & below));
      for (std::uint32_t s = view.override_lists[list];
           s < view.override_lists[list + 1]; ++s) {
        const std::size_t first = view.geometry.override_list_count + 1;
        const std::uint64_t* covered =
            view.override_words + words * view.override_lists[first + s];
        bool all = true;
        for (std::size_t w = 0; w < words; ++w)
          all = all && (rows(w) & ~covered[w]) == 0;
        if (all) return true;
      }
    }
  }
  return false;
}

// A verdict that is not yet final: a closed permission stops what rows with
// overrides grant, or there are rows that forbid. Apart, so that the registers
// of other decisions need not be saved.
template <class S>
[[gnu::noinline]] Verdict Reconsidered(const View& view,
                                       const Request& request,
                                       Verdict verdict) {
  if (verdict.reason == Reason::needs_permission &&
      Overridden<S>(view, request)) {
    verdict.permit = true;
    verdict.reason = Reason::granted;
    verdict.permission = kNoPermission;
  }
  if (verdict.reason >= Reason::needs_permission &&
      view.forbidden != nullptr && Forbidden<S>(view, request)) {
    verdict.permit = false;
    verdict.reason = Reason::prohibited;
    verdict.permission = kNoPermission;
  }
  return verdict;
}
static_assert(Reason::granted > Reason::needs_permission &&
              Reason::needs_permission > Reason::prohibited);

// Where a decision's parts lie; block null: the request is not known.
struct Found {
  const std::uint8_t* block = nullptr;
  const TermRecord* data = nullptr;
  const Cell* cell = nullptr;       // of a plain table
  Mask lanes = 0;
  std::uint32_t block_count = 0;    // 0: by the general instance
};

// Of a request that is Known. Reads neither the block nor the facts.
template <class S>
ASSENT_INLINE Found Find(const View& view, const Request& request) {
  const TermRecord& data = view.data_terms[request.data];
  const Cell& cell = CellOf<S>(view, request);
  const Cell* kept = nullptr;
  if constexpr (S::kPlain) kept = &cell;
  LeafEntry leaf = view.leaves[request.partner];
  if (S::kMore)
    leaf = LeafElsewhere(view, leaf, data.part | cell.part);
  else if (!S::kPlain)
    leaf = LeafOf(view, leaf, data.part | cell.part);
  return {BlockOf(view, leaf), &data, kept, leaf.lanes, leaf.block_count};
}

template <class S>
ASSENT_INLINE Verdict DecideFound(const View& view, const Request& request,
                                  const Found& found) {
  const TermRecord& data = *found.data;
  const Cell& cell = S::kPlain ? *found.cell : CellOf<S>(view, request);
  const std::uint8_t* block = found.block;
  if (request.facts->tag != view.tag + cell.self) [[unlikely]]
    return Verdict();

  const format::DayEntry day = DayOf(view, request.day);
  const std::uint32_t info =
      FirstGlobalRow<S>(view, request, data, cell, day.day_class);
  Masks masks =
      TestBlock<S>(view, block, found.lanes, request, cell, day.code);
  std::uint64_t obligations = Obligations<S>(view, block, masks.matching);
  Mask overrides =
      masks.matching & LaneMask(block, S::OverrideLanes(view));
  if constexpr (!S::kPlain)
    for (std::uint32_t left = found.block_count; --left != 0;) {
      block += 64 * std::size_t{view.block_lines};
      const Masks here =
          TestBlock<S>(view, block, found.lanes, request, cell, day.code);
      masks.matching |= here.matching;
      masks.in_window |= here.in_window;
      masks.ended |= here.ended;
      masks.any_day |= here.any_day;
      obligations |= Obligations<S>(view, block, here.matching);
      overrides |= here.matching & LaneMask(block, S::OverrideLanes(view));
    }

  // Both halves at once: they are returned in registers.
  const std::uint32_t kind = info & 0xff;
  const std::uint64_t halves[2] = {
      (&kAnswers.low[0][0])[kind + StandingOf(masks)] | (info & 0xffff0000),
      obligations & kAnswers.shown[kind / 8]};
  Verdict verdict;
  static_assert(sizeof(Verdict) == 16 && offsetof(Verdict, permit) == 0 &&
                offsetof(Verdict, reason) == 1 &&
                offsetof(Verdict, permission) == 2 &&
                offsetof(Verdict, obligations) == 8);
  std::memcpy(static_cast<void*>(&verdict), halves, sizeof halves);
  // One jump, not taken in a table without overrides: two would ask first
  // whether a permission is closed, which nobody can foresee.
  Mask unsettled = overrides & -Mask{kind == format::kClosed};
  if (!S::kPlain || S::kMore) unsettled |= view.forbidden != nullptr;
  asm("" : "+r"(unsettled));
  if (unsettled != 0) [[unlikely]]
    return Reconsidered<S>(view, request, verdict);
  return verdict;
}

using General = Shape<false, 0, 0, false>;

template <class S>
Verdict DecideWith(const View& view, const Request& request) noexcept {
  if (!Known(view, request)) [[unlikely]] return Verdict();
  const Found found = Find<S>(view, request);
  if constexpr (S::kPlain && !S::kMore)
    if (found.block_count == 0) [[unlikely]]
      return DecideWith<General>(view, request);
  return DecideFound<S>(view, request, found);
}

// How far ahead: the partner's entries, then the lines of the block.
constexpr std::size_t kEntryAhead = 32, kBlockAhead = 16;

ASSENT_INLINE void PrefetchEntry(const View& view, std::uint32_t partner) {
  if (partner >= view.geometry.partner_count) [[unlikely]] return;
  __builtin_prefetch(view.leaves + partner);
}

template <class S>
ASSENT_INLINE void FindAhead(const View& view, const Request& request,
                             Found& found) {
  found = {};
  if (!Known(view, request)) [[unlikely]] return;
  __builtin_prefetch(request.facts);
  found = Find<S>(view, request);
  if (found.block_count == 0) [[unlikely]] return;
  for (std::uint32_t line = 0; line < view.block_lines; ++line)
    __builtin_prefetch(found.block + 64 * std::size_t{line});
}

// What is found ahead is kept until it is decided.
template <class S>
void DecideBatchWith(const View& view, const Request* requests,
                     Verdict* verdicts, std::size_t count) noexcept {
  Found ahead[kBlockAhead];
  for (std::size_t i = 0; i < kEntryAhead && i < count; ++i)
    PrefetchEntry(view, requests[i].partner);
  for (std::size_t i = 0; i < kBlockAhead && i < count; ++i)
    FindAhead<S>(view, requests[i], ahead[i]);
  for (std::size_t i = 0; i < count; ++i) {
    const Found found = ahead[i % kBlockAhead];
    if (i + kEntryAhead < count)
      PrefetchEntry(view, requests[i + kEntryAhead].partner);
    if (i + kBlockAhead < count)
      FindAhead<S>(view, requests[i + kBlockAhead], ahead[i % kBlockAhead]);
    verdicts[i] = found.block_count != 0
                      ? DecideFound<S>(view, requests[i], found)
                      : DecideWith<General>(view, requests[i]);
  }
}

template <class S>
void Use(View& view) {
  view.decide = DecideWith<S>;
  view.decide_batch = DecideBatchWith<S>;
}

template <int kChain, bool kMore>
void UsePlain(View& view) {
  switch (view.geometry.test_count) {
    case 0: return Use<Shape<true, 0, 0, kMore>>(view);
    case 1: return Use<Shape<true, 1, kChain, kMore>>(view);
    case 2: return Use<Shape<true, 2, kChain, kMore>>(view);
    case 3: return Use<Shape<true, 3, kChain, kMore>>(view);
    default: return Use<Shape<true, 4, kChain, kMore>>(view);
  }
}

void Choose(View& view) noexcept {
  const Geometry& g = view.geometry;
  const bool plain = view.cells != nullptr && g.data_bytes == 1 &&
                     view.granting_blocks <= 1 && g.obligation_count <= 8 &&
                     g.test_bytes == 1 && g.chain <= 1;
  const bool more = view.elsewhere_count == g.partner_count;
  if (!plain || (view.forbidden != nullptr && !more))
    return Use<General>(view);
  if (g.chain == 0)
    return more ? UsePlain<0, true>(view) : UsePlain<0, false>(view);
  return more ? UsePlain<1, true>(view) : UsePlain<1, false>(view);
}

}  // namespace
}  // namespace ASSENT_KERNEL
}  // namespace assent
