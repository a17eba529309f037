#include "compiler/model/vocabulary.h"

#include <algorithm>
#include <charconv>

#include "compiler/base/result.h"

namespace assent::model {

std::uint32_t Attribute::supplied_count() const {
  if (kind != DomainKind::integer) return std::uint32_t(values.size());
  return std::uint32_t(high - low + 1);
}

std::string Attribute::ValueName(std::uint32_t value) const {
  if (value == supplied_count() && has_unsupplied()) return "not supplied";
  ASSENT_CHECK(value < supplied_count(), "a value outside its domain");
  if (kind == DomainKind::integer) return std::to_string(low + value);
  return values[value];
}

std::optional<std::uint32_t> Attribute::FindValue(std::string_view text) const {
  if (kind == DomainKind::integer) {
    std::int64_t number = 0;
    auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), number);
    bool whole = error == std::errc() && end == text.data() + text.size();
    if (!whole || number < low || number > high) return std::nullopt;
    return std::uint32_t(number - low);
  }
  auto found = kind == DomainKind::enumerated
                   ? std::lower_bound(values.begin(), values.end(), text)
                   : std::find(values.begin(), values.end(), text);
  if (found == values.end() || *found != text) return std::nullopt;
  return std::uint32_t(found - values.begin());
}

AttributeId FindAttribute(const Vocabulary& vocabulary, std::string_view name) {
  const auto& all = vocabulary.attributes;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].name == name) return AttributeId(i);
  return AttributeId();
}

std::string_view NameOf(Consent consent) {
  static constexpr std::string_view kNames[kConsentCount] = {
      "none", "login", "default_on", "opt_in", "express", "parental"};
  return kNames[std::uint32_t(consent)];
}

}  // namespace assent::model
