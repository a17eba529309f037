// assent test: the `test` blocks of policies, asked of the compiled table.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "compiler/check/replay.h"
#include "compiler/driver/command.h"
#include "compiler/driver/junit.h"
#include "compiler/driver/opened_table.h"
#include "compiler/driver/write_file.h"
#include "compiler/rows/rows_to_text.h"

namespace assent::driver {
namespace {

using Json = nlohmann::ordered_json;

struct Ran {
  const model::Test* test;
  check::Witness request;
  check::Reply reply;
  std::vector<check::RuleLine> rules;
  bool passed = false;
};

// The request by names. What it leaves out is left out; at relation self it
// has one copy of what both persons have.
check::Witness RequestOf(const model::Request& request,
                         const model::Vocabulary& words) {
  check::Witness named;
  named.partner = words.partners[request.partner.value].name;
  named.data = words.data.terms[request.data.value].name;
  named.action = words.actions.terms[request.action.value].name;
  named.purpose = words.purposes.terms[request.purpose.value].name;
  named.relation = words.relations[request.relation.value].name;
  named.date = rows::DayText(request.day);
  for (std::size_t a = 0; a < words.attributes.size(); ++a) {
    const model::Attribute& attribute = words.attributes[a];
    const std::uint32_t value = request.values[a];
    if (value >= attribute.supplied_count() ||
        value == attribute.default_value)
      continue;
    if (request.relation == words.self && attribute.pair.valid() &&
        attribute.owner == model::Owner::requester)
      continue;
    named.facts.push_back(
        {attribute.name, attribute.ValueName(value), attribute.kind});
  }
  return named;
}

std::vector<std::string> ObligationNames(const model::Test& test,
                                         const model::Vocabulary& words) {
  std::vector<std::string> names;
  for (model::ObligationId id : test.obligations)
    names.push_back(words.obligations[id.value].name);
  return names;
}

std::string ExpectedReason(const model::Test& test,
                           const model::Vocabulary& words) {
  if (!test.reason_permission.valid()) return test.reason;
  return fmt::format("{}({})", test.reason,
                     words.permissions[test.reason_permission.value].name);
}

std::string ExpectedText(const model::Test& test,
                         const model::Vocabulary& words) {
  std::string text = test.expect_permit ? "permit" : "deny";
  if (test.states_obligations)
    text += test.obligations.empty()
                ? " with nothing"
                : " with " + rows::ObligationsText(words, test.obligations);
  if (!test.reason.empty()) text += " because " + ExpectedReason(test, words);
  for (const std::string& rule : test.rules)
    text += (&rule == test.rules.data() ? " by " : ", ") + rule;
  return text;
}

bool Passes(const Ran& ran, const model::Vocabulary& words) {
  const model::Test& test = *ran.test;
  if (ran.reply.permit != test.expect_permit || !ran.reply.error.empty())
    return false;
  if (test.states_obligations &&
      ran.reply.obligations != ObligationNames(test, words))
    return false;
  if (test.reason_permission.valid()
          ? ran.reply.ReasonText() != ExpectedReason(test, words)
          : !test.reason.empty() && NameOf(ran.reply.reason) != test.reason)
    return false;
  return std::ranges::all_of(test.rules, [&](const std::string& rule) {
    return std::ranges::find(ran.rules, rule, &check::RuleLine::name) !=
           ran.rules.end();
  });
}

std::vector<Ran> RunAll(const model::Model& model, const Table& table,
                        const std::string& filter) {
  const check::Replay replay(table);
  std::vector<Ran> all;
  for (const model::Test& test : model.tests) {
    if (test.name.find(filter) == test.name.npos) continue;
    Ran ran;
    ran.test = &test;
    ran.request = RequestOf(test.request, model.vocabulary);
    ran.reply = replay.Ask(ran.request);
    ran.rules = replay.Rules(ran.request);
    ran.passed = Passes(ran, model.vocabulary);
    all.push_back(std::move(ran));
  }
  return all;
}

// What a failure is about: the request, what was expected, what came and the
// rules behind it.
std::string FailureText(const Compiled& compiled, const Ran& ran) {
  std::string out = fmt::format(
      "expected {}\n"
      "got      {}\n"
      "request  {}\n",
      ExpectedText(*ran.test, compiled.model.vocabulary),
      ran.reply.error.empty() ? ran.reply.Text() : "deny: " + ran.reply.error,
      check::ToText(ran.request));
  for (const check::RuleLine& rule : ran.rules)
    out += fmt::format("{} {}\n", &rule == ran.rules.data() ? "rules   " : "        ",
                       check::ToText(rule));
  return out;
}

std::string Human(const Compiled& compiled, const std::vector<Ran>& all,
                  bool colour) {
  std::string out;
  std::size_t failed = 0;
  for (const Ran& ran : all) {
    if (ran.passed) continue;
    ++failed;
    const Place place = compiled.sources.Locate(ran.test->span);
    out += fmt::format("{}failed{} {} ({}:{})\n", colour ? "\x1b[1;31m" : "",
                       colour ? "\x1b[0m" : "", ran.test->name, place.path,
                       place.line);
    const std::string text = FailureText(compiled, ran);
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = text.find('\n', at) + 1;
      out += "       " + text.substr(at, end - at);
      at = end;
    }
  }
  if (all.empty()) return "no tests\n";
  return out + fmt::format("{} of {} passed\n", all.size() - failed,
                           Plural(all.size(), "test"));
}

std::string AsJson(const Compiled& compiled, const std::vector<Ran>& all) {
  Json tests = Json::array();
  std::size_t passed = 0;
  for (const Ran& ran : all) {
    const Place place = compiled.sources.Locate(ran.test->span);
    Json json;
    json["name"] = ran.test->name;
    json["file"] = place.path;
    json["line"] = place.line;
    json["passed"] = ran.passed;
    json["request"] = Json::parse(check::ToJson(ran.request));
    json["expected"] = ExpectedText(*ran.test, compiled.model.vocabulary);
    json["decision"] = ran.reply.permit ? "permit" : "deny";
    json["reason"] = ran.reply.ReasonText();
    json["obligations"] = ran.reply.obligations;
    Json& rules = json["rules"] = Json::array();
    for (const check::RuleLine& rule : ran.rules)
      rules.push_back({{"name", rule.name},
                       {"agreement", rule.agreement},
                       {"file", rule.file},
                       {"line", rule.line}});
    tests.push_back(std::move(json));
    passed += ran.passed;
  }
  Json json;
  json["tests"] = std::move(tests);
  json["passed"] = passed;
  json["failed"] = all.size() - passed;
  return json.dump() + '\n';
}

}  // namespace

int Test(const Paths& paths, const std::string& filter,
         const std::string& junit, Format format) {
  Compiled compiled;
  int code = kClean;
  if (!CompileFor(paths, format, compiled, code)) return code;
  const Result<OpenedTable> opened = OpenBytes(compiled.bytes);
  if (!opened) return Fail(opened.error());
  const std::vector<Ran> all =
      RunAll(compiled.model, opened->table(), filter);
  if (!junit.empty()) {
    std::vector<JunitCase> cases;
    for (const Ran& ran : all)
      cases.push_back(
          {std::string(compiled.sources.Locate(ran.test->span).path),
           ran.test->name, ran.passed ? "" : FailureText(compiled, ran)});
    const std::string xml = ToJunitXml(cases);
    if (auto error = WriteFile(
            junit, {reinterpret_cast<const std::uint8_t*>(xml.data()),
                    xml.size()}))
      return Fail(*error);
  }
  // A filter that nothing matches is a mistake in the filter.
  if (all.empty() && !filter.empty())
    return Write(format == Format::json
                     ? AsJson(compiled, all)
                     : fmt::format("no test has a name that contains `{}`\n",
                                   filter),
                 kFindings);
  const bool passed = std::ranges::all_of(all, &Ran::passed);
  return Write(format == Format::json
                   ? AsJson(compiled, all)
                   : Human(compiled, all, ColourOn(stdout)),
               passed ? kClean : kFindings);
}

}  // namespace assent::driver
