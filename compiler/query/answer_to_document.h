// Answers in sentences and listings, and as JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "compiler/query/answer.h"
#include "compiler/query/changes.h"
#include "compiler/query/document.h"
#include "compiler/query/expiries.h"
#include "compiler/query/nearest.h"
#include "compiler/query/question.h"
#include "compiler/query/uncertain.h"

namespace assent::query {

// `vocabulary` is the policy's.
Document ToDocument(const Answer& answer, const Question& question,
                    const std::optional<Uncertain>& uncertain,
                    const model::Vocabulary& vocabulary);
Document ToDocument(const Nearest& nearest);
Document ToDocument(const Changes& changes, const Question& question,
                    const model::Vocabulary& vocabulary);
Document ToDocument(const Expiries& expiries, const Question& question,
                    const model::Vocabulary& vocabulary);

// One object each; docs/query.md says what is in it. Counts are numbers, or
// their digits where readers of JSON would lose some.
using Json = nlohmann::ordered_json;
Json ToJson(const Answer& answer, const Question& question,
            const std::optional<Uncertain>& uncertain,
            const model::Vocabulary& vocabulary);
Json ToJson(const Nearest& nearest);
Json ToJson(const Changes& changes, const Question& question,
            const model::Vocabulary& vocabulary);
Json ToJson(const Expiries& expiries, const Question& question,
            const model::Vocabulary& vocabulary);

}  // namespace assent::query
