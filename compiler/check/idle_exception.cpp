#include "compiler/check/idle_exception.h"

#include <fmt/format.h>

#include <algorithm>

namespace assent::check {
namespace {

using logic::kFalse;
using logic::NodeId;
using model::Exception;
using Why = IdleException::Why;

class Walk {
 public:
  Walk(RuleDiagrams& diagrams, rules::RuleId rule)
      : diagrams_(diagrams), rule_(rule) {}

  // `around`: what these are exceptions to, as far as it makes a difference.
  void Look(const std::vector<Exception>& exceptions, NodeId around,
            bool give_back, std::vector<IdleException>& found) {
    logic::Store& store = diagrams_.store();
    std::vector<NodeId> taken;
    for (const Exception& each : exceptions)
      taken.push_back(diagrams_.TakenBy(each));
    for (std::size_t i = 0; i < exceptions.size(); ++i) {
      NodeId matters = around;
      for (std::size_t j = 0; j < exceptions.size(); ++j)
        if (j != i) matters = store.Minus(matters, taken[j]);
      if (diagrams_.exhausted()) return;
      const NodeId scope = diagrams_.Within(exceptions[i].scope);
      if (diagrams_.Any(store.And(matters, taken[i]))) {
        Look(exceptions[i].exceptions, store.And(matters, scope), !give_back,
             found);
        continue;
      }
      found.push_back(
          {rule_, &exceptions[i], give_back, Why::outside, {}, true});
      Explain(exceptions, taken, i, around, scope, found.back());
    }
  }

 private:
  void Explain(const std::vector<Exception>& exceptions,
               const std::vector<NodeId>& taken, std::size_t i, NodeId around,
               NodeId scope, IdleException& idle) {
    logic::Store& store = diagrams_.store();
    if (!diagrams_.Any(store.And(around, scope))) return;
    const NodeId rest = store.And(around, taken[i]);
    if (!diagrams_.Any(rest)) {
      idle.why = Why::given_back;
      for (const Exception& inner : exceptions[i].exceptions)
        idle.by.push_back(&inner);
      return;
    }
    idle.why = Why::covered;
    std::vector<Requirement> requirements{{rest, {}}};
    for (std::size_t j = 0; j < exceptions.size(); ++j)
      if (j != i)
        requirements[0].candidates.push_back({std::uint32_t(j), taken[j]});
    const auto cover = diagrams_.LeastCover(requirements, diagrams_.base());
    if (!cover) return;
    idle.least = cover->least;
    for (std::uint32_t j : cover->keys) idle.by.push_back(&exceptions[j]);
    std::ranges::sort(idle.by);  // as they stand in the text
  }

  RuleDiagrams& diagrams_;
  const rules::RuleId rule_;
};

// What the rule would say without exceptions.
NodeId Unlimited(RuleDiagrams& diagrams, rules::RuleId rule) {
  const RuleOrigins& origins = diagrams.origins();
  NodeId any = kFalse;
  for (rules::GrantId id : origins.grants[rule])
    any = diagrams.store().Or(
        any, diagrams.diagrams().ScopeOf(origins.rules.grants[id.value].scope));
  for (rules::ProhibitionId id : origins.prohibitions[rule])
    any = diagrams.store().Or(any,
                              diagrams.diagrams().ScopeOf(
                                  origins.rules.prohibitions[id.value].scope));
  return any;
}

}  // namespace

bool FindIdleExceptions(RuleDiagrams& diagrams, rules::RuleId rule,
                        std::vector<IdleException>& found) {
  const Origin& origin = diagrams.origins().origin[rule.value];
  const auto& exceptions = origin.clause ? origin.clause->exceptions
                                         : origin.prohibition->exceptions;
  for (bool again : {false, true}) {
    if (again)
      diagrams.Empty();
    else
      diagrams.EmptyWhenLarge();
    std::vector<IdleException> here;
    Walk(diagrams, rule)
        .Look(exceptions, Unlimited(diagrams, rule), false, here);
    if (diagrams.exhausted()) continue;
    found.insert(found.end(), here.begin(), here.end());
    return true;
  }
  diagrams.Empty();
  return false;
}

void ReportIdleException(const IdleException& idle, diagnostics::Sink& sink) {
  const std::string_view what =
      idle.gives_back ? "gives nothing back" : "takes nothing back";
  std::string why, note;
  switch (idle.why) {
    case Why::outside:
      why =
          idle.gives_back
              ? "it is outside of what the exception around it takes back alone"
              : "it is outside of what the rule speaks of";
      break;
    case Why::given_back:
      why = "its own exceptions undo all of it";
      note = "by this one";
      break;
    case Why::covered:
      why = idle.by.size() == 1
                ? std::string("another exception covers it")
                : fmt::format("{} others cover it together", idle.by.size());
      note = "this one";
      break;
  }
  auto& diagnostic =
      sink.Report(diagnostics::Kind::idle_exception, idle.exception->span,
                  fmt::format("this exception {}: {}", what, why),
                  "without it no verdict differs: remove it, or mend what it "
                  "was to except");
  for (const Exception* each : idle.by)
    diagnostic.notes.push_back({each->span, note});
}

}  // namespace assent::check
