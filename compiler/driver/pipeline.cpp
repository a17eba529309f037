#include "compiler/driver/pipeline.h"

#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/SHA256.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <variant>

#include <fmt/format.h>

#include "compiler/check/assumptions.h"
#include "compiler/model/ast_to_model.h"
#include "compiler/rows/rules_to_rows.h"
#include "compiler/rules/model_to_rules.h"
#include "compiler/syntax/text_to_ast.h"
#include "compiler/table/rows_to_table.h"
#include "compiler/table/table_to_bytes.h"

namespace assent::driver {
namespace {

using Clock = std::chrono::steady_clock;

// Runs one stage, of which `watch` is told, and notes how long it took.
template <class F>
auto Timed(std::vector<StageTime>& stages, const Watch& watch,
           std::string_view stage, F f) {
  Tell(watch, stage);
  const Clock::time_point start = Clock::now();
  auto result = f();
  const std::chrono::duration<double> took = Clock::now() - start;
  stages.push_back({stage, took.count()});
  return result;
}

void Report(const rows::Refusal& refusal, const model::Model& model,
            const rules::RuleSet& rules, diagnostics::Sink& sink) {
  using Kind = rows::Refusal::Kind;
  const std::string whose =
      refusal.partner.valid()
          ? fmt::format("the rules of partner `{}`",
                        model.vocabulary.partners[refusal.partner.value].name)
          : std::string(
                "the prohibitions, permissions, assumptions and "
                "unknowns");
  const Span span = refusal.rules.empty()
                        ? Span{}
                        : rules.rules[refusal.rules[0].value].span;
  diagnostics::Kind kind{};
  std::string message, help;
  switch (refusal.kind) {
    case Kind::too_many_rows:
    case Kind::too_many_global_rows:
      kind = diagnostics::Kind::too_many_rows;
      message = fmt::format(
          "{} come to more than {} rows", whose,
          refusal.kind == Kind::too_many_rows ? rows::kMaxRowsOfPartner
                                              : rows::kMaxGlobalRows);
      help =
          "exceptions on several independent facts multiply; name the allowed "
          "cases instead, or declare with `assume` which facts exclude each "
          "other";
      break;
    case Kind::too_many_override_sets:
      kind = diagnostics::Kind::too_many_override_sets;
      message = fmt::format("{} override more than {} different sets of "
                            "permissions",
                            whose, logic::kMaxOverrideSets);
      help = "override the same permissions in the clauses of one partner";
      break;
    case Kind::too_many_nodes:
      kind = diagnostics::Kind::too_many_nodes;
      message = fmt::format("{} need more than {} diagram nodes", whose,
                            rows::kMaxNodes);
      help = "the conditions relate too many facts with each other";
      break;
  }
  diagnostics::Diagnostic& diagnostic =
      sink.Report(kind, span, std::move(message), std::move(help));
  for (std::size_t i = 1; i < refusal.rules.size(); ++i)
    diagnostic.notes.push_back(
        {rules.rules[refusal.rules[i].value].span, "and this rule"});
}

unsigned ThreadCount() {
  return std::clamp(std::thread::hardware_concurrency(), 1u, 16u);
}

}  // namespace

table::Digest SourceDigest(const SourceSet& sources) {
  std::vector<const SourceFile*> files;
  for (std::size_t i = 0; i < sources.size(); ++i)
    files.push_back(&sources.file(FileId(i)));
  std::ranges::sort(files, {}, &SourceFile::text);
  llvm::SHA256 hash;
  for (const SourceFile* file : files) {
    hash.update(llvm::StringRef(fmt::format("{}\n", file->text.size())));
    hash.update(llvm::StringRef(file->text));
  }
  return hash.final();
}

Compiled Compile(Loaded loaded, diagnostics::Sink diagnostics,
                 double parse_seconds, const Watch& watch) {
  Compiled compiled;
  compiled.sources = std::move(loaded.sources);
  compiled.diagnostics = std::move(diagnostics);
  compiled.stages.push_back({"parse", parse_seconds});
  diagnostics::Sink& sink = compiled.diagnostics;
  // Names are looked up only in what was read whole: a declaration lost to a
  // misplaced brace would be unknown everywhere.
  compiled.names_checked = !sink.has_errors();
  if (!compiled.names_checked) return compiled;
  compiled.model = Timed(compiled.stages, watch, "model", [&] {
    return model::AstToModel(std::move(loaded.files), compiled.sources, sink);
  });
  if (!sink.has_errors()) CompileModel(compiled, watch);
  return compiled;
}

void CompileModel(Compiled& compiled, const Watch& watch) {
  diagnostics::Sink& sink = compiled.diagnostics;
  compiled.bytes.clear();
  compiled.rules = Timed(compiled.stages, watch, "rules", [&] {
    return rules::ModelToRules(compiled.model);
  });
  check::CheckAssumptions(compiled.model, compiled.rules, sink);
  if (sink.has_errors()) return;
  auto rows = Timed(compiled.stages, watch, "logic", [&] {
    return rows::RulesToRows(
        compiled.model.vocabulary, compiled.rules, ThreadCount(), {},
        [&](std::size_t done, std::size_t total) {
          Tell(watch, "logic", done, total);
        });
  });
  if (const auto* refusal = std::get_if<rows::Refusal>(&rows)) {
    Report(*refusal, compiled.model, compiled.rules, sink);
    return;
  }
  compiled.rows = std::move(std::get<rows::RowSet>(rows));
  compiled.source_digest = SourceDigest(compiled.sources);
  compiled.bytes = Timed(compiled.stages, watch, "table", [&]() -> table::Bytes {
    std::optional<table::Table> table =
        table::RowsToTable(compiled.model.vocabulary, compiled.rows,
                           compiled.rules, compiled.sources, sink);
    if (!table) return {};
    table::Bytes bytes = table::TableToBytes(*table, compiled.source_digest);
    for (table::Section& section : table->sections) section.bytes = {};
    compiled.table = std::move(*table);
    return bytes;
  });
}

Compiled CompileTexts(std::vector<Text> texts) {
  const Clock::time_point start = Clock::now();
  Loaded loaded;
  diagnostics::Sink sink;
  for (Text& text : texts) {
    const std::optional<FileId> file = syntax::AddSource(
        std::move(text.path), std::move(text.text), loaded.sources, sink);
    if (!file) continue;
    loaded.files.push_back(syntax::TextToAst(*file, loaded.sources, sink));
  }
  AddPacks(loaded, sink);
  const std::chrono::duration<double> took = Clock::now() - start;
  return Compile(std::move(loaded), std::move(sink), took.count());
}

}  // namespace assent::driver
