// What a cube says of requests as they can be asked.
//
// At relation self requester and subject are one person, and one value stands
// for both persons' copies of a fact. A function that a policy means does not
// depend on the requester's copy there; a single cube of it may.
#pragma once

#include <vector>

#include "compiler/model/vocabulary.h"
#include "compiler/rows/rows.h"

namespace assent::rows {

// The cube, where nothing needs to be said twice; else its part elsewhere,
// and its part at self, in which what is asked of the requester's copy is
// asked of the subject's.
std::vector<Cube> AsAsked(const model::Vocabulary& vocabulary, Cube cube);

std::vector<GrantRow> AsAsked(const model::Vocabulary& vocabulary,
                              const std::vector<GrantRow>& rows);
std::vector<GlobalRow> AsAsked(const model::Vocabulary& vocabulary,
                               const std::vector<GlobalRow>& rows);

}  // namespace assent::rows
