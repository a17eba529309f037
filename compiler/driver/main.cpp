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

}  // namespace

int main(int argument_count, char** arguments) {
  CatchInterrupts();
  Arguments given;
  CommandLine line(given);
  AddCommands(line, given);
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
