// What `query` says, in its three formats. Lines of the policy ask:
//
//   // ask: who may read messages
//   // changes: 2014-01-01 2015-01-01
//   // expires: 90 2014-01-01
//   // nearest: {"partner":...}
#include <sstream>

#include "compiler/driver/json_to_request.h"
#include "compiler/query/answer_to_document.h"
#include "compiler/query/text_to_question.h"
#include "tests/golden/golden.h"
#include "tests/support/opened_policy.h"

namespace assent::golden {
namespace {

std::string InAllFormats(const query::Document& document,
                         const query::Json& json) {
  return query::ToText(document, false) + "\n" + query::ToMarkdown(document) +
         "\n" + json.dump(1) + "\n";
}

template <class T, class... Further>
std::string Shown(const Result<T>& answer, const Further&... further) {
  if (!answer) return answer.error().message + "\n";
  return InAllFormats(ToDocument(*answer, further...),
                      ToJson(*answer, further...));
}

}  // namespace

std::string RunQuery(const Input& input) {
  std::vector<driver::Text> texts;
  for (const InputFile& file : input) texts.push_back({file.name, file.bytes});
  const support::OpenedPolicy opened(texts);
  if (!opened.error.empty()) return opened.error;
  const driver::Compiled& compiled = opened.compiled;
  const auto lines = query::LinesOf(compiled.rules, compiled.sources);
  const query::Policy policy{compiled.model.vocabulary,
                             compiled.rows,
                             compiled.rules,
                             lines,
                             opened.table,
                             &compiled.model};
  const model::Vocabulary& words = policy.vocabulary;
  const auto every = [&] { return *query::ToQuestion({}, words); };
  std::string out;
  std::istringstream text(input[0].bytes);
  for (std::string line; std::getline(text, line);) {
    std::istringstream rest(line);
    std::string slashes, kind;
    rest >> slashes >> kind;
    if (slashes != "//") continue;
    std::string asked;
    std::getline(rest >> std::ws, asked);
    if (kind == "ask:") {
      query::Asked words_asked;
      words_asked.words = asked;
      const auto question = query::ToQuestion(words_asked, words);
      if (!question) {
        out += question.error().message + "\n";
        continue;
      }
      out += Shown(query::Ask(policy, *question), *question,
                   query::WhatMayBe(policy, *question), words);
    } else if (kind == "changes:") {
      out += Shown(
          query::WhatChanges(policy, every(), ParseDay(asked.substr(0, 10)),
                             ParseDay(asked.substr(11))),
          every(), words);
    } else if (kind == "expires:") {
      std::istringstream numbers(asked);
      std::uint32_t days = 0;
      std::string after;
      numbers >> days >> after;
      out += Shown(query::WhatExpires(policy, every(), ParseDay(after), days),
                   every(), words);
    } else if (kind == "nearest:") {
      driver::RequestReader reader;
      out += reader.Read(asked)
                 ? Shown(query::FindNearest(policy, reader.request()))
                 : reader.error() + "\n";
    }
  }
  return out;
}

}  // namespace assent::golden
