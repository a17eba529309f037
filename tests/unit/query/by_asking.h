// The requests of a small policy, one by one, with the oracle: what `query`
// must find by diagrams.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <vector>

#include "compiler/query/question.h"
#include "compiler/rows/rows.h"
#include "tests/reference/evaluator.h"

namespace assent::query {

// Days that nothing tells apart are one, with their number.
struct DayClass {
  Day first = kFirstDay, end = kEndDay;
};
// Of the policy, cut at `further` days as well.
std::vector<DayClass> DayClassesOf(const reference::Evaluator& oracle,
                                   const std::set<Day>& further);

// The value that a request has, at self the subject's.
std::uint32_t ValueOf(const model::Vocabulary& words,
                      const model::Request& request, model::AttributeId id);

bool Holds(const model::Vocabulary& words, const model::Request& request,
           const model::Condition& condition);  // without consent
bool InCube(const model::Vocabulary& words, const model::Request& request,
            const rows::Cube& cube, bool with_days);

// Every request of the question over leaves and supplied values, with a day
// that is set by the caller; grouped as the oracle likes it. False: there are
// more than `limit`, and nothing was visited.
bool ForEachRequest(const model::Vocabulary& words, const Question& question,
                    std::uint64_t limit,
                    const std::function<void(model::Request&)>& visit);

}  // namespace assent::query
