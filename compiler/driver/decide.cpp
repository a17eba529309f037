// assent decide: what a table answers.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

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
  out += json.dump(-1, ' ', false,
                   nlohmann::json::error_handler_t::replace) + '\n';
  return reply.error.empty();
}

int Decide(const AnswerOptions& options) {
  const Result<Table> table = OpenTable(options.table);
  if (!table) return Fail(table.error());
  const check::FactsMemory memory(*table);
  const bool json = options.Effective() == Format::json;
  return AnswerAll(options, [&](const Question& question, std::string& out) {
    check::Reply reply;
    if (question.request)
      reply = check::ReplyOf(
          *table, table->Decide(*question.request, memory.span()));
    else
      reply.error = question.error;
    if (json) return AnswerJson(reply, out);
    if (!reply.error.empty()) {
      out += fmt::format("deny: {}\n", reply.error);
      return false;
    }
    out += fmt::format("{}\n  {}\n", reply.Text(),
                       RequestText(*question.request));
    return true;
  });
}

}  // namespace

void AddDecide(CLI::App& app, int& code) {
  CLI::App* command = app.add_subcommand("decide", "Answer requests");
  const auto options = std::make_shared<AnswerOptions>();
  AddAnswerOptions(*command, *options);
  AddExample(*command,
             "assent decide bing.table --request '{\"partner\":\"bing\",\n"
             "  \"action\":\"read\",\"data\":\"friends.names\",\"purpose\":"
             "\"service\",\n  \"relation\":\"friend\",\"date\":"
             "\"2014-06-01\"}'");
  command->callback([options, &code] { code = Decide(*options); });
}

}  // namespace assent::driver
