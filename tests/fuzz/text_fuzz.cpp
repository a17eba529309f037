// Any bytes are a policy file or a list of diagnostics: never a crash, a hang
// or a mistake that goes unnoticed.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "compiler/ast/dump.h"
#include "compiler/diagnostics/render_json.h"
#include "compiler/syntax/text_to_ast.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace assent;
  SourceSet sources;
  diagnostics::Sink sink;
  std::string bytes(reinterpret_cast<const char*>(data), size);
  auto file = syntax::AddSource("a.policy", bytes, sources, sink);
  if (file) ast::Dump(syntax::TextToAst(*file, sources, sink));
  auto list = sink.Sorted(sources);
  if (!file && list.size() != 1) std::abort();
  if (sink.has_errors() != !list.empty()) std::abort();
  for (const auto& d : list) {
    // Each lies in the text, on whole code points.
    const std::string& text = sources.file(d.span.file).text;
    if (d.span.begin > d.span.end || d.span.end > text.size()) std::abort();
    for (std::uint32_t at : {d.span.begin, d.span.end})
      if (at < text.size() && (text[at] & 0xC0) == 0x80) std::abort();
    if (d.message.empty()) std::abort();
  }
  diagnostics::RenderHuman(list, sources, true);
  diagnostics::RenderJson(list, sources).dump();
  return 0;
}
