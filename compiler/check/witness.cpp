#include "compiler/check/witness.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_set>

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

// From the least request to the facts of it that matter.
class Shrink {
 public:
  Shrink(const Requests& requests, NodeId f, NodeId excused,
         const std::string& partner, const Confirms& confirms)
      : requests_(requests),
        f_(f),
        excused_(excused),
        partner_(partner),
        confirms_(confirms) {}

  std::optional<Witness> Run() {
    const auto& countable = requests_.space.countable;
    const auto least = Least(requests_.store, f_, countable);
    if (!least) return std::nullopt;
    facts_ = *least;
    for (std::uint32_t level = 0; level < kFirstAttributeLevel; ++level)
      if (!facts_[level]) facts_[level] = countable[level].front();

    // The path to the least request says all that f needs. Where the table
    // tells "for each value" from "not supplied", everything is supplied.
    witness_ = WitnessOf(requests_, facts_, partner_);
    if (!confirms_(witness_)) {
      SupplyAll();
      witness_ = WitnessOf(requests_, facts_, partner_);
      ASSENT_CHECK(confirms_(witness_),
                   "the compiled table confirms what the diagrams say");
      TryWithout(LevelsNotRead());
    }
    for (std::size_t level = facts_.size(); level-- > kFirstAttributeLevel;)
      if (facts_[level]) TryWithout({std::uint32_t(level)});
    return witness_;
  }

 private:
  void SupplyAll() {
    const model::Vocabulary& words = requests_.vocabulary;
    const bool one_person = facts_[logic::kRelationLevel] == words.self.value;
    for (std::size_t a = 0; a < words.attributes.size(); ++a) {
      auto& value = facts_[kFirstAttributeLevel + a];
      if (!value && !(one_person && IsRequestersCopy(words.attributes[a])))
        value = requests_.space.countable[kFirstAttributeLevel + a].front();
    }
  }

  std::vector<std::uint32_t> LevelsNotRead() const {
    Assignment above = facts_;
    std::fill(above.begin() + kFirstAttributeLevel, above.end(), std::nullopt);
    std::vector<bool> read(facts_.size());
    for (NodeId f : {f_, excused_})
      Search(requests_, above).LevelsRead(f, read);
    std::vector<std::uint32_t> levels;
    for (std::uint32_t l = kFirstAttributeLevel; l < facts_.size(); ++l)
      if (!read[l]) levels.push_back(l);
    return levels;
  }

  void TryWithout(const std::vector<std::uint32_t>& levels) {
    Assignment fewer = facts_;
    for (std::uint32_t level : levels) fewer[level] = std::nullopt;
    if (!Search(requests_, fewer).AlwaysIn(f_, excused_)) return;
    Witness smaller = WitnessOf(requests_, fewer, partner_);
    if (!confirms_(smaller)) return;
    facts_ = std::move(fewer);
    witness_ = std::move(smaller);
  }

  const Requests& requests_;
  const NodeId f_, excused_;
  const std::string& partner_;
  const Confirms& confirms_;
  Assignment facts_;  // by level; attributes may be left out
  Witness witness_;   // the same by names
};

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
  return Shrink(requests, f, excused, partner, confirms).Run();
}

}  // namespace assent::check
