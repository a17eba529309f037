// Attributes: facts that requests supply, and the states of permissions.
#include <fmt/format.h>

#include <array>

#include "compiler/model/lowering.h"

namespace assent::model {
namespace {

constexpr std::array<std::string_view, 6> kOwners = {
    "requester", "subject", "item", "session", "partner", "context"};

std::string_view FactOf(const Attribute& attribute) {  // without its owner
  std::string_view name = attribute.name;
  return name.substr(name.find('.') + 1);
}

std::optional<Owner> LowerOwner(Lowering& lowering, const ast::Name& name) {
  std::string_view text = name.text;
  std::string_view owner = text.substr(0, text.find('.'));
  auto found = std::find(kOwners.begin(), kOwners.end(), owner);
  if (owner.size() < text.size() && found != kOwners.end())
    return Owner(found - kOwners.begin());
  auto closest = diagnostics::ClosestName(
      owner, std::vector<std::string_view>(kOwners.begin(), kOwners.end()));
  std::string help = closest.empty() || owner.size() == text.size()
                         ? fmt::format("write OWNER.NAME; the owners are {}",
                                       Quoted({kOwners.begin(), kOwners.end()}))
                         : fmt::format("did you mean `{}`?", closest);
  Span span = name.span;
  if (owner.size() < text.size())
    span.end = span.begin + std::uint32_t(owner.size());
  lowering.Report(
      Kind::unknown_owner, span,
      owner.size() == text.size()
          ? fmt::format("attribute `{}` names no owner", text)
          : fmt::format("nothing called `{}` owns attributes", owner),
      std::move(help));
  return std::nullopt;
}

// Values in canonical order; a repeated one is reported.
std::vector<std::string> LowerValues(Lowering& lowering,
                                     const std::vector<ast::Value>& values,
                                     bool keep_order, std::string_view what) {
  std::vector<std::string> names;
  std::unordered_map<std::string_view, Span> seen;
  if (values.size() > lowering.limits.values)
    lowering.Within(values.size(), lowering.limits.values,
                    values[lowering.limits.values].span,
                    fmt::format("{}s of one attribute", what));
  for (const ast::Value& value : values) {
    auto [first, fresh] = seen.emplace(value.text, value.span);
    if (fresh)
      names.push_back(value.text);
    else
      ReportDuplicate(lowering, what, value.text, value.span, first->second);
  }
  if (!keep_order) std::sort(names.begin(), names.end());
  return names;
}

// Sets low and high; false when the range is faulty.
bool LowerRange(Lowering& lowering, const ast::Attribute& ast,
                Attribute& attribute) {
  attribute.low = ast.low;
  attribute.high = ast.high;
  if (ast.low > ast.high) {
    lowering.Report(
        Kind::empty_range, ast.name.span,
        fmt::format("`{}` ranges from {} to {}, which holds no value",
                    ast.name.text, ast.low, ast.high),
        "write the lower bound first");
    return false;
  }
  std::uint64_t width = std::uint64_t(ast.high) - std::uint64_t(ast.low);
  return width < lowering.limits.integer_values ||
         lowering.Within(UINT64_MAX, lowering.limits.integer_values,
                         ast.name.span, "values of one attribute");
}

// Nothing when uses of it cannot be judged.
std::optional<Attribute> LowerAttribute(Lowering& lowering,
                                        const ast::Attribute& ast) {
  using Type = ast::Attribute::Type;
  Attribute attribute;
  attribute.name = ast.name.text;
  attribute.span = ast.name.span;
  auto owner = LowerOwner(lowering, ast.name);
  bool whole = owner.has_value();
  if (owner) attribute.owner = *owner;
  switch (ast.type) {
    case Type::boolean:
      attribute.kind = DomainKind::boolean;
      attribute.values = {"false", "true"};
      break;
    case Type::enumerated:
      attribute.kind = DomainKind::enumerated;
      attribute.values = LowerValues(lowering, ast.values, false, "value");
      break;
    case Type::ordered:
      attribute.kind = DomainKind::ordered;
      attribute.values = LowerValues(lowering, ast.values, true, "value");
      break;
    case Type::integer:
      attribute.kind = DomainKind::integer;
      whole &= LowerRange(lowering, ast, attribute);
      break;
  }
  if (whole && ast.default_value) {
    attribute.default_value =
        LowerValue(lowering, attribute, *ast.default_value);
    whole = attribute.default_value.has_value();
  }
  return whole ? std::optional(attribute) : std::nullopt;
}

// The state of `permission` for one owner.
Attribute LowerState(const ast::Permission& permission, Owner owner,
                     const std::vector<std::string>& choices) {
  Attribute state;
  state.name =
      fmt::format("{}.{}", kOwners[std::size_t(owner)], permission.name.text);
  state.owner = owner;
  state.kind = DomainKind::enumerated;
  state.values = choices;
  state.span = permission.name.span;
  if (permission.default_value)
    state.default_value = state.FindValue(permission.default_value->text);
  return state;
}

bool CheckDefaultChoice(Lowering& lowering, const ast::Permission& permission,
                        const std::vector<std::string>& choices) {
  const auto& value = permission.default_value;
  if (!value || std::binary_search(choices.begin(), choices.end(), value->text))
    return true;
  lowering.Report(Kind::default_not_a_choice, value->span,
                  fmt::format("`{}` is no choice of permission `{}`",
                              value->text, permission.name.text),
                  fmt::format("the choices are {}",
                              Quoted({choices.begin(), choices.end()})));
  return false;
}

// Adds the states of one permission; the names of faulty ones to `faulty`.
void LowerStates(Lowering& lowering, const ast::Permission& ast,
                 PermissionId id, std::vector<Attribute>& attributes,
                 std::vector<std::string>& faulty) {
  static const std::vector<std::string_view> kPersons = {"requester",
                                                         "subject"};
  auto choices = LowerValues(lowering, ast.choices, false, "choice");
  bool whole = !choices.empty() && CheckDefaultChoice(lowering, ast, choices);
  for (const ast::Name& name : ast.owners) {
    if (name.text != "requester" && name.text != "subject") {
      lowering.ReportUnknown(name.text, name.span, "owner of a permission",
                             kPersons);
      whole = false;
      continue;
    }
    Owner owner = name.text == "subject" ? Owner::subject : Owner::requester;
    attributes.push_back(LowerState(ast, owner, choices));
    attributes.back().permission = id;
  }
  if (whole) return;
  std::erase_if(attributes,
                [&](const Attribute& each) { return each.permission == id; });
  for (std::string_view person : kPersons)
    faulty.push_back(fmt::format("{}.{}", person, ast.name.text));
}

void CheckPair(Lowering& lowering, const Attribute& requester,
               const Attribute& subject) {
  std::string what;
  if (requester.kind != subject.kind || requester.values != subject.values ||
      requester.low != subject.low || requester.high != subject.high)
    what = "values";
  else if (requester.default_value != subject.default_value)
    what = "defaults";
  else
    return;
  lowering
      .Report(Kind::mismatched_pair, subject.span,
              fmt::format("`{}` and `{}` have different {}", subject.name,
                          requester.name, what),
              "with relation `self` both are one fact: give them the same "
              "values and default, or different names")
      .notes.push_back({requester.span,
                        fmt::format("`{}` is declared here", requester.name)});
}

void SortAttributes(Lowering& lowering, std::vector<Attribute>& attributes) {
  std::stable_sort(attributes.begin(), attributes.end(),
                   [](const Attribute& a, const Attribute& b) {
                     return std::pair(FactOf(a), a.owner) <
                            std::pair(FactOf(b), b.owner);
                   });
  auto equal = [&](const Attribute& first, const Attribute& second) {
    if (first.name != second.name) return false;
    ReportDuplicate(lowering, "attribute", second.name, second.span,
                    first.span);
    return true;
  };
  attributes.erase(std::unique(attributes.begin(), attributes.end(), equal),
                   attributes.end());
  for (std::size_t i = 1; i < attributes.size(); ++i) {
    Attribute &a = attributes[i - 1], &b = attributes[i];
    if (a.owner != Owner::requester || b.owner != Owner::subject ||
        FactOf(a) != FactOf(b))
      continue;
    a.pair = AttributeId(i);
    b.pair = AttributeId(i - 1);
    CheckPair(lowering, a, b);
  }
}

}  // namespace

void LowerAttributes(Lowering& lowering, const Files& files) {
  Vocabulary& vocabulary = lowering.model.vocabulary;
  for (const ast::File& file : files)
    for (const ast::Permission& ast : file.permissions)
      vocabulary.permissions.push_back(
          {.name = ast.name.text,
           .title = ast.title ? ast.title->text : "",
           .span = ast.name.span});
  SortDeclarations(lowering, vocabulary.permissions, "permission");
  if (vocabulary.permissions.size() > lowering.limits.permissions)
    lowering.Within(vocabulary.permissions.size(), lowering.limits.permissions,
                    vocabulary.permissions[lowering.limits.permissions].span,
                    "permissions");
  lowering.permissions.AddAll(vocabulary.permissions);

  auto& attributes = vocabulary.attributes;
  auto& faulty = lowering.faulty_attributes;
  for (const ast::File& file : files)
    for (const ast::Attribute& ast : file.attributes) {
      if (auto attribute = LowerAttribute(lowering, ast))
        attributes.push_back(std::move(*attribute));
      else
        faulty.push_back(ast.name.text);
    }
  for (const ast::File& file : files)
    for (const ast::Permission& ast : file.permissions) {
      PermissionId id = *lowering.permissions.Find(ast.name.text);
      // Of permissions declared twice the first one counts.
      if (vocabulary.permissions[id.value].span == ast.name.span)
        LowerStates(lowering, ast, id, attributes, faulty);
    }
  SortAttributes(lowering, attributes);
  if (attributes.size() > lowering.limits.attributes)
    lowering.Within(attributes.size(), lowering.limits.attributes,
                    attributes[lowering.limits.attributes].span, "attributes");
  lowering.attributes.AddAll(attributes);
  for (const std::string& name : faulty)
    lowering.attributes.Add(name, AttributeId());
  for (std::size_t i = 0; i < attributes.size(); ++i)
    if (PermissionId id = attributes[i].permission; id.valid())
      vocabulary.permissions[id.value]
          .state[attributes[i].owner == Owner::subject] = AttributeId(i);
}

}  // namespace assent::model
