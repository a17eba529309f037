// Requests: by ids, many at once, by names.
#include "facts.h"
#include "view.h"

namespace assent {

Verdict Table::Decide(const Request& request) const noexcept {
  return view_->decide(*view_, request);
}

void Table::DecideBatch(std::span<const Request> requests,
                        std::span<Verdict> verdicts) const noexcept {
  const std::size_t count =
      requests.size() < verdicts.size() ? requests.size() : verdicts.size();
  view_->decide_batch(*view_, requests.data(), verdicts.data(), count);
}

Verdict Table::DecideAll(std::span<const Request> requests) const noexcept {
  if (requests.empty()) return Verdict();
  Verdict all = Decide(requests[0]);
  for (const Request& request : requests.subspan(1))
    all = Meet(all, Decide(request));
  return all;
}

Resolved Table::Resolve(const NamedRequest& named,
                        std::span<std::byte> memory) const noexcept {
  Resolved result;
  Request& request = result.request;
  const auto refuse = [&result](RequestError error,
                                std::string_view offender) {
    result.error = error;
    result.offender = offender;
    return result;
  };

  request.partner = FindPartner(named.partner);
  request.data = FindData(named.data);
  request.action = FindAction(named.action);
  request.purpose = FindPurpose(named.purpose);
  request.relation = FindRelation(named.relation);
  request.day = ParseDay(named.date);
  if (request.partner == kNoId)
    return refuse(RequestError::unknown_partner, named.partner);
  if (request.data == kNoId)
    return refuse(RequestError::unknown_data, named.data);
  if (request.action == kNoId)
    return refuse(RequestError::unknown_action, named.action);
  if (request.purpose == kNoId)
    return refuse(RequestError::unknown_purpose, named.purpose);
  if (request.relation == kNoId)
    return refuse(RequestError::unknown_relation, named.relation);
  if (request.day == kNoDay) return refuse(RequestError::bad_date, named.date);

  FactsWriter writer(*view_, memory);
  if (!writer.ready()) return refuse(RequestError::memory_too_small, {});
  for (const NamedValue& value : named.attributes) {
    const std::uint32_t attribute = FindAttribute(value.attribute);
    if (attribute == kNoId)
      return refuse(RequestError::unknown_attribute, value.attribute);
    const std::uint32_t id = FindValue(attribute, value.value);
    if (id == kNoId) return refuse(RequestError::unknown_value, value.value);
    if (const RequestError error = writer.Supply(attribute, id);
        error != RequestError::none)
      return refuse(error, value.attribute);
  }
  const bool one_person = request.relation == self_relation();
  if (const std::uint32_t attribute = writer.Finish(one_person);
      attribute != kNoId)
    return refuse(RequestError::persons_disagree, AttributeName(attribute));
  request.facts = writer.facts();
  return result;
}

NamedVerdict Table::Decide(const NamedRequest& named,
                           std::span<std::byte> memory) const noexcept {
  const Resolved resolved = Resolve(named, memory);
  NamedVerdict result;
  result.error = resolved.error;
  result.offender = resolved.offender;
  if (resolved.error == RequestError::none)
    result.verdict = Decide(resolved.request);
  return result;
}

std::string_view Message(RequestError error) noexcept {
  switch (error) {
    case RequestError::none: return "";
    case RequestError::unknown_partner: return "unknown partner";
    case RequestError::unknown_data: return "unknown data";
    case RequestError::unknown_action: return "unknown action";
    case RequestError::unknown_purpose: return "unknown purpose";
    case RequestError::unknown_relation: return "unknown relation";
    case RequestError::bad_date: return "not a date of 1970 to 2199";
    case RequestError::unknown_attribute: return "unknown attribute";
    case RequestError::unknown_value: return "not a value of its attribute";
    case RequestError::attribute_twice: return "attribute supplied twice";
    case RequestError::persons_disagree:
      return "requester and subject are one person, but differ";
    case RequestError::memory_too_small:
      return "memory for facts too small, or not aligned";
  }
  return "";
}

}  // namespace assent
