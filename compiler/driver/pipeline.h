// The whole flow on one screen:
//
//   text --syntax--> Ast --model--> Model --rules--> RuleSet
//        --logic, rows--> RowSet --table--> bytes
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/source.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/driver/load_sources.h"
#include "compiler/driver/watch.h"
#include "compiler/model/model.h"
#include "compiler/rows/rows.h"
#include "compiler/rules/rules.h"
#include "compiler/table/table.h"

namespace assent::driver {

struct StageTime {
  std::string_view stage;       // parse, model, rules, logic, table
  double seconds = 0;
};

// Everything that the stages made. After an error the later parts are empty,
// and `bytes` is.
struct Compiled {
  SourceSet sources;
  diagnostics::Sink diagnostics;
  model::Model model;
  rules::RuleSet rules;
  rows::RowSet rows;
  table::Table table;           // for its facts; its sections are in `bytes`
  table::Bytes bytes;           // the .table file
  table::Digest source_digest{};
  std::vector<StageTime> stages;
  bool names_checked = false;  // false: something could not be read, and
                               // nothing was looked up

  bool ok() const { return !bytes.empty(); }
};

struct Text {
  std::string path;
  std::string text;
};

// Compiles texts that are already in memory: no imports are followed. For
// tests and tools; the outcome is that of CompilePaths on the same texts.
Compiled CompileTexts(std::vector<Text> texts);

// From what was loaded; `parse_seconds` is what loading took.
Compiled Compile(Loaded loaded, diagnostics::Sink diagnostics,
                 double parse_seconds, const Watch& watch = {});

// What Compile does after the model: from compiled.model on.
void CompileModel(Compiled& compiled, const Watch& watch = {});

// SHA-256 over the texts, sorted: each as its length and its bytes. What they
// are called makes no difference, nor in what order they are read.
table::Digest SourceDigest(const SourceSet& sources);

}  // namespace assent::driver
