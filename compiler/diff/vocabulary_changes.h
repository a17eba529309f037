// What one vocabulary has and another has not, by name.
#pragma once

#include <string>
#include <vector>

#include "compiler/model/vocabulary.h"

namespace assent::diff {

struct VocabularyChange {
  bool added = false;  // else removed
  std::string what;    // "data messages.voice"
};

// One line for everything that a decision digest covers, in the order of ids.
std::vector<std::string> VocabularyLines(const model::Vocabulary& vocabulary);

// In the order of the vocabulary; something that is changed is removed as it
// was and added as it is. Titles and places make no difference.
std::vector<VocabularyChange> VocabularyChanges(const model::Vocabulary& before,
                                                const model::Vocabulary& after);

}  // namespace assent::diff
