#include "compiler/diagnostics/render_sarif.h"

#include <map>
#include <utility>

#include "compiler/base/result.h"
#include "compiler/diagnostics/pages.h"

namespace assent::diagnostics {
namespace {

using Json = nlohmann::ordered_json;

// A path as a reference (RFC 3986); an absolute one gets its scheme.
std::string UriOf(std::string_view path) {
  constexpr char kHex[] = "0123456789ABCDEF";
  constexpr std::string_view kPlain = "-._~/";
  std::string uri = path.starts_with('/') ? "file://" : "";
  for (char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter || (c >= '0' && c <= '9') || kPlain.find(c) != kPlain.npos) {
      uri += c;
    } else {
      uri += '%';
      uri += kHex[byte >> 4];
      uri += kHex[byte & 15];
    }
  }
  return uri;
}

Json Location(std::string_view path, Json region) {
  Json location;
  Json& physical = location["physicalLocation"];
  physical["artifactLocation"]["uri"] = UriOf(path);
  physical["region"] = std::move(region);
  return location;
}

Json Location(const Span& span, const SourceSet& sources) {
  const Place begin = sources.Locate(span);
  const Place end = sources.Locate({span.file, span.end, span.end});
  Json region;
  region["startLine"] = begin.line;
  region["startColumn"] = begin.column;
  region["endLine"] = end.line;
  region["endColumn"] = end.column;  // the column behind it
  return Location(begin.path, std::move(region));
}

class Log {
 public:
  Log(const SourceSet& sources, std::string_view version) : sources_(sources) {
    log_["$schema"] =
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/"
        "sarif-schema-2.1.0.json";
    log_["version"] = "2.1.0";
    run_["tool"]["driver"]["name"] = "assent";
    run_["tool"]["driver"]["semanticVersion"] = version;
    run_["columnKind"] = "unicodeCodePoints";
  }

  void Add(const Diagnostic& diagnostic, const SarifState& state) {
    std::string message = diagnostic.message;
    if (!diagnostic.help.empty()) message += "; " + diagnostic.help;
    Json& result = Add(IdOf(diagnostic.kind), "", diagnostic.span,
                       std::move(message), state);
    for (const Note& note : diagnostic.notes) {
      if (!note.span.file.valid()) continue;
      Json location = Location(note.span, sources_);
      location["message"]["text"] = note.text;
      Relate(result, std::move(location));
    }
    if (diagnostic.witness.empty()) return;
    Json witness = Json::parse(diagnostic.witness, nullptr, false);
    if (!witness.is_discarded())
      result["properties"]["witness"] = std::move(witness);
  }

  void Add(const SarifFinding& finding, const SarifState& state) {
    Json& result =
        Add(finding.rule, finding.about, finding.span, finding.message, state);
    for (const SarifPlace& place : finding.related) {
      Json location = Location(place.path, {{"startLine", place.line}});
      location["message"]["text"] = place.text;
      Relate(result, std::move(location));
    }
    if (!finding.witness.is_null())
      result["properties"]["witness"] = finding.witness;
  }

  Json Take() {
    run_["tool"]["driver"]["rules"] = std::move(rules_);
    run_["results"] = std::move(results_);
    log_["runs"] = Json::array({std::move(run_)});
    return std::move(log_);
  }

 private:
  Json& Add(std::string_view rule, std::string_view about, const Span& span,
            std::string message, const SarifState& state) {
    Json result;
    result["ruleId"] = rule;
    result["ruleIndex"] = IndexOf(rule, about);
    result["level"] = state.severity == Severity::error ? "error" : "warning";
    result["message"]["text"] = std::move(message);
    if (span.file.valid())
      result["locations"] = Json::array({Location(span, sources_)});
    result["partialFingerprints"]["assentFinding/v1"] =
        state.fingerprint + ":" + std::to_string(++seen_[state.fingerprint]);
    if (!state.justification.empty())
      result["suppressions"] =
          Json::array({{{"kind", "external"},
                        {"status", "accepted"},
                        {"justification", state.justification}}});
    if (!state.baseline.empty()) result["baselineState"] = state.baseline;
    results_.push_back(std::move(result));
    return results_.back();
  }

  static void Relate(Json& result, Json location) {
    Json& related = result["relatedLocations"];
    if (related.is_null()) related = Json::array();
    location["id"] = related.size();
    related.push_back(std::move(location));
  }

  std::size_t IndexOf(std::string_view id, std::string_view about) {
    auto [entry, fresh] = index_of_.emplace(id, rules_.size());
    if (!fresh) return entry->second;
    Json rule;
    rule["id"] = id;
    if (const std::optional<Page> page = PageOf(id)) {
      rule["help"]["text"] = page->text;
      rule["help"]["markdown"] = page->text;
      rule["properties"]["page"] = page->path;
    }
    if (!about.empty()) rule["shortDescription"]["text"] = about;
    rules_.push_back(std::move(rule));
    return entry->second;
  }

  const SourceSet& sources_;
  Json log_, run_;
  Json rules_ = Json::array(), results_ = Json::array();
  std::map<std::string_view, std::size_t> index_of_;
  std::map<std::string, std::size_t> seen_;
};

}  // namespace

Json RenderSarif(const std::vector<Diagnostic>& diagnostics,
                 const std::vector<SarifFinding>& findings,
                 const std::vector<SarifState>& states,
                 const SourceSet& sources, std::string_view version) {
  ASSENT_CHECK(states.size() == diagnostics.size() + findings.size(),
               "not every result has a state");
  Log log(sources, version);
  auto state = states.begin();
  for (const Diagnostic& diagnostic : diagnostics)
    log.Add(diagnostic, *state++);
  for (const SarifFinding& finding : findings) log.Add(finding, *state++);
  return log.Take();
}

}  // namespace assent::diagnostics
