// RuleSet -> the sections that Explain reads: rules as they were written.
#pragma once

#include <vector>

#include "compiler/base/source.h"
#include "compiler/rules/rules.h"
#include "compiler/table/table.h"

namespace assent::table {

// Sections explanation and explanation_strings. Cold, and in no digest.
std::vector<Section> ExplanationSections(const rules::RuleSet& rules,
                                         const SourceSet& sources,
                                         std::size_t partner_count);

}  // namespace assent::table
