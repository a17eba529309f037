// Decide: the hot path.
//
// Everything that a decision reads lies at an address computed from the
// request alone (its ids, its partner's index entry): the loads do not wait
// for each other. All lanes of a block are tested together:
//
//   matches[lane] = action and relation and purpose and data and window
//                   and every literal holds
//
// From masks with a part left out comes the standing; from the first global
// row that holds, whether and why not. No branch depends on what is decided,
// but for one: a closed permission that a matching row may override.
//
// Written with the compilers' 16-byte vectors, without intrinsics. gcc makes
// about 200 instructions of it on baseline x86-64, for a plain table.
#include <cstring>

#include "view.h"

namespace assent {
namespace {

using format::Geometry;
using format::IndexEntry;
using format::kLanes;
using format::LiteralMode;
using format::TermRecord;
using View = Table::View;

using U8x16 = std::uint8_t __attribute__((vector_size(16)));
using U16x8 = std::uint16_t __attribute__((vector_size(16)));
using I16x8 = std::int16_t __attribute__((vector_size(16)));
using U32x4 = std::uint32_t __attribute__((vector_size(16)));
using U64x2 = std::uint64_t __attribute__((vector_size(16)));

template <class T>
T Load(const void* from) {          // from: aligned as T wants it
  T value;
  std::memcpy(&value, __builtin_assume_aligned(from, alignof(T)), sizeof value);
  return value;
}

constexpr U16x8 kLaneBit = {1, 2, 4, 8, 16, 32, 64, 128};
constexpr U16x8 kLaneBitHigh = {0x100,  0x200,  0x400,  0x800,
                                0x1000, 0x2000, 0x4000, 0x8000};

// The low eight bytes, each twice.
U8x16 LowTwice(U8x16 v) {
  return __builtin_shufflevector(v, v, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6,
                                 6, 7, 7);
}

template <int i>
U8x16 Spread(U32x4 v) {
  return (U8x16)__builtin_shufflevector(v, v, i, i, i, i);
}

// What the compiler is told of a table, so that it unrolls and folds: one
// instance of everything below for each shape that a table can have.
//
// kPlain: one block a decision, one byte a node, purposes as masks, at most
// eight obligations and 127 global rows. All offsets are constants then.
template <class NodeType, int kPathLength, int kLiteralWidth, bool kPlainTable>
struct Shape {
  using Node = NodeType;
  static constexpr int kPath = kPathLength;
  static constexpr int kLiterals = kLiteralWidth;   // -1: slots
  static constexpr bool kPlain = kPlainTable;
  static constexpr format::BlockLayout kBlock = [] {
    Geometry geometry{};
    geometry.node_bytes = 1;
    geometry.literal_mode =
        kLiterals > 0 ? LiteralMode::groups : LiteralMode::none;
    geometry.literal_width = kLiterals > 0 ? kLiterals : 0;
    return format::LayoutOf(geometry);
  }();

  static std::uint32_t Literals(const View& view) {
    return kPlain ? kBlock.literals : view.block.literals;
  }
  static std::uint32_t Obligations(const View& view) {
    return kPlain ? kBlock.obligations : view.block.obligations;
  }
  static std::uint32_t OverrideLanes(const View& view) {
    return kPlain ? kBlock.override_lanes : view.block.override_lanes;
  }
  static std::uint32_t FactLiterals(const View& view) {
    return kPlain ? 32 : view.facts.literals;
  }
};

#define ASSENT_INLINE [[gnu::always_inline]] inline

// --- sets of terms as nodes --------------------------------------------------

// Which lanes have one of the path's nodes: 0xffff or 0 by lane. `nodes`: the
// block's node[4][8]. `path`: what contains the request's term, padded with
// NoNode - 1, which no lane has.
template <class Node, int kPath>
ASSENT_INLINE U16x8 LanesOnPath(const std::uint8_t* nodes, const void* path) {
  if constexpr (sizeof(Node) == 1) {
    // Two nodes of eight lanes in a vector.
    const auto a = Load<U8x16>(nodes), b = Load<U8x16>(nodes + 16);
    const U64x2 packed = {kPath <= 4 ? Load<std::uint32_t>(path)
                                     : Load<std::uint64_t>(path), 0};
    const auto pairs = (U16x8)LowTwice((U8x16)packed);
    const auto low = (U32x4)__builtin_shufflevector(pairs, pairs, 0, 0, 1, 1,
                                                    2, 2, 3, 3);
    const auto lanes = [&](U8x16 step) {
      return (U8x16)(a == step) | (U8x16)(b == step);
    };
    U8x16 hit = lanes(Spread<0>(low));
    if constexpr (kPath > 1) hit |= lanes(Spread<1>(low));
    if constexpr (kPath > 2) hit |= lanes(Spread<2>(low));
    if constexpr (kPath > 3) hit |= lanes(Spread<3>(low));
    if constexpr (kPath > 4) {
      const auto high = (U32x4)__builtin_shufflevector(pairs, pairs, 4, 4, 5,
                                                       5, 6, 6, 7, 7);
      hit |= lanes(Spread<0>(high)) | lanes(Spread<1>(high)) |
             lanes(Spread<2>(high)) | lanes(Spread<3>(high));
    }
    auto halves = (U64x2)hit;
    halves |= __builtin_shufflevector(halves, halves, 1, 0);
    return (U16x8)LowTwice((U8x16)halves);
  } else {
    U16x8 hit{};
    for (int n = 0; n < 4; ++n) {
      const auto node = Load<U16x8>(nodes + 16 * n);
      for (int i = 0; i < kPath; ++i) {
        const auto step = static_cast<const std::uint16_t*>(path)[i];
        hit |= (U16x8)(node == U16x8{} + step);
      }
    }
    return hit;
  }
}

// --- literals ----------------------------------------------------------------

// Lanes that a literal kills: bit by lane, in the low byte of some element.
template <int kLiterals>
ASSENT_INLINE U16x8 DeadLanes(const View& view, const std::uint8_t* literals,
                const std::byte* facts) {
  if constexpr (kLiterals == 0) {
    return U16x8{};
  } else if constexpr (kLiterals > 0) {
    U8x16 dead{};
    for (int g = 0; g < kLiterals; ++g) {
      const auto mask = Load<U8x16>(literals + 32 * g);
      const auto fact = Load<U8x16>(facts + 16 * g);
      const auto holds = (U8x16)((fact & mask) == mask);
      dead |= ~holds & Load<U8x16>(literals + 32 * g + 16);
    }
    const auto pairs = (U16x8)dead;
    return (pairs | pairs >> 8) & 0xff;
  } else {
    const std::uint32_t width = view.geometry.literal_width;
    const std::uint8_t* kill = literals + 2 * width;
    const auto* failed = reinterpret_cast<const std::uint8_t*>(facts);
    std::uint32_t dead = 0;
    for (std::uint32_t i = 0; i < width; i += 4) {
      dead |= kill[i] & failed[Load<std::uint16_t>(literals + 2 * i)];
      dead |= kill[i + 1] & failed[Load<std::uint16_t>(literals + 2 * i + 2)];
      dead |= kill[i + 2] & failed[Load<std::uint16_t>(literals + 2 * i + 4)];
      dead |= kill[i + 3] & failed[Load<std::uint16_t>(literals + 2 * i + 6)];
    }
    return U16x8{static_cast<std::uint16_t>(dead)};
  }
}

// --- one block ---------------------------------------------------------------

// Four lane masks, a byte each: matching; matching but for literals; ended;
// of any day.
using Masks = std::uint32_t;

constexpr std::uint32_t Matching(Masks masks) { return masks & 0xff; }

template <class S>
ASSENT_INLINE Masks TestBlock(const View& view, const std::uint8_t* block,
                              const Request& request, const TermRecord& data,
                              const TermRecord& action,
                              const TermRecord& purpose,
                              const TermRecord& relation, I16x8 day) {
  using Node = typename S::Node;
  const void* path = data.path;
  if constexpr (sizeof(Node) == 2)
    path = view.data_paths + format::kMaxPath * std::size_t{request.data};
  U16x8 lanes = LanesOnPath<Node, S::kPath>(block + S::kBlock.data, path);
  std::uint32_t head = block[action.mask_at] & block[relation.mask_at];
  if (!S::kPlain && view.geometry.purpose_wide != 0) {
    path = purpose.path;
    if constexpr (sizeof(Node) == 2)
      path = view.purpose_paths +
             format::kMaxPath * std::size_t{request.purpose};
    lanes &= LanesOnPath<Node, S::kPath>(block + view.block.purpose_nodes,
                                         path);
  } else {
    head &= block[purpose.mask_at];
  }

  // A window that has ended had started: started and not ended is their xor.
  const auto started = (U16x8)(day > Load<I16x8>(block));
  const auto ended = (U16x8)(day > Load<I16x8>(block + 16));
  const U16x8 any_day = lanes & kLaneBitHigh;
  const U16x8 dead = DeadLanes<S::kLiterals>(
      view, block + S::Literals(view),
      request.facts->bytes() + S::FactLiterals(view));
  const U16x8 low = ((started ^ ended) & any_day) | dead;
  const U16x8 high = (ended & lanes & kLaneBit) | any_day;

  // Gathered into one word: dead, in the window, ended, any day.
  auto all = (U32x4)__builtin_shufflevector(low, high, 0, 8, 1, 9, 2, 10, 3,
                                            11) |
             (U32x4)__builtin_shufflevector(low, high, 4, 12, 5, 13, 6, 14, 7,
                                            15);
  all |= __builtin_shufflevector(all, all, 2, 3, 2, 3);
  all |= __builtin_shufflevector(all, all, 1, 1, 1, 1);
  const std::uint32_t masks = all[0] & head * 0x01010101u;
  return (masks & ~0xffu) | (masks >> 8 & ~masks & 0xff);
}

// Bit i: the byte i is not zero.
ASSENT_INLINE std::uint64_t NonZeroBytes(std::uint64_t bytes) {
  constexpr std::uint64_t kOnes = 0x0101010101010101, kSevens = kOnes * 0x7f;
  bytes = (((bytes & kSevens) + kSevens) | bytes) >> 7 & kOnes;
  return bytes * 0x0102040810204080 >> 56;
}

// Bit i: some lane of `lanes` obliges to obligation i.
template <class S>
ASSENT_INLINE std::uint64_t Obligations(const View& view,
                                        const std::uint8_t* block,
                                        std::uint32_t lanes) {
  const std::uint64_t spread = lanes * std::uint64_t{0x0101010101010101};
  const std::uint8_t* masks = block + S::Obligations(view);
  std::uint64_t all = NonZeroBytes(Load<std::uint64_t>(masks) & spread);
  if constexpr (!S::kPlain)
    for (std::uint32_t i = 8; i < view.geometry.obligation_count; i += 8)
      all |= NonZeroBytes(Load<std::uint64_t>(masks + i) & spread) << i;
  return all;
}

// --- global rows -------------------------------------------------------------

// The info of the first global row that holds. One row always does.
template <class S>
ASSENT_INLINE std::uint32_t FirstGlobalRow(
    const View& view, const Request& request, const TermRecord& data,
    const TermRecord& action, const TermRecord& purpose,
    const TermRecord& relation, std::uint32_t day_class) {
  const std::byte* facts = request.facts->bytes() + FactsLayout().global;
  if (S::kPlain || view.global_words == nullptr) [[likely]] {
    const U64x2 rows = Load<U64x2>(data.global) & Load<U64x2>(action.global) &
                       Load<U64x2>(purpose.global) &
                       Load<U64x2>(relation.global) & Load<U64x2>(facts) &
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
constexpr std::uint32_t kVerdicts[4][8] = {
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
};

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

ASSENT_INLINE const std::uint8_t* FirstBlock(const View& view, const IndexEntry& entry,
                               std::uint32_t class_word) {
  const std::uint32_t part = class_word >> (entry.shift & 31) & entry.mask;
  return view.blocks +
         (std::uint64_t{entry.first_line} + part * entry.part_lines) * 64;
}

ASSENT_INLINE std::int32_t DayOffset(const View& view, Day day) {
  std::int32_t offset = day - view.geometry.first_day;
  const auto last = static_cast<std::int32_t>(view.geometry.last_day);
  offset = offset < 0 ? 0 : offset;
  return offset > last ? last : offset;
}

// Does a row of those that forbid match? Only tables that have such rows ask.
template <class S>
[[gnu::noinline]] bool Forbidden(const View& view, const Request& request) {
  const TermRecord& data = view.data_terms[request.data];
  const TermRecord& action = view.action_terms[request.action];
  const TermRecord& purpose = view.purpose_terms[request.purpose];
  const TermRecord& relation = view.relation_terms[request.relation];
  const IndexEntry entry = view.forbidden[request.partner];
  const std::uint8_t* block = FirstBlock(
      view, entry, data.part | action.part | purpose.part | relation.part);
  const I16x8 day = I16x8{} + static_cast<std::int16_t>(
                                  DayOffset(view, request.day) -
                                  format::kDayBias);
  std::uint32_t matching = 0;
  for (std::uint32_t i = 0; i < entry.block_count;
       ++i, block += 64 * std::size_t{view.block_lines})
    matching |= Matching(TestBlock<S>(view, block, request, data, action,
                                      purpose, relation, day));
  return matching != 0;
}

// Does one matching row override every closed permission? Rare, so apart.
template <class S>
[[gnu::noinline, gnu::cold]] bool Overridden(const View& view,
                                             const Request& request) {
  const TermRecord& data = view.data_terms[request.data];
  const TermRecord& action = view.action_terms[request.action];
  const TermRecord& purpose = view.purpose_terms[request.purpose];
  const TermRecord& relation = view.relation_terms[request.relation];
  const IndexEntry entry = view.index[request.partner];
  const std::uint8_t* block = FirstBlock(
      view, entry, data.part | action.part | purpose.part | relation.part);
  const std::int32_t offset = DayOffset(view, request.day);
  const I16x8 day =
      I16x8{} + static_cast<std::int16_t>(offset - format::kDayBias);
  const std::size_t words = view.geometry.global_words;
  const std::uint32_t day_class = view.days ? view.days[offset] : 0;

  // Bit w * 64 + i of the rows that hold, less the one that always does.
  const auto rows = [&](std::size_t w) {
    std::uint64_t held =
        Load<std::uint64_t>(request.facts->bytes() + view.facts.global +
                            8 * w) &
        view.day_words[words * day_class + w];
    if (view.global_words == nullptr) {
      held &= data.global[w] & action.global[w] & purpose.global[w] &
              relation.global[w];
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

  for (std::uint32_t i = 0; i < entry.block_count;
       ++i, block += 64 * std::size_t{view.block_lines}) {
    const Masks masks = TestBlock<S>(
        view, block, request, data, action, purpose, relation, day);
    const std::uint32_t lanes = block[view.block.override_lanes];
    const auto base =
        Load<std::uint32_t>(block + view.block.override_base);
    for (std::uint32_t left = Matching(masks) & lanes; left != 0;
         left &= left - 1) {
      const std::uint32_t below = (left & -left) - 1;
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

template <class S>
ASSENT_INLINE Verdict DecideOne(const View& view,
                                                const Request& request) {
  if (!Known(view, request)) [[unlikely]] return Verdict();
  const IndexEntry entry = view.index[request.partner];
  const TermRecord& data = view.data_terms[request.data];
  const TermRecord& action = view.action_terms[request.action];
  const TermRecord& purpose = view.purpose_terms[request.purpose];
  const TermRecord& relation = view.relation_terms[request.relation];
  const std::uint8_t* block = FirstBlock(
      view, entry, data.part | action.part | purpose.part | relation.part);
  if (request.facts->tag != view.tag + relation.path[0]) [[unlikely]]
    return Verdict();

  const std::int32_t offset = DayOffset(view, request.day);
  const std::uint32_t day_class = view.days ? view.days[offset] : 0;
  std::uint32_t info = FirstGlobalRow<S>(view, request, data, action, purpose,
                                      relation, day_class);
  const I16x8 day =
      I16x8{} + static_cast<std::int16_t>(offset - format::kDayBias);

  Masks masks = TestBlock<S>(view, block, request, data, action, purpose,
                             relation, day);
  std::uint64_t obligations = Obligations<S>(view, block, Matching(masks));
  std::uint32_t overrides =
      Matching(masks) & block[S::OverrideLanes(view)];
  if constexpr (!S::kPlain)
    for (std::uint32_t left = entry.block_count; --left != 0;) {
      block += 64 * std::size_t{view.block_lines};
      const Masks here = TestBlock<S>(view, block, request, data, action,
                                      purpose, relation, day);
      masks |= here;
      obligations |= Obligations<S>(view, block, Matching(here));
      overrides |= Matching(here) & block[S::OverrideLanes(view)];
    }

  // An impossible request stays one.
  if (view.forbidden != nullptr && (info & 0xff) > format::kProhibited)
    [[unlikely]]
    if (Forbidden<S>(view, request)) info = format::kProhibited;

  if (overrides != 0 && (info & 0xff) == format::kClosed) [[unlikely]]
    if (Overridden<S>(view, request))
      info = format::kNoRow;

  // Of granted, condition_not_met, expired, not_yet, none: the first.
  const std::uint32_t standing =
      __builtin_ctzll(masks | std::uint64_t{1} << 32) / 8;
  const std::uint32_t low =
      (&kVerdicts[0][0])[(info & 0xff) + standing] | (info & 0xffff0000);
  Verdict verdict;
  static_assert(sizeof(Verdict) == 16 && offsetof(Verdict, permit) == 0 &&
                offsetof(Verdict, reason) == 1 &&
                offsetof(Verdict, permission) == 2);
  std::memcpy(static_cast<void*>(&verdict), &low, sizeof low);
  verdict.obligations = obligations & -std::uint64_t{(info & 0xff) != 0};
  return verdict;
}

template <class S>
Verdict DecideWith(const View& view, const Request& request) noexcept {
  return DecideOne<S>(view, request);
}

// How far ahead: the index entry, then the lines of the block.
constexpr std::size_t kEntryAhead = 32, kBlockAhead = 16;

// Forgoes the loop's work for requests that are not known: nothing is read.
ASSENT_INLINE void PrefetchBlock(const View& view,
                                                 const Request& request) {
  if (!Known(view, request)) [[unlikely]] return;
  const std::uint32_t class_word = view.data_terms[request.data].part |
                                   view.action_terms[request.action].part |
                                   view.purpose_terms[request.purpose].part |
                                   view.relation_terms[request.relation].part;
  const std::uint8_t* block =
      FirstBlock(view, view.index[request.partner], class_word);
  for (std::uint32_t line = 0; line < view.block_lines; ++line)
    __builtin_prefetch(block + 64 * std::size_t{line});
  if (view.forbidden == nullptr) [[likely]] return;
  const IndexEntry& entry = view.forbidden[request.partner];
  block = FirstBlock(view, entry, class_word);
  for (std::uint32_t line = 0; line < entry.part_lines; ++line)
    __builtin_prefetch(block + 64 * std::size_t{line});
}

template <class S>
void DecideBatchWith(const View& view, const Request* requests,
                     Verdict* verdicts, std::size_t count) noexcept {
  for (std::size_t i = 0; i < count; ++i) {
    if (i + kEntryAhead < count) {
      const std::uint32_t partner = requests[i + kEntryAhead].partner;
      if (partner < view.geometry.partner_count) [[likely]] {
        __builtin_prefetch(view.index + partner);
        if (view.forbidden != nullptr) [[unlikely]]
          __builtin_prefetch(view.forbidden + partner);
      }
    }
    if (i + kBlockAhead < count) PrefetchBlock(view, requests[i + kBlockAhead]);
    verdicts[i] = DecideOne<S>(view, requests[i]);
  }
}

template <class S>
void Use(View& view) {
  view.decide = DecideWith<S>;
  view.decide_batch = DecideBatchWith<S>;
}

template <class Node, int kPath, bool kPlain>
void UseFor(View& view) {
  const Geometry& g = view.geometry;
  if (g.literal_mode == LiteralMode::none)
    return Use<Shape<Node, kPath, 0, kPlain>>(view);
  if (g.literal_mode == LiteralMode::slots)
    return Use<Shape<Node, kPath, -1, false>>(view);
  if (g.literal_width == 1) return Use<Shape<Node, kPath, 1, kPlain>>(view);
  if (g.literal_width == 2) return Use<Shape<Node, kPath, 2, kPlain>>(view);
  return Use<Shape<Node, kPath, 3, kPlain>>(view);
}

}  // namespace

void ChooseDecider(View& view) noexcept {
  const Geometry& g = view.geometry;
  const bool plain = g.node_bytes == 1 && g.purpose_wide == 0 &&
                     view.granting_blocks <= 1 && g.obligation_count <= 8 &&
                     g.global_words == 2 && g.path_length <= 4 &&
                     g.literal_mode != LiteralMode::slots;
  if (plain && g.path_length <= 2)
    return UseFor<std::uint8_t, 2, true>(view);
  if (plain && g.path_length == 3)
    return UseFor<std::uint8_t, 3, true>(view);
  if (plain) return UseFor<std::uint8_t, 4, true>(view);
  if (g.node_bytes == 2) return UseFor<std::uint16_t, 8, false>(view);
  return UseFor<std::uint8_t, 8, false>(view);
}

}  // namespace assent
