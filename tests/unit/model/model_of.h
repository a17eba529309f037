// Texts -> Model, for tests.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/model/ast_to_model.h"
#include "compiler/model/verify.h"
#include "compiler/syntax/text_to_ast.h"

namespace assent::tests {

struct Lowered {
  SourceSet sources;
  diagnostics::Sink sink;
  model::Model model;

  // "unknown_name: `frends`; cycle: ...": the kinds, each with its place.
  std::string Said() const {
    std::string said;
    for (const auto& each : sink.Sorted(sources)) {
      if (!said.empty()) said += "; ";
      said += std::string(diagnostics::IdOf(each.kind)) + ": " +
              std::string(sources.Text(each.span));
    }
    return said;
  }
};

// Files are called a.policy, b.policy, ...
inline Lowered Lower(const std::vector<std::string>& texts,
                     const model::Limits& limits = {}) {
  Lowered lowered;
  std::vector<ast::File> files;
  std::string path = "a.policy";
  for (const std::string& text : texts) {
    auto id = syntax::AddSource(path, text, lowered.sources, lowered.sink);
    REQUIRE(id);
    files.push_back(syntax::TextToAst(*id, lowered.sources, lowered.sink));
    ++path[0];
  }
  REQUIRE_MESSAGE(!lowered.sink.has_errors(), lowered.Said());
  lowered.model = model::AstToModel(std::move(files), lowered.sources,
                                    lowered.sink, limits);
  return lowered;
}

inline Lowered LowerWhole(const std::vector<std::string>& texts) {
  Lowered lowered = Lower(texts);
  REQUIRE_MESSAGE(!lowered.sink.has_errors(), lowered.Said());
  model::VerifyModel(lowered.model);
  return lowered;
}

// Enough words for a clause.
inline const std::string kWords = R"(vocabulary {
  data profile { name; picture; }
  data friends { list; names; }
  action read, write;
  purpose service { messaging; sharing; }
  relation friend, self;
  role app;
  attribute session.signed_in: bool default false;
  attribute subject.age: 0..120;
  attribute item.visibility: public < friends < only_me;
  attribute session.channel: web, app, device;
  obligation log_access, delete_within(days: 0..3650);
}
partner bing role app;
)";

}  // namespace assent::tests
