#include "tests/generate/constructs.h"

#include <algorithm>

namespace assent::generate {
namespace {

const char* const kTermKinds[] = {"data", "action", "purpose"};
const char* const kTypes[] = {"bool", "enumerated", "ordered", "integer"};
const char* const kComparisons[] = {
    "is", "is not", "<", "<=", ">", ">=", "in", "is one of"};

class Collector {
 public:
  std::set<std::string> Collect(const ast::File& file);

 private:
  void Found(const std::string& name) { found_.insert(name); }
  void FoundIf(bool there, const std::string& name) {
    if (there) Found(name);
  }
  void Terms(const std::string& kind, const std::vector<ast::Term>& terms,
             int depth);
  void Attributes(const std::vector<ast::Attribute>& attributes);
  void Names(const std::string& where, const std::string& what,
             const ast::NameList& list);
  void Date(const std::string& where, const std::optional<ast::Date>& date);
  void Window(const std::string& where, const ast::Window& window);
  void Condition(const std::string& where, const ast::Condition& condition);
  void Scope(const std::string& where, const ast::Scope& scope);
  void Exceptions(const std::vector<ast::Exception>& exceptions, int depth);
  void Uses(const std::string& where,
            const std::vector<ast::ObligationUse>& uses);
  void Partners(const std::string& where, const ast::Counterparties& partners);
  void RuleSet(const ast::RuleGroup& group, int depth);
  void Registry(const ast::File& file);
  void Fields(const ast::Agreement& agreement);
  void Purposes(const std::string& where, const ast::NameList& list);
  void Permission(const ast::Permission& permission);
  void Allow(const ast::Allow& allow);
  void Test(const ast::Test& test);
  void Expectation(const ast::Expectation& expectation);

  std::set<std::string> found_;
};

void Collector::Terms(const std::string& kind,
                      const std::vector<ast::Term>& terms, int depth) {
  Found(kind + " at depth " + std::to_string(std::min(depth, 3)));
  for (const ast::Term& term : terms) {
    FoundIf(term.title.has_value(), kind + " title");
    FoundIf(!term.tags.empty(), kind + " tagged");
    FoundIf(term.needs.has_value(), kind + " with needs");
    FoundIf(term.inbound.has_value(), kind + " inbound");
    FoundIf(!term.includes.empty(), kind + " with a further child");
    if (!term.children.empty()) Terms(kind, term.children, depth + 1);
  }
}

void Collector::Attributes(const std::vector<ast::Attribute>& attributes) {
  for (const ast::Attribute& attribute : attributes) {
    const std::string& name = attribute.name.text;
    std::string owner = name.substr(0, name.find('.'));
    Found("attribute of " + owner);
    Found(std::string("attribute ") + kTypes[std::size_t(attribute.type)] +
          (attribute.default_value ? " with default" : " without default"));
    FoundIf(
        attribute.type == ast::Attribute::Type::integer && attribute.low < 0,
        "attribute with negative numbers");
    std::string other = "subject" + name.substr(owner.size());
    FoundIf(owner == "requester" &&
                std::ranges::any_of(attributes,
                                    [&](const ast::Attribute& a) {
                                      return a.name.text == other;
                                    }),
            "attribute pair");
  }
}

void Collector::Names(const std::string& where, const std::string& what,
                      const ast::NameList& list) {
  if (list.absent())
    Found(where + " without " + what);
  else if (list.any)
    Found(where + " any " + what);
  else if (!list.names.empty())
    Found(where + (list.names.size() == 1 ? " one " : " several ") + what);
  FoundIf(!list.tags.empty(), where + " tagged " + what);
  for (const ast::UnknownName& unknown : list.unknowns) {
    Found(where + " unknown " + what);
    Found(unknown.alternatives.empty() ? "unknown name"
                                       : "unknown whether names");
  }
  for (const ast::Name& name : list.names)
    FoundIf(name.text.starts_with("group_"), "group as " + what);
}

void Collector::Date(const std::string& where,
                     const std::optional<ast::Date>& date) {
  using Kind = ast::Date::Kind;
  if (!date) return;
  if (date->kind != Kind::known) Found("unknown date in " + where);
  FoundIf(date->kind == Kind::unknown, "unknown date");
  FoundIf(date->kind == Kind::one_of, "unknown whether dates");
  FoundIf(date->kind == Kind::in_range, "unknown in a range of dates");
  if (date->kind != Kind::known) return;
  FoundIf(date->day == kFirstDay, "from the first day");
  FoundIf(date->day == kEndDay - 1, "until the last day");
}

void Collector::Window(const std::string& where, const ast::Window& window) {
  FoundIf(window.from && window.until, where + " from until");
  FoundIf(window.from && window.open_ended_because, where + " open ended");
  FoundIf(window.from && !window.until && !window.open_ended_because,
          where + " from");
  FoundIf(!window.from && window.until, where + " until");
  Date(where, window.from);
  Date(where, window.until);
}

void Collector::Condition(const std::string& where,
                          const ast::Condition& condition) {
  using Kind = ast::Condition::Kind;
  const std::string comparison =
      kComparisons[std::size_t(condition.comparison)];
  switch (condition.kind) {
    case Kind::all_of:
      Found("condition and");
      break;
    case Kind::any_of:
      Found("condition or");
      break;
    case Kind::negation:
      Found("condition not");
      break;
    case Kind::truth:
      Found(condition.name.text.starts_with("named_") ? "condition named"
                                                      : "condition truth");
      break;
    case Kind::attributes:
      Found("two attributes " + comparison);
      break;
    case Kind::comparison:
      Found("condition " + comparison);
      FoundIf(condition.name.text.find("permission_") != std::string::npos,
              "condition on a permission's state");
      break;
    case Kind::consent:
      Found("consent of " + condition.name.text + " in " + where);
      Found("consent " + comparison);
      break;
  }
  for (const ast::Condition& operand : condition.operands)
    Condition(where, operand);
}

void Collector::Scope(const std::string& where, const ast::Scope& scope) {
  Names(where, "action", scope.actions);
  Names(where, "data", scope.data);
  Names(where, "relation", scope.relations);
  Names(where, "purpose", scope.purposes);
  Window(where, scope.window);
  if (scope.when) {
    Found(where + " condition");
    Condition(where, *scope.when);
  }
  auto has_tail = [](const ast::NameList& list) {
    return std::ranges::any_of(list.names, [](const ast::Name& name) {
      return name.text.find('.') != std::string::npos;
    });
  };
  FoundIf(has_tail(scope.data), "dotted reference");
}

void Collector::Exceptions(const std::vector<ast::Exception>& exceptions,
                           int depth) {
  for (const ast::Exception& exception : exceptions) {
    Found("exception at depth " + std::to_string(std::min(depth, 3)));
    Scope(exception.deny ? "deny" : "allow back", exception.scope);
    Exceptions(exception.exceptions, depth + 1);
  }
}

void Collector::Uses(const std::string& where,
                     const std::vector<ast::ObligationUse>& uses) {
  FoundIf(!uses.empty(), "oblige in " + where);
  for (const ast::ObligationUse& use : uses) {
    FoundIf(use.arguments.empty(), "obligation alone");
    FoundIf(use.arguments.size() == 1, "obligation with a parameter");
    FoundIf(use.arguments.size() > 1, "obligation with parameters");
  }
}

void Collector::Partners(const std::string& where,
                         const ast::Counterparties& partners) {
  FoundIf(partners.any, where + " any partner");
  FoundIf(partners.every_role.has_value(), where + " every role");
  FoundIf(partners.names.size() == 1, where + " one partner");
  FoundIf(partners.names.size() > 1, where + " several partners");
  for (const ast::Name& name : partners.names)
    FoundIf(name.text.starts_with("group_"), "group as partner");
}

void Collector::RuleSet(const ast::RuleGroup& group, int depth) {
  Found("rule set " + group.combine.text);
  Found("rule set at depth " + std::to_string(depth));
  Scope("target", group.scope);
  FoundIf(depth > 1 && !group.partners.absent(), "inner rule set with");
  if (depth == 1) {
    Window("rule set", group.window);
    Partners("rule set with", group.partners);
  }
  for (const ast::RuleGroup::Item& item : group.items) {
    if (!item.nested.empty()) {
      RuleSet(item.nested.front(), depth + 1);
      continue;
    }
    Found(item.name ? "rule labelled" : "rule without label");
    FoundIf(!item.partners.absent(), "rule with partners");
    Scope(item.permit ? "permit" : "deny rule", item.scope);
  }
}

// What decides nothing.
void Collector::Registry(const ast::File& file) {
  for (const ast::Feature& feature : file.features) {
    Found("feature");
    FoundIf(!feature.needs.empty(), "feature needs");
    FoundIf(!feature.live.empty(), "feature live");
  }
  for (const ast::InterfaceScope& interface : file.interfaces) {
    Found("scope");
    FoundIf(!interface.exposes.empty(), "scope exposes");
    FoundIf(!interface.held.empty(), "scope held");
  }
  for (const ast::Require& require : file.requirements) {
    Found(require.name ? "require named" : "require without name");
    FoundIf(require.cite.has_value(), "require cite");
    FoundIf(require.because.has_value(), "require because");
    FoundIf(!require.partners.absent(), "require with");
    FoundIf(require.program.has_value(), "require under");
    FoundIf(!require.given.empty(), "require that has");
    for (const ast::Require::Field& field : require.fields)
      Found(field.negated ? "require no" : "require has");
  }
  FoundIf(!file.packs.empty(), "pack");
}

void Collector::Fields(const ast::Agreement& agreement) {
  FoundIf(agreement.requested.has_value(), "agreement requested");
  Date("requested", agreement.requested);
  FoundIf(agreement.approved_by.has_value(), "agreement approved by");
  FoundIf(!agreement.disclosed.empty(), "agreement disclosed in");
  FoundIf(agreement.consideration.has_value(), "agreement consideration");
  for (const ast::Name& field : agreement.unsaid)
    Found("agreement unknown whether " + field.text);
  FoundIf(!agreement.amends.empty(), "agreement amends");
  if (agreement.lifecycle) Found("lifecycle " + agreement.lifecycle->text);
  FoundIf(!agreement.flows.empty(), "agreement flows");
  Purposes("agreement purposes", agreement.purposes);
}

// Of an agreement, of a role.
void Collector::Purposes(const std::string& where, const ast::NameList& list) {
  if (list.absent()) return;
  Found(where);
  FoundIf(!list.tags.empty(), where + " tagged");
}

void Collector::Permission(const ast::Permission& permission) {
  std::string owners;
  for (const ast::Name& owner : permission.owners)
    owners += (owners.empty() ? "" : ", ") + owner.text;
  Found("permission of " + owners);
  Found(permission.default_value ? "permission with default"
                                 : "permission without default");
  FoundIf(permission.consent.has_value(),
          "permission consent " + permission.consent->text);
  FoundIf(permission.governs.size() > 1, "permission governs twice");
  FoundIf(permission.open_when.size() > 1, "permission open when several");
  for (const ast::Scope& scope : permission.governs) Scope("governs", scope);
}

void Collector::Allow(const ast::Allow& allow) {
  Found(allow.name ? "allow labelled" : "allow without label");
  Scope("allow", allow.scope);
  Exceptions(allow.exceptions, 1);
  FoundIf(allow.overrides.size() > 1, "allow despite twice");
  for (const ast::Override& override : allow.overrides)
    Found(override.permissions.size() == 1 ? "despite one permission"
                                           : "despite several permissions");
  FoundIf(std::ranges::any_of(allow.overrides,
                              [](const auto& each) { return each.unsaid; }),
          "despite unknown whether approved");
  Uses("allow", allow.obligations);
}

void Collector::Test(const ast::Test& test) {
  if (test.expectation) Expectation(*test.expectation);
  for (const ast::Test::Case& row : test.cases) {
    Found("test cases");
    Expectation(row.expectation);
  }
}

void Collector::Expectation(const ast::Expectation& expectation) {
  if (expectation.permit) {
    FoundIf(!expectation.states_obligations, "expect permit");
    FoundIf(expectation.states_obligations && expectation.obligations.empty(),
            "expect permit with nothing");
    FoundIf(!expectation.obligations.empty(),
            "expect permit with obligations");
  } else {
    Found(expectation.reason ? "expect deny because" : "expect deny");
    FoundIf(expectation.reason_permission.has_value(),
            "expect deny because needs_permission(p)");
  }
  FoundIf(expectation.rules.size() == 1, "expect by rule");
  FoundIf(expectation.rules.size() > 1, "expect by rules");
}

std::set<std::string> Collector::Collect(const ast::File& file) {
  for (const ast::TermDeclaration& declaration : file.terms)
    Terms(kTermKinds[std::size_t(declaration.kind)], declaration.terms, 1);
  for (const ast::NamesDeclaration& declaration : file.names)
    for (const auto& entry : declaration.entries) {
      static constexpr const char* kKinds[] = {"relation", "role", "tag"};
      FoundIf(entry.name.text == "self", "relation self");
      FoundIf(!entry.tags.empty(),
              kKinds[std::size_t(declaration.kind)] + std::string(" tagged"));
      FoundIf(entry.via.has_value(), "relation via");
      Purposes("role purposes", entry.purposes);
    }
  Attributes(file.attributes);
  for (const ast::Permission& permission : file.permissions)
    Permission(permission);
  for (const ast::Partner& partner : file.partners)
    Found(partner.role ? "partner with role" : "partner without role");
  for (const ast::Program& program : file.programs) {
    Window("program", program.window);
    FoundIf(!program.ceilings.empty(), "program ceiling");
    for (const ast::Scope& scope : program.standard) Scope("standard", scope);
    Uses("program", program.obligations);
  }
  for (const ast::Agreement& agreement : file.agreements) {
    Partners("agreement with", agreement.partners);
    Fields(agreement);
    Found(agreement.program ? "agreement under program"
                            : "agreement without program");
    Window("agreement", agreement.window);
    for (const ast::Allow& allow : agreement.clauses) Allow(allow);
    Uses("agreement", agreement.obligations);
  }
  for (const ast::Forbid& forbid : file.forbids) {
    Found(forbid.name ? "forbid labelled" : "forbid without label");
    Found(forbid.because ? "forbid because" : "forbid without because");
    Scope("forbid", forbid.scope);
    if (!forbid.partners.absent()) Partners("forbid with", forbid.partners);
  }
  for (const ast::Assume& assume : file.assumptions) {
    Found("assume");
    Condition("assume", assume.condition);
  }
  for (const ast::Claim& claim : file.claims) {
    Found(claim.cite ? "claim with cite" : "claim without cite");
    Scope("claim", claim.scope);
    if (claim.partners.absent())
      Found("claim without partners");
    else
      Partners("claim with", claim.partners);
  }
  for (const ast::RuleGroup& group : file.rule_groups) RuleSet(group, 1);
  for (const ast::Group& group : file.groups) {
    static constexpr const char* kKinds[] = {"data", "action", "purpose",
                                             "relation", "partner"};
    const std::string kind = kKinds[std::size_t(group.kind)];
    Found("group of " + kind);
    FoundIf(!group.members.tags.empty(), "group of tagged " + kind);
    FoundIf(!group.members.unknowns.empty(), "group of what is unknown");
  }
  FoundIf(!file.conditions.empty(), "named condition");
  Registry(file);
  for (const ast::Test& test : file.tests) Test(test);
  return std::move(found_);
}

}  // namespace

const std::vector<std::string>& AllConstructs() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> names;
    auto each = [&](std::vector<std::string> heads,
                    std::vector<std::string> tails) {
      for (const std::string& head : heads)
        for (const std::string& tail : tails) names.push_back(head + tail);
    };
    each({"data", "action", "purpose"},
         {" at depth 1", " at depth 2", " at depth 3", " title",
          " with a further child"});
    each({"attribute of "},
         {"requester", "subject", "item", "session", "partner", "context"});
    each({"attribute bool", "attribute enumerated", "attribute ordered",
          "attribute integer"},
         {" with default", " without default"});
    each({"permission of "}, {"subject", "requester", "requester, subject"});
    each({"permission consent "},
         {"login", "default_on", "opt_in", "express", "parental"});
    each({"permission "}, {"with default", "without default", "governs twice",
                           "open when several"});
    each({"data", "action", "purpose", "relation", "role"}, {" tagged"});
    each({"two attributes "}, {"is", "is not", "<", "<=", ">", ">="});
    each({"group of ", "group of tagged "},
         {"data", "action", "purpose", "relation", "partner"});
    each({"group as "}, {"data", "action", "purpose", "relation", "partner"});
    each({"unknown date in "}, {"allow", "deny", "allow back", "governs",
                                "forbid", "agreement", "program", "rule set",
                                "target", "permit", "deny rule", "requested"});
    each({"allow", "deny", "allow back", "governs", "forbid", "target",
          "permit", "deny rule"},
         {" unknown data", " unknown action", " unknown purpose",
          " unknown relation"});
    each({"allow", "deny", "allow back", "governs", "forbid", "target",
          "permit", "deny rule", "claim", "standard"},
         {" tagged data", " tagged action", " tagged purpose",
          " tagged relation"});
    each({"rule set "},
         {"deny_overrides", "permit_overrides", "first_applicable",
          "only_one_applicable", "deny_unless_permit", "permit_unless_deny",
          "at depth 1", "at depth 2"});
    each({"target", "permit", "deny rule"},
         {" without action", " without data", " without relation",
          " without purpose"});
    each({"rule "}, {"labelled", "without label", "with partners"});
    each({"agreement "},
         {"requested", "approved by", "disclosed in", "consideration", "amends",
          "flows", "unknown whether requested", "unknown whether approved",
          "unknown whether disclosed", "unknown whether consideration"});
    each({"lifecycle "}, {"active", "winding_down"});
    each({"require "}, {"named", "without name", "cite", "because", "with",
                        "under", "that has", "no", "has"});
    each({"feature", "scope", "pack"}, {""});
    each({"feature "}, {"needs", "live"});
    each({"scope "}, {"exposes", "held"});
    each({"condition "},
         {"and", "or", "not", "truth", "is", "is not", "<", "<=", ">",
          ">=", "in", "is one of", "on a permission's state"});
    each({"consent "}, {"is", "is not", "<", "<=", ">", ">=", "is one of"});
    each({"consent of subject in ", "consent of requester in "},
         {"allow", "deny", "allow back", "forbid", "claim", "target",
          "permit", "deny rule", "standard"});
    each({"governs", "deny", "allow back", "forbid", "claim"},
         {" without relation", " without purpose"});
    each({"governs", "deny", "allow back", "forbid"},
         {" without action", " without data"});
    each({"allow", "governs", "deny", "allow back", "forbid", "claim",
          "target", "permit", "deny rule", "standard"},
         {" one action", " several action", " any action", " one data",
          " several data", " any data", " one relation", " several relation",
          " any relation", " one purpose", " several purpose", " any purpose",
          " from", " until", " from until", " condition"});
    each({"program", "agreement", "rule set"}, {" from until", " open ended"});
    each({"agreement with", "claim with", "forbid with", "rule set with"},
         {" one partner", " several partners", " every role", " any partner"});
    each({"exception at depth "}, {"1", "2", "3"});
    each({"oblige in "}, {"allow", "agreement", "program"});
    each({"obligation "}, {"alone", "with a parameter", "with parameters"});
    each({"expect "},
         {"permit", "permit with nothing", "permit with obligations", "deny",
          "deny because", "deny because needs_permission(p)", "by rule",
          "by rules"});
    for (const char* name : {"relation self",
                             "condition named",
                             "named condition",
                             "group of what is unknown",
                             "unknown name",
                             "unknown whether names",
                             "despite unknown whether approved",
                             "unknown date",
                             "unknown whether dates",
                             "unknown in a range of dates",
                             "data with needs",
                             "action inbound",
                             "inner rule set with",
                             "program ceiling",
                             "relation via",
                             "role purposes",
                             "role purposes tagged",
                             "agreement purposes",
                             "agreement purposes tagged",
                             "test cases",
                             "attribute pair",
                             "attribute with negative numbers",
                             "from the first day",
                             "until the last day",
                             "dotted reference",
                             "allow labelled",
                             "allow without label",
                             "allow despite twice",
                             "despite one permission",
                             "despite several permissions",
                             "partner with role",
                             "partner without role",
                             "agreement under program",
                             "agreement without program",
                             "forbid labelled",
                             "forbid without label",
                             "forbid because",
                             "forbid without because",
                             "assume",
                             "claim with cite",
                             "claim without cite",
                             "claim without partners"})
      names.push_back(name);
    std::ranges::sort(names);
    return names;
  }();
  return all;
}

std::set<std::string> ConstructsOf(const ast::File& file) {
  return Collector().Collect(file);
}

}  // namespace assent::generate
