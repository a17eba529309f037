#include "compiler/query/text_to_condition.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace assent::query {
namespace {

using model::Attribute;
using model::AttributeId;
using model::Condition;
using model::DomainKind;

constexpr std::size_t kMaxDepth = 200;
constexpr std::uint32_t kMaxCompared = 4096;  // values of two facts compared

Condition Group(bool all, std::vector<Condition> operands) {
  if (operands.size() == 1) return std::move(operands[0]);
  Condition group;
  group.kind = all ? Condition::Kind::all_of : Condition::Kind::any_of;
  group.operands = std::move(operands);
  return group;
}

Condition Literal(AttributeId attribute, RunSet values) {
  Condition literal;
  literal.kind = Condition::Kind::literal;
  literal.attribute = attribute;
  literal.values = std::move(values);
  return literal;
}

bool IsOrder(std::string_view word) {
  return word == "<" || word == "<=" || word == ">" || word == ">=";
}

bool Compares(std::string_view op, std::int64_t a, std::int64_t b) {
  if (op == "<") return a < b;
  if (op == "<=") return a <= b;
  if (op == ">") return a > b;
  if (op == ">=") return a >= b;
  return a == b;  // is
}

// Of `count` values, those that compare so with `value`.
RunSet Compared(std::string_view op, std::uint32_t value, std::uint32_t count) {
  if (op == "<") return RunSet::Range(0, value);
  if (op == "<=") return RunSet::Range(0, value + 1);
  if (op == ">") return RunSet::Range(std::min(value + 1, count), count);
  if (op == ">=") return RunSet::Range(value, count);
  return RunSet::Single(value);
}

Result<AttributeId> Find(const model::Vocabulary& vocabulary,
                         std::string_view name) {
  const AttributeId id = FindAttribute(vocabulary, name);
  if (id.valid()) return id;
  std::vector<std::string_view> names;
  for (const Attribute& attribute : vocabulary.attributes) {
    // What is written without its owner is meant with it.
    const std::string_view full = attribute.name;
    if (full.substr(full.find('.') + 1) == name)
      return Error{
          fmt::format("unknown fact `{}`; did you mean `{}`?", name, full)};
    names.push_back(full);
  }
  return Unknown("fact", name, names);
}

std::string DomainText(const Attribute& attribute) {
  if (attribute.kind == DomainKind::integer)
    return fmt::format("a number from {} to {}", attribute.low, attribute.high);
  if (attribute.kind == DomainKind::boolean) return "true or false";
  return fmt::format("{}", fmt::join(attribute.values, ", "));
}

Result<std::uint32_t> Value(const Attribute& attribute, std::string_view text) {
  const auto value = attribute.FindValue(text);
  if (value && *value < attribute.supplied_count()) return *value;
  std::vector<std::string_view> names(attribute.values.begin(),
                                      attribute.values.end());
  if (attribute.kind != DomainKind::integer && !text.empty()) {
    Error error =
        Unknown(fmt::format("value of `{}`:", attribute.name), text, names);
    return error;
  }
  return Error{fmt::format("`{}` is no value of `{}`, which is {}", text,
                           attribute.name, DomainText(attribute))};
}

class Parser {
 public:
  Parser(Words& words, const model::Vocabulary& vocabulary)
      : words_(words), vocabulary_(vocabulary) {}

  Result<Condition> Run() { return Disjunction(false); }

 private:
  // Each of these gives the condition, or its contrary.
  Result<Condition> Disjunction(bool contrary) {
    return List(contrary, "or", contrary, [&](bool negated) {
      return List(negated, "and", !negated,
                  [&](bool inner) { return Factor(inner); });
    });
  }

  template <class F>
  Result<Condition> List(bool contrary, std::string_view joint, bool all,
                         const F& operand) {
    std::vector<Condition> operands;
    do {
      Result<Condition> next = operand(contrary);
      if (!next) return next;
      operands.push_back(std::move(*next));
    } while (words_.Accept(joint));
    return Group(all, std::move(operands));
  }

  Result<Condition> Factor(bool contrary) {
    while (words_.Accept("not")) contrary = !contrary;
    if (words_.Accept("(")) {
      if (++depth_ > kMaxDepth)
        return Error{fmt::format("conditions nest deeper than {}", kMaxDepth)};
      Result<Condition> inner = Disjunction(contrary);
      --depth_;
      if (inner && !words_.Accept(")")) return words_.Unexpected("`)`");
      return inner;
    }
    if (words_.next() == "consent" && words_.after_next() == "of")
      return Consent(contrary);
    if (words_.at_end()) return words_.Unexpected("a fact");
    const Result<AttributeId> id = Find(vocabulary_, words_.next());
    if (!id) return id.error();
    words_.Take();
    return Test(*id, contrary);
  }

  Result<Condition> Test(AttributeId id, bool contrary) {
    const Attribute& attribute = vocabulary_.attributes[id.value];
    const std::uint32_t count = attribute.supplied_count();
    const auto literal = [&](const RunSet& values) {
      return Literal(id, contrary ? Complement(values, count) : values);
    };
    const std::string op(words_.next());
    if (op != "is" && op != "in" && op != "=" && !IsOrder(op)) {
      if (attribute.kind != DomainKind::boolean)
        return words_.Unexpected(fmt::format(
            "`is`, what `{}` is to be compared with,", attribute.name));
      return literal(RunSet::Single(1));
    }
    if (op == "=") return words_.Unexpected("`is`");
    words_.Take();
    if (op == "in") {
      if (attribute.kind != DomainKind::integer &&
          attribute.kind != DomainKind::ordered)
        return NotOrdered(attribute);
      const Result<std::uint32_t> low = TakeValue(attribute);
      if (!low) return low.error();
      if (!words_.Accept("..")) return words_.Unexpected("`..`");
      const Result<std::uint32_t> high = TakeValue(attribute);
      if (!high) return high.error();
      if (*low > *high)
        return Error{
            fmt::format("nothing is in the range of `{}`: its first "
                        "value is above its last",
                        attribute.name)};
      return literal(RunSet::Range(*low, *high + 1));
    }
    if (op == "is" && words_.Accept("not")) contrary = !contrary;
    if (op == "is" && words_.next() == "one" && words_.after_next() == "of") {
      words_.Take();
      words_.Take();
      if (!words_.Accept("{")) return words_.Unexpected("`{`");
      RunSet values;
      do {
        const Result<std::uint32_t> value = TakeValue(attribute);
        if (!value) return value.error();
        values.Add(*value, *value + 1);
      } while (words_.Accept(","));
      if (!words_.Accept("}")) return words_.Unexpected("`}`");
      return literal(values);
    }
    if (op != "is" && attribute.kind != DomainKind::integer &&
        attribute.kind != DomainKind::ordered)
      return NotOrdered(attribute);
    const AttributeId other = FindAttribute(vocabulary_, words_.next());
    if (other.valid()) {
      words_.Take();
      return Comparison(id, op, other, contrary);
    }
    const Result<std::uint32_t> value = TakeValue(attribute);
    if (!value) return value.error();
    return literal(Compared(op, *value, count));
  }

  static Error NotOrdered(const Attribute& attribute) {
    return Error{fmt::format("the values of `{}` have no order: {}",
                             attribute.name, DomainText(attribute))};
  }

  Result<std::uint32_t> TakeValue(const Attribute& attribute) {
    if (words_.at_end())
      return words_.Unexpected(fmt::format("a value of `{}`", attribute.name));
    const Result<std::uint32_t> value = Value(attribute, words_.next());
    if (value) words_.Take();
    return value;
  }

  // Two facts: as many pairs of values as it takes.
  Result<Condition> Comparison(AttributeId left, std::string_view op,
                               AttributeId right, bool contrary) {
    const Attribute& a = vocabulary_.attributes[left.value];
    const Attribute& b = vocabulary_.attributes[right.value];
    const bool numbers = a.kind == DomainKind::integer;
    if (a.kind != b.kind || (!numbers && a.values != b.values))
      return Error{
          fmt::format("`{}` and `{}` have different values", a.name, b.name)};
    if (a.supplied_count() > kMaxCompared || b.supplied_count() > kMaxCompared)
      return Error{fmt::format("`{}` and `{}` have more than {} values", a.name,
                               b.name, kMaxCompared)};
    std::vector<Condition> cases;
    for (std::uint32_t v = 0; v < a.supplied_count(); ++v) {
      RunSet matching;
      for (std::uint32_t w = 0; w < b.supplied_count(); ++w)
        if (Compares(op, v + (numbers ? a.low : 0),
                     w + (numbers ? b.low : 0)) != contrary)
          matching.Add(w, w + 1);
      if (matching.empty()) continue;
      cases.push_back(Group(true, {Literal(left, RunSet::Single(v)),
                                   Literal(right, std::move(matching))}));
    }
    Condition any;
    any.kind = Condition::Kind::any_of;
    any.operands = std::move(cases);
    return any;
  }

  Result<Condition> Consent(bool contrary) {
    words_.Take();
    words_.Take();
    Condition consent;
    consent.kind = Condition::Kind::consent;
    if (words_.Accept("requester"))
      consent.person = model::Person::requester;
    else if (!words_.Accept("subject"))
      return words_.Unexpected("`subject` or `requester`");
    const auto kind = [&]() -> Result<std::uint32_t> {
      std::vector<std::string_view> names;
      for (std::uint32_t k = 0; k < model::kConsentCount; ++k) {
        names.push_back(model::NameOf(model::Consent(k)));
        if (words_.Accept(names.back())) return k;
      }
      if (words_.at_end()) return words_.Unexpected("a kind of consent");
      return Unknown("kind of consent", words_.next(), names);
    };
    const std::string op = words_.Take();
    if (op == "in") {
      const Result<std::uint32_t> low = kind();
      if (!low) return low.error();
      if (!words_.Accept("..")) return words_.Unexpected("`..`");
      const Result<std::uint32_t> high = kind();
      if (!high) return high.error();
      if (*low <= *high) consent.values = RunSet::Range(*low, *high + 1);
    } else if (op == "is" || IsOrder(op)) {
      if (op == "is" && words_.Accept("not")) contrary = !contrary;
      if (op == "is" && words_.Accept("one")) {
        if (!words_.Accept("of") || !words_.Accept("{"))
          return words_.Unexpected("`of {`");
        do {
          const Result<std::uint32_t> value = kind();
          if (!value) return value.error();
          consent.values.Add(*value, *value + 1);
        } while (words_.Accept(","));
        if (!words_.Accept("}")) return words_.Unexpected("`}`");
      } else {
        const Result<std::uint32_t> value = kind();
        if (!value) return value.error();
        consent.values = Compared(op, *value, model::kConsentCount);
      }
    } else {
      return Error{"`consent of` is to be compared with a kind of consent"};
    }
    if (contrary)
      consent.values = Complement(consent.values, model::kConsentCount);
    return consent;
  }

  Words& words_;
  const model::Vocabulary& vocabulary_;
  std::size_t depth_ = 0;
};

}  // namespace

Result<Condition> ToCondition(Words& words,
                              const model::Vocabulary& vocabulary) {
  return Parser(words, vocabulary).Run();
}

Result<Condition> FactToCondition(std::string_view fact,
                                  const model::Vocabulary& vocabulary) {
  const std::size_t equals = fact.find('=');
  if (equals == fact.npos)
    return Error{fmt::format(
        "`{}` is no fact; one is written subject.sharing=off", fact)};
  const Result<AttributeId> id = Find(vocabulary, fact.substr(0, equals));
  if (!id) return id.error();
  const Attribute& attribute = vocabulary.attributes[id->value];
  const Result<std::uint32_t> value = Value(attribute, fact.substr(equals + 1));
  if (!value) return value.error();
  return Literal(*id, RunSet::Single(*value));
}

}  // namespace assent::query
