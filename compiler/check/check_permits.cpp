#include "compiler/check/check_permits.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "compiler/base/result.h"
#include "compiler/check/completed_table.h"
#include "compiler/check/completions.h"
#include "compiler/check/words.h"

namespace assent::check {
namespace {

using logic::kFalse;
using logic::NodeId;

// What tells partners apart besides their clauses: features, the registry and
// their role.
std::vector<std::vector<std::uint32_t>> Surroundings(
    const model::Model& model) {
  const model::Vocabulary& words = model.vocabulary;
  std::vector<std::vector<std::uint32_t>> of(words.partners.size());
  std::uint32_t number = 0;
  const auto add = [&](const std::vector<model::PartnerId>& partners) {
    for (model::PartnerId id : partners) of[id.value].push_back(number);
    ++number;
  };
  for (const model::Feature& feature : model.features) add(feature.partners);
  for (const model::InterfaceScope& interface : model.interfaces)
    for (const auto& holding : interface.held) add(holding.partners);
  for (std::uint32_t p = 0; p < of.size(); ++p)
    if (words.partners[p].role.valid())
      of[p].push_back(number + words.partners[p].role.value);
  return of;
}

// Partners of whom all checks say the same.
PartnerClasses ClassesFor(const model::Model& model,
                          const rules::RuleSet& rules) {
  const auto of = Surroundings(model);
  PartnerClasses classes;
  for (PartnerClass& each : ClassesOf(rules)) {
    std::map<std::vector<std::uint32_t>, std::size_t> index;
    for (model::PartnerId partner : each.partners) {
      const auto [it, is_new] =
          index.try_emplace(of[partner.value], classes.size());
      if (is_new) classes.push_back({each.own, {}});
      classes[it->second].partners.push_back(partner);
    }
  }
  return classes;
}

// One policy set in one workbench.
class Finder {
 public:
  Finder(const PermitChecks& checks, const model::Model& model,
         const rules::RuleSet& rules, const Table& table,
         const SourceSet& sources, std::size_t node_budget)
      : checks_(checks),
        model_(model),
        rules_(rules),
        sources_(sources),
        node_budget_(node_budget),
        normal_(model),
        classes_(ClassesFor(model, rules)),
        replay_(table) {}

  PermitFindings Run();

 private:
  using Key = std::pair<std::size_t, rules::RuleId>;  // check, clause
  using Violations = std::map<Key, NodeId>;
  struct Failure {  // of one class of partners
    std::size_t index;
    NodeId where;  // the completions with a violation
    std::set<model::UnknownId> reads;
  };

  // Calls f(index of class, violations) for each class that has some. What is
  // found already is not looked for.
  template <class F>
  void ForEachClass(logic::Unknowns unknowns, const F& f);
  Violations ViolationsOf(const PolicyView& view, const PartnerClass& each,
                          logic::Unknowns unknowns) const;
  using Clauses = std::vector<std::vector<rules::GrantId>>;
  Clauses ByClause(const Own& own) const;
  NodeId GrantedBy(Workbench& bench,
                   const std::vector<rules::GrantId>& grants) const;
  NodeId PermittedOf(Workbench& bench, NodeId here, const Clauses& overriding,
                     const std::vector<rules::GrantId>& of_clause) const;
  void Note(const Key& key, Workbench& bench, NodeId violation,
            const PartnerClass& of);
  void FindInTable();
  void FindInCompletions();
  std::optional<PermitFinding> FindIn(const model::Completion& completion,
                                      const Key& key,
                                      model::PartnerId partner) const;
  void Forget() const {
    for (const auto& check : checks_) check->Forget();
  }

  const PermitChecks& checks_;
  const model::Model& model_;
  const rules::RuleSet& rules_;
  const SourceSet& sources_;
  const std::size_t node_budget_;
  const rules::NormalScopes normal_;
  const PartnerClasses classes_;
  const Replay replay_;
  std::map<Key, PermitFinding> found_;
  std::map<Key, llvm::APInt> counts_;
  std::set<rules::RuleId> undecided_;
};

Finder::Violations Finder::ViolationsOf(const PolicyView& view,
                                        const PartnerClass& each,
                                        logic::Unknowns unknowns) const {
  Workbench& bench = view.bench;
  logic::Store& store = bench.store();
  const bool open = unknowns == logic::Unknowns::open;
  const bool meet = !open && !rules_.unknown_sizes.empty();
  const auto certain = [&](NodeId f) {
    return meet ? bench.diagrams().WhateverIsUnknown(f) : f;
  };
  Violations violations;
  std::map<NodeId, NodeId> permitted;  // by what is unwanted
  std::optional<NodeId> grants, prohibited;
  const Clauses clauses = ByClause(each.own);
  Clauses overriding;
  std::ranges::copy_if(
      clauses, std::back_inserter(overriding), [&](const auto& of_clause) {
        return !rules_.grants[of_clause.front().value].overrides.empty();
      });
  for (const auto& of_clause : clauses) {
    const rules::Grant& grant = rules_.grants[of_clause.front().value];
    std::optional<NodeId> granted;
    for (std::size_t c = 0; c < checks_.size(); ++c) {
      const Key key{c, grant.rule};
      if (open && found_.contains(key)) continue;
      const NodeId unwanted =
          checks_[c]->Unwanted(view, each.partners.front(), grant);
      if (unwanted == kFalse) continue;
      if (!granted) granted = GrantedBy(bench, of_clause);
      const NodeId here = certain(store.And(*granted, unwanted));
      if (here == kFalse) continue;
      if (!prohibited)
        prohibited = bench.diagrams().Prohibited(each.own.prohibitions);
      NodeId violation;
      if (open) {
        violation = store.Minus(PermittedOf(bench, here, overriding, of_clause),
                                *prohibited);
      } else {
        if (!grants) grants = bench.diagrams().Grants(each.own.grants);
        const auto [it, is_new] = permitted.try_emplace(unwanted, kFalse);
        if (is_new)
          it->second =
              bench.answers().Permit(*grants, *prohibited, certain(unwanted));
        violation = store.And(here, it->second);
      }
      if (violation == kFalse) continue;
      // A clause whose override ends comes twice.
      NodeId& all = violations.try_emplace(key, kFalse).first->second;
      all = store.Or(all, violation);
    }
  }
  return violations;
}

// The grants of one clause with the same overrides: several, where its days or
// terms are not known.
Finder::Clauses Finder::ByClause(const Own& own) const {
  Clauses clauses;
  const rules::Grant* last = nullptr;
  for (rules::GrantId id : own.grants) {
    const rules::Grant& grant = rules_.grants[id.value];
    if (last == nullptr || last->rule != grant.rule ||
        last->overrides != grant.overrides)
      clauses.emplace_back();
    clauses.back().push_back(id);
    last = &grant;
  }
  return clauses;
}

// Of `here`, which this clause grants, what some clause permits, prohibitions
// aside; without the diagram of all that is granted, which multiplies what is
// unknown of each. What another clause opens is looked at only if it overrides
// what this one does not.
NodeId Finder::PermittedOf(Workbench& bench, NodeId here,
                           const Clauses& overriding,
                           const std::vector<rules::GrantId>& of_clause) const {
  const auto first = [&](const std::vector<rules::GrantId>& of) -> const auto& {
    return rules_.grants[of.front().value];
  };
  const auto& own = first(of_clause).overrides;
  NodeId open = bench.answers().OpenBesides(own, here);
  for (const auto& other : overriding) {
    const auto& overrides = first(other).overrides;
    if (std::ranges::includes(own, overrides)) continue;
    const bool overlap = std::ranges::any_of(other, [&](rules::GrantId o) {
      return std::ranges::any_of(of_clause, [&](rules::GrantId mine) {
        return Overlap(rules_.grants[o.value].scope,
                       rules_.grants[mine.value].scope);
      });
    });
    if (!overlap) continue;
    const NodeId both = bench.store().And(here, GrantedBy(bench, other));
    open = bench.store().Or(open, bench.answers().OpenBesides(overrides, both));
  }
  return open;
}

NodeId Finder::GrantedBy(Workbench& bench,
                         const std::vector<rules::GrantId>& grants) const {
  std::vector<NodeId> parts;
  for (rules::GrantId id : grants)
    parts.push_back(bench.diagrams().GrantOf(rules_.grants[id.value]));
  return bench.store().OrAll(parts);
}

template <class F>
void Finder::ForEachClass(logic::Unknowns unknowns, const F& f) {
  Workbench bench(model_.vocabulary, rules_, unknowns, node_budget_);
  const PolicyView view{model_, rules_, normal_, bench};
  Forget();
  for (std::size_t i = 0; i < classes_.size(); ++i) {
    if (bench.EmptyWhenFull()) Forget();
    Violations violations = ViolationsOf(view, classes_[i], unknowns);
    if (bench.store().exhausted()) {  // once more, with an empty store
      bench.Empty();
      Forget();
      violations = ViolationsOf(view, classes_[i], unknowns);
    }
    if (bench.store().exhausted()) {
      for (rules::GrantId id : classes_[i].own.grants)
        undecided_.insert(rules_.grants[id.value].rule);
      bench.Empty();
      Forget();
    } else if (!violations.empty()) {
      f(i, violations, bench);
    }
  }
}

void Finder::Note(const Key& key, Workbench& bench, NodeId violation,
                  const PartnerClass& of) {
  const llvm::APInt count = CountRequests(bench.requests(), violation);
  if (count.isZero()) return;
  const auto [it, is_new] = found_.try_emplace(key);
  PermitFinding& finding = it->second;
  if (is_new) {
    const rules::Rule& rule = rules_.rules[key.second.value];
    finding.kind = checks_[key.first]->kind();
    finding.rule = rule.name;
    finding.agreement = rule.agreement;
    finding.span = rule.span;
    finding.witness = *LeastWitness(
        bench.requests(), violation, bench.impossible(),
        model_.vocabulary.partners[of.partners.front().value].name,
        [&](const Witness& witness) { return replay_.Ask(witness).permit; });
    finding.decided_by = replay_.Rules(finding.witness);
    counts_.try_emplace(key, llvm::APInt(1, 0));
  }
  llvm::APInt& sum = counts_.at(key);
  for (std::size_t i = 0; i < of.partners.size(); ++i) sum = Sum(sum, count);
  finding.partner_count += of.partners.size();
}

void Finder::FindInTable() {
  ForEachClass(
      logic::Unknowns::meet,
      [&](std::size_t index, const Violations& violations, Workbench& bench) {
        for (const auto& [key, violation] : violations)
          Note(key, bench, violation, classes_[index]);
      });
  for (auto& [key, finding] : found_)
    finding.request_count = logic::Decimal(counts_.at(key));
}

// What is found in the table of one completion, of one partner.
std::optional<PermitFinding> Finder::FindIn(const model::Completion& completion,
                                            const Key& key,
                                            model::PartnerId partner) const {
  const auto completed =
      Complete(model_, completion, partner, nullptr, sources_);
  if (!completed) return std::nullopt;
  const rules::Rule& rule = rules_.rules[key.second.value];
  PermitChecks alone;
  alone.push_back(checks_[key.first]->Copy());
  Finder finder(alone, completed->model, completed->rules, completed->table,
                sources_, node_budget_);
  PermitFindings all = finder.Run();
  const auto it = std::ranges::find_if(all.found, [&](const auto& finding) {
    return finding.rule == rule.name && finding.agreement == rule.agreement;
  });
  if (it == all.found.end()) return std::nullopt;
  return std::move(*it);
}

void Finder::FindInCompletions() {
  std::map<Key, std::vector<Failure>> failures;
  std::optional<Completions> completions;
  ForEachClass(
      logic::Unknowns::open,
      [&](std::size_t index, const Violations& violations, Workbench& bench) {
        if (!completions) completions.emplace(rules_, bench, node_budget_);
        for (const auto& [key, violation] : violations) {
          const NodeId fails = completions->Copy(
              bench, bench.store().ExistsAbove(
                         violation, bench.space().first_unknown_level,
                         bench.space().countable));
          auto reads = ReadBy(bench.store(), violation, bench.space());
          if (completions->In(fails, reads) != kFalse)
            failures[key].push_back({index, fails, std::move(reads)});
        }
      });
  for (const auto& [key, of_classes] : failures) {
    NodeId fails = kFalse;
    std::set<model::UnknownId> reads;
    for (const Failure& each : of_classes) {
      fails = completions->store().Or(fails, each.where);
      reads.insert(each.reads.begin(), each.reads.end());
    }
    const bool certain = completions->Always(fails, reads);
    if (completions->store().exhausted()) {
      undecided_.insert(key.second);
      continue;
    }
    if (!certain && checks_[key.first]->OnlyIfCertain()) continue;
    // The first partner, and the least completion that shows it.
    const Failure& first = of_classes.front();
    const model::Completion completion = completions->Least(
        completions->In(first.where, first.reads), first.reads);
    auto finding =
        FindIn(completion, key, classes_[first.index].partners.front());
    if (!finding || completions->store().exhausted()) {
      undecided_.insert(key.second);
      continue;
    }
    finding->span = rules_.rules[key.second.value].span;
    finding->certain = certain;
    for (model::UnknownId id : first.reads)
      finding->with.push_back({id, completion[id.value]});
    finding->partner_count = 0;
    for (const Failure& each : of_classes)
      finding->partner_count += classes_[each.index].partners.size();
    found_.emplace(key, *std::move(finding));
  }
}

PermitFindings Finder::Run() {
  FindInTable();
  if (!rules_.unknown_sizes.empty()) FindInCompletions();
  PermitFindings all;
  for (auto& [key, finding] : found_) all.found.push_back(std::move(finding));
  all.undecided.assign(undecided_.begin(), undecided_.end());
  return all;
}

void Report(const PermitCheck& check, const model::Model& model,
            const PermitFinding& finding, diagnostics::Sink& sink) {
  diagnostics::Diagnostic& diagnostic =
      sink.Report(finding.kind, finding.span, "");
  check.Describe(model, finding, diagnostic);
  diagnostic.witness = ToJson(finding.witness);
  for (const Assumed& each : finding.with) {
    const model::Unknown& unknown = model.unknowns[each.unknown.value];
    diagnostic.details.push_back(
        fmt::format("{} {} is {}",
                    &each != finding.with.data() ? "  and"
                    : finding.certain ? "in every case; for example, if"
                                      : "if",
                    unknown.name, unknown.values[each.value]));
  }
  diagnostic.details.push_back("permitted: " + ToText(finding.witness));
  diagnostic.details.push_back(
      finding.with.empty()
          ? fmt::format("one of {} such requests, of {} partner{}",
                        Grouped(finding.request_count), finding.partner_count,
                        finding.partner_count == 1 ? "" : "s")
          : fmt::format("one of {} such requests, of this partner{}",
                        Grouped(finding.request_count),
                        finding.partner_count == 1
                            ? ""
                            : fmt::format("; so of {} more",
                                          finding.partner_count - 1)));
}

}  // namespace

const model::Agreement* PolicyView::AgreementOf(
    const rules::Grant& grant) const {
  const rules::Rule& rule = rules.rules[grant.rule.value];
  if (rule.kind != rules::Rule::Kind::allow) return nullptr;
  const auto id =
      model::Find<model::AgreementId>(model.agreements, rule.agreement);
  return id.valid() ? &model.agreements[id.value] : nullptr;
}

const model::Program* PolicyView::ProgramOf(const rules::Grant& grant) const {
  const model::Agreement* agreement = AgreementOf(grant);
  if (agreement == nullptr || !agreement->program.valid()) return nullptr;
  return &model.programs[agreement->program.value];
}

NodeId PolicyView::AnyOf(const std::vector<model::Scope>& scopes,
                         const model::Window& window) const {
  std::vector<NodeId> parts;
  const rules::Segments within = normal.SegmentsOf(window);
  for (const model::Scope& written : scopes)
    for (const rules::Scope& scope : normal.Of(written, within))
      parts.push_back(bench.diagrams().ScopeOf(scope));
  return store().OrAll(parts);
}

NodeId PolicyView::Where(const model::Condition& condition) const {
  const model::Vocabulary& words = model.vocabulary;
  model::Scope scope;
  scope.data = words.data.leaves;
  scope.actions = words.actions.leaves;
  scope.purposes = words.purposes.leaves;
  scope.relations = RunSet::Range(0, std::uint32_t(words.relations.size()));
  scope.when = condition;
  return AnyOf({scope});
}

PermitFindings FindPermits(const PermitChecks& checks,
                           const model::Model& model,
                           const rules::RuleSet& rules, const Table& table,
                           const SourceSet& sources, std::size_t node_budget) {
  return Finder(checks, model, rules, table, sources, node_budget).Run();
}

void CheckPermits(const model::Model& model, const rules::RuleSet& rules,
                  const Table& table, const SourceSet& sources,
                  diagnostics::Sink& sink) {
  const PermitChecks checks = AllPermitChecks();
  const PermitFindings all = FindPermits(checks, model, rules, table, sources);
  for (const PermitFinding& finding : all.found) {
    const auto check = std::ranges::find_if(
        checks, [&](const auto& each) { return each->kind() == finding.kind; });
    Report(**check, model, finding, sink);
  }
  if (all.undecided.empty()) return;
  diagnostics::Diagnostic& diagnostic = sink.Report(
      diagnostics::Kind::check_budget,
      rules.rules[all.undecided.front().value].span,
      fmt::format("what `{}` permits relates too many facts to be checked",
                  rules.rules[all.undecided.front().value].name),
      "name fewer facts in the conditions of one partner's clauses");
  for (std::size_t i = 1; i < all.undecided.size() && i < 4; ++i)
    diagnostic.notes.push_back(
        {rules.rules[all.undecided[i].value].span, "and this clause"});
}

}  // namespace assent::check
