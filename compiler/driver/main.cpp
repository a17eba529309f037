// assent: the command line.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <sstream>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/driver/command.h"
#include "compiler/driver/interrupt.h"

namespace {

using namespace assent::driver;

constexpr const char* kAbout =
    "Compiles privacy policies: proves or refutes what is claimed about them,\n"
    "and makes them a decision table that a small runtime answers from.";

constexpr const char* kExits =
    "exit: 0 clean, 1 findings or a failed expectation, 2 usage or input and "
    "output\n"
    "example: assent check policies/ && assent compile policies/ -o "
    "policies.table";

// Everything that may be given; each command uses some of it.
struct Arguments {
  Paths paths;
  std::string table, output, before, after, filter, junit, id;
  Format format = Format::human;
  CheckOptions check;  // and what other commands share of it
  Question question;
  Query query;
};

class CommandLine {
 public:
  explicit CommandLine(Arguments& arguments) : arguments_(arguments) {
    app_.footer(kExits);
    app_.set_version_flag("--version", ASSENT_VERSION);
    app_.require_subcommand(1);
  }

  CLI::App& app() { return app_; }

  CLI::App& Add(const char* name, const char* about, const char* example,
                std::function<int()> run) {
    CLI::App* command = app_.add_subcommand(name, about);
    command->footer(std::string("example: ") + example);
    command->callback([this, run] { code_ = run(); });
    return *command;
  }
  int code() const { return code_; }

  // What is wrong with the first word, if it is to be a command and is none.
  std::string UnknownCommand(int argument_count, char** arguments) {
    if (argument_count < 2 || arguments[1][0] == '-') return "";
    std::vector<std::string_view> names;
    std::string list;
    for (const CLI::App* command :
         app_.get_subcommands([](const CLI::App*) { return true; })) {
      if (command->get_name() == arguments[1]) return "";
      names.push_back(command->get_name());
      list += (list.empty() ? "" : ", ") + command->get_name();
    }
    const std::string_view near =
        assent::diagnostics::ClosestName(arguments[1], names);
    return fmt::format("`{}` is no command; {}", arguments[1],
                       near.empty() ? "the commands are " + list
                                    : fmt::format("did you mean `{}`?", near));
  }

  void Paths(CLI::App& command) {
    command
        .add_option("PATH", arguments_.paths,
                    "Policy files, or folders: all .policy files below them")
        ->required()
        ->type_name("");
  }
  void Text(CLI::App& command, const char* name, const char* about,
            std::string& text) {
    command.add_option(name, text, about)->required()->type_name("");
  }
  void Format(CLI::App& command, const char* about = "What to print",
              bool with_sarif = false) {
    std::vector<std::string> names = {"human", "json"};
    if (with_sarif) names.push_back("sarif");
    command
        .add_option_function<std::string>(
            "--format",
            [this](const std::string& text) {
              arguments_.format = text == "json"    ? driver_json
                                  : text == "sarif" ? driver_sarif
                                                    : driver_human;
              arguments_.question.format = arguments_.format;
            },
            about)
        ->check(CLI::IsMember(names).description(""))
        ->type_name(with_sarif ? "human|json|sarif" : "human|json");
  }
  // One a mention, as often as wanted.
  void Texts(CLI::App& command, const char* name, const char* about,
             const char* type, std::vector<std::string>& texts) {
    command.add_option(name, texts, about)
        ->allow_extra_args(false)
        ->type_name(type);
  }
  void DenyWarnings(CLI::App& command, const char* about) {
    command.add_flag("--deny-warnings", arguments_.check.deny_warnings, about);
  }
  void Project(CLI::App& command) {
    ProjectOptions& project = arguments_.check.project;
    CLI::Option* none = command.add_flag("--no-config", project.no_config,
                                         "Look for no project file");
    command
        .add_option("--config", project.config,
                    "The project file (else assent.toml of the folder of the "
                    "PATHs, or above)")
        ->type_name("FILE")
        ->excludes(none);
    command
        .add_option("--today", project.today,
                    "Suppressions that end on DAY or before are over; "
                    "without it none is")
        ->type_name("DAY");
  }
  void Question(CLI::App& command) {
    Text(command, "TABLE", "A compiled table", arguments_.question.table);
    command
        .add_option_function<std::string>(
            "--request",
            [this](const std::string& text) {
              arguments_.question.request = text;
            },
            "One request as JSON; without it, one a line on standard input")
        ->type_name("JSON");
    Format(command,
           "What to print (human for --request at a terminal, else json)");
  }

 private:
  static constexpr auto driver_human = assent::driver::Format::human;
  static constexpr auto driver_json = assent::driver::Format::json;
  static constexpr auto driver_sarif = assent::driver::Format::sarif;

  CLI::App app_{kAbout, "assent"};
  Arguments& arguments_;
  int code_ = kClean;
};

void AddCommands(CommandLine& line, Arguments& a) {
  CLI::App* command =
      &line.Add("check", "Find mistakes; prove or refute the claims",
                "assent check examples/archive-2018", [&] {
                  a.check.format = a.format;
                  return Check(a.paths, a.check);
                });
  line.Paths(*command);
  line.DenyWarnings(*command, "Warnings are findings: exit 1");
  line.Project(*command);
  command
      ->add_option("--baseline", a.check.baseline,
                   "Findings that this file lists do not count")
      ->type_name("FILE");
  command
      ->add_option("--write-baseline", a.check.write_baseline,
                   "Write the findings there; with --baseline only those of "
                   "it that still occur")
      ->type_name("FILE");
  command->add_flag("--all", a.check.all,
                    "Show what is suppressed or in the baseline, too");
  line.Format(*command, "What to print; sarif for code scanning",
              /*with_sarif=*/true);

  command = &line.Add(
      "compile", "Compile policies into a table",
      "assent compile examples/archive-2018 -o archive.table", [&] {
        return Compile(a.paths, a.output,
                       {a.check.project, a.check.deny_warnings, a.format});
      });
  line.Paths(*command);
  command->add_option("-o,--output", a.output, "The table to write")
      ->required()
      ->type_name("TABLE");
  line.DenyWarnings(*command, "After a warning no table is written: exit 1");
  line.Project(*command);
  line.Format(*command);

  command = &line.Add("test", "Ask the policies' own test requests",
                      "assent test examples/archive-2018", [&] {
                        return Test(a.paths, a.filter, a.junit, a.format);
                      });
  line.Paths(*command);
  command
      ->add_option("--filter", a.filter,
                   "Only tests whose name contains TEXT; none is a finding")
      ->type_name("TEXT");
  command->add_option("--junit", a.junit, "Write the results as JUnit XML, too")
      ->type_name("FILE");
  line.Format(*command);

  command = &line.Add(
      "decide", "Answer requests",
      "assent decide archive.table --request '{\"partner\":\"bing\",\n"
      "  \"action\":\"read\",\"data\":\"friends.names\",\"purpose\":"
      "\"search\",\n  \"relation\":\"friend\",\"date\":\"2014-06-01\"}'",
      [&] { return Decide(a.question); });
  line.Question(*command);

  command = &line.Add("explain", "Answer requests and say why",
                      "assent explain archive.table < requests.jsonl",
                      [&] { return Explain(a.question); });
  line.Question(*command);

  command = &line.Add("explain-diagnostic",
                      "Print what a diagnostic means and how to mend it",
                      "assent explain-diagnostic missing_end",
                      [&] { return ExplainDiagnostic(a.id, a.format); });
  line.Text(*command, "ID", "What stands in brackets behind a message", a.id);
  line.Format(*command);

  command = &line.Add("show", "Print a table's rows in the author's words",
                      "assent show archive.table",
                      [&] { return Show(a.table, a.format); });
  line.Text(*command, "TABLE", "A compiled table", a.table);
  line.Format(*command);

  command = &line.Add("diff",
                      "Show every request that two policies answer differently",
                      "assent diff old.table policies/",
                      [&] { return Diff(a.before, a.after, a.format); });
  line.Text(*command, "A", "A table, a policy or a folder", a.before);
  line.Text(*command, "B", "The same, as it is now", a.after);
  line.Format(*command);

  command = &line.Add("verify", "Prove that a table says what its sources say",
                      "assent verify archive.table examples/archive-2018",
                      [&] { return Verify(a.table, a.paths, a.format); });
  line.Text(*command, "TABLE", "A compiled table", a.table);
  line.Paths(*command);
  line.Format(*command);
}

// A question in words stands among the paths.
void TakeQuestion(Query& query) {
  for (std::size_t i = 0; i < query.paths.size(); ++i) {
    const std::string& path = query.paths[i];
    if (!path.starts_with("who ") || !query.asked.words.empty()) continue;
    query.asked.words = path;
    query.paths.erase(query.paths.begin() + std::ptrdiff_t(i--));
  }
}

void AddQuery(CommandLine& line, Arguments& a) {
  Query& q = a.query;
  CLI::App* command = &line.Add(
      "query", "Ask who may do what to whose data, when, and why",
      "assent query examples/archive-2018 \\\n"
      "  \"who may read messages of participant on 2017-06-01\"",
      [&] {
        TakeQuestion(q);
        if (q.paths.empty())
          return Fail(assent::Error{"no policy is given to be asked"});
        return Ask(q);
      });
  command
      ->add_option("PATH", q.paths,
                   "Policy files, folders, or one table; and a question: "
                   "\"who may ACTION\n[on] DATA [of RELATION] [for PURPOSE] "
                   "[with PARTNER] [on DAY |\nfrom DAY until DAY] [when "
                   "CONDITION]\"")
      ->required()
      ->type_name("");
  line.Texts(*command, "--partner", "Partners asked about", "NAME",
             q.asked.partners);
  line.Texts(*command, "--role", "Partners of these roles", "NAME",
             q.asked.roles);
  line.Texts(*command, "--action", "Actions", "NAME", q.asked.actions);
  line.Texts(*command, "--data", "Data; inner terms mean all below", "NAME",
             q.asked.data);
  line.Texts(*command, "--purpose", "Purposes", "NAME", q.asked.purposes);
  line.Texts(*command, "--relation", "Whose data it is", "NAME",
             q.asked.relations);
  const auto day = [&](const char* name, const char* about,
                       std::string& text) {
    command->add_option(name, text, about)->type_name("DAY");
  };
  day("--date", "One day", q.asked.date);
  day("--from", "The first day", q.asked.from);
  day("--until", "The day after the last", q.asked.until);
  line.Texts(*command, "--where", "What else is known, as in a policy",
             "CONDITION", q.asked.conditions);
  line.Texts(*command, "--fact", "A fact that is known", "NAME=VALUE",
             q.asked.facts);
  command->add_flag("--nearest", q.nearest,
                    "What must change for --request to be permitted");
  command
      ->add_option_function<std::string>(
          "--request", [&q](const std::string& text) { q.request = text; },
          "One request, as `assent decide` takes it")
      ->type_name("JSON");
  command
      ->add_option("--changes", q.changes,
                   "What is permitted on one of two days and not on the "
                   "other,\nand each day between on which something changes")
      ->expected(2)
      ->type_name("DAY");
  command
      ->add_option_function<std::uint32_t>(
          "--expires", [&q](const std::uint32_t& days) { q.expires = days; },
          "What ends within so many days ...")
      ->type_name("DAYS");
  day("--after", "... after this one", q.after);
  command
      ->add_option_function<std::string>(
          "--format",
          [&q](const std::string& text) {
            using assent::driver::Format;
            q.format = text == "json"       ? Format::json
                       : text == "markdown" ? Format::markdown
                                            : Format::human;
          },
          "What to print")
      ->check(CLI::IsMember(
                  std::vector<std::string>{"table", "human", "json",
                                           "markdown"})
                  .description(""))
      ->type_name("table|json|markdown");
}

}  // namespace

int main(int argument_count, char** arguments) {
  CatchInterrupts();
  Arguments given;
  CommandLine line(given);
  AddCommands(line, given);
  AddQuery(line, given);
  const std::string unknown = line.UnknownCommand(argument_count, arguments);
  if (!unknown.empty()) return Fail(assent::Error{unknown});
  try {
    line.app().parse(argument_count, arguments);
  } catch (const CLI::ParseError& error) {
    std::ostringstream out, complaint;
    if (line.app().exit(error, out, complaint) == 0)
      return Write(out.str(), kClean);
    std::cerr << "assent: " << complaint.str();
    return kTrouble;
  }
  return line.code();
}
