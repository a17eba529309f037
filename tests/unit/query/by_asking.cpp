#include "tests/unit/query/by_asking.h"

#include <algorithm>

namespace assent::query {
namespace {

bool IsRequestersCopy(const model::Attribute& attribute) {
  return attribute.pair.valid() && attribute.owner == model::Owner::requester;
}

}  // namespace

std::vector<DayClass> DayClassesOf(const reference::Evaluator& oracle,
                                   const std::set<Day>& further) {
  std::set<Day> edges = oracle.Edges();
  edges.insert(kFirstDay);
  for (Day day : further)
    if (day < kEndDay) edges.insert(day);
  std::vector<DayClass> classes;
  for (Day day : edges) {
    if (!classes.empty()) classes.back().end = day;
    classes.push_back({day, kEndDay});
  }
  return classes;
}

std::uint32_t ValueOf(const model::Vocabulary& words,
                      const model::Request& request, model::AttributeId id) {
  const model::Attribute& attribute = words.attributes[id.value];
  const bool moved =
      request.relation == words.self && IsRequestersCopy(attribute);
  return request.values[moved ? attribute.pair.value : id.value];
}

bool Holds(const model::Vocabulary& words, const model::Request& request,
           const model::Condition& condition) {
  using Kind = model::Condition::Kind;
  const auto holds = [&](const model::Condition& operand) {
    return Holds(words, request, operand);
  };
  switch (condition.kind) {
    case Kind::all_of:
      return std::ranges::all_of(condition.operands, holds);
    case Kind::any_of:
      return std::ranges::any_of(condition.operands, holds);
    case Kind::literal:
      return condition.values.Contains(
          ValueOf(words, request, condition.attribute));
    default:
      return false;
  }
}

bool InCube(const model::Vocabulary& words, const model::Request& request,
            const rows::Cube& cube, bool with_days) {
  return cube.data.Contains(request.data.value) &&
         cube.actions.Contains(request.action.value) &&
         cube.purposes.Contains(request.purpose.value) &&
         cube.relations.Contains(request.relation.value) &&
         (!with_days || cube.window.Contains(request.day)) &&
         std::ranges::all_of(cube.literals, [&](const rows::Literal& literal) {
           return literal.values.Contains(
               ValueOf(words, request, literal.attribute));
         });
}

bool ForEachRequest(const model::Vocabulary& words, const Question& question,
                    std::uint64_t limit,
                    const std::function<void(model::Request&)>& visit) {
  const model::Scope& scope = question.scope;
  std::uint64_t count = question.partners.size() * scope.data.size() *
                        scope.actions.size() * scope.purposes.size() *
                        scope.relations.size();
  for (const model::Attribute& attribute : words.attributes)
    if ((count *= attribute.supplied_count()) > limit) return false;
  if (count > limit) return false;
  for (model::PartnerId partner : question.partners)
    scope.data.ForEach([&](std::uint32_t data) {
      scope.actions.ForEach([&](std::uint32_t action) {
        scope.purposes.ForEach([&](std::uint32_t purpose) {
          scope.relations.ForEach([&](std::uint32_t relation) {
            model::Request request{partner,
                                   model::TermId(data),
                                   model::TermId(action),
                                   model::TermId(purpose),
                                   model::RelationId(relation),
                                   kFirstDay,
                                   {}};
            const auto walk = [&](const auto& self, std::size_t a) -> void {
              if (a == words.attributes.size()) {
                if (Holds(words, request, scope.when)) visit(request);
                return;
              }
              const model::Attribute& attribute = words.attributes[a];
              const bool fixed =
                  request.relation == words.self && IsRequestersCopy(attribute);
              const std::uint32_t values =
                  fixed ? 1 : attribute.supplied_count();
              for (std::uint32_t v = 0; v < values; ++v) {
                request.values.push_back(v);
                self(self, a + 1);
                request.values.pop_back();
              }
            };
            walk(walk, 0);
          });
        });
      });
    });
  return true;
}

}  // namespace assent::query
