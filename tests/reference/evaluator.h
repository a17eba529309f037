// The oracle: the whole verdict of any request, from a Model, rule by rule.
//
// The compiler and the runtime are compared with it, so it shares no code with
// rules, logic, rows, table or runtime. What a request leaves open (an inner
// term, an attribute that is not supplied) is completed in every possible way;
// the attribute assignments and the days behind a standing are enumerated. What
// the policy does not know is completed in every possible way, too. It is slow,
// and says what it means. Only tests link it.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "tests/reference/meaning.h"

namespace assent::reference {

enum class Standing {
  granted,
  condition_not_met,
  expired,
  not_yet,
  no_agreement
};

// What a policy set says of one request. Of an impossible request nothing
// else is said.
struct Verdict {
  bool impossible = false;
  Standing standing = Standing::no_agreement;
  bool prohibited = false;
  Permissions closed;               // of those that govern the request
  std::set<Permissions> overrides;  // maximal; granted without any: { {} }
  Obligations obligations;          // empty unless granted

  bool operator==(const Verdict&) const = default;

  bool permit() const;
};

std::string_view NameOf(Standing standing);

// The first reason that applies: "permitted" for a permit, else "impossible",
// the standing's name, "prohibited" or "needs_permission(p)".
std::string Reason(const Verdict& verdict, const model::Vocabulary& words);

// The whole tuple on one line, for a failed comparison.
std::string Dump(const Verdict& verdict, const model::Vocabulary& words);

// Evaluates requests against one Model, which must outlive it. What it learns
// about one (partner, data, action, purpose, relation) is kept until another
// one is asked for: group requests by these. Not thread-safe.
class Evaluator {
 public:
  // One value of each unknown, by UnknownId.
  using Completion = std::vector<std::uint32_t>;

  explicit Evaluator(const model::Model& model);
  // Of one completion alone.
  Evaluator(const model::Model& model, Completion only);
  ~Evaluator();

  // request.values holds one value of each attribute's domain. At relation
  // `self` a requester's copy that has a subject's pair is not read.
  Verdict Evaluate(const model::Request& request);

  // About how many completions a standing like that of `request` takes.
  double WorkOf(const model::Request& request);

  // The days on which anything in the Model begins or ends, ascending, with
  // kFirstDay, without kEndDay: from one to the next nothing changes.
  std::set<Day> Edges() const;

  // Supplied values of an attribute that nothing in the Model tells apart are
  // of one class, numbered from 0. `not supplied` has none.
  std::uint32_t ClassOf(model::AttributeId attribute,
                        std::uint32_t value) const {
    return class_of_[attribute.value][value];
  }
  std::uint32_t ClassCount(model::AttributeId attribute) const {
    return std::uint32_t(representatives_[attribute.value].size());
  }

 private:
  // Attributes that must be completed together, and what limits them.
  struct Space {
    std::set<model::AttributeId> attributes;  // those that are read
    std::vector<const model::Assumption*> assumptions;
  };
  struct Part;
  struct Case;

  void ClassifyValues();
  void DivideAssumptions();
  std::vector<Completion> CompletionsAt(const Part& part,
                                        const Point& point) const;
  Part MakePart(Rules rules, const Rules& about, std::uint32_t relation) const;
  Case MakeCase(const model::Request& request) const;

  // Calls f(point) for every possible completion of the point's open values
  // in the space, one value of each class, while f returns true.
  template <class F>
  void ForEachCompletion(const Space& space, Point& point, const F& f) const;
  bool Satisfiable(const Space& space, Point point) const;
  Point AllOpen(const Case& about, Day day) const;

  const Facts& FactsAt(const Case& about, Part& part, const Point& point) const;
  Facts Extended(const Case& about, Part& part, Point point) const;
  bool EverGranted(Case& about, std::size_t day_class) const;
  Standing StandingOf(Case& about, Day day) const;  // of what is not granted

  const model::Model& model_;
  Meaning meaning_;
  std::optional<Completion> only_;
  std::vector<std::vector<std::uint32_t>> class_of_;         // [attr][value]
  std::vector<std::vector<std::uint32_t>> representatives_;  // [attr][class]
  std::vector<Space> assumed_[2];  // [at self]: independent of one another
  std::unique_ptr<Case> case_;
};

}  // namespace assent::reference
