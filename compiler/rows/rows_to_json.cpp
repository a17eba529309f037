#include "compiler/rows/rows_to_json.h"

#include "compiler/rows/as_possible.h"

namespace assent::rows {
namespace {

using Json = nlohmann::ordered_json;
using model::Vocabulary;

template <class IdType, class T>
std::vector<std::string> Names(const std::vector<T>& all,
                               const std::vector<IdType>& ids) {
  std::vector<std::string> names;
  for (IdType id : ids) names.push_back(all[id.value].name);
  return names;
}

}  // namespace

Json CubeToJson(const Vocabulary& vocabulary, const Cube& cube,
                Follows follows) {
  Json json;
  json["text"] = CubeText(vocabulary, cube, Unlimited::left_out, follows);
  json["actions"] = TermNames(vocabulary.actions, cube.actions, follows);
  json["data"] = TermNames(vocabulary.data, cube.data, follows);
  json["purposes"] = TermNames(vocabulary.purposes, cube.purposes, follows);
  Json& relations = json["relations"] = Json::array();
  cube.relations.ForEach([&](std::uint32_t r) {
    if (r < vocabulary.relations.size())
      relations.push_back(vocabulary.relations[r].name);
  });
  json["from"] = DayText(cube.window.from);
  json["until"] = DayText(cube.window.until);
  Json& when = json["when"] = Json::array();
  for (const Literal& literal : cube.literals)
    when.push_back(LiteralText(vocabulary.attributes[literal.attribute.value],
                               literal.values));
  return json;
}

Json RowsToJson(const Vocabulary& vocabulary, const RowSet& rows) {
  Json everybody = Json::array();
  for (const GlobalRow& row : rows.global) {
    constexpr const char* kKinds[] = {"impossible", "prohibited", "closed"};
    Json json;
    json["kind"] = kKinds[std::size_t(row.kind)];
    if (row.kind == GlobalRow::Kind::closed)
      json["permission"] = vocabulary.permissions[row.permission.value].name;
    json.update(CubeToJson(vocabulary, AsPossible(rows.global, row.cube)));
    everybody.push_back(std::move(json));
  }
  Json partners = Json::array();
  for (std::size_t p = 0; p < vocabulary.partners.size(); ++p) {
    Json list = Json::array();
    for (const GrantRow& row : rows.lists[rows.list_of[p]]) {
      Json json = CubeToJson(
          vocabulary, AsPossible(rows.global, row.cube), Follows::from_all);
      json["obligations"] = Names(vocabulary.obligations, row.obligations);
      Json& despite = json["despite"] = Json::array();
      for (const auto& set : row.overrides)
        despite.push_back(Names(vocabulary.permissions, set));
      list.push_back(std::move(json));
    }
    Json partner;
    partner["name"] = vocabulary.partners[p].name;
    partner["rows"] = std::move(list);
    Json& forbidden = partner["forbidden"] = Json::array();
    for (const Cube& cube : rows.ForbiddenTo(p))
      forbidden.push_back(
          CubeToJson(vocabulary, AsPossible(rows.global, cube)));
    partners.push_back(std::move(partner));
  }
  Json json;
  json["everybody"] = std::move(everybody);
  json["partners"] = std::move(partners);
  return json;
}

}  // namespace assent::rows
