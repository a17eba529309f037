// assent compile: sources to a table.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "compiler/driver/command.h"
#include "compiler/driver/write_file.h"

namespace assent::driver {
namespace {

std::string Human(const Compiled& compiled, const std::string& path) {
  const table::Table& facts = compiled.table;
  std::string out = fmt::format(
      "{}: {} bytes, of which {} decide\n"
      "  decision digest {}\n"
      "  {} of {} are {} in {} of {} bytes\n"
      "  a decision reads at most {}\n",
      path, compiled.bytes.size(), facts.hot_bytes,
      table::Hex(facts.decision_digest), Plural(facts.rule_count, "rule"),
      Plural(compiled.model.vocabulary.partners.size(), "partner"),
      Plural(facts.row_count, "row"), Plural(facts.block_count, "block"),
      facts.block_bytes, Plural(facts.block_bound, "block"));
  if (const auto unknowns = compiled.model.unknowns.size())
    out += fmt::format("  compiled for what every completion permits: {}\n",
                       Plural(unknowns, "unknown"));
  double total = 0;
  std::string stages;
  for (const StageTime& stage : compiled.stages) {
    total += stage.seconds;
    stages += fmt::format("{}{} {:.3f}", stages.empty() ? "" : ", ",
                          stage.stage, stage.seconds);
  }
  return out + fmt::format("  {:.3f} s: {}\n", total, stages);
}

std::string AsJson(const Compiled& compiled, const std::string& path) {
  const table::Table& facts = compiled.table;
  nlohmann::ordered_json json;
  json["table"] = path;
  json["decision_digest"] = table::Hex(facts.decision_digest);
  json["schema_digest"] = table::Hex(facts.schema_digest);
  json["source_digest"] = table::Hex(compiled.source_digest);
  json["rules"] = facts.rule_count;
  json["partners"] = compiled.model.vocabulary.partners.size();
  json["unknowns"] = compiled.model.unknowns.size();
  json["rows"] = facts.row_count;
  json["blocks"] = facts.block_count;
  json["block_bytes"] = facts.block_bytes;
  json["bytes"] = compiled.bytes.size();
  json["hot_bytes"] = facts.hot_bytes;
  json["load_bound"] = facts.block_bound;
  auto& seconds = json["seconds"] = nlohmann::ordered_json::object();
  for (const StageTime& stage : compiled.stages)
    seconds[std::string(stage.stage)] = stage.seconds;
  return json.dump() + '\n';
}

}  // namespace

int Compile(const Paths& paths, const std::string& output,
            const CompileOptions& options) {
  const Format format = options.format;
  Compiled compiled;
  int code = kClean;
  if (!CompileFor(paths, format, compiled, code,
                  {&options.project, options.deny_warnings}))
    return code;
  if (const auto error = WriteFile(output, compiled.bytes)) return Fail(*error);
  return Write(format == Format::json ? AsJson(compiled, output)
                                      : Human(compiled, output),
               kClean);
}

}  // namespace assent::driver
