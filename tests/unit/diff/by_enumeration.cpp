#include "tests/unit/diff/by_enumeration.h"

#include <algorithm>
#include <set>
#include <vector>

#include "compiler/rows/rows_to_text.h"
#include "tests/reference/evaluator.h"

namespace assent::diff {
namespace {

using model::Attribute;
using model::AttributeId;
using model::Vocabulary;
using Names = std::set<std::string>;

// A fact of the joint space: an attribute, or both persons' copies of one.
struct Fact {
  std::vector<std::string> attributes;  // names: one, or requester, subject
  struct Choice {
    std::string text;
    std::uint64_t weight = 0;  // values like this one
  };
  std::vector<Choice> choices;
};

struct Ask {
  std::string partner, data, action, purpose, relation;
  Day day = kNoDay;
  std::map<std::string, std::string> facts;
};

struct Answered {
  bool answers = false;  // known, and possible
  bool permit = false;
  Names obligations;
  std::string reason, whole;
  Names parts;  // besides the reason, as regions say it
};

std::string_view BaseName(std::string_view name) {
  return name.substr(name.find('.') + 1);
}

class Policy {
 public:
  explicit Policy(const model::Model& model)
      : words(model.vocabulary), oracle_(model) {}

  Answered Answer(const Ask& ask) {
    Answered unknown;
    unknown.reason = unknown.whole = "unknown_term";
    model::Request request;
    request.partner =
        model::Find<model::PartnerId>(words.partners, ask.partner);
    request.relation =
        model::Find<model::RelationId>(words.relations, ask.relation);
    const bool terms = Term(words.data, ask.data, request.data) &&
                       Term(words.actions, ask.action, request.action) &&
                       Term(words.purposes, ask.purpose, request.purpose);
    if (!request.partner.valid() || !request.relation.valid() || !terms)
      return unknown;
    request.day = ask.day;
    for (const Attribute& attribute : words.attributes) {
      const auto text = TextFor(attribute, ask);
      const auto value = text ? attribute.FindValue(*text) : 0u;
      if (!value || *value >= attribute.supplied_count()) return unknown;
      request.values.push_back(*value);
    }
    const reference::Verdict verdict = oracle_.Evaluate(request);
    Answered answered;
    answered.answers = !verdict.impossible;
    answered.permit = verdict.permit();
    for (model::ObligationId id : verdict.obligations)
      if (answered.permit)
        answered.obligations.insert(words.obligations[id.value].name);
    answered.reason =
        answered.permit ? "granted" : reference::Reason(verdict, words);
    answered.whole = reference::Dump(verdict, words);
    if (verdict.prohibited) answered.parts.insert("prohibited");
    for (model::PermissionId id : verdict.closed)
      answered.parts.insert(words.permissions[id.value].name + " is closed");
    for (const auto& set : verdict.overrides)
      if (!set.empty())
        answered.parts.insert(
            "despite " +
            rows::PermissionsText(words, {set.begin(), set.end()}));
    for (model::ObligationId id : verdict.obligations)
      answered.parts.insert("a permit would oblige to " +
                            words.obligations[id.value].name);
    return answered;
  }

  std::set<Day> Edges() const { return oracle_.Edges(); }

  // What of a value of an attribute this side can tell.
  std::string Kind(const std::string& attribute, const std::string& text,
                   bool one_person) const {
    std::string kind;
    for (const std::string& name : {attribute, Other(attribute)}) {
      const AttributeId id = FindAttribute(words, name);
      if (!id.valid() || (name != attribute && !one_person)) continue;
      const auto value = words.attributes[id.value].FindValue(text);
      if (!value || *value >= words.attributes[id.value].supplied_count())
        return "unknown";
      kind += std::to_string(oracle_.ClassOf(id, *value)) + ' ';
    }
    return kind;  // empty: it makes no difference here
  }

  const Vocabulary& words;

 private:
  static bool Term(const model::Taxonomy& taxonomy, const std::string& name,
                   model::TermId& id) {
    for (std::uint32_t t = 0; t < taxonomy.size(); ++t)
      if (taxonomy.terms[t].name == name) id = model::TermId(t);
    return id.valid();
  }

  // At relation self either copy is supplied under one of the two names.
  static std::string Other(const std::string& attribute) {
    const std::string base(BaseName(attribute));
    return attribute.starts_with("requester.") ? "subject." + base
           : attribute.starts_with("subject.") ? "requester." + base
                                               : "";
  }

  static std::optional<std::string> TextFor(const Attribute& attribute,
                                            const Ask& ask) {
    auto it = ask.facts.find(attribute.name);
    if (it == ask.facts.end() && ask.relation == "self")
      it = ask.facts.find(Other(attribute.name));
    return it == ask.facts.end() ? std::nullopt : std::optional(it->second);
  }

  reference::Evaluator oracle_;
};

void AddLeaves(const model::Taxonomy& taxonomy, Names& names) {
  for (const model::Term& term : taxonomy.terms)
    if (term.is_leaf()) names.insert(term.name);
}

template <class T>
void AddNames(const std::vector<T>& items, Names& names) {
  for (const T& item : items) names.insert(item.name);
}

void AddValues(const Vocabulary& words, const std::string& attribute,
               Names& texts) {
  const AttributeId id = FindAttribute(words, attribute);
  if (!id.valid()) return;
  const Attribute& own = words.attributes[id.value];
  for (std::uint32_t v = 0; v < own.supplied_count(); ++v)
    texts.insert(own.ValueName(v));
}

// The facts of a request whose persons are one, or two.
std::vector<Fact> FactsOf(const Policy& before, const Policy& after,
                          bool one_person) {
  Names attributes;
  AddNames(before.words.attributes, attributes);
  AddNames(after.words.attributes, attributes);
  std::vector<Fact> facts;
  for (const std::string& name : attributes) {
    Fact fact;
    fact.attributes = {name};
    if (one_person && name.starts_with("requester.") &&
        attributes.contains("subject." + std::string(BaseName(name))))
      continue;  // the subject's name serves
    if (one_person && name.starts_with("subject.") &&
        attributes.contains("requester." + std::string(BaseName(name))))
      fact.attributes.push_back("requester." + std::string(BaseName(name)));
    Names texts;
    for (const std::string& own : fact.attributes)
      for (const Policy* side : {&before, &after})
        AddValues(side->words, own, texts);
    std::map<std::pair<std::string, std::string>, Fact::Choice> classes;
    for (const std::string& text : texts) {
      Fact::Choice& choice = classes[{before.Kind(name, text, one_person),
                                      after.Kind(name, text, one_person)}];
      choice.text = text;
      ++choice.weight;
    }
    for (const auto& [kind, choice] : classes) fact.choices.push_back(choice);
    facts.push_back(std::move(fact));
  }
  return facts;
}

std::vector<Label> LabelsOf(const Answered& before, const Answered& after) {
  if (!before.answers && !after.answers) return {};
  if (before.permit != after.permit)
    return {{after.permit ? Change::widened : Change::narrowed, ""}};
  std::vector<Label> labels;
  for (const std::string& name : after.obligations)
    if (!before.obligations.contains(name))
      labels.push_back({Change::obligations, name + " is added"});
  for (const std::string& name : before.obligations)
    if (!after.obligations.contains(name))
      labels.push_back({Change::obligations, name + " is removed"});
  if (!labels.empty() || before.whole == after.whole) return labels;
  if (before.reason != after.reason)
    return {{Change::reasons, before.reason + " is now " + after.reason}};
  const std::string still = "still " + before.reason + "; ";
  for (const std::string& part : after.parts)
    if (!before.parts.contains(part))
      labels.push_back({Change::reasons, still + part + " as well"});
  for (const std::string& part : before.parts)
    if (!after.parts.contains(part))
      labels.push_back({Change::reasons, still + part + " no longer"});
  return labels;
}

// Whether a region holds a request.
bool Holds(const Region& region, const Vocabulary& words, const Ask& ask) {
  const rows::Cube& cube = region.cube;
  const auto term = [](const model::Taxonomy& taxonomy, const RunSet& set,
                       const std::string& name) {
    for (std::uint32_t t = 0; t < taxonomy.size(); ++t)
      if (taxonomy.terms[t].name == name) return set.Contains(t);
    return false;
  };
  if (!term(words.data, cube.data, ask.data) ||
      !term(words.actions, cube.actions, ask.action) ||
      !term(words.purposes, cube.purposes, ask.purpose) ||
      !cube.relations.Contains(
          model::Find<model::RelationId>(words.relations, ask.relation)
              .value) ||
      !cube.window.Contains(ask.day))
    return false;
  return std::ranges::all_of(cube.literals, [&](const rows::Literal& literal) {
    const Attribute& attribute = words.attributes[literal.attribute.value];
    auto it = ask.facts.find(attribute.name);
    if (it == ask.facts.end())  // at self, under the subject's name
      it = ask.facts.find("subject." + std::string(BaseName(attribute.name)));
    for (std::uint32_t v = 0; v < rows::SuppliedCount(attribute); ++v)
      if (rows::ValueText(attribute, v) == it->second)
        return literal.values.Contains(v);
    return false;
  });
}

}  // namespace

std::optional<Enumerated> Enumerate(const model::Model& before_model,
                                    const model::Model& after_model,
                                    const Difference& difference,
                                    std::uint64_t limit) {
  Policy before(before_model), after(after_model);
  Names partners, data, actions, purposes, relations;
  std::set<Day> days;
  for (const Policy* side : {&before, &after}) {
    AddNames(side->words.partners, partners);
    AddLeaves(side->words.data, data);
    AddLeaves(side->words.actions, actions);
    AddLeaves(side->words.purposes, purposes);
    AddNames(side->words.relations, relations);
    days.merge(side->Edges());
  }
  const std::vector<Fact> facts[2] = {FactsOf(before, after, false),
                                      FactsOf(before, after, true)};
  std::uint64_t combinations = 1;
  for (const Fact& fact : facts[0]) combinations *= fact.choices.size();
  if (partners.size() * data.size() * actions.size() * purposes.size() *
          relations.size() * days.size() * combinations >
      limit)
    return std::nullopt;

  Enumerated result;
  result.within.assign(difference.regions.size(), 0);
  result.shared.assign(difference.regions.size(), 0);
  result.decisions.resize(difference.regions.size());
  const auto ask_one = [&](const Ask& ask, std::uint64_t weight) {
    ++result.asked;
    const Answered was = before.Answer(ask), is = after.Answer(ask);
    const std::vector<Label> labels = LabelsOf(was, is);
    if (labels.empty()) return;
    std::map<std::size_t, std::size_t> holders;  // regions of one change
    result.counts[std::size_t(labels[0].first)] += weight;
    for (const Label& label : labels) {
      result.labels[label] += weight;
      bool held = false;
      for (std::size_t r = 0; r < difference.regions.size(); ++r) {
        const Region& region = difference.regions[r];
        if (region.change != label.first || region.what != label.second ||
            std::ranges::find(region.partners, ask.partner) ==
                region.partners.end() ||
            !Holds(region, difference.vocabulary, ask))
          continue;
        result.within[r] += weight;
        ++holders[r];
        held = true;
        if (was.permit == is.permit) continue;
        Enumerated::Decision& decision = result.decisions[r];
        decision.reasons.insert(was.permit ? is.reason : was.reason);
        for (const std::string& name :
             was.permit ? was.obligations : is.obligations)
          decision.obligations[name] += weight;
      }
      result.in_no_region += held ? 0 : weight;
    }
    for (const auto& [r, times] : holders)
      if (holders.size() > 1) result.shared[r] += weight;
  };
  Ask ask;
  const auto with_facts = [&](const auto& self, const std::vector<Fact>& list,
                              std::size_t next, std::uint64_t weight) -> void {
    if (next == list.size()) return ask_one(ask, weight);
    for (const Fact::Choice& choice : list[next].choices) {
      ask.facts[list[next].attributes[0]] = choice.text;
      self(self, list, next + 1, weight * choice.weight);
    }
    ask.facts.erase(list[next].attributes[0]);
  };
  for (const std::string& partner : partners)
    for (const std::string& d : data)
      for (const std::string& action : actions)
        for (const std::string& purpose : purposes)
          for (const std::string& relation : relations)
            for (auto day = days.begin(); day != days.end(); ++day) {
              const Day next =
                  std::next(day) == days.end() ? kEndDay : *std::next(day);
              ask = {partner, d, action, purpose, relation, *day, {}};
              with_facts(with_facts, facts[relation == "self"], 0,
                         std::uint64_t(next - *day));
            }
  return result;
}

}  // namespace assent::diff
