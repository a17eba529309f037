#include "tests/metamorphic/rewrite.h"

namespace assent::metamorphic {
namespace {

// Calls f(list of a, list of b) for each list of declarations.
template <class File, class OtherFile, class F>
void ForEachList(File& a, OtherFile& b, F f) {
  f(a.terms, b.terms);
  f(a.names, b.names);
  f(a.attributes, b.attributes);
  f(a.obligations, b.obligations);
  f(a.permissions, b.permissions);
  f(a.partners, b.partners);
  f(a.programs, b.programs);
  f(a.agreements, b.agreements);
  f(a.forbids, b.forbids);
  f(a.assumptions, b.assumptions);
  f(a.claims, b.claims);
  f(a.requirements, b.requirements);
  f(a.features, b.features);
  f(a.interfaces, b.interfaces);
  f(a.groups, b.groups);
  f(a.conditions, b.conditions);
  f(a.rule_groups, b.rule_groups);
  f(a.packs_used, b.packs_used);
  f(a.packs, b.packs);
  f(a.tests, b.tests);
}

}  // namespace

ast::File Merged(const std::vector<ast::File>& files) {
  ast::File merged;
  for (const ast::File& file : files)
    ForEachList(merged, file, [](auto& all, const auto& list) {
      all.insert(all.end(), list.begin(), list.end());
    });
  return merged;
}

std::vector<ast::File> Split(const ast::File& file, std::size_t count,
                             generate::Random& random) {
  // One root a statement, so that a taxonomy can be in several files.
  ast::File apart = file;
  apart.terms.clear();
  for (const ast::TermDeclaration& declaration : file.terms)
    for (const ast::Term& term : declaration.terms)
      apart.terms.push_back({declaration.kind, {term}});

  std::vector<ast::File> files(count);
  ForEachList(apart, apart, [&](auto& list, auto&) {
    for (auto& item : list) {
      ast::File& target = files[random.Below(count)];
      using List = std::remove_reference_t<decltype(list)>;
      ForEachList(target, target, [&](auto& into, auto&) {
        if constexpr (std::is_same_v<std::remove_reference_t<decltype(into)>,
                                     List>)
          into.push_back(item);
      });
    }
  });
  return files;
}

}  // namespace assent::metamorphic
