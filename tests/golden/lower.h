// Texts -> Model, for the stages behind syntax.
#pragma once

#include <utility>

#include "compiler/model/ast_to_model.h"
#include "compiler/syntax/text_to_ast.h"
#include "tests/golden/golden.h"

namespace assent::golden {

struct Lowered {
  SourceSet sources;
  diagnostics::Sink diagnostics;
  model::Model model;  // whole if there were no errors

  std::string Diagnostics() const {
    return diagnostics::RenderHuman(diagnostics.Sorted(sources), sources,
                                    false);
  }
};

// Stops before names when the text had errors, as the pipeline does.
inline Lowered Lower(const Input& input) {
  Lowered lowered;
  std::vector<ast::File> files;
  for (const InputFile& file : input) {
    auto id = syntax::AddSource(file.name, file.bytes, lowered.sources,
                                lowered.diagnostics);
    if (id)
      files.push_back(
          syntax::TextToAst(*id, lowered.sources, lowered.diagnostics));
  }
  if (!lowered.diagnostics.has_errors())
    lowered.model = model::AstToModel(std::move(files), lowered.sources,
                                      lowered.diagnostics);
  return lowered;
}

}  // namespace assent::golden
