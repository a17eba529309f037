// assent query: who may do what, what a denied request lacks, what changes.
#include <fmt/format.h>

#include <chrono>
#include <optional>

#include "compiler/driver/command.h"
#include "compiler/driver/json_to_request.h"
#include "compiler/driver/opened_table.h"
#include "compiler/query/answer_to_document.h"
#include "compiler/table/bytes_to_rows.h"
#include "compiler/table/bytes_to_rules.h"
#include "runtime/format/day.h"

namespace assent::driver {
namespace {

using Clock = std::chrono::steady_clock;

double Since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// What is asked, and what it is read from.
struct Opened {
  Compiled compiled;       // of sources; else empty
  table::Decoded decoded;  // of a table; else empty
  table::DecodedRules rules;
  OpenedTable table;
  std::vector<check::RuleLine> lines;
  bool is_table = false;
  double load_seconds = 0, open_seconds = 0;

  query::Policy policy() const {
    if (is_table)
      return {decoded.vocabulary, decoded.rows, rules.rules, lines,
              table.table()};
    return {compiled.model.vocabulary,
            compiled.rows,
            compiled.rules,
            lines,
            table.table(),
            &compiled.model};
  }
};

// False: it has been said why, and `code` is the command's.
bool OpenSources(const Paths& paths, Format format, Opened& opened, int& code) {
  const Clock::time_point start = Clock::now();
  // What is wrong with sources is said in Markdown as for people.
  if (!CompileFor(paths, format == Format::json ? format : Format::human,
                  opened.compiled, code))
    return false;
  for (const StageTime& stage : opened.compiled.stages)
    if (stage.stage == "parse") opened.load_seconds = stage.seconds;
  Result<OpenedTable> table = OpenBytes(opened.compiled.bytes);
  if (!table) {
    code = Fail(table.error());
    return false;
  }
  opened.table = std::move(*table);
  opened.lines = query::LinesOf(opened.compiled.rules, opened.compiled.sources);
  opened.open_seconds = Since(start) - opened.load_seconds;
  return true;
}

bool OpenTableFile(const std::string& path, Opened& opened, int& code) {
  Clock::time_point start = Clock::now();
  const auto failed = [&code](const Error& error) {
    code = Fail(error);
    return false;
  };
  Result<OpenedTable> table = ReadTable(path);
  if (!table) return failed(table.error());
  opened.is_table = true;
  opened.table = std::move(*table);
  opened.load_seconds = Since(start);
  start = Clock::now();
  Result<table::Decoded> decoded = table::BytesToRows(opened.table.bytes());
  if (!decoded) return failed(decoded.error());
  opened.decoded = std::move(*decoded);
  Result<table::DecodedRules> rules = table::BytesToRules(opened.table.bytes());
  if (!rules) return failed(rules.error());
  opened.rules = std::move(*rules);
  for (std::size_t r = 0; r < opened.rules.places.size(); ++r) {
    const rules::Rule& rule = opened.rules.rules.rules[r];
    const table::Place& place = opened.rules.places[r];
    opened.lines.push_back({rule.name, rule.agreement, place.file, place.line});
  }
  opened.open_seconds = Since(start);
  return true;
}

bool Open(const Paths& paths, Format format, Opened& opened, int& code) {
  for (const std::string& path : paths) {
    if (!LooksLikeTable(path)) continue;
    if (paths.size() == 1) return OpenTableFile(path, opened, code);
    code = Fail(Error{fmt::format(
        "`{}` is a table: it is asked alone, without other paths", path)});
    return false;
  }
  return OpenSources(paths, format, opened, code);
}

// What two options cannot both say; "" if nothing.
std::string Contradiction(const Query& query) {
  const query::Asked& asked = query.asked;
  const bool days =
      !asked.date.empty() || !asked.from.empty() || !asked.until.empty();
  const int kinds = int(query.nearest) + int(!query.changes.empty()) +
                    int(query.expires.has_value());
  if (kinds > 1)
    return "`--nearest`, `--changes` and `--expires` are questions of their "
           "own: one at a time";
  if (query.nearest && !query.request)
    return "`--nearest` is about one request: give `--request` as well";
  if (query.request && !query.nearest)
    return "`--request` goes with `--nearest`; `assent decide` answers "
           "requests";
  if (query.nearest) {
    const bool other = days || !asked.words.empty() ||
                       !asked.partners.empty() || !asked.roles.empty() ||
                       !asked.actions.empty() || !asked.data.empty() ||
                       !asked.purposes.empty() || !asked.relations.empty() ||
                       !asked.conditions.empty() || !asked.facts.empty();
    if (other) return "`--nearest` is about its request, and nothing else";
  }
  if (!query.changes.empty() && days)
    return "`--changes` says which days are meant; leave the others out";
  if (query.expires && days)
    return "`--expires` and `--after` say which days are meant; leave the "
           "others out";
  if (query.expires && query.after.empty())
    return "`--expires` needs a day to count from: give `--after`, no clock "
           "is read";
  if (!query.expires && !query.after.empty())
    return "`--after` goes with `--expires`";
  return "";
}

Result<Day> DayOf(std::string_view text) {
  const Day day = ParseDay(text);
  if (day != kNoDay) return day;
  return Error{
      fmt::format("`{}` is no date; one is written 2017-06-01, from "
                  "1970 to 2199",
                  text)};
}

class Asker {
 public:
  Asker(const Query& query, const Opened& opened)
      : query_(query), policy_(opened.policy()), opened_(opened) {}

  int Run() {
    start_ = Clock::now();
    if (query_.nearest) return Nearest();
    Result<query::Question> question =
        query::ToQuestion(query_.asked, policy_.vocabulary);
    if (!question) return Fail(question.error());
    question_ = std::move(*question);
    if (!query_.changes.empty()) return Changes();
    if (query_.expires) return Expiries();
    const Result<query::Answer> answer = query::Ask(policy_, question_);
    if (!answer) return Fail(answer.error());
    const std::optional<query::Uncertain> uncertain =
        query::WhatMayBe(policy_, question_);
    return Say(
        [&] { return ToJson(*answer, question_, uncertain, words()); },
        [&] { return ToDocument(*answer, question_, uncertain, words()); });
  }

 private:
  const model::Vocabulary& words() const { return policy_.vocabulary; }

  int Nearest() {
    RequestReader reader;
    if (!reader.Read(*query_.request))
      return Fail(Error{"the request is none: " + reader.error()});
    const Result<query::Nearest> nearest =
        query::FindNearest(policy_, reader.request());
    if (!nearest) return Fail(nearest.error());
    return Say([&] { return ToJson(*nearest); },
               [&] { return ToDocument(*nearest); });
  }

  int Changes() {
    const Result<Day> first = DayOf(query_.changes[0]);
    if (!first) return Fail(first.error());
    const Result<Day> second = DayOf(query_.changes[1]);
    if (!second) return Fail(second.error());
    if (*first >= *second)
      return Fail(Error{"`--changes` goes from an earlier day to a later one"});
    const Result<query::Changes> changes =
        query::WhatChanges(policy_, question_, *first, *second);
    if (!changes) return Fail(changes.error());
    return Say([&] { return ToJson(*changes, question_, words()); },
               [&] { return ToDocument(*changes, question_, words()); });
  }

  int Expiries() {
    const Result<Day> after = DayOf(query_.after);
    if (!after) return Fail(after.error());
    const Result<query::Expiries> expiries =
        query::WhatExpires(policy_, question_, *after, *query_.expires);
    if (!expiries) return Fail(expiries.error());
    return Say([&] { return ToJson(*expiries, question_, words()); },
               [&] { return ToDocument(*expiries, question_, words()); });
  }

  template <class MakeJson, class MakeDocument>
  int Say(MakeJson make_json, MakeDocument make_document) const {
    const double query_seconds = Since(start_);
    switch (query_.format) {
      case Format::json: {
        query::Json json = make_json();
        json["seconds"] = {
            {"load", opened_.load_seconds},
            {opened_.is_table ? "open" : "compile", opened_.open_seconds},
            {"query", query_seconds}};
        return Write(json.dump(-1, ' ', false,
                               nlohmann::json::error_handler_t::replace) +
                         '\n',
                     kClean);
      }
      case Format::markdown:
        return Write(query::ToMarkdown(make_document()), kClean);
      default:
        return Write(query::ToText(make_document(), ColourOn(stdout)), kClean);
    }
  }

  const Query& query_;
  const query::Policy policy_;
  const Opened& opened_;
  query::Question question_;
  Clock::time_point start_;
};

}  // namespace

int Ask(const Query& query) {
  if (const std::string wrong = Contradiction(query); !wrong.empty())
    return Fail(Error{wrong});
  Opened opened;
  int code = kClean;
  if (!Open(query.paths, query.format, opened, code)) return code;
  return Asker(query, opened).Run();
}

}  // namespace assent::driver
