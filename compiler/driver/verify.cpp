// assent verify: proves that a table says what its sources say.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "compiler/diff/verify_table.h"
#include "compiler/driver/command.h"
#include "compiler/driver/opened_table.h"
#include "compiler/driver/progress.h"

namespace assent::driver {
namespace {

using diff::Verification;

std::string Human(const Verification& result, const std::string& path) {
  if (result.equal())
    return fmt::format(
        "proved: {} answers every request as its sources do\n"
        "  {}, {}, each equal as a diagram\n",
        path, Plural(result.partner_count, "partner"),
        Plural(result.function_count, "different function"));
  std::string out =
      fmt::format("refuted: {} is not what the sources say\n", path);
  for (const diff::VocabularyChange& change : result.vocabulary_changes)
    out += fmt::format("  only in the {}: {}\n",
                       change.added ? "sources" : "table", change.what);
  if (!result.witness) return out;
  out += fmt::format(
      "  {} of {} differ{}; the first request:\n"
      "  {}\n  {}\n"
      "  the table   {} [{}]\n  the sources {} [{}]\n",
      result.differing_partner_count, Plural(result.partner_count, "partner"),
      result.differing_partner_count == 1 ? "s" : "",
      check::ToText(*result.witness), check::ToJson(*result.witness),
      result.table_reply.Text(), result.table_whole, result.source_reply.Text(),
      result.source_whole);
  return out;
}

nlohmann::ordered_json ReplyJson(const check::Reply& reply,
                                 const std::string& whole) {
  nlohmann::ordered_json json;
  json["decision"] = reply.permit ? "permit" : "deny";
  json["reason"] = reply.ReasonText();
  json["obligations"] = reply.obligations;
  json["answer"] = whole;
  return json;
}

std::string AsJson(const Verification& result, const std::string& path) {
  nlohmann::ordered_json json;
  json["table"] = path;
  json["verdict"] = result.equal() ? "proved" : "refuted";
  json["partners"] = result.partner_count;
  json["functions"] = result.function_count;
  json["differing_partners"] = result.differing_partner_count;
  auto& vocabulary = json["vocabulary"] = nlohmann::ordered_json::array();
  for (const diff::VocabularyChange& change : result.vocabulary_changes)
    vocabulary.push_back({{"only_in", change.added ? "sources" : "table"},
                          {"what", change.what}});
  json["witness"] = nullptr;
  if (result.witness) {
    json["witness"] =
        nlohmann::ordered_json::parse(check::ToJson(*result.witness));
    json["in_table"] = ReplyJson(result.table_reply, result.table_whole);
    json["in_sources"] = ReplyJson(result.source_reply, result.source_whole);
  }
  return json.dump() + '\n';
}

}  // namespace

int Verify(const std::string& path, const Paths& sources, Format format) {
  const Result<OpenedTable> opened = ReadTable(path);
  if (!opened) return Fail(opened.error());
  const Result<table::Decoded> decoded = table::BytesToRows(opened->bytes());
  if (!decoded) return Fail(decoded.error());
  Compiled compiled;
  int code = kClean;
  if (!CompileFor(sources, format, compiled, code)) return code;
  const Result<OpenedTable> again = OpenBytes(compiled.bytes);
  if (!again) return Fail(again.error());
  Progress progress(format == Format::human);
  Tell(progress.watch(), "prove");
  const Result<Verification> result =
      diff::VerifyTable({*decoded, opened->table()}, compiled.model.vocabulary,
                        compiled.rules, again->table());
  progress.Erase();
  if (!result) return Fail(result.error());
  return Write(
      format == Format::json ? AsJson(*result, path) : Human(*result, path),
      result->equal() ? kClean : kFindings);
}

}  // namespace assent::driver
