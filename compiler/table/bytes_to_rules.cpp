#include "compiler/table/bytes_to_rules.h"

#include <cstring>
#include <string_view>

#include "assent/table.h"
#include "compiler/table/section_writer.h"
#include "runtime/format/explanation.h"

namespace assent::table {
namespace {

using namespace format;
using model::Condition;

// Bodies are checked when a table is opened: here they are well formed.
class Body {
 public:
  Body(std::span<const std::uint8_t> bytes, std::uint32_t at)
      : bytes_(bytes), at_(at) {}

  std::uint64_t Number() {
    std::uint64_t number = 0;
    for (unsigned shift = 0; at_ < bytes_.size() && shift < 64; shift += 7) {
      const std::uint8_t byte = bytes_[at_++];
      number |= std::uint64_t(byte & 0x7f) << shift;
      if ((byte & 0x80) == 0) break;
    }
    return number;
  }
  template <class IdType>
  std::vector<IdType> Ids() {
    std::vector<IdType> ids;
    for (std::uint64_t n = Number(); n > 0; --n)
      ids.push_back(IdType(std::size_t(Number())));
    return ids;
  }
  RunSet Runs() {
    RunSet set;
    std::uint32_t end = 0;
    for (std::uint64_t n = Number(); n > 0; --n) {
      const std::uint32_t begin = end + std::uint32_t(Number());
      end = begin + std::uint32_t(Number());
      set.Add(begin, end);
    }
    return set;
  }
  model::Scope Scope() {
    model::Scope scope;
    scope.data = Runs();
    scope.actions = Runs();
    scope.purposes = Runs();
    scope.relations = Runs();
    scope.window.from = Day(Number());
    scope.window.until = Day(Number());
    scope.when = When();
    return scope;
  }
  std::vector<rules::Exception> Exceptions() {
    std::vector<rules::Exception> exceptions;
    for (std::uint64_t n = Number(); n > 0; --n) {
      rules::Exception exception;
      exception.scope = Scope();
      exception.exceptions = Exceptions();
      exceptions.push_back(std::move(exception));
    }
    return exceptions;
  }
  Condition When() {
    Condition condition;
    switch (Number()) {
      case kAnyOf:
        condition.kind = Condition::Kind::any_of;
        [[fallthrough]];
      case kAllOf:
        for (std::uint64_t n = Number(); n > 0; --n)
          condition.operands.push_back(When());
        break;
      case kLiteral:
        condition.kind = Condition::Kind::literal;
        condition.attribute = model::AttributeId(std::size_t(Number()));
        condition.values = Runs();
        break;
      case kConsent: {
        condition.kind = Condition::Kind::consent;
        condition.person = model::Person(Number());
        const std::uint64_t kinds = Number();
        for (std::uint32_t k = 0; k < model::kConsentCount; ++k)
          if (kinds >> k & 1) condition.values.Add(k, k + 1);
        break;
      }
      default:
        condition.kind = Condition::Kind::unknown;
    }
    return condition;
  }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t at_;
};

class RulesReader {
 public:
  explicit RulesReader(const SectionReader& sections)
      : section_(sections.bytes(SectionKind::explanation)),
        strings_(sections.bytes(SectionKind::explanation_strings)),
        partner_count_(
            sections.all<Geometry>(SectionKind::geometry)[0].partner_count) {}

  DecodedRules Read() {
    DecodedRules decoded;
    if (section_.size() < sizeof(ExplanationHead)) return decoded;
    const auto head = Take<ExplanationHead>(1)[0];
    const auto entries = Take<RuleEntry>(head.rule_count);
    const auto files = Take<NameRef>(head.file_count);
    for (const RuleEntry& entry : entries) {
      rules::Rule rule;
      rule.name = Text(entry.name);
      rule.agreement = Text(entry.agreement);
      decoded.rules.rules.push_back(std::move(rule));
      decoded.places.push_back(
          {entry.file < files.size() ? Text(files[entry.file]) : "",
           entry.line});
    }
    ReadLists(head, decoded.rules);
    const auto items = [&](std::uint32_t count) {
      return Take<ItemEntry>(count);
    };
    const auto grants = items(head.grant_count);
    const auto gates = items(head.gate_count);
    const auto prohibitions = items(head.prohibition_count);
    const auto assumptions = items(head.assumption_count);
    const auto bodies = section_.subspan(at_);
    for (const ItemEntry& item : grants) {
      Body body(bodies, item.body);
      rules::Grant grant;
      grant.obligations = body.Ids<model::ObligationId>();
      grant.overrides = body.Ids<model::PermissionId>();
      grant.scope = body.Scope();
      grant.exceptions = body.Exceptions();
      grant.rule = rules::RuleId(item.rule);
      decoded.rules.grants.push_back(std::move(grant));
    }
    for (const ItemEntry& item : gates)
      decoded.rules.gates.push_back({model::PermissionId(item.permission),
                                     Body(bodies, item.body).Scope(),
                                     rules::RuleId(item.rule)});
    for (const ItemEntry& item : prohibitions) {
      Body body(bodies, item.body);
      rules::Prohibition prohibition;
      body.Runs().ForEach([&](std::uint32_t partner) {
        prohibition.partners.push_back(model::PartnerId(partner));
      });
      prohibition.scope = body.Scope();
      prohibition.exceptions = body.Exceptions();
      prohibition.rule = rules::RuleId(item.rule);
      decoded.rules.prohibitions.push_back(std::move(prohibition));
    }
    for (const ItemEntry& item : assumptions)
      decoded.rules.assumptions.push_back(
          {Body(bodies, item.body).When(), rules::RuleId(item.rule)});
    return decoded;
  }

 private:
  // The next `count` of the section.
  template <class T>
  std::span<const T> Take(std::size_t count) {
    const auto* first = reinterpret_cast<const T*>(section_.data() + at_);
    at_ += count * sizeof(T);
    return {first, count};
  }

  std::string Text(const NameRef& name) const {
    return std::string(
        reinterpret_cast<const char*>(strings_.data()) + name.offset,
        name.length);
  }

  void ReadLists(const ExplanationHead& head, rules::RuleSet& rules) {
    const auto list_of = Take<std::uint32_t>(partner_count_);
    const auto first = Take<std::uint32_t>(head.list_count + 1);
    const auto grants = Take<std::uint32_t>(head.list_grant_count);
    for (std::uint32_t list : list_of) {
      auto& own = rules.grants_of.emplace_back();
      for (std::uint32_t i = first[list]; i < first[list + 1]; ++i)
        own.push_back(rules::GrantId(grants[i]));
    }
  }

  std::span<const std::uint8_t> section_, strings_;
  std::uint32_t partner_count_;
  std::size_t at_ = 0;
};

}  // namespace

Result<DecodedRules> BytesToRules(std::span<const std::uint8_t> bytes) {
  if (const auto opened = assent::Table::FromBytes(std::as_bytes(bytes));
      !opened)
    return Error{std::string(Message(opened.error))};
  return RulesReader(SectionReader(bytes)).Read();
}

}  // namespace assent::table
