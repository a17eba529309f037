#include "compiler/ast/dump.h"

namespace assent::ast {
namespace {

// Conditions are shown as they were understood: (and a (not (< b 13))).
std::string_view OperatorOf(Comparison comparison) {
  switch (comparison) {
    case Comparison::is:
      return "is";
    case Comparison::is_not:
      return "is_not";
    case Comparison::less:
      return "<";
    case Comparison::less_equal:
      return "<=";
    case Comparison::greater:
      return ">";
    case Comparison::greater_equal:
      return ">=";
    case Comparison::in_range:
      return "in";
    case Comparison::one_of:
      return "one_of";
  }
  return "";
}

std::string Show(const Condition& c) {
  using Kind = Condition::Kind;
  if (c.kind == Kind::truth) return c.name.text;
  std::string out = "(";
  if (c.kind == Kind::all_of) out += "and";
  if (c.kind == Kind::any_of) out += "or";
  if (c.kind == Kind::negation) out += "not";
  if (c.kind == Kind::comparison || c.kind == Kind::consent ||
      c.kind == Kind::attributes) {
    out += OperatorOf(c.comparison);
    out += c.kind == Kind::consent ? " consent_of " : " ";
    out += c.name.text;
  }
  for (const Condition& operand : c.operands) out += " " + Show(operand);
  for (const Value& value : c.values) out += " " + value.text;
  if (c.kind == Kind::attributes) out += " " + c.other.text;
  return out + ")";
}

std::string Quoted(const std::string& text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string Show(const Date& date) {
  if (date.kind != Date::Kind::known) {
    constexpr std::string_view kFirst[] = {"",     "",        " whether ",
                                           " in ", " after ", " before "};
    std::string out = "unknown";
    for (const Date& one : date.days) {
      if (&one == date.days.data())
        out += kFirst[static_cast<int>(date.kind)];
      else
        out += date.kind == Date::Kind::in_range ? ".." : " or ";
      out += Show(one);
    }
    return out;
  }
  if (date.day == kNoDay) return "?";
  char text[10];
  FormatDay(date.day, text);
  return std::string(text, sizeof text);
}

std::string Show(const Name& name) { return name.text; }
std::string Show(const Value& value) { return value.text; }
std::string Show(const Text& text) { return Quoted(text.text); }

std::string Show(const ObligationUse& use) {
  std::string arguments;
  for (const auto& [name, value] : use.arguments)
    arguments +=
        (arguments.empty() ? "" : ", ") + name.text + ": " + value.text;
  return use.name.text + (arguments.empty() ? "" : "(" + arguments + ")");
}

template <class T>
std::string Show(const std::vector<T>& list) {
  std::string out;
  for (const T& one : list) out += (out.empty() ? "" : ", ") + Show(one);
  return out;
}

std::string Show(const NameList& list) {
  if (list.any) return "any";
  std::string out = Show(list.names);
  auto add = [&](const std::string& item) {
    out += (out.empty() ? "" : ", ") + item;
  };
  for (const Name& tag : list.tags) add("tagged " + tag.text);
  for (const UnknownName& unknown : list.unknowns)
    add("unknown(" + Show(unknown.alternatives) + ")");
  return out;
}

std::string Show(const Counterparties& partners) {
  if (partners.any) return "any";
  return partners.every_role ? "every " + partners.every_role->text
                             : Show(partners.names);
}

std::string Show(const std::vector<Require::Field>& fields) {
  std::string out;
  for (const auto& field : fields)
    out += (out.empty() ? "" : ", ") + std::string(field.negated ? "no " : "") +
           field.name.text;
  return out;
}

class Dumper {
 public:
  std::string Run(const File& file) {
    for (const Import& import : file.imports)
      Line("import " + Quoted(import.path.text));
    for (const TermDeclaration& declaration : file.terms) Dump(declaration);
    for (const NamesDeclaration& declaration : file.names) Dump(declaration);
    for (const Attribute& attribute : file.attributes) Dump(attribute);
    for (const ObligationDeclaration& one : file.obligations) Dump(one);
    for (const Permission& permission : file.permissions) Dump(permission);
    for (const Partner& partner : file.partners) Dump(partner);
    for (const Program& program : file.programs) Dump(program);
    for (const Agreement& agreement : file.agreements) Dump(agreement);
    for (const Forbid& forbid : file.forbids) Dump(forbid);
    for (const Assume& assume : file.assumptions) Dump(assume);
    for (const Claim& claim : file.claims) Dump(claim);
    for (const Require& require : file.requirements) Dump(require);
    for (const Feature& feature : file.features) Dump(feature);
    for (const InterfaceScope& scope : file.interfaces) Dump(scope);
    for (const Group& group : file.groups) Dump(group);
    for (const NamedCondition& one : file.conditions)
      Line("condition " + one.name.text + ": " + Show(one.condition));
    for (const RuleGroup& group : file.rule_groups) Dump(group);
    for (const UsePack& use : file.packs_used) Line("use pack " + use.name.text);
    for (const Pack& pack : file.packs) Dump(pack);
    for (const Test& test : file.tests) Dump(test);
    return std::move(out_);
  }

 private:
  void Line(const std::string& text) {
    out_ += std::string(2 * depth_, ' ') + text + "\n";
  }

  template <class T>
  void Field(std::string_view label, const std::optional<T>& value) {
    if (value) Line(std::string(label) + " " + Show(*value));
  }
  template <class T>
  void Field(std::string_view label, const std::vector<T>& list) {
    if (!list.empty()) Line(std::string(label) + " " + Show(list));
  }
  template <class T>
    requires requires(const T& list) { list.absent(); }
  void Field(std::string_view label, const T& list) {
    if (!list.absent()) Line(std::string(label) + " " + Show(list));
  }

  static std::string Heading(std::string_view kind, const Name& name,
                             const std::optional<Text>& title) {
    return std::string(kind) + " " + name.text +
           (title ? " " + Quoted(title->text) : "");
  }

  void Dump(const TermDeclaration& declaration) {
    constexpr std::string_view kKinds[] = {"data", "action", "purpose"};
    for (const Term& term : declaration.terms)
      Dump(term, kKinds[static_cast<int>(declaration.kind)]);
  }

  void Dump(const Term& term, std::string_view kind) {
    Line(Heading(kind, term.name, term.title));
    ++depth_;
    Field("needs", term.needs);
    Field("tagged", term.tags);
    if (term.inbound) Line("inbound");
    for (const Term& child : term.children) Dump(child, "term");
    Field("includes", term.includes);
    --depth_;
  }

  void Dump(const NamesDeclaration& declaration) {
    constexpr std::string_view kKinds[] = {"relation", "role", "tag"};
    for (const auto& entry : declaration.entries) {
      Line(Heading(kKinds[static_cast<int>(declaration.kind)], entry.name,
                   entry.title));
      ++depth_;
      Field("via", entry.via);
      Field("for", entry.purposes);
      Field("tagged", entry.tags);
      --depth_;
    }
  }

  void Dump(const Attribute& attribute) {
    std::string line = "attribute " + attribute.name.text + ": ";
    switch (attribute.type) {
      case Attribute::Type::boolean:
        line += "bool";
        break;
      case Attribute::Type::enumerated:
        line += "one of " + Show(attribute.values);
        break;
      case Attribute::Type::ordered:
        line += "ordered " + Show(attribute.values);
        break;
      case Attribute::Type::integer:
        line += std::to_string(attribute.low) + ".." +
                std::to_string(attribute.high);
    }
    if (attribute.default_value)
      line += " default " + attribute.default_value->text;
    Line(line);
  }

  void Dump(const ObligationDeclaration& obligation) {
    Line("obligation " + obligation.name.text);
    ++depth_;
    for (const auto& parameter : obligation.parameters)
      Line("parameter " + parameter.name.text + ": " +
           std::to_string(parameter.low) + ".." +
           std::to_string(parameter.high));
    --depth_;
  }

  void Dump(const Permission& permission) {
    Line(Heading("permission", permission.name, permission.title));
    ++depth_;
    Field("of", permission.owners);
    Field("choices", permission.choices);
    Field("default", permission.default_value);
    Field("consent", permission.consent);
    for (const Scope& scope : permission.governs) {
      Line("governs");
      Dump(scope);
    }
    Field("open_when", permission.open_when);
    --depth_;
  }

  void Dump(const Partner& partner) {
    Line(Heading("partner", partner.name, partner.title));
    ++depth_;
    Field("role", partner.role);
    --depth_;
  }

  void Dump(const Window& window) {
    Field("from", window.from);
    Field("until", window.until);
    Field("open_ended", window.open_ended_because);
  }

  void Dump(const Program& program) {
    Line(Heading("program", program.name, program.title));
    ++depth_;
    Dump(program.window);
    Field("ceiling", program.ceilings);
    for (const Scope& scope : program.standard) {
      Line("standard");
      Dump(scope);
    }
    Field("oblige", program.obligations);
    --depth_;
  }

  void Dump(const Agreement& agreement) {
    Line(Heading("agreement", agreement.name, agreement.title));
    ++depth_;
    Field("with", agreement.partners);
    Field("under", agreement.program);
    Dump(agreement.window);
    Field("requested", agreement.requested);
    Field("approved_by", agreement.approved_by);
    Field("disclosed_in", agreement.disclosed);
    Field("consideration", agreement.consideration);
    Field("unknown_whether", agreement.unsaid);
    Field("amends", agreement.amends);
    Field("lifecycle", agreement.lifecycle);
    Field("flows", agreement.flows);
    Field("purposes", agreement.purposes);
    for (const Allow& allow : agreement.clauses) {
      Line("allow" + (allow.name ? " " + allow.name->text : ""));
      Dump(allow.scope);
      ++depth_;
      Dump(allow.exceptions);
      for (const Override& override : allow.overrides) Dump(override);
      Field("oblige", allow.obligations);
      --depth_;
    }
    Field("oblige", agreement.obligations);
    --depth_;
  }

  // One level deeper than what it belongs to.
  void Dump(const Scope& scope) {
    ++depth_;
    Field("actions", scope.actions);
    Field("data", scope.data);
    Field("relations", scope.relations);
    Field("purposes", scope.purposes);
    Dump(scope.window);
    Field("when", scope.when);
    --depth_;
  }

  void Dump(const std::vector<Exception>& exceptions) {
    for (const Exception& exception : exceptions) {
      Line(exception.deny ? "except deny" : "except allow");
      Dump(exception.scope);
      ++depth_;
      Dump(exception.exceptions);
      --depth_;
    }
  }

  void Dump(const Override& override) {
    Line("despite " + Show(override.permissions));
    ++depth_;
    Field("because", override.because);
    Field("approved_by", override.approved_by);
    if (override.unsaid) Line("unknown_whether approved");
    Field("until", override.until);
    --depth_;
  }

  void Dump(const Forbid& forbid) {
    Line("forbid" + (forbid.name ? " " + forbid.name->text : ""));
    Dump(forbid.scope);
    ++depth_;
    Field("with", forbid.partners);
    Field("because", forbid.because);
    --depth_;
  }

  void Dump(const Assume& assume) {
    Line("assume " + Show(assume.condition));
    ++depth_;
    Field("because", assume.because);
    --depth_;
  }

  void Dump(const Claim& claim) {
    Line("claim " + Quoted(claim.name.text));
    ++depth_;
    Field("cite", claim.cite);
    Line("never_permit");
    Dump(claim.scope);
    Field("with", claim.partners);
    --depth_;
  }

  void Dump(const Require& require) {
    Line("require every agreement" +
         (require.name ? " " + Quoted(require.name->text) : ""));
    ++depth_;
    Field("cite", require.cite);
    Field("with", require.partners);
    Field("under", require.program);
    Field("given", require.given);
    Field("has", require.fields);
    Field("because", require.because);
    --depth_;
  }

  void Dump(const Feature& feature) {
    Line(Heading("feature", feature.name, feature.title));
    ++depth_;
    Field("of", feature.partners);
    for (const Scope& scope : feature.needs) {
      Line("needs");
      Dump(scope);
    }
    for (const Window& window : feature.live) {
      Line("live");
      ++depth_;
      Dump(window);
      --depth_;
    }
    --depth_;
  }

  void Dump(const InterfaceScope& interface) {
    Line(Heading("scope", interface.name, interface.title));
    ++depth_;
    for (const Scope& scope : interface.exposes) {
      Line("exposes");
      Dump(scope);
    }
    for (const InterfaceScope::Holding& holding : interface.held) {
      Line("held by " + Show(holding.partners));
      ++depth_;
      Dump(holding.window);
      --depth_;
    }
    --depth_;
  }

  void Dump(const Group& group) {
    constexpr std::string_view kKinds[] = {"data", "action", "purpose",
                                           "relation", "partner"};
    Line(Heading("group", group.name, group.title));
    ++depth_;
    Field(kKinds[static_cast<int>(group.kind)], group.members);
    --depth_;
  }

  void Dump(const RuleGroup& group) {
    Line(Heading("rules", group.name, group.title));
    ++depth_;
    Field("combine", std::optional(group.combine));
    Field("with", group.partners);
    Dump(group.window);
    Line("about");
    Dump(group.scope);
    for (const RuleGroup::Item& item : group.items) {
      if (!item.nested.empty()) {
        Dump(item.nested.front());
        continue;
      }
      Line((item.permit ? "permit" : "deny") +
           (item.name ? " " + item.name->text : ""));
      Dump(item.scope);
      ++depth_;
      Field("with", item.partners);
      --depth_;
    }
    --depth_;
  }

  void Dump(const Pack& pack) {
    Line(Heading("pack", pack.name, pack.title));
    ++depth_;
    Field("cite", pack.cites);
    Field("omits", pack.omits);
    --depth_;
  }

  void Dump(const Test& test) {
    Line("test " + Quoted(test.name.text));
    ++depth_;
    const Request& request = test.request;
    Line("request");
    ++depth_;
    Field("partner", request.partner);
    Field("action", request.action);
    Field("data", request.data);
    Field("purpose", request.purpose);
    Field("relation", request.relation);
    Field("date", request.date);
    for (const Assignment& one : request.attributes)
      Line(one.name.text + " = " + one.value.text);
    --depth_;
    if (test.expectation) Dump(*test.expectation);
    for (const Test::Case& one : test.cases) {
      std::string line = "case";
      for (std::size_t i = 0; i < one.cells.size(); ++i)
        line += (i == 0 ? " " : ", ") +
                (i < test.columns.size() ? test.columns[i].text + " = " : "") +
                one.cells[i].text;
      Line(line);
      ++depth_;
      Dump(one.expectation);
      --depth_;
    }
    --depth_;
  }

  void Dump(const Expectation& expectation) {
    Line(expectation.permit ? "expect permit" : "expect deny");
    ++depth_;
    if (expectation.states_obligations)
      Line("with " + (expectation.obligations.empty()
                          ? std::string("nothing")
                          : Show(expectation.obligations)));
    Field("because", expectation.reason);
    Field("permission", expectation.reason_permission);
    Field("by", expectation.rules);
    --depth_;
  }

  std::string out_;
  std::size_t depth_ = 0;
};

}  // namespace

std::string Dump(const File& file) { return Dumper().Run(file); }

}  // namespace assent::ast
