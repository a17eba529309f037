#include "compiler/rules/dump.h"

#include <fmt/format.h>

#include "compiler/model/dump.h"

namespace assent::rules {
namespace {

template <class IdType, class T>
std::string NamesText(std::string_view word, const std::vector<IdType>& ids,
                      const std::vector<T>& items) {
  std::string text;
  for (IdType id : ids)
    text +=
        fmt::format("{}{}", text.empty() ? word : ", ", items[id.value].name);
  return text;
}

std::string ExceptionsText(const model::Vocabulary& vocabulary,
                           std::size_t indent,
                           const std::vector<Exception>& exceptions) {
  std::string text;
  for (const Exception& each : exceptions) {
    text += fmt::format("{:{}}except {}\n", "", indent,
                        ScopeText(vocabulary, each.scope));
    text += ExceptionsText(vocabulary, indent + 2, each.exceptions);
  }
  return text;
}

}  // namespace

std::string DumpRules(const RuleSet& rules,
                      const model::Vocabulary& vocabulary) {
  std::string text;
  auto name = [&](RuleId id) { return rules.rules[id.value].name; };
  for (std::size_t i = 0; i < rules.grants.size(); ++i) {
    const Grant& grant = rules.grants[i];
    text += fmt::format(
        "grant {} ({}): {}{}{}\n", i, name(grant.rule),
        ScopeText(vocabulary, grant.scope),
        NamesText(" oblige ", grant.obligations, vocabulary.obligations),
        NamesText(" despite ", grant.overrides, vocabulary.permissions));
    text += ExceptionsText(vocabulary, 2, grant.exceptions);
  }
  for (std::size_t i = 0; i < rules.grants_of.size(); ++i) {
    text += fmt::format("partner {}:", vocabulary.partners[i].name);
    for (GrantId id : rules.grants_of[i]) text += fmt::format(" {}", id.value);
    text += '\n';
  }
  for (const Gate& gate : rules.gates)
    text += fmt::format("gate {}: {}\n",
                        vocabulary.permissions[gate.permission.value].name,
                        ScopeText(vocabulary, gate.scope));
  for (const Prohibition& each : rules.prohibitions) {
    text += fmt::format("prohibition ({}): {}{}\n", name(each.rule),
                        ScopeText(vocabulary, each.scope),
                        NamesText(" with ", each.partners,
                                  vocabulary.partners));
    text += ExceptionsText(vocabulary, 2, each.exceptions);
  }
  for (const Assumption& each : rules.assumptions)
    text += fmt::format("assumption ({}): {}\n", name(each.rule),
                        ConditionText(vocabulary, each.condition));
  return text;
}

}  // namespace assent::rules
