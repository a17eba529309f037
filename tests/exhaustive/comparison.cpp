#include "tests/exhaustive/comparison.h"

#include <algorithm>

#include "compiler/base/result.h"

namespace assent::exhaustive {
namespace {

using generate::Random;
using model::AttributeId;

// Completions behind one standing that the oracle is asked to enumerate.
constexpr double kMaxWork = 20'000;

// One place for the facts of one person, as the runtime wants it aligned.
struct alignas(Table::kFactsAlignment) Chunk {
  std::byte bytes[Table::kFactsAlignment];
};

std::size_t ChunksOf(const Table& table) {
  return (table.facts_bytes() + sizeof(Chunk) - 1) / sizeof(Chunk);
}

std::span<std::byte> Bytes(std::span<Chunk> chunks) {
  return {chunks.empty() ? nullptr : chunks[0].bytes,
          chunks.size() * sizeof(Chunk)};
}

Reason ReasonOf(reference::Standing standing) {
  switch (standing) {
    case reference::Standing::granted:
      return Reason::granted;
    case reference::Standing::condition_not_met:
      return Reason::condition_not_met;
    case reference::Standing::expired:
      return Reason::expired;
    case reference::Standing::not_yet:
      return Reason::not_yet;
    case reference::Standing::no_agreement:
      return Reason::no_agreement;
  }
  return Reason::unknown_term;
}

template <class Ids>
std::uint64_t Word(const Ids& ids) {
  std::uint64_t set = 0;
  for (auto id : ids) {
    ASSENT_CHECK(id.value < 64, "a test policy with more than 64 ids");
    set |= std::uint64_t(1) << id.value;
  }
  return set;
}

}  // namespace

std::string Tally::Line() const {
  std::string line = std::to_string(policies) + " policies, " +
                     std::to_string(requests) + " decisions:";
  for (std::size_t i = 0; i < reasons.size(); ++i)
    if (reasons[i] != 0)
      line += " " + std::to_string(reasons[i]) + " " +
              std::string(assent::NameOf(Reason(i)));
  line += " (" + std::to_string(overridden) + " by override)";
  if (too_large != 0)
    line += "; " + std::to_string(too_large) + " had too many completions";
  return line;
}

Comparison::Comparison(const model::Model& model, const Table& table)
    : model_(model),
      words_(model.vocabulary),
      table_(table),
      oracle_(model),
      requests_(model, oracle_) {
  auto map = [&](auto& ids, const auto& named, auto find) {
    for (const auto& item : named) {
      ids.push_back((table.*find)(item.name));
      ASSENT_CHECK(ids.back() != kNoId, "a name that the table does not know");
    }
  };
  map(partners_, words_.partners, &Table::FindPartner);
  map(data_, words_.data.terms, &Table::FindData);
  map(actions_, words_.actions.terms, &Table::FindAction);
  map(purposes_, words_.purposes.terms, &Table::FindPurpose);
  map(relations_, words_.relations, &Table::FindRelation);
  map(attributes_, words_.attributes, &Table::FindAttribute);

  auto map_back = [&](auto& ids, std::uint32_t count, const auto& named,
                      auto name_of) {
    ASSENT_CHECK(count == named.size() && count <= 64,
                 "the table has other permissions or obligations");
    for (std::uint32_t i = 0; i < count; ++i) {
      auto is_it = [&](const auto& item) {
        return item.name == (table.*name_of)(i);
      };
      ids.push_back(
          std::uint32_t(std::ranges::find_if(named, is_it) - named.begin()));
      ASSENT_CHECK(ids.back() < count, "a name that the Model does not know");
    }
  };
  map_back(permissions_, table.info().permission_count, words_.permissions,
           &Table::PermissionName);
  map_back(obligations_, table.info().obligation_count, words_.obligations,
           &Table::ObligationName);
}

Comparison::Tuple Comparison::Expected(const model::Request& request) {
  const reference::Verdict verdict = oracle_.Evaluate(request);
  Tuple tuple;
  tuple.impossible = verdict.impossible;
  if (verdict.impossible) {
    tuple.reason = Reason::impossible;
    return tuple;
  }
  tuple.permit = verdict.permit();
  tuple.standing = ReasonOf(verdict.standing);
  tuple.prohibited = verdict.prohibited;
  tuple.closed = Word(verdict.closed);
  for (const reference::Permissions& set : verdict.overrides)
    if (!set.empty()) tuple.overrides.push_back(Word(set));
  std::ranges::sort(tuple.overrides);
  tuple.obligations = Word(verdict.obligations);

  tuple.reason = tuple.standing;
  if (tuple.reason == Reason::granted && tuple.prohibited)
    tuple.reason = Reason::prohibited;
  if (tuple.reason == Reason::granted && !tuple.permit) {
    tuple.reason = Reason::needs_permission;
    tuple.permission = verdict.closed.begin()->value;
  }
  return tuple;
}

Comparison::Tuple Comparison::Actual(const Request& request,
                                     Verdict& verdict) const {
  auto word = [](std::uint64_t mask, const std::vector<std::uint32_t>& ids) {
    Set set = 0;
    for (std::uint32_t i = 0; i < ids.size(); ++i)
      if (mask >> i & 1) set |= Set(1) << ids[i];
    return set;
  };
  Tuple tuple;
  const Explanation explanation =
      table_.Explain(request, [&](const Finding& finding) {
        if (finding.kind == Finding::Kind::closed)
          tuple.closed |= Set(1) << permissions_.at(finding.id);
        if (finding.kind == Finding::Kind::override_set) {
          Set& set = tuple.overrides.emplace_back(0);
          for (std::uint16_t permission : finding.permissions)
            set |= Set(1) << permissions_.at(permission);
        }
      });
  std::ranges::sort(tuple.overrides);
  verdict = explanation.verdict;
  tuple.permit = verdict.permit;
  tuple.reason = verdict.reason;
  if (verdict.permission != kNoPermission)
    tuple.permission = permissions_.at(verdict.permission);
  tuple.impossible = explanation.impossible;
  tuple.standing = explanation.standing;
  tuple.prohibited = explanation.prohibited;
  tuple.obligations = word(explanation.obligations, obligations_);
  return tuple;
}

// The same knowledge can be supplied in several ways; `variant` chooses.
const Facts* Comparison::Bind(const std::vector<std::uint32_t>& values,
                              bool one_person, std::uint32_t variant,
                              std::span<std::byte> memory) const {
  std::vector<AttributeValue> supplied;
  auto supply = [&](std::size_t attribute, std::uint32_t value) {
    const std::string name = words_.attributes[attribute].ValueName(value);
    const std::uint32_t id = attributes_[attribute];
    supplied.push_back({id, table_.FindValue(id, name)});
    ASSENT_CHECK(supplied.back().value != kNoId,
                 "a value that the table does not know");
  };
  for (std::size_t a = 0; a < values.size(); ++a) {
    const model::Attribute& attribute = words_.attributes[a];
    if (LeftOut(words_, AttributeId(a), one_person)) continue;
    if (attribute.has_unsupplied() && values[a] == attribute.unsupplied())
      continue;
    if (variant % 2 == 1 && attribute.default_value == values[a]) continue;
    const bool shared = one_person && attribute.pair.valid() &&
                        attribute.owner == model::Owner::subject;
    if (!shared || variant % 3 != 1) supply(a, values[a]);
    if (shared && variant % 3 != 0) supply(attribute.pair.value, values[a]);
  }
  if (variant % 2 == 1) std::ranges::reverse(supplied);
  const BindResult bound = table_.BindFacts(supplied, one_person, memory);
  ASSENT_CHECK(bound.error == RequestError::none, "facts that do not bind");
  return bound.facts;
}

Request Comparison::Asked(const model::Request& request,
                          const Facts* facts) const {
  return {partners_[request.partner.value],
          data_[request.data.value],
          actions_[request.action.value],
          purposes_[request.purpose.value],
          relations_[request.relation.value],
          request.day,
          facts};
}

Comparison::Tuple Comparison::Ask(const model::Request& request) const {
  std::vector<Chunk> memory(ChunksOf(table_));
  const Facts* facts = Bind(request.values, request.relation == words_.self,
                            /*variant=*/0, Bytes(memory));
  Verdict verdict;
  return Actual(Asked(request, facts), verdict);
}

std::optional<std::string> Comparison::Compare(const model::Request& request,
                                               const Facts* facts,
                                               Tally& tally) {
  const Request asked = Asked(request, facts);
  const Tuple expected = Expected(request);
  Verdict verdict;
  const Tuple actual = Actual(asked, verdict);
  if (expected != actual)
    return RequestText(request, words_) + "\nexpected " + Text(expected) +
           "\nactual   " + Text(actual) + "\n";

  asked_.push_back(asked);
  answered_.push_back(verdict);
  ++tally.requests;
  ++tally.reasons[std::size_t(expected.reason)];
  if (expected.permit && expected.closed != 0) ++tally.overridden;
  return std::nullopt;
}

// Decide and DecideBatch say what Explain said.
std::optional<std::string> Comparison::CompareBatch() {
  std::vector<Verdict> batch(asked_.size());
  table_.DecideBatch(asked_, batch);
  std::optional<std::string> mismatch;
  for (std::size_t i = 0; i < asked_.size() && !mismatch; ++i) {
    if (table_.Decide(asked_[i]) != answered_[i])
      mismatch = "Decide and Explain disagree";
    else if (batch[i] != answered_[i])
      mismatch = "DecideBatch and Explain disagree";
  }
  asked_.clear();
  answered_.clear();
  return mismatch;
}

std::optional<std::string> Comparison::CompareAll(Tally& tally) {
  ++tally.policies;
  std::optional<std::string> mismatch;
  for (bool one_person : {false, true}) {
    const auto assignments = requests_.Assignments(one_person);
    const std::size_t stride = ChunksOf(table_);
    std::vector<Chunk> memory(stride * assignments.size());
    std::vector<const Facts*> facts;
    for (std::size_t i = 0; i < assignments.size(); ++i)
      facts.push_back(
          Bind(assignments[i], one_person, std::uint32_t(i),
               Bytes(std::span(memory).subspan(i * stride, stride))));

    requests_.ForEachCase(one_person, [&](model::Request& q) {
      for (std::size_t i = 0; i < assignments.size(); ++i) {
        q.values = assignments[i];
        for (Day day : requests_.days()) {
          q.day = day;
          mismatch = Compare(q, facts[i], tally);
          if (mismatch) return true;
        }
      }
      mismatch = CompareBatch();
      return mismatch.has_value();
    });
    if (mismatch) return mismatch;
  }
  return std::nullopt;
}

std::optional<std::string> Comparison::CompareRandom(Random& random,
                                                     std::uint64_t count,
                                                     Tally& tally) {
  ++tally.policies;
  std::vector<Chunk> memory(ChunksOf(table_));
  for (std::uint64_t i = 0; i < count; ++i) {
    model::Request q = AimedRequest(model_, random);
    while (oracle_.WorkOf(q) > kMaxWork) {
      ++tally.too_large;
      q = AimedRequest(model_, random);
    }
    const bool one_person = q.relation == words_.self;
    const Facts* facts =
        Bind(q.values, one_person, std::uint32_t(i), Bytes(memory));
    if (auto mismatch = Compare(q, facts, tally)) return mismatch;
    if (auto mismatch = CompareBatch()) return mismatch;
  }
  return std::nullopt;
}

std::string Comparison::Text(const Tuple& tuple) const {
  auto set = [](Set ids, const auto& named) {
    std::string text = "{";
    for (std::size_t i = 0; i < named.size(); ++i)
      if (ids >> i & 1) text += (text.size() > 1 ? ", " : "") + named[i].name;
    return text + "}";
  };
  std::string text = tuple.permit ? "permit" : "deny because ";
  if (!tuple.permit) text += assent::NameOf(tuple.reason);
  if (tuple.permission != kNoPermission)
    text += "(" + words_.permissions[tuple.permission].name + ")";
  if (tuple.impossible) return text;
  text += "; standing ";
  text += assent::NameOf(tuple.standing);
  text += tuple.prohibited ? "; prohibited" : "";
  text += "; closed " + set(tuple.closed, words_.permissions) + "; overrides";
  for (Set overridden : tuple.overrides)
    text += " " + set(overridden, words_.permissions);
  return text + "; obligations " + set(tuple.obligations, words_.obligations);
}

}  // namespace assent::exhaustive
