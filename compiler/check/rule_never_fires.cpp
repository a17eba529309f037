#include "compiler/check/rule_never_fires.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/check/condition_text.h"
#include "compiler/check/group_outcomes.h"
#include "compiler/rows/rows_to_text.h"

namespace assent::check {
namespace {

using logic::kFalse;
using logic::NodeId;
using model::Scope;
using rules::RuleId;
using Kind = Cause::Kind;

// Collects what a rule speaks of, and what excludes some of that.
class Inquest {
 public:
  Inquest(RuleDiagrams& diagrams, RuleId rule)
      : diagrams_(diagrams),
        model_(diagrams.origins().model),
        own_(diagrams.origins().rules.rules[rule.value].span) {
    never_.rule = rule;
  }

  // The dimensions are what is spoken of; the rest may exclude.
  void SpeaksOf(const Scope& scope) {
    scopes_.push_back(&scope);
    for (const model::Condition* each : Conjuncts(scope.when))
      Excludes(Kind::condition, own_,
               fmt::format("it asks for `{}`",
                           ConditionText(model_.vocabulary, *each)),
               store().Not(diagrams_.Holds(*each)));
    InForce(scope.window, own_, "it is in force {}");
  }

  void InForce(const model::Window& window, Span span,
               fmt::format_string<std::string> text) {
    if (window.known() && window.from == kFirstDay && window.until == kEndDay)
      return;
    Excludes(Kind::window, span, fmt::format(text, DaysText(window)),
             store().Not(diagrams_.InForce(window)));
  }

  void Exceptions(const std::vector<model::Exception>& exceptions) {
    for (const model::Exception& each : exceptions)
      Excludes(Kind::exception, each.span, "this exception takes it back",
               diagrams_.TakenBy(each));
  }

  void Assumptions() {
    for (const model::Assumption& each : model_.assumptions)
      Excludes(Kind::assumption, each.span, "this is assumed",
               store().Not(diagrams_.Holds(each.condition)));
  }

  // A rule set around the rule.
  void StandsIn(const model::RuleGroup& group) {
    const std::size_t before = excluded_.size();
    SpeaksOf(group.scope);
    InForce(group.window, group.span, "the rule set is in force {}");
    for (std::size_t i = before; i < excluded_.size(); ++i)
      surroundings_ = store().Minus(surroundings_, excluded_[i].region);
  }

  // Once for each way in which the rule's surroundings treat it.
  void Obstacles(const std::vector<Obstacle>& obstacles) {
    std::vector<Candidate> own;
    for (const Obstacle& each : obstacles)
      own.push_back({KeyOf({Kind::rule, each.span, each.text}), each.where});
    obstacles_.push_back(std::move(own));
  }

  std::optional<NeverFires> Conclude();

 private:
  logic::Store& store() { return diagrams_.store(); }

  std::uint32_t KeyOf(Cause cause) {
    for (std::size_t i = 0; i < causes_.size(); ++i)
      if (causes_[i].span == cause.span && causes_[i].text == cause.text)
        return std::uint32_t(i);
    causes_.push_back(std::move(cause));
    return std::uint32_t(causes_.size() - 1);
  }

  void Excludes(Kind kind, Span span, std::string text, NodeId where) {
    if (where == kFalse) return;
    causes_.push_back({kind, span, std::move(text)});
    excluded_.push_back({std::uint32_t(causes_.size() - 1), where});
  }

  // One dimension of all scopes, the others open.
  NodeId Dimension(std::size_t which);
  void SayWhatMatters(const std::vector<std::uint32_t>& keys);

  RuleDiagrams& diagrams_;
  const model::Model& model_;
  const Span own_;
  NeverFires never_;
  std::vector<const Scope*> scopes_;
  NodeId surroundings_ = logic::kTrue;  // targets and windows of rule sets
  std::vector<Cause> causes_;           // by key
  std::vector<Candidate> excluded_;
  std::vector<std::vector<Candidate>> obstacles_;
};

constexpr std::size_t kDimensions = 4;

NodeId Inquest::Dimension(std::size_t which) {
  using Of = model::UnknownTerms::Dimension;
  NodeId all = logic::kTrue;
  for (const Scope* scope : scopes_) {
    Scope part = diagrams_.Everything();
    constexpr Of kOf[] = {Of::data, Of::action, Of::purpose, Of::relation};
    constexpr RunSet Scope::* kTerms[] = {&Scope::data, &Scope::actions,
                                          &Scope::purposes, &Scope::relations};
    part.*kTerms[which] = scope->*kTerms[which];
    for (const model::UnknownTerms& unknown : scope->unknown_terms)
      if (unknown.dimension == kOf[which])
        part.unknown_terms.push_back(unknown);
    all = store().And(all, diagrams_.Within(part));
  }
  return all;
}

// A dimension matters when the causes would leave something without it.
void Inquest::SayWhatMatters(const std::vector<std::uint32_t>& keys) {
  const model::Vocabulary& words = model_.vocabulary;
  for (std::size_t which = 0; which < kDimensions; ++which) {
    NodeId left = surroundings_;
    for (std::size_t other = 0; other < kDimensions; ++other)
      if (other != which) left = store().And(left, Dimension(other));
    for (const Candidate& each : excluded_)
      if (std::ranges::find(keys, each.key) != keys.end())
        left = store().Minus(left, each.region);
    for (const auto& own : obstacles_)
      for (const Candidate& each : own)
        if (std::ranges::find(keys, each.key) != keys.end())
          left = store().Minus(left, each.region);
    if (!diagrams_.points().Any(left, diagrams_.completions())) continue;
    std::vector<std::string> names;
    const auto of = [&](const model::Taxonomy& taxonomy, const RunSet& terms) {
      names = rows::TermNames(taxonomy, terms);
    };
    const Scope& scope = *scopes_.front();
    std::string_view what;
    switch (which) {
      case 0:
        what = "data";
        of(words.data, scope.data);
        break;
      case 1:
        what = "action";
        of(words.actions, scope.actions);
        break;
      case 2:
        what = "purpose";
        of(words.purposes, scope.purposes);
        break;
      default:
        what = "relation";
        scope.relations.ForEach(
            [&](std::uint32_t r) { names.push_back(words.relations[r].name); });
    }
    std::string text;
    for (const std::string& name : names)
      text += fmt::format("{}`{}`", text.empty() ? "" : ", ", name);
    if (!text.empty())
      never_.only.push_back(fmt::format("it speaks of {} {}", what, text));
  }
}

std::optional<NeverFires> Inquest::Conclude() {
  NodeId spoken = logic::kTrue;
  for (std::size_t which = 0; which < kDimensions; ++which) {
    spoken = store().And(spoken, Dimension(which));
    if (diagrams_.exhausted()) return std::nullopt;
    if (diagrams_.points().Any(spoken, diagrams_.completions())) continue;
    constexpr std::string_view kNames[] = {"data", "action", "purpose",
                                           "relation"};
    never_.causes.push_back(
        {Kind::terms, own_,
         fmt::format("there is no {} that it speaks of", kNames[which])});
    return never_;
  }
  if (obstacles_.empty()) obstacles_.emplace_back();
  std::vector<Requirement> requirements;
  for (const auto& own : obstacles_) {
    requirements.push_back({spoken, excluded_});
    auto& all = requirements.back().candidates;
    all.insert(all.end(), own.begin(), own.end());
  }
  // What the rule stands in excludes is no cause, unless it is the only one.
  const NodeId held = store().And(spoken, surroundings_);
  if (diagrams_.points().Any(held, diagrams_.completions()))
    for (Requirement& each : requirements) each.region = held;
  auto cover = diagrams_.LeastCover(requirements, diagrams_.completions());
  if (diagrams_.exhausted() || !cover) return std::nullopt;
  std::ranges::sort(cover->keys);
  for (std::uint32_t key : cover->keys) never_.causes.push_back(causes_[key]);
  never_.least = cover->least;
  SayWhatMatters(cover->keys);
  if (diagrams_.exhausted()) return std::nullopt;
  return never_;
}

// Where days alone are to blame, and known, window_outside has said so.
bool SaidOfWindows(const RuleOrigins& origins, const NeverFires& never) {
  const Origin& origin = origins.origin[never.rule.value];
  if (!origin.clause || !origin.clause->scope.window.known() ||
      !origin.agreement->window.known())
    return false;
  const model::ProgramId program = origin.agreement->program;
  return (!program.valid() ||
          origins.model.programs[program.value].window.known()) &&
         std::ranges::all_of(never.causes, [](const Cause& cause) {
           return cause.kind == Cause::Kind::window;
         });
}

}  // namespace

bool Fires(RuleDiagrams& diagrams, const RuleGrants& clause) {
  return std::ranges::any_of(clause.grants, [&](rules::GrantId id) {
    return diagrams.Any(diagrams.Grant(id));
  });
}

std::optional<NeverFires> WhyNever(RuleDiagrams& diagrams, RuleId rule) {
  const RuleOrigins& origins = diagrams.origins();
  const Origin& origin = origins.origin[rule.value];
  Inquest inquest(diagrams, rule);
  std::vector<const model::RuleGroup*> around;
  if (origin.clause) {
    inquest.SpeaksOf(origin.clause->scope);
    inquest.InForce(origin.agreement->window, origin.agreement->span,
                    "the agreement is in force {}");
    if (origin.agreement->program.valid()) {
      const model::Program& program =
          origins.model.programs[origin.agreement->program.value];
      inquest.InForce(program.window, program.span,
                      "the program is in force {}");
    }
    inquest.Exceptions(origin.clause->exceptions);
  } else if (origin.governs) {
    inquest.SpeaksOf(origin.governs->scope);
  } else if (origin.prohibition) {
    inquest.SpeaksOf(origin.prohibition->scope);
    inquest.Exceptions(origin.prohibition->exceptions);
  } else if (origin.item) {
    inquest.SpeaksOf(origin.item->scope);
    bool concerns_somebody = false;
    for (const auto& partners : PartnersApart(*origin.outermost)) {
      GroupOutcomes own(diagrams, *origin.outermost, partners.front());
      if (!own.Find(rule)) continue;
      concerns_somebody = true;
      if (around.empty()) around = own.Around(*origin.item);
      inquest.Obstacles(own.ObstaclesOf(*origin.item));
    }
    if (!concerns_somebody)
      return NeverFires{rule,
                        {{Kind::partners, origins.rules.rules[rule.value].span,
                          "none of its partners is one of the rule set's"}},
                        true,
                        {}};
    for (const model::RuleGroup* group : around) inquest.StandsIn(*group);
  }
  inquest.Assumptions();
  return inquest.Conclude();
}

void ReportNeverFires(const RuleOrigins& origins, const NeverFires& never,
                      diagnostics::Sink& sink) {
  const rules::Rule& rule = origins.rules.rules[never.rule.value];
  if (SaidOfWindows(origins, never)) return;
  const bool alone = never.causes.size() == 1;
  std::string help = "remove it, or mend what leaves it nothing";
  if (!alone)
    help = never.least
               ? fmt::format("these {} exclude everything together: mend one",
                             never.causes.size())
               : "these exclude everything together: mend one";
  std::string what;
  switch (rule.kind) {
    case rules::Rule::Kind::allow:
      what = "allows";
      break;
    case rules::Rule::Kind::forbid:
      what = "forbids";
      break;
    case rules::Rule::Kind::governs:
      what = "governs";
      break;
    default:
      what = "decides";
      break;
  }
  diagnostics::Diagnostic& diagnostic = sink.Report(
      diagnostics::Kind::rule_never_fires, rule.span,
      rule.kind == rules::Rule::Kind::governs
          ? fmt::format("permission {} governs nothing by this line",
                        origins.Quoted(never.rule))
          : fmt::format("{} never fires: there is no request that it {}",
                        origins.Quoted(never.rule), what),
      std::move(help));
  for (const Cause& each : never.causes)
    if (each.span == rule.span)
      diagnostic.details.push_back(each.text);
    else
      diagnostic.notes.push_back({each.span, each.text});
  for (const std::string& each : never.only) diagnostic.details.push_back(each);
}

}  // namespace assent::check
