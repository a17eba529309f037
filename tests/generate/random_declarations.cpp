// Named groups and conditions, rule sets, features, the registry, requirements.
#include <algorithm>

#include "tests/generate/generator.h"

namespace assent::generate {

std::string Generator::Label() {
  labels_.push_back("rule_" + std::to_string(labels_.size()));
  return labels_.back();
}

void Generator::Groups() {
  for (Of of : {kData, kAction, kPurpose, kRelation}) {
    for (int i = 0; i < 2 && random_.Percent(25); ++i) {
      ast::Group group;
      group.kind = ast::Group::Kind(of);
      group.name = Named("group_" + std::to_string(of) + std::to_string(i));
      if (random_.Percent(30)) group.title = Words("a group");
      group.members = AnyOf(of, Parts::all);
      // A group of everything has its members written out.
      if (group.members.any) group.members.names = Named(NamesOf(of, 2));
      group.members.any = false;
      groups_[of].push_back(group.name.text);
      if (!group.members.unknowns.empty() ||
          std::ranges::any_of(group.members.names, [&](const Name& name) {
            return uncertain_.contains(name.text);
          }))
        uncertain_.insert(group.name.text);
      file_.groups.push_back(std::move(group));
    }
  }
  if (!random_.Percent(30)) return;
  ast::Group group;
  group.kind = ast::Group::Kind::partner;
  group.name = Named("group_of_partners");
  group.members.names = Named(random_.Sample(partners_, 2));
  if (!tags_.empty() && random_.Percent(40))
    group.members.tags = {Named(random_.Pick(tags_))};
  partner_groups_.push_back(group.name.text);
  file_.groups.push_back(std::move(group));
}

void Generator::Conditions() {
  if (!facts_.has_facts()) return;
  for (int i = 0; i < 2 && random_.Percent(30); ++i) {
    ast::NamedCondition condition;
    condition.name = Named("named_" + std::to_string(i));
    condition.condition =
        facts_.AnyCondition(random_, 1, /*consent=*/false);
    facts_.AddNamed(condition.name.text);
    file_.conditions.push_back(std::move(condition));
  }
}

// `written`: what is said around it already. A permit says all of its scope,
// there or itself.
ast::RuleGroup Generator::RuleSet(int depth, Parts written) {
  static const std::vector<std::string> kCombinings = {
      "deny_overrides",      "permit_overrides",   "first_applicable",
      "only_one_applicable", "deny_unless_permit", "permit_unless_deny"};
  ast::RuleGroup group;
  group.combine = Named(random_.Pick(kCombinings));
  if (random_.Percent(30)) written = Parts::all;
  const bool whole = written == Parts::all ||
                     group.combine.text == "permit_unless_deny";
  group.scope = Scope(whole ? Parts::all : Parts::some, /*consent=*/true, 30);
  if (whole) written = Parts::all;
  const int count = int(random_.Between(1, 3));
  for (int i = 0; i < count; ++i) {
    ast::RuleGroup::Item item;
    if (depth > 1 && random_.Percent(30)) {
      ast::RuleGroup nested = RuleSet(depth - 1, written);
      nested.name = Named("inner_" + std::to_string(i));
      if (random_.Percent(25)) nested.partners = SomePartners();
      item.nested.push_back(std::move(nested));
    } else {
      item.permit = random_.Percent(55);
      if (random_.Percent(40)) item.name = Named(Label());
      if (random_.Percent(25)) item.partners = SomePartners();
      const bool all = item.permit && written != Parts::all;
      item.scope =
          Scope(all ? Parts::all : Parts::some, /*consent=*/true, 60);
    }
    group.items.push_back(std::move(item));
  }
  return group;
}

void Generator::RuleSets() {
  for (int i = 0; i < size_.rule_sets; ++i) {
    if (!random_.Percent(60)) continue;
    ast::RuleGroup group = RuleSet(2, Parts::some);
    group.name = Named("rules_" + std::to_string(i));
    if (random_.Percent(30)) group.title = Words("from elsewhere");
    group.partners = SomePartners();
    group.window = Period(/*whole=*/true);
    file_.rule_groups.push_back(std::move(group));
  }
}

// They say nothing of what is permitted.
void Generator::Registry() {
  certain_ = true;
  if (random_.Percent(30)) {
    ast::Feature feature;
    feature.name = Named("feature_0");
    if (random_.Percent(50)) feature.title = Words("a feature");
    feature.partners = SomePartners();
    feature.needs = {Scope(Parts::all, /*consent=*/false, 0)};
    feature.live = {Period(/*whole=*/true)};
    file_.features.push_back(std::move(feature));
  }
  if (random_.Percent(30)) {
    ast::InterfaceScope interface;
    interface.name = Named("scope_0");
    if (random_.Percent(50)) interface.title = Words("an interface");
    interface.exposes = {Scope(Parts::all, /*consent=*/false, 0)};
    interface.held.push_back({SomePartners(), Period(/*whole=*/true), {}});
    file_.interfaces.push_back(std::move(interface));
  }
  if (random_.Percent(10))
    file_.packs.push_back({Named("pack_0"), Words("a pack"),
                           {Words("section 1")}, {Words("section 2")}, {}});
  certain_ = false;
}

// True of every agreement: what is required is what it is given to have.
void Generator::Requirements() {
  if (!random_.Percent(25)) return;
  static const std::vector<std::string> kFields = {
      "requested", "approved", "disclosed", "consideration",
      "end",       "program",  "amends",    "log_access"};
  ast::Require require;
  if (random_.Percent(70)) require.name = Words("a requirement");
  if (random_.Percent(40)) require.cite = Words("a statement");
  if (random_.Percent(30)) require.because = Words("it was promised");
  if (random_.Percent(40)) require.partners = SomePartners();
  if (random_.Percent(40)) require.program = Named(random_.Pick(programs_));
  for (const std::string& field : random_.Sample(kFields, 2))
    require.given.push_back({random_.Percent(40), Named(field)});
  require.fields = require.given;
  if (random_.Percent(50)) require.fields.pop_back();
  file_.requirements.push_back(std::move(require));
}

}  // namespace assent::generate
