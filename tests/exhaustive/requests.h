// Which requests are tried: all of a small policy, aimed ones of a large one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/model/model.h"
#include "tests/generate/random.h"
#include "tests/reference/evaluator.h"

namespace assent::exhaustive {

// Every combination of terms (inner ones too), partners, relations and
// attribute values, `not supplied` included; on the first and the last day,
// and on each day on which something changes, the one before and the one
// after. Of integers with a large range, the values at which a comparison
// changes and their neighbours. At self, where there is one person, the
// requester's copy of what both have is left out.
//
// Borrows the Model.
class AllRequests {
 public:
  // `edges`: further days on which something changes.
  AllRequests(const model::Model& model, const reference::Evaluator& oracle,
              const std::set<Day>& edges = {});

  std::uint64_t count() const;

  // Days, and values by AttributeId (those that are left out are 0).
  const std::vector<Day>& days() const { return days_; }
  std::vector<std::vector<std::uint32_t>> Assignments(bool one_person) const;

  // Calls f(request) once for each combination of terms, partner and relation
  // (at self, or else not), with any day and values; until f returns true.
  // Whether it did.
  template <class F>
  bool ForEachCase(bool one_person, F f) const {
    const model::Vocabulary& words = model_.vocabulary;
    model::Request q;
    auto each = [](const auto& named, auto& id, auto next) {
      for (std::size_t i = 0; i < named.size(); ++i) {
        id = std::remove_reference_t<decltype(id)>(i);
        if (next()) return true;
      }
      return false;
    };
    return each(words.partners, q.partner, [&] {
      return each(words.data.terms, q.data, [&] {
        return each(words.actions.terms, q.action, [&] {
          return each(words.purposes.terms, q.purpose, [&] {
            return each(words.relations, q.relation, [&] {
              return (q.relation == words.self) == one_person && f(q);
            });
          });
        });
      });
    });
  }

 private:
  const model::Model& model_;
  std::vector<Day> days_;
  std::vector<std::vector<std::uint32_t>> values_;  // to try, by AttributeId
};

// A request aimed, mostly, into a rule: its terms, the edges of its window,
// the facts that its conditions ask for.
model::Request AimedRequest(const model::Model& model,
                            generate::Random& random);

// At self the requester's copy of what both persons have is not there.
bool LeftOut(const model::Vocabulary& words, model::AttributeId attribute,
             bool one_person);

// As a `request { ... }` of a test.
std::string RequestText(const model::Request& request,
                        const model::Vocabulary& words);

}  // namespace assent::exhaustive
