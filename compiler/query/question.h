// Which requests are asked about: whatever is left open means any.
#pragma once

#include <string>
#include <vector>

#include "compiler/model/model.h"

namespace assent::query {

struct Question {
  std::vector<model::PartnerId> partners;  // sorted
  bool every_partner = true;
  // Leaves alone, and days; the condition has no negation, and reads consent
  // as claims do.
  model::Scope scope;
  std::string condition;  // as it was asked; "" for none
};

// "any action on messages of friend on 2017-06-01 with bing when ...": what was
// understood.
std::string ToText(const Question& question,
                   const model::Vocabulary& vocabulary);

// Days that stand for no bound are written as nothing.
std::string WindowText(const model::Window& window);  // from ... until ...

}  // namespace assent::query
