// The inspector of the room: aborts when a Model breaks its laws. Debug
// builds run it behind every door; tests call it.
#pragma once

#include "compiler/model/model.h"

namespace assent::model {

// Ids in range, lists sorted, sets within their domains, leaves right, pairs
// mutual, windows not empty. O(model).
void VerifyModel(const Model& model);
void VerifyVocabulary(const Vocabulary& vocabulary);

}  // namespace assent::model
