#include "compiler/project/baseline.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

namespace assent::project {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kVersion = 1;
constexpr std::size_t kMaxCount = 1'000'000;

bool IsFingerprint(std::string_view text) {
  return text.size() == 16 &&
         text.find_first_not_of("0123456789abcdef") == text.npos;
}

// nullopt: something of it is missing, or of the wrong type.
std::optional<BaselineEntry> EntryOf(const Json& json) {
  const auto text = [&](const char* key) {
    return json.is_object() && json.contains(key) && json[key].is_string()
               ? json[key].get<std::string>()
               : std::string();
  };
  BaselineEntry entry{text("kind"), text("message"), text("fingerprint")};
  if (entry.kind.empty() || !IsFingerprint(entry.fingerprint))
    return std::nullopt;
  if (!json.contains("count") || !json["count"].is_number_unsigned())
    return std::nullopt;
  entry.count = json["count"].get<std::size_t>();
  if (entry.count == 0 || entry.count > kMaxCount) return std::nullopt;
  return entry;
}

}  // namespace

std::string BaselineToJson(Baseline baseline) {
  std::ranges::sort(baseline, {}, [](const BaselineEntry& entry) {
    return std::tie(entry.kind, entry.message, entry.fingerprint);
  });
  std::string text =
      fmt::format("{{\"assent_baseline\":{},\"findings\":[", kVersion);
  for (const BaselineEntry& entry : baseline) {
    const Json json = {{"kind", entry.kind},
                       {"message", entry.message},
                       {"fingerprint", entry.fingerprint},
                       {"count", entry.count}};
    text += fmt::format("{}\n{}", &entry == baseline.data() ? "" : ",",
                        json.dump());
  }
  return text + "\n]}\n";
}

Result<Baseline> JsonToBaseline(std::string_view text) {
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) return Error{"it is not JSON"};
  if (!json.is_object() || !json.contains("assent_baseline") ||
      !json.contains("findings") || !json["findings"].is_array())
    return Error{"it is no baseline"};
  if (json["assent_baseline"] != kVersion)
    return Error{fmt::format("its version is {}, not {}",
                             json["assent_baseline"].dump(), kVersion)};
  Baseline baseline;
  std::set<std::string> seen;
  for (const Json& each : json["findings"]) {
    std::optional<BaselineEntry> entry = EntryOf(each);
    const std::size_t number = baseline.size() + 1;
    if (!entry)
      return Error{fmt::format(
          "finding {} has not a kind, a fingerprint and a count", number)};
    if (!seen.insert(entry->fingerprint).second)
      return Error{
          fmt::format("finding {} has the fingerprint of another", number)};
    baseline.push_back(std::move(*entry));
  }
  return baseline;
}

}  // namespace assent::project
