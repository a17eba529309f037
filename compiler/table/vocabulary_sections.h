// Vocabulary <-> the sections that hold names, domains and taxonomies.
#pragma once

#include <string_view>
#include <vector>

#include "compiler/model/vocabulary.h"
#include "compiler/table/section_writer.h"
#include "compiler/table/table.h"

namespace assent::table {

// Sections vocabulary, name_slots, name_seeds, strings, titles.
std::vector<Section> VocabularySections(const model::Vocabulary& vocabulary);

// The inverse, of sections that the runtime has accepted. Without spans.
model::Vocabulary VocabularyOf(const SectionReader& sections);

}  // namespace assent::table
