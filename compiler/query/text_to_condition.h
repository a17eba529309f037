// A condition in the language's words -> one of the model, without negation.
//
//   condition  = conjunction { "or" conjunction }
//   conjunction = { "not" } primary { "and" { "not" } primary }
//   primary    = "(" condition ")" | "consent of" PERSON test | FACT [ test ]
//   test       = "is" [ "not" ] ( VALUE | FACT | "one of {" VALUE, ... "}" )
//              | ( "<" | "<=" | ">" | ">=" ) ( VALUE | FACT )
//              | "in" VALUE ".." VALUE
//
// Names of conditions are the sources' own: a table does not have them.
#pragma once

#include "compiler/base/result.h"
#include "compiler/model/model.h"
#include "compiler/query/words.h"

namespace assent::query {

// Takes as many words as belong to it.
Result<model::Condition> ToCondition(Words& words,
                                     const model::Vocabulary& vocabulary);

// "subject.age=13".
Result<model::Condition> FactToCondition(std::string_view fact,
                                         const model::Vocabulary& vocabulary);

}  // namespace assent::query
