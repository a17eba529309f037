#include <nlohmann/json.hpp>

#include "compiler/diff/difference_to_text.h"
#include "compiler/logic/count.h"
#include "compiler/rows/rows_to_json.h"

namespace assent::diff {
namespace {

using Json = nlohmann::ordered_json;

// A number that every JSON reader keeps exactly, else its digits.
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
  if (!reply.error.empty()) json["error"] = reply.error;
  return json;
}

Json RegionJson(const Region& region, const model::Vocabulary& words) {
  Json json;
  json["change"] = NameOf(region.change);
  if (!region.what.empty()) json["what"] = region.what;
  json["partners"] = region.partners;
  json.update(rows::CubeToJson(words, region.cube));
  json["exact"] = region.exact;
  json["requests"] = CountJson(region.requests);
  json["shared"] = CountJson(region.shared);
  if (region.change <= Change::narrowed) {
    json["reasons"] = region.reasons;
    json["obligations"] = region.obligations;
    json["some_obligations"] = region.some_obligations;
  }
  json["witness"] = Json::parse(check::ToJson(region.witness));
  json["before"] = ReplyJson(region.before);
  json["after"] = ReplyJson(region.after);
  return json;
}

}  // namespace

std::string ToJson(const Difference& difference, std::string_view name_before,
                   std::string_view name_after) {
  const auto& requests = difference.requests;
  const auto of = [&](Change change) { return requests[std::size_t(change)]; };
  Json json;
  json["before"] = {{"name", name_before},
                    {"decision_digest", difference.digest_before}};
  json["after"] = {{"name", name_after},
                   {"decision_digest", difference.digest_after}};
  json["identical"] = difference.empty();
  json["changed"] = CountJson(
      check::Sum(check::Sum(of(Change::widened), of(Change::narrowed)),
                 of(Change::obligations)));
  json["widened"] = CountJson(of(Change::widened));
  json["narrowed"] = CountJson(of(Change::narrowed));
  json["obligations"] = CountJson(of(Change::obligations));
  json["reasons_only"] = CountJson(of(Change::reasons));
  json["lists_all"] = difference.lists_all;
  Json& regions = json["regions"] = Json::array();
  for (const Region& region : difference.regions)
    regions.push_back(RegionJson(region, difference.vocabulary));
  Json& vocabulary = json["vocabulary"] = Json::array();
  for (const VocabularyChange& change : difference.vocabulary_changes)
    vocabulary.push_back({{"change", change.added ? "added" : "removed"},
                          {"what", change.what}});
  return json.dump() + '\n';
}

}  // namespace assent::diff
