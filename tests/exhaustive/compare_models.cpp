#include "tests/exhaustive/compare_models.h"

#include <algorithm>

#include "tests/exhaustive/requests.h"
#include "tests/reference/evaluator.h"

namespace assent::exhaustive {
namespace {

bool SameTaxonomy(const model::Taxonomy& a, const model::Taxonomy& b) {
  return std::ranges::equal(
      a.terms, b.terms, [](const model::Term& x, const model::Term& y) {
        return x.name == y.name && x.children == y.children;
      });
}

bool SameAttribute(const model::Attribute& a, const model::Attribute& b) {
  return a.name == b.name && a.kind == b.kind && a.values == b.values &&
         a.low == b.low && a.high == b.high &&
         a.default_value == b.default_value;
}

// The requests of a, on the days that matter to either.
AllRequests RequestsOf(const model::Model& model,
                       const reference::Evaluator& oracle,
                       const reference::Evaluator& other) {
  return AllRequests(model, oracle, other.Edges());
}

class Pair {
 public:
  Pair(const model::Model& a, const model::Model& b)
      : words_(a.vocabulary), a_(a), b_(b) {}

  std::optional<std::string> Difference(const model::Request& request) {
    const reference::Verdict a = a_.Evaluate(request);
    const reference::Verdict b = b_.Evaluate(request);
    if (a == b) return std::nullopt;
    return RequestText(request, words_) + "\nthe one   " +
           reference::Dump(a, words_) + "\nthe other " +
           reference::Dump(b, words_);
  }

  // Whether both can enumerate the completions behind its standing.
  bool WithinReach(const model::Request& request) {
    constexpr double kMaxWork = 20'000;
    return a_.WorkOf(request) <= kMaxWork && b_.WorkOf(request) <= kMaxWork;
  }

  const reference::Evaluator& a() const { return a_; }
  const reference::Evaluator& b() const { return b_; }

 private:
  const model::Vocabulary& words_;
  reference::Evaluator a_, b_;
};

}  // namespace

bool SameWords(const model::Vocabulary& a, const model::Vocabulary& b) {
  auto same = [](const auto& x, const auto& y, auto equal) {
    return std::ranges::equal(x, y, equal);
  };
  auto same_name = [](const auto& x, const auto& y) {
    return x.name == y.name;
  };
  auto same_permission = [](const model::Permission& x,
                            const model::Permission& y) {
    return x.name == y.name && x.consent == y.consent &&
           x.open_values == y.open_values && x.state[0] == y.state[0] &&
           x.state[1] == y.state[1];
  };
  return SameTaxonomy(a.data, b.data) && SameTaxonomy(a.actions, b.actions) &&
         SameTaxonomy(a.purposes, b.purposes) &&
         same(a.relations, b.relations, same_name) &&
         same(a.partners, b.partners, same_name) &&
         same(a.obligations, b.obligations, same_name) &&
         same(a.attributes, b.attributes, SameAttribute) &&
         same(a.permissions, b.permissions, same_permission);
}

std::uint64_t RequestCount(const model::Model& a, const model::Model& b) {
  const Pair pair(a, b);
  return RequestsOf(a, pair.a(), pair.b()).count() +
         RequestsOf(b, pair.b(), pair.a()).count();
}

std::optional<std::string> FirstDifference(const model::Model& a,
                                           const model::Model& b) {
  Pair pair(a, b);
  std::optional<std::string> difference;
  auto look_at = [&](const AllRequests& requests) {
    for (bool one_person : {false, true}) {
      const auto assignments = requests.Assignments(one_person);
      requests.ForEachCase(one_person, [&](model::Request& q) {
        for (const auto& values : assignments) {
          q.values = values;
          for (Day day : requests.days()) {
            q.day = day;
            difference = pair.Difference(q);
            if (difference) return true;
          }
        }
        return false;
      });
      if (difference) return;
    }
  };
  // The values worth trying are those that matter to one of them.
  look_at(RequestsOf(a, pair.a(), pair.b()));
  if (!difference) look_at(RequestsOf(b, pair.b(), pair.a()));
  return difference;
}

std::optional<std::string> SampledDifference(const model::Model& a,
                                             const model::Model& b,
                                             generate::Random& random,
                                             std::uint64_t count) {
  Pair pair(a, b);
  for (std::uint64_t i = 0; i < count; ++i) {
    const model::Request request = AimedRequest(i % 2 == 0 ? a : b, random);
    if (!pair.WithinReach(request)) continue;
    if (auto difference = pair.Difference(request)) return difference;
  }
  return std::nullopt;
}

}  // namespace assent::exhaustive
