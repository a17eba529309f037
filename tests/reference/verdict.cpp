#include <algorithm>

#include "tests/reference/evaluator.h"

namespace assent::reference {

bool Verdict::permit() const {
  if (impossible || standing != Standing::granted || prohibited) return false;
  return std::ranges::any_of(overrides, [&](const Permissions& overridden) {
    return std::ranges::includes(overridden, closed);
  });
}

std::string_view NameOf(Standing standing) {
  switch (standing) {
    case Standing::granted:
      return "granted";
    case Standing::condition_not_met:
      return "condition_not_met";
    case Standing::expired:
      return "expired";
    case Standing::not_yet:
      return "not_yet";
    case Standing::no_agreement:
      return "no_agreement";
  }
  return "";
}

std::string Reason(const Verdict& verdict, const model::Vocabulary& words) {
  if (verdict.permit()) return "permitted";
  if (verdict.impossible) return "impossible";
  if (verdict.standing != Standing::granted)
    return std::string(NameOf(verdict.standing));
  if (verdict.prohibited) return "prohibited";
  return "needs_permission(" +
         words.permissions[verdict.closed.begin()->value].name + ")";
}

std::string Dump(const Verdict& verdict, const model::Vocabulary& words) {
  if (verdict.impossible) return "impossible";
  auto list = [](const auto& ids, const auto& names) {
    std::string text = "{";
    for (auto id : ids) {
      if (text.size() > 1) text += ", ";
      text += names[id.value].name;
    }
    return text + "}";
  };
  std::string text = verdict.permit() ? "permit " : "deny ";
  text += NameOf(verdict.standing);
  if (verdict.prohibited) text += " prohibited";
  text += " closed " + list(verdict.closed, words.permissions);
  text += " overrides";
  for (const Permissions& set : verdict.overrides)
    text += " " + list(set, words.permissions);
  return text + " obligations " + list(verdict.obligations, words.obligations);
}

}  // namespace assent::reference
