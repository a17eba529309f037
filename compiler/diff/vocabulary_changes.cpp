#include "compiler/diff/vocabulary_changes.h"

#include <algorithm>
#include <set>

#include "compiler/rows/rows_to_text.h"

namespace assent::diff {
namespace {

using model::Vocabulary;

void AddTerms(const char* kind, const model::Taxonomy& taxonomy,
              std::vector<std::string>& lines) {
  for (const model::Term& term : taxonomy.terms) {
    std::set<std::string> parents;
    for (model::TermId parent : term.parents)
      parents.insert(taxonomy.terms[parent.value].name);
    std::string line = std::string(kind) + ' ' + term.name;
    for (const std::string& parent : parents)
      if (!term.name.starts_with(parent + '.')) line += " in " + parent;
    lines.push_back(std::move(line));
  }
}

template <class T>
void AddNames(const char* kind, const std::vector<T>& items,
              std::vector<std::string>& lines) {
  for (const T& item : items)
    lines.push_back(std::string(kind) + ' ' + item.name);
}

}  // namespace

std::vector<std::string> VocabularyLines(const Vocabulary& vocabulary) {
  std::vector<std::string> lines;
  AddTerms("data", vocabulary.data, lines);
  AddTerms("action", vocabulary.actions, lines);
  AddTerms("purpose", vocabulary.purposes, lines);
  AddNames("relation", vocabulary.relations, lines);
  AddNames("role", vocabulary.roles, lines);
  AddNames("obligation", vocabulary.obligations, lines);
  for (const model::Attribute& attribute : vocabulary.attributes)
    lines.push_back("attribute " + rows::AttributeText(attribute));
  for (const model::Permission& permission : vocabulary.permissions)
    lines.push_back("permission " +
                    rows::PermissionText(vocabulary, permission));
  for (const model::Partner& partner : vocabulary.partners) {
    std::string line = "partner " + partner.name;
    if (partner.role.valid())
      line += " role " + vocabulary.roles[partner.role.value].name;
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<VocabularyChange> VocabularyChanges(const Vocabulary& before,
                                                const Vocabulary& after) {
  const std::vector<std::string> was = VocabularyLines(before),
                                 is = VocabularyLines(after);
  const std::set<std::string_view> had(was.begin(), was.end());
  const std::set<std::string_view> has(is.begin(), is.end());
  std::vector<VocabularyChange> changes;
  for (const std::string& line : was)
    if (!has.contains(line)) changes.push_back({false, line});
  for (const std::string& line : is)
    if (!had.contains(line)) changes.push_back({true, line});
  return changes;
}

}  // namespace assent::diff
