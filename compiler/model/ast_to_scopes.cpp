// Scopes, windows and conditions: what a clause speaks of.
#include <fmt/format.h>

#include "compiler/model/dump.h"
#include "compiler/model/lowering.h"

namespace assent::model {
namespace {

// The values of an attribute, as an author reads them.
std::string ValuesText(const Attribute& attribute) {
  if (attribute.kind == DomainKind::integer)
    return fmt::format("{}..{}", attribute.low, attribute.high);
  return Quoted({attribute.values.begin(), attribute.values.end()});
}

bool CheckOrdered(Lowering& lowering, const Attribute& attribute,
                  const ast::Condition& ast) {
  if (attribute.kind == DomainKind::integer ||
      attribute.kind == DomainKind::ordered)
    return true;
  lowering
      .Report(Kind::not_ordered, ast.span,
              fmt::format("the values of `{}` have no order", attribute.name),
              attribute.kind == DomainKind::boolean
                  ? fmt::format("write `{0}` or `not {0}`", attribute.name)
                  : "use `is` or `is one of`, or declare the values as "
                    "`a < b < c`")
      .notes.push_back({attribute.span, "declared here"});
  return false;
}

// The numbers that stand in relation `comparison` to values, among `count`.
RunSet Compare(ast::Comparison comparison,
               const std::vector<std::uint32_t>& values, std::uint32_t count) {
  using enum ast::Comparison;
  std::uint32_t first = values.front();
  switch (comparison) {
    case is:
      return RunSet::Single(first);
    case is_not:
      return Complement(RunSet::Single(first), count);
    case less:
      return RunSet::Range(0, first);
    case less_equal:
      return RunSet::Range(0, first + 1);
    case greater:
      return RunSet::Range(first + 1, count);
    case greater_equal:
      return RunSet::Range(first, count);
    case in_range:
      return RunSet::Range(first, values.back() + 1);
    case one_of:
      break;
  }
  RunSet set;
  for (std::uint32_t value : values) set.Add(value, value + 1);
  return set;
}

std::optional<Condition> LowerComparison(Lowering& lowering,
                                         const ast::Condition& ast) {
  using enum ast::Comparison;
  AttributeId id = lowering.Lookup(lowering.attributes, ast.name);
  if (!id.valid()) return std::nullopt;
  const Attribute& attribute = lowering.attribute(id);
  bool needs_order = ast.comparison != is && ast.comparison != is_not &&
                     ast.comparison != one_of;
  if (needs_order && !CheckOrdered(lowering, attribute, ast))
    return std::nullopt;
  std::vector<std::uint32_t> values;
  for (const ast::Value& value : ast.values)
    if (auto number = LowerValue(lowering, attribute, value))
      values.push_back(*number);
  if (values.empty() || values.size() != ast.values.size()) return std::nullopt;
  if (ast.comparison == in_range && values.front() > values.back()) {
    lowering.Report(
        Kind::empty_range, ast.span,
        fmt::format("`{}..{}` holds no value", ast.values.front().text,
                    ast.values.back().text),
        "write the lower bound first");
    return std::nullopt;
  }
  Condition literal;
  literal.kind = Condition::Kind::literal;
  literal.attribute = id;
  literal.values = Compare(ast.comparison, values, attribute.supplied_count());
  return literal;
}

// A word without an owner is no attribute: it was meant as a condition, or as
// one more value: `is public or friends`. False: some attribute ends so.
bool ReportBareWord(Lowering& lowering, const ast::Name& name) {
  const std::string ending = "." + name.text;
  const Attribute* value_of = nullptr;
  for (const Attribute& attribute : lowering.model.vocabulary.attributes) {
    if (attribute.name.ends_with(ending)) return false;
    if (!value_of && attribute.kind != DomainKind::integer &&
        std::ranges::find(attribute.values, name.text) !=
            attribute.values.end())
      value_of = &attribute;
  }
  if (value_of != nullptr) {
    lowering.Report(Kind::unknown_name, name.span,
                    fmt::format("no condition is called `{}`", name.text),
                    fmt::format("write `{} is {}`", value_of->name, name.text));
    return true;
  }
  std::vector<std::string_view> known;
  for (const auto& [known_name, condition] : lowering.conditions)
    known.push_back(known_name);
  std::ranges::sort(known);
  lowering.ReportUnknown(name.text, name.span, "condition", known);
  return true;
}

std::optional<Condition> LowerTruth(Lowering& lowering,
                                    const ast::Condition& ast) {
  if (ast.name.text.find('.') == std::string::npos &&
      ReportBareWord(lowering, ast.name))
    return std::nullopt;
  AttributeId id = lowering.Lookup(lowering.attributes, ast.name);
  if (!id.valid()) return std::nullopt;
  const Attribute& attribute = lowering.attribute(id);
  if (attribute.kind != DomainKind::boolean) {
    lowering
        .Report(
            Kind::not_boolean, ast.span,
            fmt::format("`{}` alone is not a condition: it is not boolean",
                        attribute.name),
            fmt::format("compare it: its values are {}", ValuesText(attribute)))
        .notes.push_back({attribute.span, "declared here"});
    return std::nullopt;
  }
  Condition literal;
  literal.kind = Condition::Kind::literal;
  literal.attribute = id;
  literal.values = RunSet::Single(1);
  return literal;
}

std::optional<Condition> LowerConsent(Lowering& lowering,
                                      const ast::Condition& ast) {
  Condition condition;
  condition.kind = Condition::Kind::consent;
  bool whole = true;
  if (ast.name.text == "requester") {
    condition.person = Person::requester;
  } else if (ast.name.text != "subject") {
    lowering.ReportUnknown(ast.name.text, ast.name.span,
                           "person whose consent counts",
                           {"requester", "subject"});
    whole = false;
  }
  std::vector<std::uint32_t> ranks;
  for (const ast::Value& value : ast.values)
    if (auto consent = LowerConsentKind(lowering, value, /*or_none=*/true))
      ranks.push_back(std::uint32_t(*consent));
  if (!whole || ranks.empty() || ranks.size() != ast.values.size())
    return std::nullopt;
  condition.values = Compare(ast.comparison, ranks, kConsentCount);
  return condition;
}

// The value of `b` that is called as value `i` of `a` is.
std::optional<std::uint32_t> SameValue(const Attribute& a, std::uint32_t i,
                                       const Attribute& b) {
  if (a.kind != DomainKind::integer) return i;
  const std::int64_t number = a.low + i;
  if (number < b.low || number > b.high) return std::nullopt;
  return std::uint32_t(number - b.low);
}

// a OP b, said of b.
ast::Comparison Mirrored(ast::Comparison comparison) {
  using enum ast::Comparison;
  switch (comparison) {
    case less:
      return greater;
    case less_equal:
      return greater_equal;
    case greater:
      return less;
    case greater_equal:
      return less_equal;
    default:
      return comparison;
  }
}

// Two attributes of one domain, written out by the values of the first.
std::optional<Condition> LowerAttributes(Lowering& lowering,
                                         const ast::Condition& ast) {
  using enum ast::Comparison;
  const AttributeId first = lowering.Lookup(lowering.attributes, ast.name);
  const AttributeId second = lowering.Lookup(lowering.attributes, ast.other);
  if (!first.valid() || !second.valid()) return std::nullopt;
  const Attribute& a = lowering.attribute(first);
  const Attribute& b = lowering.attribute(second);
  if (a.kind != b.kind ||
      (a.kind != DomainKind::integer && a.values != b.values)) {
    auto& diagnostic = lowering.Report(
        Kind::attributes_not_comparable, ast.span,
        fmt::format("`{}` and `{}` do not have the same values", a.name,
                    b.name),
        "declare both with the same values, or compare each with a value");
    diagnostic.notes.push_back(
        {a.span, fmt::format("`{}` is declared here", a.name)});
    diagnostic.notes.push_back(
        {b.span, fmt::format("`{}` is declared here", b.name)});
    return std::nullopt;
  }
  const bool ordering = ast.comparison != is && ast.comparison != is_not;
  if (ordering && !CheckOrdered(lowering, a, ast)) return std::nullopt;
  if (!lowering.Within(std::min(a.supplied_count(), b.supplied_count()),
                       lowering.limits.compared_values, ast.span,
                       "values of two attributes that are compared",
                       "compare each with a value, or declare fewer values"))
    return std::nullopt;
  Condition any;
  any.kind = Condition::Kind::any_of;
  for (std::uint32_t i = 0; i < a.supplied_count(); ++i) {
    Condition literal;
    literal.kind = Condition::Kind::literal;
    literal.attribute = first;
    literal.values = RunSet::Single(i);
    Condition other = literal;
    other.attribute = second;
    const std::uint32_t count = b.supplied_count();
    if (auto same = SameValue(a, i, b)) {
      other.values = Compare(Mirrored(ast.comparison), {*same}, count);
    } else {  // beyond what b can be
      const bool below = a.low + i < b.low;
      const bool all = ast.comparison == is_not ||
                       (below && (ast.comparison == less ||
                                  ast.comparison == less_equal)) ||
                       (!below && (ast.comparison == greater ||
                                   ast.comparison == greater_equal));
      other.values = all ? RunSet::Range(0, count) : RunSet();
    }
    Condition both;
    both.operands.push_back(std::move(literal));
    both.operands.push_back(std::move(other));
    any.operands.push_back(std::move(both));
  }
  return any;
}

std::size_t PartCount(const Condition& condition) {
  std::size_t count = 1;
  for (const Condition& operand : condition.operands)
    count += PartCount(operand);
  return count;
}

// A bare word that names a condition.
std::optional<Condition> LowerNamed(Lowering& lowering,
                                    DeferredCondition& named,
                                    const ast::Name& use, Consents consents) {
  using State = DeferredCondition::State;
  if (named.state == State::open) {
    named.state = State::done;  // faulty: no value
    lowering.Report(Kind::cycle, use.span,
                    fmt::format("condition `{}` is part of itself", use.text),
                    "say what it means without its own name");
    return std::nullopt;
  }
  if (named.state == State::done && !named.value) return std::nullopt;
  const bool first = named.state == State::unseen;
  if (first) named.state = State::open;
  auto meaning = LowerCondition(lowering, named.ast->condition, consents);
  if (!first) return meaning;
  const bool circular = named.state == State::done;
  named.state = State::done;
  if (!meaning || circular) return std::nullopt;
  const std::size_t parts = PartCount(*meaning);
  if (!lowering.Within(parts, lowering.limits.condition_parts,
                       named.ast->name.span,
                       "parts of a condition, written out",
                       "say it in fewer parts"))
    return std::nullopt;
  named.value = parts;
  return meaning;
}

}  // namespace

std::optional<std::uint32_t> LowerValue(Lowering& lowering,
                                        const Attribute& attribute,
                                        const ast::Value& value) {
  if (auto number = attribute.FindValue(value.text)) return number;
  std::string help = fmt::format("the values are {}", ValuesText(attribute));
  std::string_view closest = diagnostics::ClosestName(
      value.text, {attribute.values.begin(), attribute.values.end()});
  if (!closest.empty())
    help = fmt::format("did you mean `{}`? {}", closest, help);
  auto& diagnostic = lowering.Report(
      Kind::value_not_in_domain, value.span,
      fmt::format("`{}` is not a value of `{}`", value.text, attribute.name),
      std::move(help));
  diagnostic.notes.push_back(
      {attribute.span, fmt::format("`{}` is declared here", attribute.name)});
  return std::nullopt;
}

std::optional<Consent> LowerConsentKind(Lowering& lowering,
                                        const ast::Value& value, bool or_none) {
  std::vector<std::string_view> kinds;
  for (std::uint32_t i = or_none ? 0 : 1; i < kConsentCount; ++i) {
    kinds.push_back(NameOf(Consent(i)));
    if (kinds.back() == value.text) return Consent(i);
  }
  lowering.ReportUnknown(value.text, value.span, "kind of consent", kinds);
  return std::nullopt;
}

std::optional<Condition> LowerCondition(Lowering& lowering,
                                        const ast::Condition& ast,
                                        Consents consents) {
  using enum ast::Condition::Kind;
  Condition condition;
  switch (ast.kind) {
    case comparison:
      return LowerComparison(lowering, ast);
    case truth:
      if (DeferredCondition* named = FindCondition(lowering, ast.name))
        return LowerNamed(lowering, *named, ast.name, consents);
      return LowerTruth(lowering, ast);
    case attributes:
      return LowerAttributes(lowering, ast);
    case consent:
      if (consents == Consents::allowed) return LowerConsent(lowering, ast);
      if (consents == Consents::governing) {
        lowering.Report(Kind::consent_in_governs, ast.span,
                        "what a permission governs depends on consent, which "
                        "follows from what permissions govern",
                        "ask for the state of a permission, as "
                        "`subject.PERMISSION is CHOICE`");
        return std::nullopt;
      }
      lowering.Report(Kind::consent_in_assumption, ast.span,
                      "`assume` speaks of consent, which follows from "
                      "permissions",
                      "assume something of the permission's state, as "
                      "`subject.PERMISSION is CHOICE`");
      return std::nullopt;
    case all_of:
      condition.kind = Condition::Kind::all_of;
      break;
    case any_of:
      condition.kind = Condition::Kind::any_of;
      break;
    case negation:
      condition.kind = Condition::Kind::negation;
      break;
  }
  bool whole = true;
  for (const ast::Condition& operand : ast.operands) {
    auto lowered = LowerCondition(lowering, operand, consents);
    whole &= lowered.has_value();
    if (lowered) condition.operands.push_back(std::move(*lowered));
  }
  return whole ? std::optional(std::move(condition)) : std::nullopt;
}

DeferredCondition* FindCondition(Lowering& lowering, const ast::Name& name) {
  auto found = lowering.conditions.find(name.text);
  return found == lowering.conditions.end() ? nullptr : &found->second;
}

std::optional<Window> LowerWindow(Lowering& lowering, const ast::Window& ast) {
  Window window;
  if (ast.from) {
    Day latest = kEndDay;  // it may not begin on any day that there is
    if (ast.until && ast.until->kind == ast::Date::Kind::known &&
        ast.until->day != kNoDay)
      latest = std::max(kFirstDay, ast.until->day - 1);
    auto from = LowerDay(lowering, *ast.from, "beginning", kFirstDay, latest);
    if (!from) return std::nullopt;
    window.from = from->low;
    window.unknown_from = from->unknown;
    if (from->unknown.valid() &&
        !LeaveDays(lowering, from->unknown, *ast.from, kFirstDay, latest))
      return std::nullopt;
  }
  if (ast.until) {
    auto until = LowerDay(lowering, *ast.until, "end", window.from + 1,
                          kEndDay);
    if (!until) return std::nullopt;
    window.until = until->high;
    window.unknown_until = until->unknown;
    if (until->unknown.valid()) {
      const bool known_from = !window.unknown_from.valid();
      if (known_from && !LeaveDays(lowering, until->unknown, *ast.until,
                                   window.from + 1, kEndDay))
        return std::nullopt;
      if (!known_from && lowering.unknowns_decide)
        lowering.model.orders.push_back(
            {window.unknown_from, window.unknown_until});
    }
  }
  if (ast.until && ast.open_ended_because) {
    lowering
        .Report(Kind::contradictory_end, ast.open_ended_because->span,
                "both an end and `open_ended` are written",
                "keep one of the two")
        .notes.push_back({ast.until->span, "it ends here"});
    return std::nullopt;
  }
  if (!window.empty()) return window;
  const ast::Date& last = ast.until ? *ast.until : *ast.from;
  auto& diagnostic = lowering.Report(
      Kind::empty_window, last.span,
      fmt::format("the window from {} until {} holds no day",
                  DayText(window.from), DayText(window.until)),
      "the day of `until` is not part of the window: it lies after `from`");
  if (ast.from && ast.until)
    diagnostic.notes.push_back({ast.from->span, "it begins here"});
  return std::nullopt;
}

std::optional<Scope> LowerScope(Lowering& lowering, const ast::Scope& ast,
                                Consents consents) {
  Scope scope;
  bool whole = true;
  auto lower = [&](Dimension dimension, const ast::NameList& list,
                   RunSet& leaves) {
    auto set = LowerList(lowering, dimension, list);
    whole &= set.has_value();
    if (!set) return;
    leaves = std::move(set->known);
    for (UnknownTerms& terms : set->unknown)
      scope.unknown_terms.push_back(std::move(terms));
  };
  lower(Dimension::action, ast.actions, scope.actions);
  lower(Dimension::data, ast.data, scope.data);
  lower(Dimension::purpose, ast.purposes, scope.purposes);
  lower(Dimension::relation, ast.relations, scope.relations);
  auto window = LowerWindow(lowering, ast.window);
  whole &= window.has_value();
  if (window) scope.window = *window;
  if (ast.when) {
    auto when = LowerCondition(lowering, *ast.when, consents);
    whole &= when.has_value();
    if (when) scope.when = std::move(*when);
  }
  return whole ? std::optional(std::move(scope)) : std::nullopt;
}

}  // namespace assent::model
