#include "compiler/check/request_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"

namespace assent::check {
namespace {

using Names = std::vector<std::string_view>;

// The caller's text, as much of it as anyone reads.
std::string Quoted(std::string_view text) {
  constexpr std::size_t kShown = 80;
  if (text.size() <= kShown) return fmt::format("`{}`", text);
  std::size_t end = kShown;
  while (end > 0 && (std::uint8_t(text[end]) & 0xC0) == 0x80) --end;
  return fmt::format("`{}...`", text.substr(0, end));
}

std::string Meant(std::string_view name, const Names& candidates) {
  const std::string_view near = diagnostics::ClosestName(name, candidates);
  return near.empty() ? "" : fmt::format("; did you mean `{}`?", near);
}

std::string Unknown(std::string_view what, std::string_view name,
                    const Names& candidates) {
  return fmt::format("unknown {} {}{}", what, Quoted(name),
                     Meant(name, candidates));
}

template <class NameAt>
Names NamesOf(std::uint32_t count, NameAt name_at) {
  Names names;
  for (std::uint32_t id = 0; id < count; ++id) names.push_back(name_at(id));
  return names;
}

// Full paths, and the shorter tails by which a term may go.
template <class NameAt, class Find>
Names TermNames(std::uint32_t count, NameAt name_at, Find find) {
  Names names = NamesOf(count, name_at);
  for (std::uint32_t id = 0; id < count; ++id)
    for (std::string_view tail = names[id];;) {
      const std::size_t dot = tail.find('.');
      if (dot == tail.npos) break;
      tail.remove_prefix(dot + 1);
      if (find(tail) == id) names.push_back(tail);
    }
  return names;
}

Names AttributeNames(const Table& table) {
  return NamesOf(table.info().attribute_count,
                 [&](std::uint32_t id) { return table.AttributeName(id); });
}

Names ValueNames(const Table& table, std::uint32_t attribute) {
  Names names;
  for (std::uint32_t v = 0;; ++v) {
    const std::string_view name = table.ValueName(attribute, v);
    if (name.empty()) return names;
    names.push_back(name);
  }
}

std::string BadValue(const Table& table, const NamedRequest& request) {
  for (const NamedValue& fact : request.attributes) {
    const std::uint32_t attribute = table.FindAttribute(fact.attribute);
    if (table.FindValue(attribute, fact.value) != kNoId) continue;
    constexpr std::size_t kShown = 8;
    const Names names = ValueNames(table, attribute);
    std::string text = fmt::format("{} is no value of attribute `{}`",
                                   Quoted(fact.value), fact.attribute);
    const std::string meant = Meant(fact.value, names);
    if (!meant.empty()) return text + meant;
    if (names.empty())
      return text + "; its values are a range of whole numbers";
    if (names.size() > kShown) return text;
    return text + "; its values are " +
           fmt::format("{}", fmt::join(names, ", "));
  }
  return "";
}

// The first attribute that is supplied again.
std::string Twice(const NamedRequest& request) {
  for (auto fact = request.attributes.begin(); fact != request.attributes.end();
       ++fact)
    if (std::find_if(request.attributes.begin(), fact, [&](const auto& other) {
          return other.attribute == fact->attribute;
        }) != fact)
      return fmt::format("attribute {} is supplied twice",
                         Quoted(fact->attribute));
  return "";
}

// Both copies of a fact, at relation self.
std::string Disagreement(const NamedRequest& request) {
  constexpr std::string_view kRequester = "requester.", kSubject = "subject.";
  for (const NamedValue& one : request.attributes)
    for (const NamedValue& other : request.attributes)
      if (one.attribute.starts_with(kRequester) &&
          other.attribute.starts_with(kSubject) && one.value != other.value &&
          one.attribute.substr(kRequester.size()) ==
              other.attribute.substr(kSubject.size()))
        return fmt::format(
            "requester and subject are one person at relation {}, but `{}` is "
            "{} and `{}` is {}",
            Quoted(request.relation), one.attribute, Quoted(one.value),
            other.attribute, Quoted(other.value));
  return "";
}

}  // namespace

std::string ErrorText(const Table& table, const NamedRequest& request,
                      RequestError error) {
  const TableInfo info = table.info();
  switch (error) {
    case RequestError::unknown_partner:
      return Unknown("partner", request.partner,
                     NamesOf(info.partner_count, [&](std::uint32_t id) {
                       return table.PartnerName(id);
                     }));
    case RequestError::unknown_data:
      return Unknown(
          "data", request.data,
          TermNames(
              info.data_count, [&](auto id) { return table.DataName(id); },
              [&](auto name) { return table.FindData(name); }));
    case RequestError::unknown_action:
      return Unknown(
          "action", request.action,
          TermNames(
              info.action_count, [&](auto id) { return table.ActionName(id); },
              [&](auto name) { return table.FindAction(name); }));
    case RequestError::unknown_purpose:
      return Unknown("purpose", request.purpose,
                     TermNames(
                         info.purpose_count,
                         [&](auto id) { return table.PurposeName(id); },
                         [&](auto name) { return table.FindPurpose(name); }));
    case RequestError::unknown_relation:
      return Unknown("relation", request.relation,
                     NamesOf(info.relation_count, [&](std::uint32_t id) {
                       return table.RelationName(id);
                     }));
    case RequestError::bad_date:
      return fmt::format("date {} is no day of 1970-01-01 to 2199-12-31",
                         Quoted(request.date));
    case RequestError::unknown_attribute:
      for (const NamedValue& fact : request.attributes)
        if (table.FindAttribute(fact.attribute) == kNoId)
          return Unknown("attribute", fact.attribute, AttributeNames(table));
      break;
    case RequestError::unknown_value:
      return BadValue(table, request);
    case RequestError::attribute_twice:
      return Twice(request);
    case RequestError::persons_disagree:
      return Disagreement(request);
    case RequestError::none:
    case RequestError::memory_too_small:
      break;
  }
  return std::string(Message(error));
}

}  // namespace assent::check
