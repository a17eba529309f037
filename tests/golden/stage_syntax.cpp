// From text to the Ast's dump, and the diagnostics.
#include "compiler/ast/dump.h"
#include "compiler/syntax/text_to_ast.h"
#include "tests/golden/golden.h"

namespace assent::golden {

std::string RunSyntax(const Input& input) {
  SourceSet sources;
  diagnostics::Sink diagnostics;
  std::string out;
  for (const InputFile& file : input) {
    if (input.size() > 1) out += "// file: " + file.name + "\n";
    auto id = syntax::AddSource(file.name, file.bytes, sources, diagnostics);
    if (id) out += ast::Dump(syntax::TextToAst(*id, sources, diagnostics));
  }
  return out +
         diagnostics::RenderHuman(diagnostics.Sorted(sources), sources, false);
}

}  // namespace assent::golden
