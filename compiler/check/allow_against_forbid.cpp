#include "compiler/check/allow_against_forbid.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace assent::check {
namespace {

using logic::kFalse;
using logic::NodeId;
using rules::GrantId;
using rules::ProhibitionId;
using rules::RuleId;

// The prohibitions of the list that have terms and days in common with it.
std::vector<ProhibitionId> Near(const rules::RuleSet& rules, GrantId grant,
                                const std::vector<ProhibitionId>& list) {
  std::vector<ProhibitionId> near;
  for (ProhibitionId id : list)
    if (Overlap(rules.grants[grant.value].scope,
                rules.prohibitions[id.value].scope))
      near.push_back(id);
  return near;
}

// One clause with the partners for whom its prohibitions are the same.
struct Part {
  model::PartnerId first;
  NodeId allowed, prohibited;
};

class Finder {
 public:
  Finder(RuleDiagrams& diagrams, const Subjects& subjects, RuleId rule,
         const Replay& replay)
      : diagrams_(diagrams),
        subjects_(subjects),
        rule_(rule),
        replay_(replay) {}

  std::optional<AgainstForbid> Find() {
    diagrams_.EmptyWhenLarge();
    finding_ = {rule_, true, {}, std::nullopt};
    if (!Collect() || diagrams_.exhausted()) return std::nullopt;
    for (const Part& part : parts_)
      if (diagrams_.Any(store().Minus(part.allowed, part.prohibited)))
        finding_.all = false;
    for (const Part& part : parts_)
      if (!finding_.witness) finding_.witness = WitnessOf(part);
    return finding_;
  }

 private:
  logic::Store& store() { return diagrams_.store(); }

  // Whether each completion has a request that is allowed and prohibited.
  bool Collect() {
    const RuleOrigins& origins = diagrams_.origins();
    const logic::Space& space = diagrams_.space();
    const auto grants = origins.grants[rule_];
    std::set<RuleId> forbids;
    std::set<std::vector<ProhibitionId>> seen;
    NodeId fails = kFalse;  // completions
    for (model::PartnerId partner :
         origins.origin[rule_.value].agreement->partners) {
      const PartnerClass& each =
          subjects_.classes[subjects_.class_of[partner.value]];
      auto list = subjects_.ProhibitionsOf(each);
      if (!seen.insert(list).second) continue;
      Part part{partner, kFalse, kFalse};
      for (GrantId grant : grants) {
        part.allowed = store().Or(part.allowed, diagrams_.Grant(grant));
        for (ProhibitionId id : Near(origins.rules, grant, list)) {
          const NodeId both =
              store().And(diagrams_.Grant(grant), diagrams_.Prohibition(id));
          if (!diagrams_.Any(both)) continue;
          part.prohibited = store().Or(part.prohibited, both);
          forbids.insert(origins.rules.prohibitions[id.value].rule);
        }
      }
      const NodeId hit = store().And(part.prohibited, diagrams_.base());
      fails = store().Or(
          fails,
          store().ExistsAbove(hit, space.first_unknown_level, space.countable));
      parts_.push_back(part);
    }
    finding_.forbids.assign(forbids.begin(), forbids.end());
    return !diagrams_.points().Any(store().Not(fails), diagrams_.completions());
  }

  std::optional<Witness> WitnessOf(const Part& part) {
    const NodeId others = store().Not(diagrams_.completions());
    NodeId always = store().ForAll(store().Or(part.prohibited, others),
                                   diagrams_.space().first_unknown_level);
    const NodeId possible = diagrams_.diagrams().global().possible;
    always = store().And(always, possible);
    if (diagrams_.exhausted() || !diagrams_.Any(always)) return std::nullopt;
    return LeastWitness(
        diagrams_.requests(), always, store().Not(possible),
        diagrams_.origins().model.vocabulary.partners[part.first.value].name,
        [&](const Witness& witness) {
          const Reply reply = replay_.Ask(witness);
          return !reply.permit && reply.reason == Reason::prohibited;
        });
  }

  RuleDiagrams& diagrams_;
  const Subjects& subjects_;
  const RuleId rule_;
  const Replay& replay_;
  std::vector<Part> parts_;
  AgainstForbid finding_;
};

}  // namespace

bool MeetsForbid(RuleDiagrams& diagrams, const RuleGrants& clause,
                 const std::vector<ProhibitionId>& prohibitions) {
  const rules::RuleSet& rules = diagrams.origins().rules;
  for (GrantId grant : clause.grants)
    for (ProhibitionId id : Near(rules, grant, prohibitions))
      if (diagrams.Any(diagrams.store().And(diagrams.Grant(grant),
                                            diagrams.Prohibition(id))))
        return true;
  return false;
}

std::optional<AgainstForbid> ForbidsOf(RuleDiagrams& diagrams,
                                       const Subjects& subjects, RuleId rule,
                                       const Replay& replay, bool& decided) {
  auto finding = Finder(diagrams, subjects, rule, replay).Find();
  if (diagrams.exhausted()) {
    diagrams.Empty();
    finding = Finder(diagrams, subjects, rule, replay).Find();
  }
  decided = !diagrams.exhausted();
  if (decided) return finding;
  diagrams.Empty();
  return std::nullopt;
}

void ReportAgainstForbid(const RuleOrigins& origins,
                         const AgainstForbid& finding,
                         diagnostics::Sink& sink) {
  constexpr std::size_t kShown = 8;
  const rules::Rule& rule = origins.rules.rules[finding.rule.value];
  auto& diagnostic = sink.Report(
      diagnostics::Kind::allow_against_forbid, rule.span,
      finding.all ? fmt::format("all that {} allows is prohibited: it never "
                                "leads to a permit",
                                origins.Quoted(finding.rule))
                  : fmt::format("a part of what {} allows is prohibited",
                                origins.Quoted(finding.rule)),
      finding.all ? "remove it, or narrow what is prohibited"
                  : "take that part out of the clause, with `except`, if it is "
                    "not meant to be allowed");
  if (finding.witness) {
    diagnostic.witness = ToJson(*finding.witness);
    diagnostic.details.push_back(fmt::format("prohibited is, for example, {}",
                                             ToText(*finding.witness)));
  }
  for (std::size_t i = 0; i < finding.forbids.size() && i < kShown; ++i) {
    const RuleId forbid = finding.forbids[i];
    const std::size_t more = finding.forbids.size() - kShown;
    diagnostic.notes.push_back(
        {origins.rules.rules[forbid.value].span,
         finding.forbids.size() > kShown && i + 1 == kShown
             ? fmt::format("by {}, and {} more", origins.Quoted(forbid), more)
             : fmt::format("by {}", origins.Quoted(forbid))});
  }
}

}  // namespace assent::check
