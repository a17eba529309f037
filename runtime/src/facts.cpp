// Binding facts: values of attributes -> truth of every condition of rows and
// of the literals of every global row.
#include <cstring>

#include "facts.h"
#include "view.h"

namespace assent {

using namespace format;

namespace {

constexpr std::uint32_t kOpen = kNone;      // not yet supplied

bool Holds(const Table::View& view, std::uint32_t literal,
           const std::uint32_t* values) {
  const LiteralEntry& entry = view.literals[literal];
  const std::uint32_t value = values[entry.attribute];
  const std::uint32_t* run = view.literal_runs + 2 * entry.first_run;
  for (std::uint32_t i = 0; i < entry.run_count; ++i, run += 2)
    if (run[0] <= value && value < run[1]) return true;
  return false;
}

// Do all literals of list i hold? A list of lists: see format.h.
bool AllHold(const Table::View& view, const std::uint32_t* lists,
             std::uint32_t list_count, std::uint32_t i,
             const std::uint32_t* values) {
  const std::uint32_t* literals = lists + list_count + 1;
  for (std::uint32_t l = lists[i]; l < lists[i + 1]; ++l)
    if (!Holds(view, literals[l], values)) return false;
  return true;
}

void BindConditions(const Table::View& view, const std::uint32_t* values,
                    std::uint8_t* out) {
  const std::uint32_t count = view.geometry.condition_count;
  for (std::uint32_t c = 0; c < count; ++c)
    if (AllHold(view, view.conditions, count, c, values))
      out[c / 8] |= static_cast<std::uint8_t>(1u << c % 8);
}

void BindGlobalRows(const Table::View& view, const std::uint32_t* values,
                    std::uint64_t* out) {
  const std::uint32_t count = view.geometry.global_row_count;
  for (std::uint32_t r = 0; r <= count; ++r)    // the last row: always
    if (r == count || AllHold(view, view.global_literals, count, r, values))
      out[r / 64] |= std::uint64_t{1} << r % 64;
}

}  // namespace

std::size_t Table::facts_bytes() const noexcept { return view_->facts.bytes; }

FactsWriter::FactsWriter(const Table::View& view, std::span<std::byte> memory)
    : view_(view), memory_(memory.data()) {
  const bool fits =
      view.facts.bytes != 0 && memory.size() >= view.facts.bytes &&
      reinterpret_cast<std::uintptr_t>(memory_) % Table::kFactsAlignment == 0;
  if (!fits) {
    memory_ = nullptr;
    return;
  }
  std::memset(memory_, 0, view.facts.bytes);
  values_ = reinterpret_cast<std::uint32_t*>(memory_ + view.facts.values);
  for (std::uint32_t a = 0; a < view.geometry.attribute_count; ++a)
    values_[a] = kOpen;
}

RequestError FactsWriter::Supply(std::uint32_t attribute,
                                 std::uint32_t value) {
  if (attribute >= view_.geometry.attribute_count)
    return RequestError::unknown_attribute;
  if (value >= view_.attributes[attribute].supplied_count)
    return RequestError::unknown_value;
  if (values_[attribute] != kOpen) return RequestError::attribute_twice;
  values_[attribute] = value;
  return RequestError::none;
}

std::uint32_t FactsWriter::Finish(bool one_person) {
  const std::uint32_t count = view_.geometry.attribute_count;
  // One person: the copies are one, whichever of them was supplied.
  for (std::uint32_t a = 0; one_person && a < count; ++a) {
    const std::uint32_t pair = view_.attributes[a].pair;
    if (pair == kNone || values_[pair] == kOpen) continue;
    if (values_[a] == kOpen) values_[a] = values_[pair];
    if (values_[a] != values_[pair]) return a;
  }
  for (std::uint32_t a = 0; a < count; ++a) {
    const AttributeEntry& attribute = view_.attributes[a];
    if (values_[a] == kOpen)
      values_[a] = attribute.default_value != kNone ? attribute.default_value
                                                    : attribute.supplied_count;
  }
  const std::uint64_t tag = view_.tag + (one_person ? 1 : 0);
  std::memcpy(memory_, &tag, sizeof tag);
  BindGlobalRows(
      view_, values_,
      reinterpret_cast<std::uint64_t*>(memory_ + view_.facts.global));
  BindConditions(
      view_, values_,
      reinterpret_cast<std::uint8_t*>(memory_ + view_.facts.conditions));
  return kNoId;
}

BindResult Table::BindFacts(std::span<const AttributeValue> supplied,
                            bool one_person,
                            std::span<std::byte> memory) const noexcept {
  BindResult result;
  FactsWriter writer(*view_, memory);
  if (!writer.ready()) {
    result.error = RequestError::memory_too_small;
    return result;
  }
  for (std::uint32_t i = 0; i < supplied.size(); ++i) {
    result.error = writer.Supply(supplied[i].attribute, supplied[i].value);
    result.offender = i;
    if (result.error != RequestError::none) return result;
  }
  result.offender = kNoId;
  if (const std::uint32_t attribute = writer.Finish(one_person);
      attribute != kNoId) {
    result.error = RequestError::persons_disagree;
    for (std::uint32_t i = 0; i < supplied.size(); ++i)
      if (supplied[i].attribute == attribute) result.offender = i;
    return result;
  }
  result.facts = writer.facts();
  return result;
}

}  // namespace assent
