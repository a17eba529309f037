#include "compiler/check/witness.h"

#include <algorithm>
#include <unordered_set>

#include <nlohmann/json.hpp>

#include "compiler/base/result.h"
#include "compiler/rows/rows_to_text.h"

namespace assent::check {
namespace {

using logic::Assignment;
using logic::kFirstAttributeLevel;
using logic::NodeId;

bool IsRequestersCopy(const model::Attribute& attribute) {
  return attribute.pair.valid() && attribute.owner == model::Owner::requester;
}

// Asks whether every request that agrees with a partial assignment is in one
// of two functions, or which levels a function reads.
class Search {
 public:
  Search(const Requests& requests, const Assignment& fixed)
      : requests_(requests), fixed_(fixed) {}

  bool AlwaysIn(NodeId f, NodeId excused) {
    if (f == logic::kTrue || excused == logic::kTrue) return true;
    if (f == logic::kFalse && excused == logic::kFalse) return false;
    const std::uint64_t key = std::uint64_t{f.value} << 32 | excused.value;
    if (seen_.contains(key)) return true;
    const logic::Store& store = requests_.store;
    const std::uint32_t level =
        std::min(store.LevelOf(f), store.LevelOf(excused));
    const auto child = [&](NodeId node, std::uint32_t value) {
      return store.LevelOf(node) == level ? store.ChildOf(node, value) : node;
    };
    const auto holds = [&](std::uint32_t value) {
      return AlwaysIn(child(f, value), child(excused, value));
    };
    bool always = true;
    if (fixed_[level])
      always = holds(*fixed_[level]);
    else
      for (std::uint32_t value : Representatives(level, f, excused))
        always = always && holds(value);
    if (always) seen_.insert(key);
    return always;
  }

  void LevelsRead(NodeId f, std::vector<bool>& read) {
    const logic::Store& store = requests_.store;
    const std::uint32_t level = store.LevelOf(f);
    if (level == store.level_count() || !seen_.insert(f.value).second) return;
    if (fixed_[level]) {
      LevelsRead(store.ChildOf(f, *fixed_[level]), read);
      return;
    }
    read[level] = true;
    for (const logic::Edge& edge : store.Edges(f)) LevelsRead(edge.child, read);
  }

 private:
  // One countable value of each run of values that neither function splits.
  std::vector<std::uint32_t> Representatives(std::uint32_t level, NodeId f,
                                             NodeId excused) const {
    std::vector<std::uint32_t> begins{0};
    for (NodeId node : {f, excused})
      if (requests_.store.LevelOf(node) == level)
        for (const logic::Edge& edge : requests_.store.Edges(node))
          begins.push_back(edge.begin);
    std::ranges::sort(begins);
    begins.push_back(requests_.store.domain_size(level));
    std::vector<std::uint32_t> values;
    for (std::size_t i = 0; i + 1 < begins.size(); ++i) {
      if (begins[i] == begins[i + 1]) continue;
      const RunSet within =
          Intersection(requests_.space.countable[level],
                       RunSet::Range(begins[i], begins[i + 1]));
      if (!within.empty()) values.push_back(within.front());
    }
    return values;
  }

  const Requests& requests_;
  const Assignment& fixed_;
  std::unordered_set<std::uint64_t> seen_;
};

Witness WitnessOf(const Requests& requests, const Assignment& assignment,
                  const std::string& partner) {
  const model::Vocabulary& words = requests.vocabulary;
  const auto at = [&](std::uint32_t level) { return *assignment[level]; };
  Witness witness;
  witness.partner = partner;
  witness.data = words.data.terms[at(logic::kDataLevel)].name;
  witness.action = words.actions.terms[at(logic::kActionLevel)].name;
  witness.purpose = words.purposes.terms[at(logic::kPurposeLevel)].name;
  witness.relation = words.relations[at(logic::kRelationLevel)].name;
  witness.date = rows::DayText(Day(at(logic::kDateLevel)));
  for (std::size_t a = 0; a < words.attributes.size(); ++a) {
    const auto& value = assignment[kFirstAttributeLevel + a];
    if (!value) continue;
    const model::Attribute& attribute = words.attributes[a];
    if (*value >= rows::SuppliedCount(attribute)) continue;
    model::DomainKind kind = attribute.kind;
    // A named value of a domain that is a number elsewhere.
    if (kind == model::DomainKind::integer &&
        *value >= attribute.supplied_count())
      kind = model::DomainKind::enumerated;
    witness.facts.push_back(
        {attribute.name, rows::ValueText(attribute, *value), kind});
  }
  return witness;
}

nlohmann::ordered_json JsonValue(const Witness::Fact& fact) {
  if (fact.kind == model::DomainKind::boolean) return fact.value == "true";
  if (fact.kind == model::DomainKind::integer)
    return std::int64_t(std::stoll(fact.value));
  return fact.value;
}

}  // namespace

std::string ToJson(const Witness& witness) {
  nlohmann::ordered_json json;
  json["partner"] = witness.partner;
  json["action"] = witness.action;
  json["data"] = witness.data;
  json["purpose"] = witness.purpose;
  json["relation"] = witness.relation;
  json["date"] = witness.date;
  if (!witness.facts.empty()) {
    nlohmann::ordered_json& attributes = json["attributes"];
    for (const Witness::Fact& fact : witness.facts)
      attributes[fact.attribute] = JsonValue(fact);
  }
  return json.dump();
}

std::string ToText(const Witness& witness) {
  std::string text = witness.partner + ": " + witness.action + ' ' +
                     witness.data + " of " + witness.relation + " for " +
                     witness.purpose + " on " + witness.date;
  for (std::size_t i = 0; i < witness.facts.size(); ++i) {
    text += i == 0 ? ", with " : ", ";
    text += witness.facts[i].attribute + ' ' + witness.facts[i].value;
  }
  return text;
}

llvm::APInt Sum(const llvm::APInt& a, const llvm::APInt& b) {
  const unsigned bits = std::max(a.getBitWidth(), b.getBitWidth()) + 1;
  llvm::APInt sum = a.zext(bits) + b.zext(bits);
  return sum.trunc(std::max(sum.getActiveBits(), 1u));
}

llvm::APInt CountRequests(const Requests& requests, NodeId f) {
  const model::Vocabulary& words = requests.vocabulary;
  std::vector<RunSet> two_people = requests.space.countable;
  if (!words.self.valid()) return Count(requests.store, f, two_people);
  std::vector<RunSet> one_person = two_people;
  const RunSet self = RunSet::Single(words.self.value);
  RunSet& others = two_people[logic::kRelationLevel];
  one_person[logic::kRelationLevel] = Intersection(others, self);
  others = Difference(others, self);
  for (std::size_t a = 0; a < words.attributes.size(); ++a) {
    RunSet& values = one_person[kFirstAttributeLevel + a];
    if (IsRequestersCopy(words.attributes[a]) && !values.empty())
      values = RunSet::Single(values.front());
  }
  return Sum(Count(requests.store, f, two_people),
             Count(requests.store, f, one_person));
}

std::optional<Witness> LeastWitness(const Requests& requests, NodeId f,
                                    NodeId excused, const std::string& partner,
                                    const Confirms& confirms) {
  std::optional<Assignment> least =
      Least(requests.store, f, requests.space.countable);
  if (!least) return std::nullopt;
  Assignment& assignment = *least;
  const auto& countable = requests.space.countable;
  for (std::uint32_t level = 0; level < kFirstAttributeLevel; ++level)
    if (!assignment[level]) assignment[level] = countable[level].front();

  const auto always = [&](const Assignment& some) {
    return Search(requests, some).AlwaysIn(f, excused);
  };
  // The path to the least request alone says all that f needs. Where the
  // table sees a difference between "for each value" and "not supplied", all
  // facts that f or `excused` read are supplied.
  Witness witness = WitnessOf(requests, assignment, partner);
  if (!confirms(witness)) {
    const bool one_person =
        assignment[logic::kRelationLevel] == requests.vocabulary.self.value;
    for (std::uint32_t level = kFirstAttributeLevel;
         level < assignment.size(); ++level)
      if (!assignment[level] &&
          !(one_person &&
            IsRequestersCopy(requests.vocabulary.attributes
                                 [level - kFirstAttributeLevel])))
        assignment[level] = countable[level].front();
    witness = WitnessOf(requests, assignment, partner);
    ASSENT_CHECK(confirms(witness),
                 "the compiled table confirms what the diagrams say");
  }
  std::vector<bool> read(assignment.size());
  {
    Assignment above = assignment;
    std::fill(above.begin() + kFirstAttributeLevel, above.end(), std::nullopt);
    Search search(requests, above);
    search.LevelsRead(f, read);
    search.LevelsRead(excused, read);
  }
  // What is never read goes first and at once, if the table agrees.
  Assignment fewer = assignment;
  for (std::uint32_t level = kFirstAttributeLevel; level < fewer.size();
       ++level)
    if (!read[level]) fewer[level] = std::nullopt;
  if (Witness smaller = WitnessOf(requests, fewer, partner);
      confirms(smaller)) {
    assignment = fewer;
    witness = std::move(smaller);
  }
  for (std::size_t level = assignment.size();
       level-- > kFirstAttributeLevel;) {
    if (!assignment[level]) continue;
    fewer = assignment;
    fewer[level] = std::nullopt;
    if (!always(fewer)) continue;
    Witness smaller = WitnessOf(requests, fewer, partner);
    if (!confirms(smaller)) continue;
    assignment = fewer;
    witness = std::move(smaller);
  }
  return witness;
}

}  // namespace assent::check
