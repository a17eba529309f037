// Rule sets of policies from elsewhere.
#include <fmt/format.h>

#include "compiler/model/lowering.h"

namespace assent::model {
namespace {

constexpr std::string_view kCombinings[kCombiningCount] = {
    "deny_overrides",      "permit_overrides",   "first_applicable",
    "only_one_applicable", "deny_unless_permit", "permit_unless_deny"};

// Which parts are written in a group around a rule: nothing is granted by
// leaving something out.
struct Written {
  bool actions = false, data = false, relations = false, purposes = false;

  void Add(const ast::Scope& scope) {
    actions |= !scope.actions.absent();
    data |= !scope.data.absent();
    relations |= !scope.relations.absent();
    purposes |= !scope.purposes.absent();
  }
};

void CheckWildcards(Lowering& lowering, const Written& written, Span span,
                    std::string_view what) {
  std::vector<std::string_view> missing;
  if (!written.actions) missing.push_back("any action");
  if (!written.data) missing.push_back("on any data");
  if (!written.relations) missing.push_back("of any relation");
  if (!written.purposes) missing.push_back("for any purpose");
  if (missing.empty()) return;
  lowering.Report(
      Kind::wildcard_not_written, span,
      fmt::format("{} leaves out a part, which would permit all of it", what),
      fmt::format("name what is meant, or write {}, here or at the rule set "
                  "around it",
                  Quoted(missing)));
}

std::optional<RuleGroup> LowerGroup(Lowering& lowering,
                                    const ast::RuleGroup& ast, Written written,
                                    const std::string& path) {
  auto group = Headed<RuleGroup>(ast);
  bool whole = true;
  const auto combine = std::ranges::find(kCombinings, ast.combine.text);
  if (combine != std::end(kCombinings)) {
    group.combine = Combining(combine - std::begin(kCombinings));
  } else {
    lowering.ReportUnknown(ast.combine.text, ast.combine.span,
                           "way to combine rules",
                           {std::begin(kCombinings), std::end(kCombinings)});
    whole = false;
  }
  lowering.context = fmt::format("rule set `{}`", path);
  auto scope = LowerScope(lowering, ast.scope);
  auto partners = LowerPartners(lowering, ast.partners);
  if (!scope || !partners) return std::nullopt;
  group.scope = std::move(*scope);
  group.every_partner = ast.partners.absent() || ast.partners.any;
  group.partners = std::move(*partners);
  written.Add(ast.scope);
  if (whole && group.combine == Combining::permit_unless_deny)
    CheckWildcards(lowering, written, ast.name.span,
                   "a rule set that permits unless a rule denies");

  if (ast.items.empty())
    lowering.Report(Kind::agreement_without_clauses, ast.name.span,
                    fmt::format("rule set `{}` has no rule", ast.name.text),
                    "write a `permit` or a `deny`");
  std::unordered_map<std::string_view, Span> labels;
  std::size_t number = 0;
  for (const ast::RuleGroup::Item& item : ast.items) {
    ++number;
    RuleGroup::Item lowered;
    lowered.span = item.span;
    if (item.name) {
      lowered.name = item.name->text;
      CheckLabel(lowering, *item.name, labels);
    }
    if (!item.nested.empty()) {
      const ast::RuleGroup& inner = item.nested.front();
      if (inner.window.from || inner.window.until ||
          inner.window.open_ended_because)
        lowering.Report(Kind::contradictory_end, inner.window.span,
                        "a rule set inside another is in force as long as that "
                        "one",
                        "write its days as a part of its target, after "
                        "`combine`");
      auto nested = LowerGroup(lowering, inner, written,
                               fmt::format("{}.{}", path, inner.name.text));
      whole &= nested.has_value();
      if (nested) lowered.nested.push_back(std::move(*nested));
    } else {
      lowered.permit = item.permit;
      lowering.context = item.name
                             ? fmt::format("rule `{}` of `{}`",
                                           item.name->text, path)
                             : fmt::format("rule `{}.{}`", path, number);
      auto own = LowerScope(lowering, item.scope);
      auto of = LowerPartners(lowering, item.partners);
      whole &= own && of;
      if (!own || !of) continue;
      lowered.scope = std::move(*own);
      lowered.every_partner = item.partners.absent() || item.partners.any;
      lowered.partners = std::move(*of);
      if (item.permit) {
        Written here = written;
        here.Add(item.scope);
        CheckWildcards(lowering, here, item.span, "the rule");
      }
    }
    group.items.push_back(std::move(lowered));
  }
  return whole ? std::optional(std::move(group)) : std::nullopt;
}

void CheckLifetime(Lowering& lowering, const ast::RuleGroup& ast) {
  if (!ast.window.from)
    lowering.Report(Kind::missing_start, ast.name.span,
                    fmt::format("rule set `{}` has no beginning",
                                ast.name.text),
                    "write `from DATE` in it");
  if (!ast.window.until && !ast.window.open_ended_because)
    lowering.Report(Kind::missing_end, ast.name.span,
                    fmt::format("rule set `{}` has no end", ast.name.text),
                    "write `until DATE` or `open_ended because \"...\"` in it");
}

}  // namespace

void LowerRuleGroups(Lowering& lowering, const Files& files) {
  for (const ast::RuleGroup* each :
       SortedByName(lowering, files, &ast::File::rule_groups, "rule set")) {
    const ast::RuleGroup& ast = *each;
    CheckLifetime(lowering, ast);
    if (ast.partners.absent())
      lowering.Report(Kind::rule_group_without_partners, ast.name.span,
                      fmt::format("rule set `{}` does not say for whom it "
                                  "speaks",
                                  ast.name.text),
                      "write `with` and its partners, `with every ROLE` or "
                      "`with any partner`");
    auto group = LowerGroup(lowering, ast, Written(), ast.name.text);
    lowering.context = fmt::format("rule set `{}`", ast.name.text);
    auto window = LowerWindow(lowering, ast.window);
    if (!group || !window) continue;
    group->window = *window;
    if (!lowering.CountPartners(group->partners.size(), group->items.size(),
                                ast.name.span))
      group->partners.clear();
    lowering.model.rule_groups.push_back(std::move(*group));
  }
}

}  // namespace assent::model
