#include "compiler/logic/count.h"
#include "compiler/query/answer_to_document.h"
#include "compiler/rows/rows_to_json.h"

namespace assent::query {
namespace {

Json CountJson(const llvm::APInt& count) {
  constexpr std::uint64_t kExact = std::uint64_t{1} << 53;
  if (count.getActiveBits() <= 64 && count.getZExtValue() <= kExact)
    return count.getZExtValue();
  return logic::Decimal(count);
}

Json ReplyJson(const check::Reply& reply) {
  Json json;
  json["decision"] = reply.permit ? "permit" : "deny";
  json["reason"] = reply.ReasonText();
  json["obligations"] = reply.obligations;
  return json;
}

Json RuleJson(const check::RuleLine& rule) {
  Json json;
  json["rule"] = rule.name;
  json["agreement"] = rule.agreement;
  json["file"] = rule.file;
  json["line"] = rule.line;
  return json;
}

Json RulesJson(const std::vector<check::RuleLine>& rules) {
  Json json = Json::array();
  for (const check::RuleLine& rule : rules) json.push_back(RuleJson(rule));
  return json;
}

Json ThroughJson(const std::vector<Through>& through) {
  Json json = Json::array();
  for (const Through& each : through) {
    Json rule = RuleJson(each.rule);
    rule["from"] = rows::DayText(each.days.from);
    rule["until"] = rows::DayText(each.days.until);
    rule["whole"] = each.whole;
    rule["partners"] = each.partners;
    json.push_back(std::move(rule));
  }
  return json;
}

Json WitnessJson(const check::Witness& witness) {
  return Json::parse(check::ToJson(witness));
}

// Without days.
Json CubeJson(const model::Vocabulary& words, const rows::Cube& cube) {
  Json json = rows::CubeToJson(words, cube);
  json.erase("from");
  json.erase("until");
  return json;
}

Json TurnsJson(const Turns& turns, const model::Vocabulary& words) {
  Json json;
  json["from"] = rows::DayText(turns.from);
  json["to"] = rows::DayText(turns.to);
  for (std::size_t k = 0; k < kTurnKinds; ++k)
    json[std::string(NameOf(TurnKind(k)))] = CountJson(turns.requests[k]);
  Json& changes = json["changes"] = Json::array();
  for (const Turn& turn : turns.turns) {
    Json change;
    change["change"] = NameOf(turn.kind);
    if (!turn.what.empty()) change["what"] = turn.what;
    change["partners"] = turn.partners;
    change.update(CubeJson(words, turn.cube));
    change["exact"] = turn.exact;
    change["requests"] = CountJson(turn.requests);
    change["through"] = ThroughJson(turn.through);
    change["witness"] = WitnessJson(turn.witness);
    change["before"] = ReplyJson(turn.before);
    change["before"]["rules"] = RulesJson(turn.rules_before);
    change["after"] = ReplyJson(turn.after);
    change["after"]["rules"] = RulesJson(turn.rules_after);
    changes.push_back(std::move(change));
  }
  return json;
}

}  // namespace

Json ToJson(const Answer& answer, const Question& question,
            const std::optional<Uncertain>& uncertain,
            const model::Vocabulary& words) {
  Json json;
  json["question"] = "who may " + ToText(question, words);
  json["requests"] = CountJson(answer.requests);
  json["partners"] = answer.partner_count;
  Json& list = json["rows"] = Json::array();
  for (const Row& row : answer.rows) {
    Json each;
    each["partners"] = row.partners;
    each.update(rows::CubeToJson(words, row.cube));
    each["exact"] = row.exact;
    Json& needs = each["needs"] = Json::array();
    for (const Row::Need& need : row.needs)
      needs.push_back({{"permission", need.permission}, {"whole", need.whole}});
    each["unless"] = RulesJson(row.unless);
    each["obligations"] = row.obligations;
    each["despite"] = row.despite;
    each["requests"] = CountJson(row.requests);
    each["through"] = ThroughJson(row.through);
    if (row.witness) each["witness"] = WitnessJson(*row.witness);
    list.push_back(std::move(each));
  }
  if (uncertain)
    json["uncertain"] = {{"unknowns", uncertain->unknown_count},
                         {"partners", uncertain->partners},
                         {"more", uncertain->more},
                         {"depends_on", uncertain->unknowns}};
  return json;
}

Json ToJson(const Nearest& nearest) {
  Json json;
  json["request"] = WitnessJson(nearest.request);
  json["answer"] = ReplyJson(nearest.reply);
  json["answer"]["rules"] = RulesJson(nearest.rules);
  json["facts_help"] = nearest.permitted || nearest.facts_help;
  json["count"] = CountJson(nearest.count);
  Json& list = json["nearest"] = Json::array();
  for (const Near& near : nearest.nearest) {
    Json each;
    Json& changes = each["changes"] = Json::array();
    for (const Change& change : near.changes) {
      Json one;
      one["what"] = change.what;
      one["from"] = change.from.empty() ? Json() : Json(change.from);
      one["to"] = change.to;
      changes.push_back(std::move(one));
    }
    each["request"] = WitnessJson(near.request);
    each["answer"] = ReplyJson(near.reply);
    list.push_back(std::move(each));
  }
  Json& obstacles = json["obstacles"] = Json::array();
  for (const Obstacle& obstacle : nearest.obstacles)
    obstacles.push_back(
        {{"what", obstacle.what}, {"rules", RulesJson(obstacle.rules)}});
  return json;
}

Json ToJson(const Changes& changes, const Question& question,
            const model::Vocabulary& words) {
  Question asked = question;
  asked.scope.window = {};
  Json json;
  json["question"] = "who may " + ToText(asked, words);
  json.update(TurnsJson(changes.whole, words));
  Json& calendar = json["calendar"] = Json::array();
  for (const Turns& day : changes.calendar) {
    Json each = TurnsJson(day, words);
    each.erase("from");
    each.erase("to");
    Json dated;
    dated["day"] = rows::DayText(day.to);
    dated.update(each);
    calendar.push_back(std::move(dated));
  }
  return json;
}

Json ToJson(const Expiries& expiries, const Question& question,
            const model::Vocabulary& words) {
  constexpr const char* kCertainties[] = {"sure", "latest", "earliest"};
  constexpr const char* kSuccessions[] = {"nothing", "part", "all"};
  Question asked = question;
  asked.scope.window = {};
  Json json;
  json["question"] = "who may " + ToText(asked, words);
  json["after"] = rows::DayText(expiries.after);
  json["days"] = expiries.day_count;
  Json& list = json["expiries"] = Json::array();
  for (const Expiry& expiry : expiries.list) {
    Json each;
    each["day"] = rows::DayText(expiry.day);
    each["certainty"] = kCertainties[std::size_t(expiry.certainty)];
    each["rule"] = RuleJson(expiry.rule);
    each["from"] = rows::DayText(expiry.days.from);
    each["until"] = rows::DayText(expiry.days.until);
    if (!expiry.despite.empty()) each["despite"] = expiry.despite;
    each["partners"] = expiry.partners;
    Json& granted = each["granted"] = Json::array();
    for (const rows::Cube& cube : expiry.cubes)
      granted.push_back(CubeJson(words, cube));
    each["succeeded"] = kSuccessions[std::size_t(expiry.succession)];
    each["successors"] = ThroughJson(expiry.successors);
    each["lost"] = CountJson(expiry.lost);
    if (expiry.witness) each["witness"] = WitnessJson(*expiry.witness);
    list.push_back(std::move(each));
  }
  return json;
}

}  // namespace assent::query
