#include "compiler/driver/command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "compiler/diagnostics/render_json.h"
#include "compiler/driver/compile_paths.h"

namespace assent::driver {

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

std::size_t WarningCount(const Compiled& compiled) {
  using diagnostics::Diagnostic, diagnostics::Severity;
  return std::size_t(std::ranges::count_if(
      compiled.diagnostics.Sorted(compiled.sources),
      [](const Diagnostic& diagnostic) {
        return diagnostic.severity == Severity::warning;
      }));
}

std::string NamesText(const Compiled& compiled) {
  return compiled.names_checked
             ? ""
             : "names were not looked up: first everything has to be "
               "readable\n";
}

std::string DiagnosticsText(const Compiled& compiled, bool colour) {
  std::string text = diagnostics::RenderHuman(
      compiled.diagnostics.Sorted(compiled.sources), compiled.sources, colour);
  if (const std::size_t dropped = compiled.diagnostics.dropped_count())
    text += fmt::format("and {} more\n", dropped);
  return text;
}

bool CompileFor(const Paths& paths, Format format, Compiled& compiled,
                int& code, bool deny_warnings) {
  Result<Compiled> result = CompilePaths(paths);
  if (!result) {
    code = Fail(result.error());
    return false;
  }
  compiled = std::move(*result);
  const bool ok =
      compiled.ok() && !(deny_warnings && WarningCount(compiled) != 0);
  if (!ok && format == Format::json) {
    nlohmann::ordered_json json;
    json["diagnostics"] = diagnostics::RenderJson(
        compiled.diagnostics.Sorted(compiled.sources), compiled.sources);
    json["names_checked"] = compiled.names_checked;
    code = Write(json.dump() + '\n', kFindings);
    return false;
  }
  // Warnings are for `check`; here they would hide the answer.
  if (!ok)
    std::fputs(
        (DiagnosticsText(compiled, ColourOn(stderr)) + NamesText(compiled))
            .c_str(),
        stderr);
  else if (const std::size_t warnings = WarningCount(compiled))
    std::fputs(fmt::format("{}; `assent check` shows {}\n",
                           Plural(warnings, "warning"),
                           warnings == 1 ? "it" : "them")
                   .c_str(),
               stderr);
  code = kFindings;
  return ok;
}

}  // namespace assent::driver
