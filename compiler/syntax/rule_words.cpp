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
      "`data`, `action`, `purpose`, `relation`, `role`, `tag`, "
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
    {"program",
     {"program", false, "`from`, `until`, `ceiling`, `standard`, `oblige` or `}`"}},
    {"programItem", {"statement", true}},
    {"agreement",
     {"agreement", false,
      "`allow`, a label, `from`, `until`, `oblige` or `}`"}},
    {"agreementItem", {"statement", true}},
    {"allow", {"clause"}},
    {"feature", {"feature", false, "`needs`, `live` or `}`"}},
    {"featureItem", {"statement", true}},
    {"interfaceScope", {"scope", false, "`exposes`, `held` or `}`"}},
    {"interfaceItem", {"statement", true}},
    {"ruleGroup",
     {"rule set", false,
      "`permit`, `deny`, a label, `rules`, `from`, `until` or `}`"}},
    {"ruleGroupItem", {"rule", true}},
    {"require", {"requirement"}},
    {"group", {"group"}},
    {"namedCondition", {"condition"}},
    {"usePack", {"use of a pack"}},
    {"pack", {"pack", false, "`cite`, `omits` or `}`"}},
    {"packItem", {"statement", true}},
    {"exceptBlock", {"exceptions", false, "`deny`, `allow` or `}`"}},
    {"exceptItem", {"exception", true}},
    {"forbid", {"prohibition"}},
    {"assume", {"assumption"}},
    {"claim", {"claim"}},
    {"test", {"test", false, "`request`, `expect`, `cases` or `}`"}},
    {"testItem", {"statement", true}},
    {"testCase", {"case", true}},
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
