#include "compiler/driver/command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "compiler/check/words.h"
#include "compiler/diagnostics/render_json.h"
#include "compiler/driver/compile_paths.h"
#include "compiler/driver/progress.h"

namespace assent::driver {
namespace {

using Json = nlohmann::ordered_json;

}  // namespace

std::vector<diagnostics::Diagnostic> Counting(const JudgedFindings& judged) {
  std::vector<diagnostics::Diagnostic> list;
  for (std::size_t i = 0; i < judged.diagnostics.size(); ++i)
    if (judged.of_diagnostics[i].counts())
      list.push_back(judged.diagnostics[i]);
  return list;
}

bool IsTerminal(std::FILE* stream) { return isatty(fileno(stream)) == 1; }

bool ColourOn(std::FILE* stream) {
  const char* refused = std::getenv("NO_COLOR");
  return IsTerminal(stream) && (refused == nullptr || *refused == '\0');
}

int Write(std::string_view text, int code) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() &&
      std::fflush(stdout) == 0)
    return code;
  return Fail(Error{fmt::format("standard output cannot be written: {}",
                                std::strerror(errno))});
}

int Fail(const Error& error) {
  fmt::print(stderr, "assent: {}\n", error.message);
  return kTrouble;
}

std::string Plural(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string Grouped(std::string digits) {
  return check::Grouped(std::move(digits));
}

std::string NamesText(const Compiled& compiled) {
  return compiled.names_checked
             ? ""
             : "names were not looked up: first everything has to be "
               "readable\n";
}

std::string DayText(Day day) {
  char text[10];
  FormatDay(day, text);
  return {text, sizeof text};
}

std::optional<LoadedProject> ProjectOf(const Paths& paths,
                                       const ProjectOptions& options) {
  auto loaded = LoadProject(paths, options, ColourOn(stderr));
  if (auto* project = std::get_if<LoadedProject>(&loaded))
    return std::move(*project);
  const auto& trouble = std::get<ProjectTrouble>(loaded);
  if (trouble.diagnostics.empty())
    Fail(Error{trouble.message});
  else
    std::fputs(trouble.diagnostics.c_str(), stderr);
  return std::nullopt;
}

std::string DiagnosticsText(const std::vector<diagnostics::Diagnostic>& list,
                            const SourceSet& sources, std::size_t dropped,
                            bool colour) {
  constexpr std::size_t kShown = diagnostics::Sink::kMaxDiagnostics;
  const std::size_t shown = std::min(list.size(), kShown);
  std::string text = diagnostics::RenderHuman(
      {list.begin(), list.begin() + std::ptrdiff_t(shown)}, sources, colour);
  if (const std::size_t more = dropped + list.size() - shown)
    text += fmt::format("and {} more\n", more);
  return text;
}

void AddJudgement(const JudgedFinding& judged, Json& json) {
  json["fingerprint"] = judged.fingerprint;
  json["suppressed"] = nullptr;
  if (const auto* suppression = judged.judgement.suppression)
    json["suppressed"] = {{"reason", suppression->reason},
                          {"until", DayText(suppression->until)}};
  json["baseline"] = judged.judgement.standing == project::Standing::known;
}

Json DiagnosticsJson(const JudgedFindings& judged, const SourceSet& sources) {
  Json list = diagnostics::RenderJson(judged.diagnostics, sources);
  for (std::size_t i = 0; i < list.size(); ++i)
    AddJudgement(judged.of_diagnostics[i], list[i]);
  return list;
}

bool CompileFor(const Paths& paths, Format format, Compiled& compiled,
                int& code, const Gate& gate) {
  std::optional<LoadedProject> project;
  if (gate.project != nullptr) {
    project = ProjectOf(paths, *gate.project);
    code = kTrouble;
    if (!project) return false;
  } else {
    auto loaded = LoadProject(paths, {}, /*colour=*/false);
    if (auto* found = std::get_if<LoadedProject>(&loaded))
      project = std::move(*found);
    else
      project.emplace();
  }
  Result<Compiled> result = [&] {
    Progress progress(format == Format::human);
    return CompilePaths(paths, progress.watch());
  }();
  if (!result) {
    code = Fail(result.error());
    return false;
  }
  compiled = std::move(*result);
  const JudgedFindings judged = JudgeCompilation(compiled, *project);
  const bool ok = compiled.ok() &&
                  (gate.project == nullptr || judged.clean(gate.deny_warnings));
  if (!ok && format == Format::json) {
    Json json;
    json["diagnostics"] = DiagnosticsJson(judged, compiled.sources);
    json["names_checked"] = compiled.names_checked;
    code = Write(json.dump() + '\n', kFindings);
    return false;
  }
  // Warnings are for `check`; here they would hide the answer.
  if (!ok)
    std::fputs((DiagnosticsText(Counting(judged), compiled.sources,
                                judged.dropped, ColourOn(stderr)) +
                NamesText(compiled))
                   .c_str(),
               stderr);
  else if (const std::size_t count = judged.warnings + judged.errors)
    std::fputs(fmt::format("{}; `assent check` shows {}\n",
                           Plural(count, "warning"), count == 1 ? "it" : "them")
                   .c_str(),
               stderr);
  code = kFindings;
  return ok;
}

}  // namespace assent::driver
