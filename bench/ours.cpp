#include "bench/ours.h"

#include <bit>
#include <cstdio>
#include <cstdlib>
#include <new>

namespace assent::bench {
namespace {

[[noreturn]] void Fail(const std::string& message) {
  std::fprintf(stderr, "assent_bench: %s\n", message.c_str());
  std::exit(2);
}

std::uint32_t Known(std::uint32_t id, const std::string& name) {
  if (id == kNoId) Fail("the table does not know " + name);
  return id;
}

}  // namespace

void Ours::Free::operator()(std::byte* memory) const {
  ::operator delete(memory, std::align_val_t(Table::kFactsAlignment));
}

Ours::Ours(const std::string& table_path, const World& world,
           std::span<const std::uint64_t> persons) {
  OpenResult opened = Table::Open(table_path.c_str());
  if (!opened) Fail(table_path + ": " + std::string(Message(opened.error)));
  table_ = std::move(opened.table);

  for (std::uint32_t p = 0; p < world.partners.size(); ++p)
    partners_.push_back(
        Known(table_.FindPartner(PartnerName(p)), PartnerName(p)));
  for (std::uint32_t node : world.leaf_nodes) {
    const std::string& name = world.tree[node].name;
    leaves_.push_back(Known(table_.FindData(name), name));
  }
  for (std::uint32_t a = 0; a < kActionCount; ++a)
    actions_.push_back(Known(table_.FindAction(ActionName(a)), ActionName(a)));
  for (std::uint32_t p = 0; p < kPurposeCount; ++p)
    purposes_.push_back(
        Known(table_.FindPurpose(PurposeName(p)), PurposeName(p)));
  for (std::uint32_t r = 0; r < kRelationCount; ++r)
    relations_.push_back(
        Known(table_.FindRelation(RelationName(r)), RelationName(r)));
  for (std::uint32_t o = 0; o < kObligationCount; ++o)
    for (std::uint32_t id = 0; id < table_.info().obligation_count; ++id)
      if (table_.ObligationName(id) == ObligationName(o)) obligations_[id] = o;
  permissions_.resize(table_.info().permission_count);
  for (std::uint32_t p = 0; p < kPermissionCount; ++p)
    for (std::uint32_t id = 0; id < permissions_.size(); ++id)
      if (table_.PermissionName(id) == PermissionName(p))
        permissions_[id] = std::uint16_t(p);

  std::vector<AttributeValue> values(kFactCount);
  std::vector<std::uint32_t> off(kFactCount), on(kFactCount);
  for (std::uint32_t f = 0; f < kFactCount; ++f) {
    const std::string name = FactName(f);
    values[f].attribute = Known(table_.FindAttribute(name), name);
    const bool state = f < kFirstPaired;
    off[f] = table_.FindValue(values[f].attribute, state ? "off" : "false");
    on[f] = table_.FindValue(values[f].attribute, state ? "on" : "true");
  }
  // Whole cache lines a person, as a caller would keep them.
  const std::size_t stride = (table_.facts_bytes() + 63) / 64 * 64;
  memory_.reset(static_cast<std::byte*>(::operator new(
      stride * persons.size(), std::align_val_t(Table::kFactsAlignment))));
  for (std::size_t p = 0; p < persons.size(); ++p) {
    for (std::uint32_t f = 0; f < kFactCount; ++f)
      values[f].value = persons[p] >> f & 1 ? on[f] : off[f];
    const BindResult bound = table_.BindFacts(
        values, p >= kOnePersonBegin, {memory_.get() + p * stride, stride});
    if (bound.facts == nullptr)
      Fail("facts: " + std::string(Message(bound.error)));
    facts_.push_back(bound.facts);
  }
}

std::vector<Request> Ours::Bind(const Requests& requests) const {
  std::vector<Request> bound;
  bound.reserve(requests.requests.size());
  for (std::size_t i = 0; i < requests.requests.size(); ++i) {
    const HandRequest& request = requests.requests[i];
    bound.push_back({.partner = partners_[request.partner],
                     .data = leaves_[request.leaf],
                     .action = actions_[request.action],
                     .purpose = purposes_[request.purpose],
                     .relation = relations_[request.relation],
                     .day = request.day,
                     .facts = facts_[requests.persons[i]]});
  }
  return bound;
}

Verdict Ours::InWorld(Verdict verdict) const {
  if (verdict.permission != kNoPermission)
    verdict.permission = permissions_[verdict.permission];
  std::uint64_t obligations = 0;
  for (std::uint64_t rest = verdict.obligations; rest != 0; rest &= rest - 1)
    obligations |= std::uint64_t{1} << obligations_[std::countr_zero(rest)];
  verdict.obligations = obligations;
  return verdict;
}

}  // namespace assent::bench
