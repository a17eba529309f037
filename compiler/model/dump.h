// The window of the room: a Model as stable text, one fact a line, for
// goldens and for people who debug. Neither ids nor spans are shown.
#pragma once

#include <string>

#include "compiler/model/model.h"

namespace assent::model {

std::string DumpModel(const Model& model);
std::string DumpVocabulary(const Vocabulary& vocabulary);

// Parts, in the author's words.
std::string DayText(Day day);                  // 2014-06-01
std::string WindowText(const Window& window);  // from .. until ..; ""
// "any", or names: a category in place of all the leaves below it.
std::string TermsText(const Taxonomy& taxonomy, const RunSet& leaves);
std::string RelationsText(const Vocabulary&, const RunSet& relations);
// "off, unset", "13..17", "friends..only_me".
std::string ValuesText(const Attribute& attribute, const RunSet& values);
std::string ConditionText(const Vocabulary&, const Condition& condition);
std::string ScopeText(const Vocabulary&, const Scope& scope);

}  // namespace assent::model
