#include "tests/generate/ast_to_tokens.h"

#include <functional>
#include <string_view>
#include <utility>

namespace assent::generate {
namespace {

// Writes one declaration as tokens.
class Writer {
 public:
  explicit Writer(Random* noise) : noise_(noise) {}

  Tokens Take() { return std::exchange(tokens_, {}); }

  void Import(const ast::Import& import);
  void Terms(const ast::TermDeclaration& declaration);
  void Names(const ast::NamesDeclaration& declaration);
  void Attribute(const ast::Attribute& attribute);
  void Obligation(const ast::ObligationDeclaration& declaration);
  void Permission(const ast::Permission& permission);
  void Partner(const ast::Partner& partner);
  void Program(const ast::Program& program);
  void Agreement(const ast::Agreement& agreement);
  void Forbid(const ast::Forbid& forbid);
  void Assume(const ast::Assume& assume);
  void Claim(const ast::Claim& claim);
  void Require(const ast::Require& require);
  void Feature(const ast::Feature& feature);
  void Interface(const ast::InterfaceScope& interface);
  void Group(const ast::Group& group);
  void NamedCondition(const ast::NamedCondition& condition);
  void RuleGroup(const ast::RuleGroup& group);
  void UsePack(const ast::UsePack& use);
  void Pack(const ast::Pack& pack);
  void Test(const ast::Test& test);

 private:
  using Part = std::function<void()>;

  void Put(std::string token) { tokens_.push_back(std::move(token)); }
  template <class... Rest>
  void Put(std::string first, Rest... rest) {
    Put(std::move(first));
    Put(std::move(rest)...);
  }
  void Quote(const ast::Text& text);
  void Title(const std::optional<ast::Text>& title) {
    if (title) Quote(*title);
  }
  void Because(const std::optional<ast::Text>& because) {
    if (!because) return;
    Put("because");
    Quote(*because);
  }
  // After the `}` of a block nothing more is needed, but it may stand there.
  void End() {
    bool block_ends = tokens_.back() == "}" && set_end_ != tokens_.size();
    if (!block_ends || (noise_ && noise_->Percent(30))) Put(";");
  }

  template <class List, class F>
  void Separated(const List& list, std::string_view separator, F write) {
    bool first = true;
    for (const auto& item : list) {
      if (!first) Put(std::string(separator));
      first = false;
      write(item);
    }
  }
  void Listed(const std::vector<ast::Name>& names) {
    Separated(names, ",", [&](const ast::Name& name) { Put(name.text); });
  }
  void Listed(const std::vector<ast::Value>& values) {
    Separated(values, ",", [&](const ast::Value& value) { Put(value.text); });
  }
  // Where the order of parts is free.
  void InAnyOrder(std::vector<Part> parts) {
    if (noise_) noise_->Shuffle(parts);
    for (const Part& part : parts) part();
  }

  void Tagged(const std::vector<ast::Name>& tags);
  void Term(const ast::Term& term);
  void Date(const ast::Date& date);
  void Window(const ast::Window& window);
  void List(const ast::NameList& list, const char* any,
            const char* separator = ",");
  void Scope(const ast::Scope& scope, std::vector<Part> more = {});
  std::vector<Part> PartsOf(const ast::Scope& scope, const char* when);
  void Condition(const ast::Condition& condition, int binding = 0);
  void Comparison(const ast::Condition& condition, bool negated);
  void Exceptions(const std::vector<ast::Exception>& exceptions);
  void Override(const ast::Override& override);
  void Uses(const std::vector<ast::ObligationUse>& uses);
  void Counterparties(const ast::Counterparties& partners,
                      const char* preposition = "with");
  void Expectation(const ast::Expectation& expectation);
  void Place(const ast::Value& place);
  void PartnerScope(const ast::Scope& scope,
                    const ast::Counterparties& partners);
  void Fields(const std::vector<ast::Require::Field>& fields);
  void Allow(const ast::Allow& allow);
  void Request(const ast::Request& request);

  Random* noise_;
  Tokens tokens_;
  std::size_t set_end_ = 0;  // after the last `{ a, b }` of a condition
};

void Writer::Quote(const ast::Text& text) {
  std::string quoted = "\"";
  for (char c : text.text) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (c == '\n')
      quoted += "\\n";
    else if (c == '\t')
      quoted += "\\t";
    else
      quoted += c;
  }
  Put(quoted + '"');
}

void Writer::Date(const ast::Date& date) {
  using Kind = ast::Date::Kind;
  if (date.kind != Kind::known) {
    Put("unknown");
    if (date.kind == Kind::unknown) return;
    Put(date.kind == Kind::one_of     ? "whether"
        : date.kind == Kind::in_range ? "in"
        : date.kind == Kind::after    ? "after"
                                      : "before");
    Separated(date.days, date.kind == Kind::one_of ? "or" : "..",
              [&](const ast::Date& day) { Date(day); });
    return;
  }
  char text[10];
  FormatDay(date.day, text);
  Put(std::string(text, sizeof text));
}

void Writer::Window(const ast::Window& window) {
  if (window.from) {
    Put("from");
    Date(*window.from);
  }
  if (window.until) {
    Put("until");
    Date(*window.until);
  }
  if (window.open_ended_because) {
    Put("open_ended");
    Because(window.open_ended_because);
  }
}

void Writer::Import(const ast::Import& import) {
  Put("import");
  Quote(import.path);
  End();
}

void Writer::Tagged(const std::vector<ast::Name>& tags) {
  if (tags.empty()) return;
  Put("tagged");
  Separated(tags, "and", [&](const ast::Name& tag) { Put(tag.text); });
}

void Writer::Term(const ast::Term& term) {
  Put(term.name.text);
  Title(term.title);
  std::vector<Part> marks;
  if (term.needs) marks.push_back([&] { Put("needs", term.needs->text); });
  if (!term.tags.empty()) marks.push_back([&] { Tagged(term.tags); });
  if (term.inbound) marks.push_back([&] { Put("inbound"); });
  InAnyOrder(std::move(marks));
  if (term.children.empty() && term.includes.empty()) return;
  Put("{");
  std::vector<Part> items;
  for (const ast::Term& child : term.children)
    items.push_back([&] {
      Term(child);
      End();
    });
  if (!term.includes.empty())
    items.push_back([&] {
      Put("includes");
      Listed(term.includes);
      End();
    });
  InAnyOrder(std::move(items));
  Put("}");
}

void Writer::Terms(const ast::TermDeclaration& declaration) {
  static constexpr const char* kKinds[] = {"data", "action", "purpose"};
  // One statement each, or one for all.
  const char* kind = kKinds[std::size_t(declaration.kind)];
  bool apart = noise_ && noise_->Percent(50);
  bool first = true;
  for (const ast::Term& term : declaration.terms) {
    if (first || apart)
      Put(kind);
    else
      Put(",");
    Term(term);
    if (apart) End();
    first = false;
  }
  if (!apart) End();
}

void Writer::Names(const ast::NamesDeclaration& declaration) {
  static constexpr const char* kKinds[] = {"relation", "role", "tag"};
  Put(kKinds[std::size_t(declaration.kind)]);
  Separated(declaration.entries, ",", [&](const auto& entry) {
    Put(entry.name.text);
    Title(entry.title);
    std::vector<Part> marks;
    if (!entry.tags.empty()) marks.push_back([&] { Tagged(entry.tags); });
    if (entry.via) marks.push_back([&] { Put("via", entry.via->text); });
    if (!entry.purposes.absent())
      marks.push_back([&] {
        Put("for");
        List(entry.purposes, "purpose", "and");
      });
    InAnyOrder(std::move(marks));
  });
  End();
}

void Writer::Attribute(const ast::Attribute& attribute) {
  using Type = ast::Attribute::Type;
  Put("attribute", attribute.name.text, ":");
  switch (attribute.type) {
    case Type::boolean:
      Put("bool");
      break;
    case Type::enumerated:
      Listed(attribute.values);
      break;
    case Type::ordered:
      Separated(attribute.values, "<",
                [&](const ast::Value& value) { Put(value.text); });
      break;
    case Type::integer:
      Put(std::to_string(attribute.low), "..", std::to_string(attribute.high));
      break;
  }
  if (attribute.default_value) Put("default", attribute.default_value->text);
  End();
}

void Writer::Obligation(const ast::ObligationDeclaration& declaration) {
  Put("obligation", declaration.name.text);
  if (!declaration.parameters.empty()) {
    Put("(");
    Separated(declaration.parameters, ",", [&](const auto& parameter) {
      Put(parameter.name.text, ":", std::to_string(parameter.low), "..",
          std::to_string(parameter.high));
    });
    Put(")");
  }
  End();
}

void Writer::List(const ast::NameList& list, const char* any,
                  const char* separator) {
  if (list.any) return Put("any", any);
  std::vector<Part> items;
  for (const ast::Name& name : list.names)
    items.push_back([&] { Put(name.text); });
  for (const ast::Name& tag : list.tags)
    items.push_back([&] { Put("tagged", tag.text); });
  for (const ast::UnknownName& unknown : list.unknowns)
    items.push_back([&] {
      Put("unknown");
      if (unknown.alternatives.empty()) return;
      Put("whether");
      Separated(unknown.alternatives, "or",
                [&](const ast::Name& name) { Put(name.text); });
    });
  if (noise_) noise_->Shuffle(items);
  Separated(items, separator, [](const Part& item) { item(); });
}

std::vector<Writer::Part> Writer::PartsOf(const ast::Scope& scope,
                                          const char* when) {
  std::vector<Part> parts;
  auto add = [&](const ast::NameList& list, const char* keyword,
                 const char* any) {
    if (list.absent()) return;
    parts.push_back([this, &list, keyword, any] {
      Put(keyword);
      List(list, any);
    });
  };
  add(scope.data, "on", "data");
  add(scope.relations, "of", "relation");
  add(scope.purposes, "for", "purpose");
  const ast::Window& window = scope.window;
  if (window.from || window.until || window.open_ended_because)
    parts.push_back([this, &window] { Window(window); });
  if (scope.when)
    parts.push_back([this, &scope, when] {
      Put(when);
      Condition(*scope.when);
    });
  return parts;
}

void Writer::Scope(const ast::Scope& scope, std::vector<Part> more) {
  if (!scope.actions.absent()) List(scope.actions, "action");
  std::vector<Part> parts = PartsOf(scope, "when");
  parts.insert(parts.end(), more.begin(), more.end());
  InAnyOrder(std::move(parts));
}

void Writer::Comparison(const ast::Condition& condition, bool negated) {
  static constexpr const char* kOperators[] = {
      "is", "is", "<", "<=", ">", ">=", "in", "is"};
  using enum ast::Comparison;
  if (condition.kind == ast::Condition::Kind::consent)
    Put("consent", "of", condition.name.text);
  else
    Put(condition.name.text);
  Put(kOperators[std::size_t(condition.comparison)]);
  if (condition.kind == ast::Condition::Kind::attributes) {
    if (condition.comparison == is_not) Put("not");
    return Put(condition.other.text);
  }
  switch (condition.comparison) {
    case is_not:
      Put("not", condition.values[0].text);
      break;
    case in_range:
      Put(condition.values[0].text, "..", condition.values[1].text);
      break;
    case one_of:
      if (negated) Put("not");
      Put("one", "of", "{");
      Listed(condition.values);
      Put("}");
      set_end_ = tokens_.size();
      break;
    default:
      Put(condition.values[0].text);
  }
}

// `binding` of the place: 0 or, 1 and, 2 not.
void Writer::Condition(const ast::Condition& condition, int binding) {
  using Kind = ast::Condition::Kind;
  auto is_one_of = [](const ast::Condition& c) {
    return (c.kind == Kind::comparison || c.kind == Kind::consent) &&
           c.comparison == ast::Comparison::one_of;
  };
  int own = 3;
  if (condition.kind == Kind::any_of) own = 0;
  if (condition.kind == Kind::all_of) own = 1;
  bool parentheses = own < binding || (noise_ && noise_->Percent(10));
  if (parentheses) Put("(");
  int inside = parentheses && own == 3 ? 0 : own;
  switch (condition.kind) {
    case Kind::any_of:
      Separated(condition.operands, "or", [&](const ast::Condition& operand) {
        Condition(operand, inside + 1);
      });
      break;
    case Kind::all_of:
      Separated(condition.operands, "and", [&](const ast::Condition& operand) {
        Condition(operand, inside + 1);
      });
      break;
    case Kind::negation:
      if (noise_ && is_one_of(condition.operands[0])) {
        Comparison(condition.operands[0], /*negated=*/true);
        break;
      }
      Put("not");
      Condition(condition.operands[0], 2);
      break;
    case Kind::truth:
      Put(condition.name.text);
      break;
    case Kind::comparison:
    case Kind::consent:
    case Kind::attributes:
      Comparison(condition, /*negated=*/false);
      break;
  }
  if (parentheses) Put(")");
}

void Writer::Exceptions(const std::vector<ast::Exception>& exceptions) {
  Put("except", "{");
  std::vector<Part> items;
  for (const ast::Exception& exception : exceptions)
    items.push_back([&] {
      Put(exception.deny ? "deny" : "allow");
      Scope(exception.scope);
      if (!exception.exceptions.empty()) Exceptions(exception.exceptions);
      End();
    });
  InAnyOrder(std::move(items));
  Put("}");
}

void Writer::Override(const ast::Override& override) {
  Put("despite");
  Listed(override.permissions);
  std::vector<Part> parts;
  if (override.because) parts.push_back([&] { Because(override.because); });
  if (override.approved_by)
    parts.push_back([&] {
      Put("approved", "by");
      Quote(*override.approved_by);
    });
  if (override.unsaid)
    parts.push_back([&] { Put("unknown", "whether", "approved"); });
  if (override.until)
    parts.push_back([&] {
      Put("until");
      Date(*override.until);
    });
  InAnyOrder(std::move(parts));
}

void Writer::Uses(const std::vector<ast::ObligationUse>& uses) {
  Separated(uses, ",", [&](const ast::ObligationUse& use) {
    Put(use.name.text);
    if (use.arguments.empty()) return;
    Put("(");
    std::vector<ast::ObligationUse::Argument> arguments = use.arguments;
    if (noise_) noise_->Shuffle(arguments);
    Separated(arguments, ",", [&](const auto& argument) {
      Put(argument.name.text, ":", argument.value.text);
    });
    Put(")");
  });
}

void Writer::Permission(const ast::Permission& permission) {
  Put("permission", permission.name.text);
  Title(permission.title);
  Put("of");
  Listed(permission.owners);
  Put("{");
  std::vector<Part> items;
  auto statement = [&](auto write) {
    items.push_back([this, write] {
      write();
      End();
    });
  };
  statement([&] {
    Put("choices");
    Listed(permission.choices);
  });
  if (permission.default_value)
    statement([&] { Put("default", permission.default_value->text); });
  if (permission.consent)
    statement([&] { Put("consent", permission.consent->text); });
  for (const ast::Scope& scope : permission.governs)
    statement([this, &scope] {
      Put("governs");
      Scope(scope);
    });
  statement([&] {
    Put("open", "when");
    Listed(permission.open_when);
  });
  InAnyOrder(std::move(items));
  Put("}");
}

void Writer::Partner(const ast::Partner& partner) {
  Put("partner", partner.name.text);
  Title(partner.title);
  if (partner.role) Put("role", partner.role->text);
  End();
}

void Writer::Program(const ast::Program& program) {
  Put("program", program.name.text);
  Title(program.title);
  Put("{");
  std::vector<Part> items = {[&] {
    Window(program.window);
    End();
  }};
  for (const ast::Condition& ceiling : program.ceilings)
    items.push_back([this, &ceiling] {
      Put("ceiling");
      Condition(ceiling);
      End();
    });
  for (const ast::Scope& scope : program.standard)
    items.push_back([this, &scope] {
      Put("standard");
      Scope(scope);
      End();
    });
  if (!program.obligations.empty())
    items.push_back([&] {
      Put("oblige");
      Uses(program.obligations);
      End();
    });
  InAnyOrder(std::move(items));
  Put("}");
}

void Writer::Counterparties(const ast::Counterparties& partners,
                            const char* preposition) {
  Put(preposition);
  if (partners.any)
    Put("any", "partner");
  else if (partners.every_role)
    Put("every", partners.every_role->text);
  else
    Listed(partners.names);
}

// A word where it is one, else a string.
void Writer::Place(const ast::Value& place) {
  const bool word = !place.text.empty() &&
                    place.text.find_first_not_of(
                        "abcdefghijklmnopqrstuvwxyz_") == std::string::npos;
  if (word)
    Put(place.text);
  else
    Quote({place.text, {}});
}

void Writer::Allow(const ast::Allow& allow) {
  if (allow.name) Put(allow.name->text, ":");
  Put("allow");
  Scope(allow.scope);
  std::vector<Part> tails;
  if (!allow.exceptions.empty())
    tails.push_back([&] { Exceptions(allow.exceptions); });
  for (const ast::Override& override : allow.overrides)
    tails.push_back([this, &override] { Override(override); });
  if (!allow.obligations.empty())
    tails.push_back([&] {
      Put("oblige");
      Uses(allow.obligations);
    });
  InAnyOrder(std::move(tails));
  Put(";");  // a line `oblige` may follow, which is not the clause's
}

void Writer::Agreement(const ast::Agreement& agreement) {
  Put("agreement", agreement.name.text);
  Title(agreement.title);
  Counterparties(agreement.partners);
  if (agreement.program) Put("under", agreement.program->text);
  Put("{");
  std::vector<Part> items = {[&] {
    Window(agreement.window);
    End();
  }};
  auto line = [&](bool written, const char* keyword, Part rest) {
    if (!written) return;
    items.push_back([this, keyword, rest] {
      Put(keyword);
      rest();
      End();
    });
  };
  line(agreement.requested.has_value(), "requested",
       [&] { Date(*agreement.requested); });
  line(agreement.approved_by.has_value(), "approved", [&] {
    Put("by");
    Quote(*agreement.approved_by);
  });
  line(!agreement.disclosed.empty(), "disclosed", [&] {
    Put("in");
    Separated(agreement.disclosed, ",",
              [&](const ast::Value& place) { Place(place); });
  });
  line(agreement.consideration.has_value(), "consideration",
       [&] { Place(*agreement.consideration); });
  line(!agreement.unsaid.empty(), "unknown", [&] {
    Put("whether");
    Listed(agreement.unsaid);
  });
  line(!agreement.amends.empty(), "amends", [&] { Listed(agreement.amends); });
  line(agreement.lifecycle.has_value(), "lifecycle",
       [&] { Put(agreement.lifecycle->text); });
  line(!agreement.flows.empty(), "flows", [&] { Listed(agreement.flows); });
  line(!agreement.purposes.absent(), "purposes",
       [&] { List(agreement.purposes, "purpose"); });
  for (const ast::Allow& allow : agreement.clauses)
    items.push_back([this, &allow] { Allow(allow); });
  if (!agreement.obligations.empty())
    items.push_back([&] {
      Put("oblige");
      Uses(agreement.obligations);
      End();
    });
  InAnyOrder(std::move(items));
  Put("}");
}

void Writer::Forbid(const ast::Forbid& forbid) {
  if (forbid.name) Put(forbid.name->text, ":");
  Put("forbid");
  PartnerScope(forbid.scope, forbid.partners);
  Because(forbid.because);
  End();
}

void Writer::PartnerScope(const ast::Scope& scope,
                          const ast::Counterparties& partners) {
  std::vector<Part> with;
  if (!partners.absent()) with.push_back([&] { Counterparties(partners); });
  Scope(scope, std::move(with));
}

void Writer::RuleGroup(const ast::RuleGroup& group) {
  Put("rules", group.name.text);
  Title(group.title);
  Put("combine", group.combine.text);
  PartnerScope(group.scope, group.partners);
  Put("{");
  const ast::Window& window = group.window;
  if (window.from || window.until || window.open_ended_because) {
    Window(window);
    End();
  }
  for (const ast::RuleGroup::Item& item : group.items) {  // in their order
    if (!item.nested.empty()) {
      RuleGroup(item.nested.front());
      continue;
    }
    if (item.name) Put(item.name->text, ":");
    Put(item.permit ? "permit" : "deny");
    PartnerScope(item.scope, item.partners);
    End();
  }
  Put("}");
  End();
}

void Writer::Fields(const std::vector<ast::Require::Field>& fields) {
  Separated(fields, "and", [&](const ast::Require::Field& field) {
    if (field.negated) Put("no");
    Put(field.name.text);
  });
}

void Writer::Require(const ast::Require& require) {
  Put("require");
  Title(require.name);
  if (require.cite) {
    Put("cite");
    Quote(*require.cite);
  }
  Put("every", "agreement");
  std::vector<Part> parts;
  if (!require.partners.absent())
    parts.push_back([&] { Counterparties(require.partners); });
  if (require.program)
    parts.push_back([&] { Put("under", require.program->text); });
  if (!require.given.empty())
    parts.push_back([&] {
      Put("that", "has");
      Fields(require.given);
    });
  InAnyOrder(std::move(parts));
  Put("has");
  Fields(require.fields);
  Because(require.because);
  End();
}

void Writer::Feature(const ast::Feature& feature) {
  Put("feature", feature.name.text);
  Title(feature.title);
  Counterparties(feature.partners, "of");
  Put("{");
  std::vector<Part> items;
  for (const ast::Scope& needs : feature.needs)
    items.push_back([this, &needs] {
      Put("needs");
      Scope(needs);
      End();
    });
  for (const ast::Window& live : feature.live)
    items.push_back([this, &live] {
      Put("live");
      Window(live);
      End();
    });
  InAnyOrder(std::move(items));
  Put("}");
}

void Writer::Interface(const ast::InterfaceScope& interface) {
  Put("scope", interface.name.text);
  Title(interface.title);
  Put("{");
  std::vector<Part> items;
  for (const ast::Scope& exposes : interface.exposes)
    items.push_back([this, &exposes] {
      Put("exposes");
      Scope(exposes);
      End();
    });
  for (const auto& held : interface.held)
    items.push_back([this, &held] {
      Put("held");
      Counterparties(held.partners, "by");
      Window(held.window);
      End();
    });
  InAnyOrder(std::move(items));
  Put("}");
}

void Writer::Group(const ast::Group& group) {
  static constexpr const char* kKinds[] = {"data", "action", "purpose",
                                           "relation", "partner"};
  Put("group", group.name.text);
  Title(group.title);
  Put("of", kKinds[std::size_t(group.kind)], ":");
  List(group.members, "");
  End();
}

void Writer::NamedCondition(const ast::NamedCondition& condition) {
  Put("condition", condition.name.text, ":");
  Condition(condition.condition);
  End();
}

void Writer::UsePack(const ast::UsePack& use) {
  Put("use", "pack", use.name.text);
  End();
}

void Writer::Pack(const ast::Pack& pack) {
  Put("pack", pack.name.text);
  Title(pack.title);
  Put("{");
  auto each = [&](const char* keyword, const std::vector<ast::Text>& texts) {
    for (const ast::Text& text : texts) {
      Put(keyword);
      Quote(text);
      End();
    }
  };
  each("cite", pack.cites);
  each("omits", pack.omits);
  Put("}");
}

void Writer::Assume(const ast::Assume& assume) {
  Put("assume");
  Condition(assume.condition);
  Because(assume.because);
  End();
}

void Writer::Claim(const ast::Claim& claim) {
  Put("claim");
  Quote(claim.name);
  if (claim.cite) {
    Put("cite");
    Quote(*claim.cite);
  }
  Put("never", "permit");
  std::vector<Part> parts = PartsOf(claim.scope, "where");
  if (!claim.scope.actions.absent()) List(claim.scope.actions, "action");
  if (!claim.partners.absent())
    parts.push_back([&] { Counterparties(claim.partners); });
  InAnyOrder(std::move(parts));
  End();
}

void Writer::Request(const ast::Request& request) {
  Put("request", "{");
  std::vector<Part> fields;
  auto field = [&](const char* key, const std::optional<ast::Name>& name) {
    if (name)
      fields.push_back([this, key, &name] { Put(key, name->text, ";"); });
  };
  field("partner", request.partner);
  field("action", request.action);
  field("data", request.data);
  field("purpose", request.purpose);
  field("relation", request.relation);
  if (request.date)
    fields.push_back([&] {
      Put("date");
      Date(*request.date);
      End();
    });
  for (const ast::Assignment& assignment : request.attributes)
    fields.push_back([this, &assignment] {
      Put(assignment.name.text, assignment.value.text, ";");
    });
  InAnyOrder(std::move(fields));
  Put("}");
}

void Writer::Test(const ast::Test& test) {
  Put("test");
  Quote(test.name);
  Put("{");
  Request(test.request);
  if (test.expectation) {
    Put("expect");
    Expectation(*test.expectation);
    Put(";");
  }
  if (!test.columns.empty()) {
    Put("cases");
    Listed(test.columns);
    Put("{");
    for (const ast::Test::Case& row : test.cases) {
      for (const ast::Value& cell : row.cells) {
        if (&cell != row.cells.data()) Put(",");
        Put(cell.text);
      }
      Put(":");
      Expectation(row.expectation);
      Put(";");
    }
    Put("}");
  }
  Put("}");
}

void Writer::Expectation(const ast::Expectation& expectation) {
  Put(expectation.permit ? "permit" : "deny");
  if (expectation.states_obligations) {
    Put("with");
    if (expectation.obligations.empty())
      Put("nothing");
    else
      Uses(expectation.obligations);
  }
  if (expectation.reason) {
    Put("because", expectation.reason->text);
    if (expectation.reason_permission)
      Put("(", expectation.reason_permission->text, ")");
  }
  if (expectation.rules.empty()) return;
  Put("by");
  Listed(expectation.rules);
}

}  // namespace

std::vector<Tokens> AstToTokens(const ast::File& file, Random* noise) {
  Writer writer(noise);
  std::vector<Tokens> all;
  auto each = [&](const auto& list, auto write) {
    for (const auto& item : list) {
      (writer.*write)(item);
      all.push_back(writer.Take());
    }
  };
  each(file.terms, &Writer::Terms);
  each(file.names, &Writer::Names);
  each(file.attributes, &Writer::Attribute);
  each(file.obligations, &Writer::Obligation);
  // These stand inside `vocabulary { ... }`: one block, or one each.
  if (noise) {
    noise->Shuffle(all);
    for (Tokens& item : all) {
      item.insert(item.begin(), {"vocabulary", "{"});
      item.push_back("}");
    }
  } else if (!all.empty()) {
    Tokens block = {"vocabulary", "{"};
    for (const Tokens& item : all)
      block.insert(block.end(), item.begin(), item.end());
    block.push_back("}");
    all = {block};
  }
  each(file.imports, &Writer::Import);
  each(file.permissions, &Writer::Permission);
  each(file.partners, &Writer::Partner);
  each(file.programs, &Writer::Program);
  each(file.agreements, &Writer::Agreement);
  each(file.forbids, &Writer::Forbid);
  each(file.assumptions, &Writer::Assume);
  each(file.claims, &Writer::Claim);
  each(file.requirements, &Writer::Require);
  each(file.features, &Writer::Feature);
  each(file.interfaces, &Writer::Interface);
  each(file.groups, &Writer::Group);
  each(file.conditions, &Writer::NamedCondition);
  each(file.rule_groups, &Writer::RuleGroup);
  each(file.packs_used, &Writer::UsePack);
  each(file.packs, &Writer::Pack);
  each(file.tests, &Writer::Test);
  if (noise) noise->Shuffle(all);
  return all;
}

}  // namespace assent::generate
