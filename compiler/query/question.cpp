#include "compiler/query/question.h"

#include <algorithm>

#include "compiler/rows/rows_to_text.h"

namespace assent::query {

std::string WindowText(const model::Window& window) {
  if (window.until == window.from + 1)
    return "on " + rows::DayText(window.from);
  std::string text;
  if (window.from != kFirstDay) text = "from " + rows::DayText(window.from);
  if (window.until != kEndDay)
    text += (text.empty() ? "until " : " until ") + rows::DayText(window.until);
  return text;
}

std::string ToText(const Question& question,
                   const model::Vocabulary& vocabulary) {
  rows::Cube cube;
  cube.data = question.scope.data;
  cube.actions = question.scope.actions;
  cube.purposes = question.scope.purposes;
  cube.relations = question.scope.relations;
  std::string text =
      rows::ScopeText(vocabulary, cube, rows::Unlimited::left_out);
  if (const std::string days = WindowText(question.scope.window); !days.empty())
    text += ' ' + days;
  if (!question.every_partner) {
    constexpr std::size_t kShown = 6;
    const std::size_t count = question.partners.size();
    text += count == 0 ? " with nobody" : " with ";
    for (std::size_t i = 0; i < std::min(count, kShown); ++i)
      text += (i == 0 ? "" : ", ") +
              vocabulary.partners[question.partners[i].value].name;
    if (count > kShown)
      text += " and " + std::to_string(count - kShown) + " more";
  }
  if (!question.condition.empty()) text += " when " + question.condition;
  return text;
}

}  // namespace assent::query
