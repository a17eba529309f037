#include "compiler/table/explanation_section.h"

#include <algorithm>
#include <map>

#include "compiler/table/section_writer.h"
#include "runtime/format/explanation.h"

namespace assent::table {
namespace {

using namespace format;
using model::Condition;

class Writer {
 public:
  Writer(const rules::RuleSet& rules, const SourceSet& sources,
         std::size_t partner_count)
      : rules_(rules), sources_(sources), partner_count_(partner_count) {}

  // Without the column, which takes reading the line: 60,000 rules on one line
  // took minutes.
  std::uint32_t LineOf(const Span& span) const {
    const auto& begins = sources_.file(span.file).line_begins;
    return Size(std::size_t(
        std::upper_bound(begins.begin(), begins.end(), span.begin) -
        begins.begin()));
  }

  std::vector<Section> Write() {
    WriteItems();
    SectionWriter section(SectionKind::explanation);
    const std::size_t files = sources_.size();
    const auto lists = DistinctLists();
    section.Put(ExplanationHead{
        Size(rules_.rules.size()), Size(files), Size(lists_.size()),
        list_grant_count_, Size(rules_.grants.size()),
        Size(rules_.gates.size()), Size(rules_.prohibitions.size()),
        Size(rules_.assumptions.size()), Size(body_.size()), 0});
    for (const rules::Rule& rule : rules_.rules) {
      const bool placed = rule.span.file.valid();
      section.Put(RuleEntry{
          strings_.Add(rule.name), strings_.Add(rule.agreement),
          placed ? rule.span.file.value : kNone,
          placed ? LineOf(rule.span) : 0});
    }
    for (std::uint32_t f = 0; f < files; ++f)
      section.Put(strings_.Add(sources_.file(FileId(f)).path));
    section.PutAll(lists);
    std::uint32_t first = 0;
    for (const auto* list : lists_) {
      section.Put(first);
      first += Size(list->size());
    }
    section.Put(first);
    for (const auto* list : lists_)
      for (rules::GrantId grant : *list) section.Put(grant.value);
    section.PutAll(items_);
    auto& bytes = section.bytes();
    bytes.insert(bytes.end(), body_.bytes().begin(), body_.bytes().end());
    std::vector<Section> sections;
    sections.push_back(section.Take());
    sections.push_back(strings_.Take());
    return sections;
  }

 private:
  static std::uint32_t Size(std::size_t size) { return std::uint32_t(size); }

  // The list of each partner, equal ones once.
  std::vector<std::uint32_t> DistinctLists() {
    std::map<std::vector<rules::GrantId>, std::uint32_t> known;
    std::vector<std::uint32_t> list_of;
    static const std::vector<rules::GrantId> none;
    for (std::size_t p = 0; p < partner_count_; ++p) {
      const auto& list =
          p < rules_.grants_of.size() ? rules_.grants_of[p] : none;
      const auto [at, fresh] = known.try_emplace(list, Size(known.size()));
      if (fresh) {
        lists_.push_back(&list);
        list_grant_count_ += Size(list.size());
      }
      list_of.push_back(at->second);
    }
    return list_of;
  }

  void Item(rules::RuleId rule, std::uint32_t permission) {
    items_.push_back({rule.value, permission, Size(body_.size())});
  }

  void WriteItems() {
    for (const rules::Grant& grant : rules_.grants) {
      Item(grant.rule, kNone);
      PutIds(grant.obligations);
      PutIds(grant.overrides);
      PutScope(grant.scope);
      PutExceptions(grant.exceptions);
    }
    for (const rules::Gate& gate : rules_.gates) {
      Item(gate.rule, gate.permission.value);
      PutScope(gate.scope);
    }
    for (const rules::Prohibition& prohibition : rules_.prohibitions) {
      Item(prohibition.rule, kNone);
      RunSet partners;
      for (model::PartnerId partner : prohibition.partners)
        partners.Add(partner.value, partner.value + 1);
      PutRuns(partners);
      PutScope(prohibition.scope);
      PutExceptions(prohibition.exceptions);
    }
    for (const rules::Assumption& assumption : rules_.assumptions) {
      Item(assumption.rule, kNone);
      PutCondition(assumption.condition);
    }
  }

  template <class Ids>
  void PutIds(const Ids& ids) {
    body_.PutNumber(ids.size());
    for (auto id : ids) body_.PutNumber(id.value);
  }
  void PutRuns(const RunSet& set) {
    body_.PutNumber(set.runs().size());
    std::uint32_t end = 0;
    for (const Run& run : set.runs()) {
      body_.PutNumber(run.begin - end);
      body_.PutNumber(run.end - run.begin);
      end = run.end;
    }
  }
  void PutScope(const model::Scope& scope) {
    PutRuns(scope.data);
    PutRuns(scope.actions);
    PutRuns(scope.purposes);
    PutRuns(scope.relations);
    body_.PutNumber(std::uint64_t(scope.window.from));
    body_.PutNumber(std::uint64_t(scope.window.until));
    PutCondition(scope.when);
  }
  void PutExceptions(const std::vector<rules::Exception>& exceptions) {
    body_.PutNumber(exceptions.size());
    for (const rules::Exception& exception : exceptions) {
      PutScope(exception.scope);
      PutExceptions(exception.exceptions);
    }
  }
  void PutCondition(const Condition& condition) {
    switch (condition.kind) {
      case Condition::Kind::all_of:
      case Condition::Kind::any_of:
        body_.PutNumber(condition.kind == Condition::Kind::all_of ? kAllOf
                                                                  : kAnyOf);
        body_.PutNumber(condition.operands.size());
        for (const Condition& operand : condition.operands)
          PutCondition(operand);
        return;
      case Condition::Kind::literal:
        body_.PutNumber(kLiteral);
        body_.PutNumber(condition.attribute.value);
        PutRuns(condition.values);
        return;
      case Condition::Kind::consent: {
        std::uint64_t kinds = 0;
        condition.values.ForEach(
            [&kinds](std::uint32_t kind) { kinds |= std::uint64_t{1} << kind; });
        body_.PutNumber(kConsent);
        body_.PutNumber(std::uint64_t(condition.person));
        body_.PutNumber(kinds);
        return;
      }
      case Condition::Kind::unknown:  // a rule is named if it can be behind it
        body_.PutNumber(kMaybe);
        return;
      case Condition::Kind::negation:
        break;
    }
    ASSENT_CHECK(false, "a normal form holds no negation");
  }

  const rules::RuleSet& rules_;
  const SourceSet& sources_;
  const std::size_t partner_count_;
  StringWriter strings_{SectionKind::explanation_strings};
  SectionWriter body_{SectionKind::explanation};
  std::vector<ItemEntry> items_;
  std::vector<const std::vector<rules::GrantId>*> lists_;
  std::uint32_t list_grant_count_ = 0;
};

}  // namespace

std::vector<Section> ExplanationSections(const rules::RuleSet& rules,
                                         const SourceSet& sources,
                                         std::size_t partner_count) {
  return Writer(rules, sources, partner_count).Write();
}

}  // namespace assent::table
