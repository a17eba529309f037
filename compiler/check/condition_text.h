// Conditions of the model in the words of the language.
#pragma once

#include <string>
#include <vector>

#include "compiler/model/model.h"

namespace assent::check {

// "subject.age < 13", "consent of subject < opt_in", "x or y". Not as it was
// written (names of conditions are gone), but it means the same.
std::string ConditionText(const model::Vocabulary& vocabulary,
                          const model::Condition& condition);

// What must all hold, one by one: the operands of an `and`, of those within it
// as well. None: it always holds. Borrows the condition.
std::vector<const model::Condition*> Conjuncts(
    const model::Condition& condition);

// "from 2010-10-13 until 2017-12-31"; where a bound is unknown, the days that
// it can be at the most.
std::string DaysText(const model::Window& window);

}  // namespace assent::check
