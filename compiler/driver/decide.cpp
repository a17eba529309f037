// assent decide: what a table answers.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "compiler/check/replay.h"
#include "compiler/driver/answer_stream.h"
#include "compiler/driver/opened_table.h"

namespace assent::driver {
namespace {

bool AnswerJson(const check::Reply& reply, std::string& out) {
  nlohmann::ordered_json json;
  json["decision"] = reply.permit ? "permit" : "deny";
  json["reason"] = reply.ReasonText();
  json["obligations"] = reply.obligations;
  if (!reply.permission.empty()) json["permission"] = reply.permission;
  if (!reply.error.empty()) json["error"] = reply.error;
  out += json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) +
         '\n';
  return reply.error.empty();
}

}  // namespace

int Decide(const Question& question) {
  const Result<Table> table = OpenTable(question.table);
  if (!table) return Fail(table.error());
  const check::FactsMemory memory(*table);
  const bool json = FormatOf(question) == Format::json;
  return AnswerAll(question, [&](const Line& line, std::string& out) {
    check::Reply reply;
    if (line.request) {
      const NamedVerdict answer = table->Decide(*line.request, memory.span());
      reply =
          check::ReplyOf(*table, *line.request, answer.verdict, answer.error);
    } else {
      reply.error = line.error;
    }
    if (json) return AnswerJson(reply, out);
    if (!reply.error.empty()) {
      out += fmt::format("deny: {}\n", reply.error);
      return false;
    }
    out += fmt::format("{}\n  {}\n", reply.Text(), RequestText(*line.request));
    return true;
  });
}

}  // namespace assent::driver
