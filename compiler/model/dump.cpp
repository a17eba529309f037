#include "compiler/model/dump.h"

#include <fmt/format.h>

namespace assent::model {
namespace {

void AddTo(std::string& list, std::string_view item) {
  if (!list.empty()) list += ", ";
  list += item;
}

template <class IdType, class T>
std::string NamesText(const std::vector<IdType>& ids,
                      const std::vector<T>& items) {
  std::string text;
  for (IdType id : ids) AddTo(text, items[id.value].name);
  return text;
}

// One line: indented, ended.
class Lines {
 public:
  template <class... Args>
  void Add(int depth, fmt::format_string<Args...> format, Args&&... args) {
    text_.append(std::size_t(depth) * 2, ' ');
    fmt::format_to(std::back_inserter(text_), format,
                   std::forward<Args>(args)...);
    text_ += '\n';
  }
  std::string Take() { return std::move(text_); }

 private:
  std::string text_;
};

std::string Title(std::string_view title) {
  return title.empty() ? "" : fmt::format(" \"{}\"", title);
}

void DumpTaxonomy(Lines& lines, std::string_view what,
                  const Taxonomy& taxonomy, const std::vector<Named>& tags) {
  for (const Term& term : taxonomy.terms) {
    std::string children;
    for (TermId child : term.children)
      AddTo(children, taxonomy.terms[child.value].name);
    if (!children.empty()) children = fmt::format(" {{ {} }}", children);
    std::string marks;
    if (term.needs != Consent::none)
      marks += fmt::format(" needs {}", NameOf(term.needs));
    if (term.inbound) marks += " inbound";
    if (!term.tags.empty()) marks += " tagged " + NamesText(term.tags, tags);
    lines.Add(0, "{} {}{}{}{}", what, term.name, Title(term.title), marks,
              children);
  }
}

void DumpAttribute(Lines& lines, const Attribute& attribute) {
  std::string values;
  if (attribute.kind == DomainKind::integer)
    values = fmt::format("{}..{}", attribute.low, attribute.high);
  else if (attribute.kind == DomainKind::boolean)
    values = "bool";
  for (const std::string& value : attribute.values) {
    if (attribute.kind == DomainKind::boolean) break;
    if (!values.empty())
      values += attribute.kind == DomainKind::ordered ? " < " : ", ";
    values += value;
  }
  std::string rest;
  if (attribute.default_value)
    rest = " default " + attribute.ValueName(*attribute.default_value);
  if (attribute.permission.valid()) rest += " (permission)";
  if (attribute.pair.valid()) rest += " (pair)";
  lines.Add(0, "attribute {}: {}{}", attribute.name, values, rest);
}

void DumpExceptions(Lines& lines, const Vocabulary& vocabulary, int depth,
                    std::string_view word,
                    const std::vector<Exception>& exceptions) {
  std::string_view other = word == "deny" ? "allow" : "deny";
  for (const Exception& each : exceptions) {
    lines.Add(depth, "except {} {}", word, ScopeText(vocabulary, each.scope));
    DumpExceptions(lines, vocabulary, depth + 1, other, each.exceptions);
  }
}

void DumpClause(Lines& lines, const Vocabulary& vocabulary,
                const Clause& clause) {
  lines.Add(1, "{}allow {}", clause.name.empty() ? "" : clause.name + ": ",
            ScopeText(vocabulary, clause.scope));
  DumpExceptions(lines, vocabulary, 2, "deny", clause.exceptions);
  for (const Override& each : clause.overrides)
    lines.Add(2, "despite {} until {} because \"{}\" {}",
              vocabulary.permissions[each.permission.value].name,
              DayText(each.until), each.because,
              each.approved_by.empty()
                  ? "unknown whether approved"
                  : fmt::format("approved by \"{}\"", each.approved_by));
  if (!clause.obligations.empty())
    lines.Add(2, "oblige {}",
              NamesText(clause.obligations, vocabulary.obligations));
}

void DumpAgreement(Lines& lines, const Model& model,
                   const Agreement& agreement) {
  const Vocabulary& vocabulary = model.vocabulary;
  std::string under;
  if (agreement.program.valid())
    under = " under " + model.programs[agreement.program.value].name;
  lines.Add(0, "agreement {}{} with {}{}{}", agreement.name,
            Title(agreement.title),
            NamesText(agreement.partners, vocabulary.partners), under,
            WindowText(agreement.window));
  if (agreement.requested)
    lines.Add(1, "requested{}", WindowText(*agreement.requested));
  if (!agreement.approved_by.empty())
    lines.Add(1, "approved by \"{}\"", agreement.approved_by);
  for (const std::string& place : agreement.disclosed)
    lines.Add(1, "disclosed in {}", place);
  for (const std::string& field : agreement.unsaid)
    lines.Add(1, "unknown whether {}", field);
  if (!agreement.consideration.empty())
    lines.Add(1, "consideration {}", agreement.consideration);
  if (agreement.purposes)
    lines.Add(1, "purposes {}",
              TermsText(vocabulary.purposes, *agreement.purposes));
  for (AgreementId earlier : agreement.amends)
    lines.Add(1, "amends {}", model.agreements[earlier.value].name);
  if (agreement.lifecycle == Lifecycle::winding_down)
    lines.Add(1, "lifecycle winding_down");
  if (agreement.inbound)
    lines.Add(1, "flows {}inbound", agreement.outbound ? "outbound, " : "");
  if (!agreement.open_ended_because.empty())
    lines.Add(1, "open_ended because \"{}\"", agreement.open_ended_because);
  for (const Clause& clause : agreement.clauses)
    DumpClause(lines, vocabulary, clause);
  if (!agreement.obligations.empty())
    lines.Add(1, "oblige {}",
              NamesText(agreement.obligations, vocabulary.obligations));
}

void DumpTest(Lines& lines, const Vocabulary& vocabulary, const Test& test) {
  const Request& request = test.request;
  lines.Add(0, "test \"{}\"", test.name);
  lines.Add(1, "request {} {} {} {} {} {}",
            vocabulary.partners[request.partner.value].name,
            vocabulary.actions.terms[request.action.value].name,
            vocabulary.data.terms[request.data.value].name,
            vocabulary.purposes.terms[request.purpose.value].name,
            vocabulary.relations[request.relation.value].name,
            DayText(request.day));
  for (std::size_t i = 0; i < request.values.size(); ++i) {
    const Attribute& attribute = vocabulary.attributes[i];
    if (request.values[i] !=
        attribute.default_value.value_or(attribute.supplied_count()))
      lines.Add(2, "{} {}", attribute.name,
                attribute.ValueName(request.values[i]));
  }
  std::string reason = test.reason.empty() ? "" : " because " + test.reason;
  if (test.reason_permission.valid())
    reason += fmt::format(
        "({})", vocabulary.permissions[test.reason_permission.value].name);
  std::string with;
  if (test.states_obligations)
    with = test.obligations.empty()
               ? " with nothing"
               : " with " + NamesText(test.obligations, vocabulary.obligations);
  std::string rules;
  for (const std::string& rule : test.rules)
    rules += (rules.empty() ? " by " : ", ") + rule;
  lines.Add(1, "expect {}{}{}{}", test.expect_permit ? "permit" : "deny", with,
            reason, rules);
}

void DumpRuleGroup(Lines& lines, const Vocabulary& vocabulary, int depth,
                   const RuleGroup& group) {
  constexpr std::string_view kCombinings[] = {
      "deny_overrides",      "permit_overrides",   "first_applicable",
      "only_one_applicable", "deny_unless_permit", "permit_unless_deny"};
  auto with = [&](bool every, const std::vector<PartnerId>& partners) {
    return every ? std::string()
                 : " with " + NamesText(partners, vocabulary.partners);
  };
  lines.Add(depth, "rules {}{} combine {}{} {}{}", group.name,
            Title(group.title), kCombinings[std::size_t(group.combine)],
            with(group.every_partner, group.partners),
            ScopeText(vocabulary, group.scope), WindowText(group.window));
  for (const RuleGroup::Item& item : group.items) {
    if (!item.nested.empty()) {
      DumpRuleGroup(lines, vocabulary, depth + 1, item.nested.front());
      continue;
    }
    lines.Add(depth + 1, "{}{} {}{}", item.name.empty() ? "" : item.name + ": ",
              item.permit ? "permit" : "deny", ScopeText(vocabulary, item.scope),
              with(item.every_partner, item.partners));
  }
}

std::string FieldsText(const std::vector<Requirement::Field>& fields) {
  constexpr std::string_view kFields[] = {
      "requested", "approved", "disclosed", "consideration",
      "end",       "program",  "amends",    "purposes"};
  std::string text;
  for (const Requirement::Field& field : fields)
    AddTo(text, (field.negated ? "no " : "") +
                    (field.kind == Requirement::Field::Kind::obligation
                         ? field.obligation
                         : std::string(kFields[std::size_t(field.kind)])));
  return text;
}

void DumpForChecks(Lines& lines, const Model& model) {
  const Vocabulary& vocabulary = model.vocabulary;
  for (std::size_t i = 0; i < model.unknowns.size(); ++i) {
    const Unknown& each = model.unknowns[i];
    std::string values;
    for (const std::string& value : each.values) AddTo(values, value);
    lines.Add(0, "unknown.{} {}: {}", i, each.name, values);
  }
  for (const Feature& each : model.features) {
    lines.Add(0, "feature {}{} of {}", each.name, Title(each.title),
              NamesText(each.partners, vocabulary.partners));
    for (const Scope& scope : each.needs)
      lines.Add(1, "needs {}", ScopeText(vocabulary, scope));
    for (const Window& window : each.live)
      lines.Add(1, "live{}", WindowText(window));
  }
  for (const InterfaceScope& each : model.interfaces) {
    lines.Add(0, "scope {}{}", each.name, Title(each.title));
    for (const Scope& scope : each.exposes)
      lines.Add(1, "exposes {}", ScopeText(vocabulary, scope));
    for (const InterfaceScope::Holding& holding : each.held)
      lines.Add(1, "held by {}{}",
                NamesText(holding.partners, vocabulary.partners),
                WindowText(holding.window));
  }
  for (const Requirement& each : model.requirements) {
    std::string of;
    if (!each.partners.empty())
      of += " with " + NamesText(each.partners, vocabulary.partners);
    if (each.program.valid())
      of += " under " + model.programs[each.program.value].name;
    if (!each.given.empty()) of += " that has " + FieldsText(each.given);
    lines.Add(0, "require \"{}\" every agreement{} has {}", each.name, of,
              FieldsText(each.fields));
  }
  for (const Pack& each : model.packs)
    lines.Add(0, "pack {}{}", each.name, Title(each.title));
}

void AddVocabulary(Lines& lines, const Vocabulary& vocabulary) {
  DumpTaxonomy(lines, "data", vocabulary.data, vocabulary.tags);
  DumpTaxonomy(lines, "action", vocabulary.actions, vocabulary.tags);
  DumpTaxonomy(lines, "purpose", vocabulary.purposes, vocabulary.tags);
  auto add_names = [&](std::string_view what, const std::vector<Named>& list) {
    for (const Named& each : list) {
      std::string marks;
      if (each.via.valid())
        marks += " via " + vocabulary.relations[each.via.value].name;
      if (each.purposes)
        marks += " for " + TermsText(vocabulary.purposes, *each.purposes);
      if (!each.tags.empty())
        marks += " tagged " + NamesText(each.tags, vocabulary.tags);
      lines.Add(0, "{} {}{}{}", what, each.name, Title(each.title), marks);
    }
  };
  add_names("tag", vocabulary.tags);
  add_names("relation", vocabulary.relations);
  add_names("role", vocabulary.roles);
  for (const Attribute& each : vocabulary.attributes)
    DumpAttribute(lines, each);
  for (const Named& each : vocabulary.obligations)
    lines.Add(0, "obligation {}", each.name);
  for (const Permission& each : vocabulary.permissions) {
    std::string owners;
    for (AttributeId state : each.state)
      if (state.valid()) {
        std::string_view name = vocabulary.attributes[state.value].name;
        AddTo(owners, name.substr(0, name.find('.')));
      }
    const AttributeId state =
        each.state[0].valid() ? each.state[0] : each.state[1];
    lines.Add(0, "permission {}{} of {} consent {} open when {}", each.name,
              Title(each.title), owners, NameOf(each.consent),
              ValuesText(vocabulary.attributes[state.value], each.open_values));
  }
  for (const Partner& each : vocabulary.partners)
    lines.Add(0, "partner {}{}{}", each.name, Title(each.title),
              each.role.valid()
                  ? " role " + vocabulary.roles[each.role.value].name
                  : "");
}

}  // namespace

std::string DumpVocabulary(const Vocabulary& vocabulary) {
  Lines lines;
  AddVocabulary(lines, vocabulary);
  return lines.Take();
}

std::string DumpModel(const Model& model) {
  const Vocabulary& vocabulary = model.vocabulary;
  Lines lines;
  AddVocabulary(lines, vocabulary);
  for (const Governs& each : model.governs)
    lines.Add(0, "{} governs {}",
              vocabulary.permissions[each.permission.value].name,
              ScopeText(vocabulary, each.scope));
  for (const Program& each : model.programs) {
    lines.Add(0, "program {}{}{}", each.name, Title(each.title),
              WindowText(each.window));
    for (const Condition& ceiling : each.ceilings)
      lines.Add(1, "ceiling {}", ConditionText(vocabulary, ceiling));
    for (const Scope& scope : each.standard)
      lines.Add(1, "standard {}", ScopeText(vocabulary, scope));
    if (!each.obligations.empty())
      lines.Add(1, "oblige {}",
                NamesText(each.obligations, vocabulary.obligations));
  }
  for (const Agreement& each : model.agreements)
    DumpAgreement(lines, model, each);
  for (const Prohibition& each : model.prohibitions) {
    lines.Add(0, "{}forbid {}{}{}", each.name.empty() ? "" : each.name + ": ",
              ScopeText(vocabulary, each.scope),
              each.partners.empty() ? "" : " with ",
              NamesText(each.partners, vocabulary.partners));
    DumpExceptions(lines, vocabulary, 1, "allow", each.exceptions);
  }
  for (const RuleGroup& each : model.rule_groups)
    DumpRuleGroup(lines, vocabulary, 0, each);
  for (const Assumption& each : model.assumptions)
    lines.Add(0, "assume {}", ConditionText(vocabulary, each.condition));
  DumpForChecks(lines, model);
  for (const Claim& each : model.claims)
    lines.Add(0, "claim \"{}\" never permit {} with {}", each.name,
              ScopeText(vocabulary, each.scope),
              NamesText(each.partners, vocabulary.partners));
  for (const Test& each : model.tests) DumpTest(lines, vocabulary, each);
  return lines.Take();
}

}  // namespace assent::model
