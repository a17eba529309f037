#include "compiler/check/scope_without_agreement.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "compiler/check/completions.h"
#include "compiler/check/words.h"
#include "compiler/rows/rows_to_text.h"

namespace assent::check {
namespace {

using logic::kFalse;
using logic::NodeId;

constexpr std::size_t kNodeBudget = 8u << 20;

// A run of days within which the functions looked at do not change.
struct Run {
  std::uint32_t begin, end;
};

class Registry {
 public:
  Registry(const model::Model& model, const rules::RuleSet& rules,
           const Table& table)
      : model_(model),
        rules_(rules),
        normal_(model),
        bench_(model.vocabulary, rules, logic::Unknowns::open, kNodeBudget),
        replay_(table) {}

  std::vector<BareHolding> Find(std::vector<Span>& undecided) {
    std::vector<BareHolding> found;
    for (const model::InterfaceScope& interface : model_.interfaces)
      for (const auto& holding : interface.held) {
        bool whole = true;
        auto bare = Of(interface, holding, whole);
        if (!whole) undecided.push_back(holding.span);
        if (bare) found.push_back(*std::move(bare));
      }
    return found;
  }

 private:
  logic::Store& store() { return bench_.store(); }

  // What some day's requests say, as a function of the unknowns.
  NodeId OnDay(NodeId f, std::uint32_t day) {
    std::vector<RunSet> allowed = bench_.space().countable;
    const NodeId on_day =
        store().And(f, store().Literal(logic::kDateLevel, RunSet::Single(day)));
    return store().ExistsAbove(on_day, bench_.space().first_unknown_level,
                               allowed);
  }

  void AddEdges(NodeId f, std::vector<std::uint32_t>& begins,
                std::map<NodeId, bool>& seen) {
    if (store().LevelOf(f) > logic::kDateLevel || !seen.emplace(f, true).second)
      return;
    for (const logic::Edge& edge : store().Edges(f)) {
      if (store().LevelOf(f) == logic::kDateLevel)
        begins.push_back(edge.begin);
      else
        AddEdges(edge.child, begins, seen);
    }
  }

  std::vector<Run> RunsOf(std::initializer_list<NodeId> functions) {
    std::vector<std::uint32_t> begins = {std::uint32_t(kFirstDay)};
    std::map<NodeId, bool> seen;
    for (NodeId f : functions) AddEdges(f, begins, seen);
    begins.push_back(std::uint32_t(kEndDay));
    std::ranges::sort(begins);
    const auto repeated = std::ranges::unique(begins);
    begins.erase(repeated.begin(), repeated.end());
    std::vector<Run> runs;
    for (std::size_t i = 0; i + 1 < begins.size(); ++i)
      runs.push_back({begins[i], begins[i + 1]});
    return runs;
  }

  // Whether f, which says what is so on some day, is so in every completion.
  bool Always(NodeId f) {
    if (f == kFalse) return false;
    if (!completions_)
      completions_.emplace(rules_, bench_, std::size_t{kNodeBudget});
    const auto reads = ReadBy(store(), f, bench_.space());
    return completions_->Always(completions_->Copy(bench_, f), reads);
  }

  // The days on which the partners hold it in every completion.
  std::vector<Run> Held(const model::InterfaceScope& interface,
                        const model::InterfaceScope::Holding& holding) {
    const PolicyView view{model_, rules_, normal_, bench_};
    const NodeId reach =
        store().And(view.AnyOf(interface.exposes, holding.window),
                    bench_.diagrams().global().possible);
    std::vector<Run> held;
    for (const Run& run : RunsOf({reach}))
      if (Always(OnDay(reach, run.begin))) held.push_back(run);
    return held;
  }

  std::optional<BareHolding> Of(const model::InterfaceScope& interface,
                                const model::InterfaceScope::Holding& holding,
                                bool& whole) {
    bench_.EmptyWhenFull();
    const std::vector<Run> held = Held(interface, holding);
    std::optional<BareHolding> found;
    if (store().exhausted()) {
      bench_.Empty();
      whole = false;
      return found;
    }
    if (held.empty()) return found;
    // Of those to whom the same is granted the same is to be said.
    std::map<std::vector<rules::GrantId>, bool> is_bare;
    for (model::PartnerId partner : holding.partners) {
      const auto [known, is_new] =
          is_bare.try_emplace(rules_.grants_of[partner.value], false);
      if (!is_new) {
        if (known->second) ++found->partner_count;
        continue;
      }
      bench_.EmptyWhenFull();
      auto bare = Of(interface, holding, held, partner);
      if (store().exhausted()) {
        bench_.Empty();
        whole = false;
        continue;
      }
      known->second = bare.has_value();
      if (!bare) continue;
      if (found)
        ++found->partner_count;
      else
        found = std::move(bare);
    }
    return found;
  }

  std::optional<BareHolding> Of(const model::InterfaceScope& interface,
                                const model::InterfaceScope::Holding& holding,
                                const std::vector<Run>& held,
                                model::PartnerId partner) {
    const PolicyView view{model_, rules_, normal_, bench_};
    const NodeId possible = bench_.diagrams().global().possible;
    const NodeId exposed = store().And(view.AnyOf(interface.exposes), possible);
    const NodeId reach =
        store().And(view.AnyOf(interface.exposes, holding.window), possible);
    std::vector<NodeId> grants;
    for (rules::GrantId id : rules_.grants_of[partner.value])
      grants.push_back(store().And(
          exposed, bench_.diagrams().GrantOf(rules_.grants[id.value])));
    const NodeId granted = store().OrAll(grants);
    BareHolding bare;
    auto within = held.begin();
    for (const Run& run : RunsOf({reach, granted})) {
      while (within != held.end() && within->end <= run.begin) ++within;
      if (within == held.end()) break;
      if (run.end <= within->begin) continue;
      if (!Always(store().Minus(OnDay(reach, run.begin),
                                OnDay(granted, run.begin))))
        continue;
      if (bare.day_count == 0) bare.from = Day(run.begin);
      bare.day_count += run.end - run.begin;
    }
    if (bare.day_count == 0 || store().exhausted()) return std::nullopt;
    bare.scope = interface.name;
    bare.scope_span = interface.span;
    bare.span = holding.span;
    bare.partner = model_.vocabulary.partners[partner.value].name;
    bare.partner_count = 1;
    const NodeId on_day = store().And(
        exposed, store().Literal(logic::kDateLevel,
                                 RunSet::Single(std::uint32_t(bare.from))));
    const auto witness = LeastWitness(
        bench_.requests(), store().Minus(on_day, bench_.impossible()),
        bench_.impossible(), bare.partner,
        [&](const Witness& w) { return !replay_.Ask(w).permit; });
    if (!witness) return std::nullopt;
    bare.witness = *witness;
    bare.reply = replay_.Ask(bare.witness);
    return bare;
  }

  const model::Model& model_;
  const rules::RuleSet& rules_;
  const rules::NormalScopes normal_;
  Workbench bench_;
  const Replay replay_;
  std::optional<Completions> completions_;
};

}  // namespace

std::vector<BareHolding> FindBareHoldings(const model::Model& model,
                                          const rules::RuleSet& rules,
                                          const Table& table,
                                          std::vector<Span>& undecided) {
  if (model.interfaces.empty()) return {};
  return Registry(model, rules, table).Find(undecided);
}

void CheckScopeWithoutAgreement(const model::Model& model,
                                const rules::RuleSet& rules, const Table& table,
                                diagnostics::Sink& sink) {
  std::vector<Span> undecided;
  for (const BareHolding& bare :
       FindBareHoldings(model, rules, table, undecided)) {
    diagnostics::Diagnostic& diagnostic = sink.Report(
        diagnostics::Kind::scope_without_agreement, bare.span,
        fmt::format("`{}` holds scope `{}` from {} on {} day{} on which no "
                    "agreement grants anything of it{}",
                    bare.partner, bare.scope, rows::DayText(bare.from),
                    Grouped(std::to_string(bare.day_count)),
                    bare.day_count == 1 ? "" : "s",
                    bare.partner_count == 1
                        ? ""
                        : fmt::format("; likewise {} more of its holders",
                                      bare.partner_count - 1)),
        "close the interface for this partner, or write the agreement");
    diagnostic.witness = ToJson(bare.witness);
    diagnostic.details.push_back("can be reached: " + ToText(bare.witness));
    diagnostic.details.push_back("the policy says: " + bare.reply.Text());
    diagnostic.notes.push_back({bare.scope_span, "the scope"});
  }
  for (const Span& span : undecided)
    sink.Report(diagnostics::Kind::check_budget, span,
                "what is granted of this scope relates too many facts to be "
                "checked");
}

}  // namespace assent::check
