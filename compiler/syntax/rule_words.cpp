#include "compiler/syntax/rule_words.h"

namespace assent::syntax {
namespace {

struct Named {
  std::string_view rule;
  RuleWords words;
};

constexpr Named kNamed[] = {
    {"declaration", {"declaration", true}},
    {"importFile", {"import"}},
    {"vocabulary",
     {"vocabulary", false,
      "`data`, `action`, `purpose`, `relation`, `role`, "
      "`attribute` or `obligation`"}},
    {"vocabularyItem", {"declaration", true}},
    {"termDeclaration", {"terms"}},
    {"termBlock", {"term", false, "a term or `}`"}},
    {"termItem", {"term", true}},
    {"namesDeclaration", {"names"}},
    {"attribute", {"attribute"}},
    {"obligationDeclaration", {"obligation"}},
    {"permission",
     {"permission", false,
      "`choices`, `default`, `consent`, `governs`, `open` or `}`"}},
    {"permissionItem", {"statement", true}},
    {"partner", {"partner"}},
    {"program", {"program", false, "`from`, `until`, `oblige` or `}`"}},
    {"programItem", {"statement", true}},
    {"agreement",
     {"agreement", false,
      "`allow`, a label, `from`, `until`, `oblige` or `}`"}},
    {"agreementItem", {"statement", true}},
    {"allow", {"clause"}},
    {"exceptBlock", {"exceptions", false, "`deny`, `allow` or `}`"}},
    {"exceptItem", {"exception", true}},
    {"forbid", {"prohibition"}},
    {"assume", {"assumption"}},
    {"claim", {"claim"}},
    {"test", {"test", false, "`request`, `expect` or `}`"}},
    {"testItem", {"statement", true}},
    {"requestBlock",
     {"request", false,
      "`partner`, `action`, `data`, `purpose`, `relation`, "
      "`date`, an attribute or `}`"}},
    {"requestField", {"statement", true}},
};

}  // namespace

RuleWords WordsForRule(std::string_view rule) {
  for (const Named& named : kNamed)
    if (named.rule == rule) return named.words;
  return {};
}

}  // namespace assent::syntax
