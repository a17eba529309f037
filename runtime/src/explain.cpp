// Explain: the whole tuple from the rows, and the rules behind each part.
//
// The tuple is read off the same blocks as Decide reads, lane by lane. The
// rules are evaluated as they were written, in three values: a request that
// names inner terms or leaves attributes out stands for its completions, and
// a rule may match all, some or none of them. What is said to be behind a
// part is every rule that matches some completion.
#include <cstring>

#include "view.h"

namespace assent {

using namespace format;
using View = Table::View;

namespace {

enum class Truth : std::uint8_t { no, maybe, yes };

Truth And(Truth a, Truth b) { return a < b ? a : b; }
Truth Or(Truth a, Truth b) { return a < b ? b : a; }
Truth Without(Truth a, Truth b) {   // a and not b
  const auto negated =
      static_cast<Truth>(2 - static_cast<std::uint8_t>(b));
  return And(a, negated);
}

// --- the tuple ---------------------------------------------------------------

struct Question {
  const View& view;
  const Request& request;
  DayEntry day{};

  const std::uint32_t* values() const {
    return reinterpret_cast<const std::uint32_t*>(request.facts->bytes() +
                                                  view.facts.values);
  }
};

bool GlobalRowHolds(const Question& q, std::uint32_t row) {
  const View& view = q.view;
  const Geometry& g = view.geometry;
  const std::size_t words = g.global_words, w = row / 64;
  const std::uint32_t ids[4] = {q.request.data, q.request.action,
                                q.request.purpose, q.request.relation};
  const TermRecord* const records[4] = {view.data_terms, view.action_terms,
                                        view.purpose_terms,
                                        view.relation_terms};
  const std::size_t counts[4] = {g.data_count, g.action_count,
                                 g.purpose_count, g.relation_count};
  std::uint64_t held = view.day_words[words * q.day.day_class + w];
  std::uint64_t facts = 0;
  std::memcpy(&facts, q.request.facts->bytes() + view.facts.global + 8 * w,
              sizeof facts);
  held &= facts;
  std::size_t before = 0;
  for (int kind = 0; kind < 4; ++kind) {
    held &= view.global_words == nullptr
                ? records[kind][ids[kind]].global[w]
                : view.global_words[words * (before + ids[kind]) + w];
    before += counts[kind];
  }
  return held >> row % 64 & 1;
}

// Element `index` of numbers of one byte or two.
std::uint32_t NumberAt(const std::uint8_t* at, std::uint32_t bytes,
                       std::size_t index) {
  std::uint32_t number = 0;
  std::memcpy(&number, at + bytes * index, bytes);
  return number;
}

// Does some range of the lane hold the term?
bool InRanges(const std::uint8_t* ranges, std::uint32_t bytes,
              std::uint32_t lane, std::uint32_t term) {
  for (std::uint32_t r = 0; r < kRanges; ++r) {
    const std::uint32_t first = NumberAt(ranges, bytes, r * kLanes + lane);
    const std::uint32_t span =
        NumberAt(ranges, bytes, (kRanges + r) * kLanes + lane);
    if (term - first <= span) return true;
  }
  return false;
}

// Of one lane: does it match, but for conditions and window; its window; its
// conditions.
struct LaneMatch {
  bool terms = false, started = false, ended = false, conditions = true;

  bool all() const { return terms && started && !ended && conditions; }
};

LaneMatch MatchLane(const Question& q, const std::uint8_t* block,
                    std::uint32_t lane) {
  const View& view = q.view;
  const Geometry& g = view.geometry;
  const BlockLayout& at = view.block;
  const Request& r = q.request;
  const auto is_in = [&](std::uint32_t masks) {
    return (NumberAt(block + masks, 2, 0) >> lane & 1) != 0;
  };
  LaneMatch match;
  match.terms =
      is_in(at.actions + 2 * r.action) && is_in(at.relations + 2 * r.relation) &&
      InRanges(block + at.data, g.data_bytes, lane, r.data) &&
      (g.purpose_bytes != 0 ? InRanges(block + at.purpose_ranges,
                                       g.purpose_bytes, lane, r.purpose)
                            : is_in(at.purposes + 2 * r.purpose));
  std::int16_t window[2];
  std::memcpy(&window[0], block + 2 * lane, 2);
  std::memcpy(&window[1], block + 2 * (kLanes + lane), 2);
  match.started = q.day.code > window[0];
  match.ended = q.day.code > window[1];
  const auto* facts = reinterpret_cast<const std::uint8_t*>(
      r.facts->bytes() + view.facts.conditions);
  const std::uint32_t joined = NumberAt(block + at.joined, 2, 0);
  for (bool more = true; more && lane < kLanes; ++lane) {
    for (std::uint32_t t = 0; t < g.test_count; ++t) {
      const std::uint8_t* test = block + at.tests + t * at.test_stride;
      const std::uint8_t mask = test[kLanes * g.test_bytes + lane];
      if (mask & ~facts[NumberAt(test, g.test_bytes, lane)])
        match.conditions = false;
    }
    more = (joined >> lane & 1) != 0;
  }
  return match;
}

// `entries`: of the rows that grant, or of those that forbid.
template <class F>                  // f(block, lane, match)
void ForEachLane(const Question& q, const LeafEntry* entries, F f) {
  const View& view = q.view;
  LeafEntry leaf = entries[q.request.partner];
  const std::uint32_t class_word =
      view.data_terms[q.request.data].part |
      view.action_terms[q.request.action].part |
      view.purpose_terms[q.request.purpose].part |
      view.relation_terms[q.request.relation].part;
  if (leaf.block_count == 0)
    leaf = view.leaves[leaf.first + (class_word >> (leaf.lanes & 0xff) &
                                     leaf.lanes >> 8)];
  const std::uint8_t* block = view.blocks + std::size_t{leaf.first} * 64;
  for (std::uint32_t b = 0; b < leaf.block_count;
       ++b, block += view.geometry.block_bytes)
    for (std::uint32_t lane = 0; lane < kLanes; ++lane)
      if (leaf.lanes >> lane & 1) f(block, lane, MatchLane(q, block, lane));
}

// The override sets of matching lanes: calls f(set id), with repetitions.
template <class F>
void ForEachOverrideSet(const Question& q, F f) {
  const View& view = q.view;
  const std::uint32_t* lists = view.override_lists;
  const std::uint32_t* members =
      lists + view.geometry.override_list_count + 1;
  ForEachLane(q, view.leaves, [&](const std::uint8_t* block,
                                 std::uint32_t lane, const LaneMatch& match) {
    const std::uint32_t with =
        NumberAt(block + view.block.override_lanes, 2, 0);
    if (!match.all() || !(with >> lane & 1)) return;
    std::uint32_t list = 0;
    std::memcpy(&list, block + view.block.override_base, sizeof list);
    list += static_cast<std::uint32_t>(
        __builtin_popcount(with & ((1u << lane) - 1)));
    for (std::uint32_t s = lists[list]; s < lists[list + 1]; ++s)
      f(members[s]);
  });
}

std::span<const std::uint32_t> PermissionsOf(const View& view,
                                             std::uint32_t set) {
  const std::uint32_t* firsts = view.override_sets;
  const std::uint32_t* members =
      firsts + view.geometry.override_set_count + 1;
  return {members + firsts[set], firsts[set + 1] - firsts[set]};
}

// Both ascending: a contains b?
bool ContainsAll(std::span<const std::uint32_t> a,
                 std::span<const std::uint32_t> b) {
  std::size_t i = 0;
  for (std::uint32_t member : b) {
    while (i < a.size() && a[i] < member) ++i;
    if (i == a.size() || a[i] != member) return false;
  }
  return true;
}

// --- rules as written --------------------------------------------------------

// Reads LEB128 numbers; after the end, or garbage, zeros and `good` false.
struct Reader {
  const std::uint8_t* at;
  const std::uint8_t* end;
  bool good = true;
  std::uint32_t depth = 0;

  std::uint64_t Number() {
    std::uint64_t number = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      if (at == end) break;
      const std::uint8_t byte = *at++;
      number |= std::uint64_t{byte & 0x7fu} << shift;
      if (byte < 0x80) return number;
    }
    good = false;
    at = end;
    return 0;
  }
  // A count of things of at least one byte each.
  std::uint64_t Count() {
    const std::uint64_t count = Number();
    if (count > static_cast<std::uint64_t>(end - at)) {
      good = false;
      at = end;
      return 0;
    }
    return count;
  }
};

// How much of a set of runs a set of leaves (as runs in the vocabulary) meets.
struct Leaves {
  const std::uint32_t* runs;        // begin, end, ...
  std::uint32_t count;
};

Truth Within(Reader& reader, const Leaves& leaves) {
  std::uint64_t total = 0, met = 0, end = 0;
  for (std::uint32_t i = 0; i < leaves.count; ++i)
    total += leaves.runs[2 * i + 1] - leaves.runs[2 * i];
  const std::uint64_t count = reader.Count();
  for (std::uint64_t r = 0; r < count; ++r) {
    const std::uint64_t begin = end + reader.Number();
    end = begin + reader.Number();
    for (std::uint32_t i = 0; i < leaves.count; ++i) {
      const std::uint64_t low =
          begin > leaves.runs[2 * i] ? begin : leaves.runs[2 * i];
      const std::uint64_t high =
          end < leaves.runs[2 * i + 1] ? end : leaves.runs[2 * i + 1];
      if (low < high) met += high - low;
    }
  }
  return met == 0 ? Truth::no : met >= total ? Truth::yes : Truth::maybe;
}

bool Contains(Reader& reader, std::uint64_t value) {
  bool found = false;
  std::uint64_t end = 0;
  const std::uint64_t count = reader.Count();
  for (std::uint64_t r = 0; r < count; ++r) {
    const std::uint64_t begin = end + reader.Number();
    end = begin + reader.Number();
    found = found || (begin <= value && value < end);
  }
  return found;
}

// A set of partners; the empty one stands for all.
bool Concerns(Reader& reader, std::uint64_t partner) {
  const Reader start = reader;
  const bool all = reader.Count() == 0 && reader.good;
  reader = start;
  return Contains(reader, partner) || all;
}

class RuleBook {
 public:
  explicit RuleBook(const Question& q) : q_(q), view_(q.view) {
    if (view_.explanation_bytes < sizeof(ExplanationHead)) return;
    const std::byte* next = view_.explanation;
    head_ = reinterpret_cast<const ExplanationHead*>(next);
    const auto take = [&next]<class T>(const T*& out, std::uint64_t count) {
      out = reinterpret_cast<const T*>(next);
      next += count * sizeof(T);
    };
    const ExplanationHead& h = *head_;
    const std::uint64_t partners = view_.geometry.partner_count;
    const std::uint64_t items = std::uint64_t{h.grant_count} + h.gate_count +
                                h.prohibition_count + h.assumption_count;
    const std::uint64_t needed =
        sizeof h + std::uint64_t{h.rule_count} * sizeof(RuleEntry) +
        std::uint64_t{h.file_count} * sizeof(NameRef) +
        4 * (partners + h.list_count + 1ull + h.list_grant_count) +
        items * sizeof(ItemEntry) + h.body_bytes;
    if (needed != view_.explanation_bytes) {
      head_ = nullptr;
      return;
    }
    next += sizeof h;
    take(rules_, h.rule_count);
    take(files_, h.file_count);
    take(list_of_, partners);
    take(list_first_, h.list_count + 1ull);
    take(list_grants_, h.list_grant_count);
    take(grants_, h.grant_count);
    take(gates_, h.gate_count);
    take(prohibitions_, h.prohibition_count);
    take(assumptions_, h.assumption_count);
    body_ = reinterpret_cast<const std::uint8_t*>(next);
    const std::uint32_t ids[3] = {q.request.data, q.request.action,
                                  q.request.purpose};
    for (int t = 0; t < 3; ++t) {
      const TermEntry& term = view_.terms[t][ids[t]];
      leaves_[t] = {view_.vocabulary_runs + 2 * std::size_t{term.first_run},
                    term.run_count};
    }
  }

  bool usable() const { return head_ != nullptr; }

  RuleText TextOf(const ItemEntry& item) const {
    RuleText text;
    if (item.rule >= head_->rule_count) return text;
    const RuleEntry& rule = rules_[item.rule];
    text.name = Text(rule.name);
    text.agreement = Text(rule.agreement);
    text.line = rule.line;
    if (rule.file < head_->file_count) text.file = Text(files_[rule.file]);
    return text;
  }

  // Which parts of a scope are taken to be open: for clauses that matched
  // before, will match, or would with other facts.
  struct Open {
    bool day = false, facts = false;
  };

  struct Match {
    Truth truth = Truth::no;
    std::uint64_t from = 0, until = 0;
  };

  // f(item, match, obligations, overrides); the id readers are good for the
  // call.
  template <class F>
  void ForEachGrant(Open open, F f) {
    const std::uint32_t partner = q_.request.partner;
    const std::uint32_t list = list_of_[partner];
    if (list >= head_->list_count) return;
    std::uint32_t end = list_first_[list + 1];
    if (end > head_->list_grant_count) end = head_->list_grant_count;
    for (std::uint32_t i = list_first_[list]; i < end; ++i) {
      if (list_grants_[i] >= head_->grant_count) continue;
      const ItemEntry& item = grants_[list_grants_[i]];
      Reader reader = ReaderOf(item);
      const Reader obligations = SkipIds(reader);
      const Reader overrides = SkipIds(reader);
      Match match;
      const Truth scope = Scope(reader, open, &match);
      match.truth = Without(scope, Exceptions(reader, open));
      if (reader.good) f(item, match, obligations, overrides);
    }
  }

  template <class F>                // f(item) of those that may match
  void ForEachProhibition(F f) {
    for (std::uint32_t i = 0; i < head_->prohibition_count; ++i) {
      Reader reader = ReaderOf(prohibitions_[i]);
      if (!Concerns(reader, q_.request.partner)) continue;
      const Truth scope = Scope(reader, {}, nullptr);
      const Truth truth = Without(scope, Exceptions(reader, {}));
      if (truth != Truth::no && reader.good) f(prohibitions_[i]);
    }
  }

  template <class F>                // f(item)
  void ForEachGateOf(std::uint32_t permission, F f) {
    for (std::uint32_t i = 0; i < head_->gate_count; ++i) {
      if (gates_[i].permission != permission) continue;
      Reader reader = ReaderOf(gates_[i]);
      if (Scope(reader, {}, nullptr) != Truth::no && reader.good) f(gates_[i]);
    }
  }

  template <class F>                // f(item) of those that may not hold
  void ForEachBrokenAssumption(F f) {
    for (std::uint32_t i = 0; i < head_->assumption_count; ++i) {
      Reader reader = ReaderOf(assumptions_[i]);
      const Truth truth = Condition(reader, {});
      if (truth != Truth::yes && reader.good) f(assumptions_[i]);
    }
  }

 private:
  std::string_view Text(const NameRef& name) const {
    if (std::uint64_t{name.offset} + name.length >
        view_.explanation_string_bytes)
      return {};
    return {view_.explanation_strings + name.offset, name.length};
  }

  Reader ReaderOf(const ItemEntry& item) const {
    const std::uint32_t begin =
        item.body < head_->body_bytes ? item.body : head_->body_bytes;
    return {body_ + begin, body_ + head_->body_bytes};
  }

  static Reader SkipIds(Reader& reader) {
    const Reader ids = reader;
    const std::uint64_t count = reader.Count();
    for (std::uint64_t i = 0; i < count; ++i) reader.Number();
    return ids;
  }

  Truth Scope(Reader& reader, Open open, Match* window) {
    Truth truth = Truth::yes;
    for (const Leaves& leaves : leaves_)
      truth = And(truth, Within(reader, leaves));
    if (!Contains(reader, q_.request.relation)) truth = Truth::no;
    const std::uint64_t from = reader.Number(), until = reader.Number();
    const auto day = static_cast<std::uint64_t>(q_.request.day);
    if (window != nullptr) *window = {Truth::no, from, until};
    if (open.day)
      truth = And(truth, window != nullptr ? Truth::yes : Truth::maybe);
    else if (day < from || day >= until)
      truth = Truth::no;
    return And(truth, Condition(reader, open));
  }

  Truth Exceptions(Reader& reader, Open open) {
    Truth any = Truth::no;
    if (++reader.depth > kMaxDepth) return Fail(reader);
    const std::uint64_t count = reader.Count();
    for (std::uint64_t i = 0; i < count && reader.good; ++i) {
      const Truth scope = Scope(reader, open, nullptr);
      any = Or(any, Without(scope, Exceptions(reader, open)));
    }
    --reader.depth;
    return any;
  }

  Truth Condition(Reader& reader, Open open) {
    if (++reader.depth > kMaxDepth) return Fail(reader);
    Truth truth = Truth::no;
    switch (const std::uint64_t kind = reader.Number()) {
      case kAllOf:
      case kAnyOf: {
        truth = kind == kAllOf ? Truth::yes : Truth::no;
        const std::uint64_t count = reader.Count();
        for (std::uint64_t i = 0; i < count && reader.good; ++i) {
          const Truth operand = Condition(reader, open);
          truth = kind == kAllOf ? And(truth, operand) : Or(truth, operand);
        }
        break;
      }
      case kLiteral:
        truth = LiteralTruth(reader);
        if (open.facts) truth = Truth::maybe;
        break;
      case kConsent: {
        const std::uint64_t person = reader.Number(), kinds = reader.Number();
        truth = open.facts || person > 1 ? Truth::maybe
                                         : ConsentTruth(person, kinds);
        break;
      }
      case kMaybe: truth = Truth::maybe; break;
      default: return Fail(reader);
    }
    --reader.depth;
    return truth;
  }

  static Truth Fail(Reader& reader) {
    reader.good = false;
    reader.at = reader.end;
    return Truth::no;
  }

  Truth LiteralTruth(Reader& reader) {
    const std::uint64_t attribute = reader.Number();
    if (attribute >= view_.geometry.attribute_count) return Fail(reader);
    const AttributeEntry& entry = view_.attributes[attribute];
    const std::uint32_t value = q_.values()[attribute];
    const bool supplied = value < entry.supplied_count;
    if (supplied) return Contains(reader, value) ? Truth::yes : Truth::no;
    std::uint64_t members = 0;
    const std::uint64_t count = reader.Count();
    for (std::uint64_t r = 0; r < count; ++r) {
      reader.Number();
      members += reader.Number();
    }
    return members == 0                      ? Truth::no
           : members >= entry.supplied_count ? Truth::yes
                                             : Truth::maybe;
  }

  // Is the permission's state, of one of these persons, an open one?
  Truth OpenFor(const PermissionEntry& permission, std::uint32_t owner) const {
    const std::uint32_t attribute = permission.state[owner];
    if (attribute == kNone) return Truth::no;
    const std::uint32_t value = q_.values()[attribute];
    if (value >= view_.attributes[attribute].supplied_count)
      return Truth::maybe;
    const std::uint32_t* run =
        view_.vocabulary_runs + 2 * std::size_t{permission.first_run};
    for (std::uint32_t i = 0; i < permission.run_count; ++i, run += 2)
      if (run[0] <= value && value < run[1]) return Truth::yes;
    return Truth::no;
  }

  // Is the strongest kind among the person's open governing permissions one
  // of `kinds`? From the kinds that it may be.
  Truth ConsentTruth(std::uint64_t person, std::uint64_t kinds) {
    const bool one_person =
        q_.request.relation == view_.geometry.self_relation;
    std::uint32_t least = 0;                 // what it is at least
    std::uint64_t possible = 1;              // bits of kinds; 0: none
    for (std::uint32_t i = 0; i < head_->gate_count; ++i) {
      const ItemEntry& gate = gates_[i];
      if (gate.permission >= view_.geometry.permission_count) continue;
      const PermissionEntry& permission = view_.permissions[gate.permission];
      Truth open = OpenFor(permission, static_cast<std::uint32_t>(person));
      if (one_person)
        open = Or(open, OpenFor(permission,
                                static_cast<std::uint32_t>(1 - person)));
      if (open == Truth::no) continue;
      Reader reader = ReaderOf(gate);
      const Truth governs = And(open, Scope(reader, {}, nullptr));
      if (governs == Truth::no) continue;
      possible |= std::uint64_t{1} << permission.consent;
      if (governs == Truth::yes && permission.consent > least)
        least = permission.consent;
    }
    possible &= ~std::uint64_t{0} << least;
    if ((possible & kinds) == 0) return Truth::no;
    return (possible & ~kinds) == 0 ? Truth::yes : Truth::maybe;
  }

  const Question& q_;
  const View& view_;
  const ExplanationHead* head_ = nullptr;
  const RuleEntry* rules_ = nullptr;
  const NameRef* files_ = nullptr;
  const std::uint32_t* list_of_ = nullptr;
  const std::uint32_t* list_first_ = nullptr;
  const std::uint32_t* list_grants_ = nullptr;
  const ItemEntry* grants_ = nullptr;
  const ItemEntry* gates_ = nullptr;
  const ItemEntry* prohibitions_ = nullptr;
  const ItemEntry* assumptions_ = nullptr;
  const std::uint8_t* body_ = nullptr;
  Leaves leaves_[3] = {};
};

// Reports the parts, and counts them.
class Explainer {
 public:
  Explainer(const Question& q, FindingSink sink, void* context)
      : q_(q), view_(q.view), book_(q), sink_(sink), context_(context) {}

  Explanation Run(const Verdict& verdict) {
    Explanation result;
    result.verdict = verdict;
    const Geometry& g = view_.geometry;
    result.impossible = verdict.reason == Reason::impossible;
    if (result.impossible) {
      if (book_.usable())
        book_.ForEachBrokenAssumption([&](const ItemEntry& item) {
          Say(Finding::Kind::impossible, item);
        });
      return result;
    }
    result.standing = Standing();
    result.obligations = verdict.obligations;
    SayGrants(result.standing, result.obligations);
    if (result.standing == Reason::granted)
      result.override_set_count = SayOverrideSets();

    std::uint32_t last = kNone;
    for (std::uint32_t r = 0; r < g.global_row_count; ++r) {
      const std::uint32_t kind = view_.global_rows[r] & 0xffff;
      const std::uint32_t permission = view_.global_rows[r] >> 16;
      if (kind == kImpossible || !GlobalRowHolds(q_, r)) continue;
      if (kind == kProhibited) {
        result.prohibited = true;
      } else if (permission != last) {
        last = permission;
        ++result.closed_count;
        SayClosed(permission);
      }
    }
    if (view_.forbidden != nullptr)
      ForEachLane(q_, view_.forbidden,
                  [&](const std::uint8_t*, std::uint32_t,
                      const LaneMatch& match) {
                    result.prohibited = result.prohibited || match.all();
                  });
    if (result.prohibited && book_.usable())
      book_.ForEachProhibition([&](const ItemEntry& item) {
        Say(Finding::Kind::prohibited, item);
      });
    return result;
  }

 private:
  void Say(Finding::Kind kind, const ItemEntry& item,
           std::uint32_t id = kNone,
           std::span<const std::uint16_t> permissions = {}) {
    Finding finding;
    finding.kind = kind;
    finding.id = id;
    finding.permissions = permissions;
    finding.rule = book_.TextOf(item);
    sink_(context_, finding);
  }

  Reason Standing() const {
    bool granted = false, other_facts = false, ended = false, any = false;
    ForEachLane(q_, view_.leaves, [&](const std::uint8_t*, std::uint32_t,
                                     const LaneMatch& match) {
      if (!match.terms) return;
      any = true;
      ended = ended || match.ended;
      if (!match.started || match.ended) return;
      other_facts = true;
      granted = granted || match.conditions;
    });
    return granted       ? Reason::granted
           : other_facts ? Reason::condition_not_met
           : ended       ? Reason::expired
           : any         ? Reason::not_yet
                         : Reason::no_agreement;
  }

  // The clauses behind the standing; of those that match now, what they
  // oblige to and override.
  void SayGrants(Reason standing, std::uint64_t obligations) {
    if (!book_.usable() || standing == Reason::no_agreement) return;
    RuleBook::Open open;
    open.facts = standing != Reason::granted;
    open.day = standing == Reason::expired || standing == Reason::not_yet;
    const auto day = static_cast<std::uint64_t>(q_.request.day);
    book_.ForEachGrant(open, [&](const ItemEntry& item,
                                 const RuleBook::Match& match,
                                 Reader obliges, Reader overrides) {
      if (match.truth == Truth::no) return;
      if (standing == Reason::expired && match.until > day) return;
      if (standing == Reason::not_yet && match.from <= day) return;
      Say(Finding::Kind::grant, item);
      if (standing != Reason::granted) return;
      for (std::uint64_t left = obliges.Count(); left != 0; --left) {
        const std::uint64_t id = obliges.Number();
        if (id < kMaxObligations && (obligations >> id & 1))
          Say(Finding::Kind::obligation, item, static_cast<std::uint32_t>(id));
      }
      std::uint16_t permissions[kMostPermissions];
      std::size_t count = 0;
      for (std::uint64_t left = overrides.Count(); left != 0; --left) {
        const std::uint64_t id = overrides.Number();
        if (count < kMostPermissions && id < view_.geometry.permission_count)
          permissions[count++] = static_cast<std::uint16_t>(id);
      }
      if (count != 0)
        Say(Finding::Kind::override_rule, item, kNone, {permissions, count});
    });
  }

  // The maximal sets, each once: a set is left out when another one that is
  // larger, or equal and has a lower number, holds too.
  std::uint32_t SayOverrideSets() {
    std::uint32_t said = 0;
    std::uint32_t last = kNone;       // sets are said in ascending order
    for (;;) {
      std::uint32_t next = kNone;
      ForEachOverrideSet(q_, [&](std::uint32_t set) {
        if ((last == kNone || set > last) && set < next && IsMaximal(set))
          next = set;
      });
      if (next == kNone) return said;
      last = next;
      ++said;
      Finding finding;
      finding.kind = Finding::Kind::override_set;
      finding.id = said - 1;
      std::uint16_t permissions[kMostPermissions];
      std::size_t count = 0;
      for (std::uint32_t permission : PermissionsOf(view_, next))
        if (count < kMostPermissions)
          permissions[count++] = static_cast<std::uint16_t>(permission);
      finding.permissions = {permissions, count};
      sink_(context_, finding);
    }
  }

  bool IsMaximal(std::uint32_t set) const {
    bool maximal = true;
    ForEachOverrideSet(q_, [&](std::uint32_t other) {
      if (other != set &&
          ContainsAll(PermissionsOf(view_, other), PermissionsOf(view_, set)))
        maximal = false;
    });
    return maximal;
  }

  void SayClosed(std::uint32_t permission) {
    bool said = false;
    if (book_.usable())
      book_.ForEachGateOf(permission, [&](const ItemEntry& item) {
        said = true;
        Say(Finding::Kind::closed, item, permission);
      });
    if (said) return;
    Finding finding;                  // a table without rules
    finding.kind = Finding::Kind::closed;
    finding.id = permission;
    sink_(context_, finding);
  }

  static constexpr std::size_t kMostPermissions = 1024;

  const Question& q_;
  const View& view_;
  RuleBook book_;
  FindingSink sink_;
  void* context_;
};

}  // namespace

Explanation Table::ExplainTo(const Request& request, FindingSink sink,
                             void* context) const noexcept {
  const View& view = *view_;
  const Verdict verdict = Decide(request);
  if (verdict.reason == Reason::unknown_term) {
    Explanation unknown;
    unknown.verdict = verdict;
    unknown.standing = Reason::unknown_term;
    return unknown;
  }
  Question q{view, request};
  const auto last = static_cast<std::int32_t>(view.geometry.last_day);
  const std::int32_t offset = request.day - view.geometry.first_day;
  q.day = view.days[offset < 0 ? 0 : offset > last ? last : offset];
  return Explainer(q, sink, context).Run(verdict);
}

}  // namespace assent
