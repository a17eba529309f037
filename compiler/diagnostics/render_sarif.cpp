#include "compiler/diagnostics/render_sarif.h"

#include <map>
#include <utility>

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

std::string_view Trimmed(std::string_view line) {
  constexpr std::string_view kSpace = " \t\r";
  const std::size_t begin = line.find_first_not_of(kSpace);
  if (begin == line.npos) return {};
  return line.substr(begin, line.find_last_not_of(kSpace) - begin + 1);
}

// FNV-1a of 64 bits: no more than telling results of one file apart.
std::uint64_t Hash(std::uint64_t hash, std::string_view text) {
  for (char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3;
  }
  return (hash ^ 0xff) * 0x100000001b3;  // and its end
}

std::string Hex(std::uint64_t value) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string text(16, '0');
  for (std::size_t i = 16; i-- > 0; value >>= 4) text[i] = kHex[value & 15];
  return text;
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

  void Add(const Diagnostic& diagnostic) {
    std::string message = diagnostic.message;
    if (!diagnostic.help.empty()) message += "; " + diagnostic.help;
    Json& result = Add(IdOf(diagnostic.kind), "", diagnostic.severity,
                       diagnostic.span, diagnostic.message, std::move(message));
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

  void Add(const SarifFinding& finding) {
    Json& result = Add(finding.rule, finding.about, finding.severity,
                       finding.span, finding.identity, finding.message);
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
  Json& Add(std::string_view rule, std::string_view about, Severity severity,
            const Span& span, std::string_view identity, std::string message) {
    Json result;
    result["ruleId"] = rule;
    result["ruleIndex"] = IndexOf(rule, about);
    result["level"] = severity == Severity::error ? "error" : "warning";
    std::uint64_t hash = Hash(Hash(0xcbf29ce484222325, rule), identity);
    result["message"]["text"] = std::move(message);
    if (span.file.valid()) {
      result["locations"] = Json::array({Location(span, sources_)});
      const Place place = sources_.Locate(span);
      hash = Hash(hash, Trimmed(sources_.Line(span.file, place.line)));
    }
    const std::string fingerprint = Hex(hash);
    result["partialFingerprints"]["assentLine/v1"] =
        fingerprint + ":" + std::to_string(++seen_[fingerprint]);
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
                 const SourceSet& sources, std::string_view version) {
  Log log(sources, version);
  for (const Diagnostic& diagnostic : diagnostics) log.Add(diagnostic);
  for (const SarifFinding& finding : findings) log.Add(finding);
  return log.Take();
}

}  // namespace assent::diagnostics
