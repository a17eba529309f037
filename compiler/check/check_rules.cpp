#include "compiler/check/check_rules.h"

#include <algorithm>
#include <thread>

#include "compiler/check/check_budget.h"
#include "compiler/check/covered_in_rule_sets.h"
#include "compiler/check/idle_permission.h"
#include "compiler/check/redundant_rule.h"
#include "compiler/check/shadowed_rule.h"

namespace assent::check {
namespace {

using rules::RuleId;
using Kind = rules::Rule::Kind;

// What one walk over the grants of a partner shows of them.
struct Seen {
  std::vector<RuleId> fires, kept, meets_forbid;
  std::vector<model::PermissionId> governing;
};

class Checker {
 public:
  Checker(const model::Model& model, const rules::RuleSet& rules,
          const Table& table, std::size_t node_budget, diagnostics::Sink& sink)
      : origins_(model, rules),
        subjects_(origins_),
        known_(rules.rules.size(), model.vocabulary.permissions.size()),
        replay_(table),
        node_budget_(node_budget),
        sink_(sink) {}

  RuleFindings Run(unsigned thread_count) {
    WalkGrants(thread_count);
    RuleDiagrams diagrams(origins_, node_budget_);
    JudgeProhibitions(diagrams, subjects_, known_);
    JudgeGovernance(diagrams, known_);
    JudgeAssumptions(diagrams, known_);
    JudgeRuleSets(diagrams, subjects_, known_);
    for (std::size_t r = 0; r < origins_.rules.rules.size(); ++r)
      Conclude(diagrams, RuleId(r));
    Report();
    return std::move(findings_);
  }

 private:
  bool IsAllow(RuleId rule) const {
    return origins_.rules.rules[rule.value].kind == Kind::allow;
  }

  void WalkGrants(unsigned thread_count);
  void Walk(RuleDiagrams& diagrams, const PartnerClass& partners);
  Seen Look(RuleDiagrams& diagrams, const PartnerClass& partners,
            const std::vector<RuleGrants>& by_rule);

  void Conclude(RuleDiagrams& diagrams, RuleId rule);
  void Report();
  // Whether there is room for one more; else it is counted.
  template <class T>
  bool Wanted(const std::vector<T>& findings) {
    const bool room = findings.size() < diagnostics::Sink::kMaxDiagnostics;
    left_out_ += !room;
    return room;
  }
  void Undecided(RuleId rule) {
    if (findings_.undecided.empty() || findings_.undecided.back() != rule)
      findings_.undecided.push_back(rule);
  }

  const RuleOrigins origins_;
  const Subjects subjects_;
  Known known_;
  const Replay replay_;
  const std::size_t node_budget_;
  diagnostics::Sink& sink_;
  RuleFindings findings_;
  std::size_t left_out_ = 0;  // findings that nobody asked more about
};

void Checker::WalkGrants(unsigned thread_count) {
  constexpr std::size_t kBatch = 64;
  const auto& classes = subjects_.classes;
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    RuleDiagrams diagrams(origins_, node_budget_);
    for (std::size_t begin; (begin = next.fetch_add(kBatch)) < classes.size();)
      for (std::size_t i = begin; i < std::min(begin + kBatch, classes.size());
           ++i)
        Walk(diagrams, classes[i]);
  };
  const std::size_t useful =
      std::min<std::size_t>(thread_count, classes.size() / 128 + 1);
  std::vector<std::jthread> threads;
  for (std::size_t t = 1; t < useful; ++t) threads.emplace_back(work);
  work();
}

// What a store that is too small says is worth nothing: once more with an empty
// one, so that it does not matter which partners came before.
void Checker::Walk(RuleDiagrams& diagrams, const PartnerClass& partners) {
  const auto by_rule = ByRule(origins_.rules, partners.own.grants);
  diagrams.EmptyWhenLarge();
  Seen seen = Look(diagrams, partners, by_rule);
  if (diagrams.exhausted()) {
    diagrams.Empty();
    seen = Look(diagrams, partners, by_rule);
  }
  if (diagrams.exhausted()) {
    diagrams.Empty();
    for (const RuleGrants& each : by_rule)
      known_.undecided.Set(each.rule.value);
    return;
  }
  for (RuleId rule : seen.fires) known_.fires.Set(rule.value);
  for (RuleId rule : seen.kept)
    if (IsAllow(rule)) known_.kept.Set(rule.value);
  for (RuleId rule : seen.meets_forbid) known_.meets_forbid.Set(rule.value);
  for (model::PermissionId id : seen.governing) known_.governs.Set(id.value);
}

Seen Checker::Look(RuleDiagrams& diagrams, const PartnerClass& partners,
                   const std::vector<RuleGrants>& by_rule) {
  Seen seen;
  const auto prohibitions = subjects_.ProhibitionsOf(partners);
  for (const RuleGrants& each : by_rule) {
    if (!IsAllow(each.rule)) continue;
    if (!known_.fires[each.rule.value] && Fires(diagrams, each))
      seen.fires.push_back(each.rule);
    if (!known_.meets_forbid[each.rule.value] &&
        MeetsForbid(diagrams, each, prohibitions))
      seen.meets_forbid.push_back(each.rule);
  }
  FindKept(diagrams, by_rule, seen.kept);
  FindGoverning(diagrams, partners, known_, seen.governing);
  return seen;
}

void Checker::Conclude(RuleDiagrams& diagrams, RuleId rule) {
  const Kind kind = origins_.rules.rules[rule.value].kind;
  const Origin& origin = origins_.origin[rule.value];
  if (kind == Kind::combine) return;
  // Of nobody's clauses another diagnostic speaks.
  if (origin.agreement && origin.agreement->partners.empty()) return;
  if (known_.undecided[rule.value]) return Undecided(rule);
  if (!known_.fires[rule.value]) {
    if (!Wanted(findings_.never)) return;
    diagrams.EmptyWhenLarge();
    auto never = WhyNever(diagrams, rule);
    if (!never) {
      diagrams.Empty();
      never = WhyNever(diagrams, rule);
    }
    if (never) {
      findings_.never.push_back(*std::move(never));
    } else {
      diagrams.Empty();
      Undecided(rule);
    }
    return;
  }
  if (!known_.kept[rule.value] && Wanted(findings_.covered)) {
    if (auto covered = CoverOf(diagrams, subjects_, rule))
      findings_.covered.push_back(*std::move(covered));
    else
      Undecided(rule);
  }
  if (known_.meets_forbid[rule.value] && Wanted(findings_.against)) {
    bool decided = false;
    if (auto against = ForbidsOf(diagrams, subjects_, rule, replay_, decided))
      findings_.against.push_back(*std::move(against));
    if (!decided) Undecided(rule);
  }
  const bool excepts =
      (origin.clause && !origin.clause->exceptions.empty()) ||
      (origin.prohibition && !origin.prohibition->exceptions.empty());
  if (excepts && Wanted(findings_.exceptions) &&
      !FindIdleExceptions(diagrams, rule, findings_.exceptions))
    Undecided(rule);
}

// What is prohibited comes last, that of which only a part is at the very end:
// a policy set may well be built so, and then there are many.
void Checker::Report() {
  for (const NeverFires& each : findings_.never)
    ReportNeverFires(origins_, each, sink_);
  for (const Covered& each : findings_.covered)
    each.by.size() > 1 ? ReportShadowed(origins_, each, sink_)
                       : ReportRedundant(origins_, each, sink_);
  for (const IdleException& each : findings_.exceptions)
    ReportIdleException(each, sink_);
  findings_.permissions = ReportIdlePermissions(
      origins_, known_, !findings_.undecided.empty(), sink_);
  ReportBudget(origins_,
               "`rule_never_fires`, `redundant_rule`, `shadowed_rule`, "
               "`allow_against_forbid`, `idle_exception` and "
               "`idle_permission`",
               findings_.undecided, node_budget_, sink_);
  for (bool all : {true, false})
    for (const AgainstForbid& each : findings_.against)
      if (each.all == all) ReportAgainstForbid(origins_, each, sink_);
  // There is no room for them in the sink either: it counts them.
  for (std::size_t i = 0; i < left_out_; ++i)
    sink_.Report(diagnostics::Kind::allow_against_forbid, {}, {});
}

}  // namespace

RuleFindings FindInRules(const model::Model& model, const rules::RuleSet& rules,
                         const Table& table, unsigned thread_count,
                         diagnostics::Sink& sink, std::size_t node_budget) {
  // Without partners there is no request, and nothing to be said of rules.
  if (model.vocabulary.partners.empty()) return {};
  return Checker(model, rules, table, node_budget, sink).Run(thread_count);
}

void CheckRules(const model::Model& model, const rules::RuleSet& rules,
                const Table& table, diagnostics::Sink& sink,
                std::size_t node_budget) {
  FindInRules(model, rules, table,
              std::clamp(std::thread::hardware_concurrency(), 1u, 16u), sink,
              node_budget);
}

}  // namespace assent::check
