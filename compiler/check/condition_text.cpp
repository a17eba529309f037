#include "compiler/check/condition_text.h"

#include "compiler/rows/rows_to_text.h"

namespace assent::check {
namespace {

using model::Condition;

// Consent is a scale: most sets of its kinds are above or below one.
std::string ConsentText(const Condition& condition) {
  std::string text = "consent of ";
  text += condition.person == model::Person::subject ? "subject" : "requester";
  const auto name = [](std::uint32_t rank) {
    return std::string(NameOf(model::Consent(rank)));
  };
  const auto& runs = condition.values.runs();
  if (runs.size() == 1) {
    const Run run = runs.front();
    if (run.end - run.begin == 1) return text + " is " + name(run.begin);
    if (run.begin == 0) return text + " <= " + name(run.end - 1);
    if (run.end == model::kConsentCount) return text + " >= " + name(run.begin);
  }
  text += " is one of {";
  condition.values.ForEach([&](std::uint32_t rank) {
    text += text.ends_with('{') ? " " : ", ";
    text += name(rank);
  });
  return text + " }";
}

}  // namespace

std::string ConditionText(const model::Vocabulary& vocabulary,
                          const Condition& condition) {
  const auto list = [&](std::string_view word, std::string_view of_none) {
    std::string text;
    for (const Condition& operand : condition.operands) {
      if (!text.empty()) text.append(" ").append(word).append(" ");
      const bool group = operand.operands.size() > 1;
      if (group) text += '(';
      text += ConditionText(vocabulary, operand);
      if (group) text += ')';
    }
    return text.empty() ? std::string(of_none) : text;
  };
  switch (condition.kind) {
    case Condition::Kind::all_of:
      return list("and", "always");
    case Condition::Kind::any_of:
      return list("or", "never");
    case Condition::Kind::negation:
      return "not (" + ConditionText(vocabulary, condition.operands[0]) + ")";
    case Condition::Kind::literal:
      return rows::LiteralText(vocabulary.attributes[condition.attribute.value],
                               condition.values);
    case Condition::Kind::consent:
      return ConsentText(condition);
    case Condition::Kind::unknown:
      break;  // of normal forms, never of a Model
  }
  return {};
}

std::vector<const Condition*> Conjuncts(const Condition& condition) {
  if (condition.kind != Condition::Kind::all_of) return {&condition};
  std::vector<const Condition*> all;
  for (const Condition& operand : condition.operands)
    for (const Condition* each : Conjuncts(operand)) all.push_back(each);
  return all;
}

std::string DaysText(const model::Window& window) {
  std::string text;
  if (window.from != kFirstDay) text = "from " + rows::DayText(window.from);
  if (window.until != kEndDay)
    text += (text.empty() ? "until " : " until ") + rows::DayText(window.until);
  return text.empty() ? "on every day" : text;
}

}  // namespace assent::check
