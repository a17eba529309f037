#include <fmt/format.h>

#include <algorithm>

#include "compiler/model/dump.h"

namespace assent::model {
namespace {

void AddTo(std::string& list, std::string_view item) {
  if (!list.empty()) list += ", ";
  list += item;
}

// Operands of `and` that are `or`, of `not` that are either, in brackets.
std::string Operand(const Vocabulary& vocabulary, const Condition& condition,
                    bool bracket_all_of) {
  using Kind = Condition::Kind;
  bool bracket = condition.kind == Kind::any_of ||
                 (condition.kind == Kind::all_of && bracket_all_of);
  std::string text = ConditionText(vocabulary, condition);
  return bracket ? "(" + text + ")" : text;
}

std::string ConsentText(const RunSet& ranks) {
  std::string text;
  ranks.ForEach(
      [&](std::uint32_t rank) { AddTo(text, NameOf(Consent(rank))); });
  return text;
}

std::string LiteralText(const Attribute& attribute, const RunSet& values) {
  if (attribute.kind == DomainKind::boolean && values.size() == 1)
    return values.front() == 1 ? attribute.name : "not " + attribute.name;
  return fmt::format("{} in {{ {} }}", attribute.name,
                     ValuesText(attribute, values));
}

}  // namespace

std::string DayText(Day day) {
  char text[10];
  FormatDay(day, text);
  return std::string(text, sizeof text);
}

std::string WindowText(const Window& window) {
  std::string text;
  if (window.unknown_from.valid())
    text += fmt::format(" from unknown.{}", window.unknown_from.value);
  else if (window.from != kFirstDay)
    text += " from " + DayText(window.from);
  if (window.unknown_until.valid())
    text += fmt::format(" until unknown.{}", window.unknown_until.value);
  else if (window.until != kEndDay)
    text += " until " + DayText(window.until);
  return text;
}

std::string TermsText(const Taxonomy& taxonomy, const RunSet& leaves) {
  if (leaves == taxonomy.leaves) return "any";
  auto contains = [&](TermId id) {
    return leaves.ContainsAll(taxonomy.terms[id.value].leaves);
  };
  std::string text;
  for (std::uint32_t i = 0; i < taxonomy.size(); ++i) {
    const Term& term = taxonomy.terms[i];
    if (contains(TermId(i)) &&
        std::none_of(term.parents.begin(), term.parents.end(), contains))
      AddTo(text, term.name);
  }
  return text.empty() ? "nothing" : text;
}

std::string RelationsText(const Vocabulary& vocabulary,
                          const RunSet& relations) {
  if (relations.size() == vocabulary.relations.size()) return "any";
  std::string text;
  relations.ForEach([&](std::uint32_t relation) {
    AddTo(text, vocabulary.relations[relation].name);
  });
  return text.empty() ? "nothing" : text;
}

std::string ValuesText(const Attribute& attribute, const RunSet& values) {
  const bool ranged = attribute.kind == DomainKind::integer ||
                      attribute.kind == DomainKind::ordered;
  std::string text;
  for (const Run& run : values.runs()) {
    // `not supplied` belongs to no range.
    std::uint32_t end = std::min(run.end, attribute.supplied_count());
    if (ranged && end > run.begin + 1)
      AddTo(text, fmt::format("{}..{}", attribute.ValueName(run.begin),
                              attribute.ValueName(end - 1)));
    else
      end = run.begin;
    for (std::uint32_t value = end; value < run.end; ++value)
      AddTo(text, attribute.ValueName(value));
  }
  return text.empty() ? "nothing" : text;
}

std::string ConditionText(const Vocabulary& vocabulary,
                          const Condition& condition) {
  using Kind = Condition::Kind;
  switch (condition.kind) {
    case Kind::literal:
      return LiteralText(vocabulary.attributes[condition.attribute.value],
                         condition.values);
    case Kind::consent:
      return fmt::format(
          "consent of {} in {{ {} }}",
          condition.person == Person::subject ? "subject" : "requester",
          ConsentText(condition.values));
    case Kind::unknown: {
      std::string values;
      condition.values.ForEach([&](std::uint32_t value) {
        AddTo(values, std::to_string(value));
      });
      return fmt::format("unknown.{} in {{ {} }}", condition.which.value,
                         values);
    }
    case Kind::negation:
      return "not " + Operand(vocabulary, condition.operands.front(), true);
    case Kind::all_of:
    case Kind::any_of:
      break;
  }
  const bool all_of = condition.kind == Kind::all_of;
  if (condition.operands.empty()) return all_of ? "always" : "never";
  std::string text;
  for (const Condition& operand : condition.operands) {
    if (!text.empty()) text += all_of ? " and " : " or ";
    text += all_of ? Operand(vocabulary, operand, false)
                   : ConditionText(vocabulary, operand);
  }
  return text;
}

std::string ScopeText(const Vocabulary& vocabulary, const Scope& scope) {
  std::string when;
  if (!scope.when.always())
    when = " when " + ConditionText(vocabulary, scope.when);
  for (const UnknownTerms& terms : scope.unknown_terms) {
    constexpr std::string_view kDimensions[] = {"data", "action", "purpose",
                                                "relation"};
    when += fmt::format(" and {} of unknown.{}",
                        kDimensions[std::size_t(terms.dimension)],
                        terms.unknown.value);
  }
  return fmt::format("{} on {} of {} for {}{}{}",
                     TermsText(vocabulary.actions, scope.actions),
                     TermsText(vocabulary.data, scope.data),
                     RelationsText(vocabulary, scope.relations),
                     TermsText(vocabulary.purposes, scope.purposes),
                     WindowText(scope.window), when);
}

}  // namespace assent::model
