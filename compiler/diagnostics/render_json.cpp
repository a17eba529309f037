#include "compiler/diagnostics/render_json.h"

namespace assent::diagnostics {
namespace {

using Json = nlohmann::ordered_json;

void AddPlace(Json& out, const Span& span, const SourceSet& sources) {
  Place place;
  if (span.file.valid()) place = sources.Locate(span);
  out["file"] = place.path;
  out["line"] = place.line;
  out["column"] = place.column;
}

}  // namespace

Json RenderJson(const std::vector<Diagnostic>& diagnostics,
                const SourceSet& sources) {
  Json list = Json::array();
  for (const Diagnostic& d : diagnostics) {
    Json one;
    one["id"] = IdOf(d.kind);
    one["severity"] =
        d.severity == Severity::error ? "error" : "warning";
    AddPlace(one, d.span, sources);
    one["message"] = d.message;
    one["help"] = d.help;
    one["witness"] = nullptr;
    if (!d.witness.empty()) {
      one["witness"] = Json::parse(d.witness, nullptr, false);
      if (one["witness"].is_discarded()) one["witness"] = d.witness;
    }
    one["details"] = d.details;
    one["notes"] = Json::array();
    for (const Note& note : d.notes) {
      Json text;
      AddPlace(text, note.span, sources);
      text["message"] = note.text;
      one["notes"].push_back(std::move(text));
    }
    list.push_back(std::move(one));
  }
  return list;
}

}  // namespace assent::diagnostics
