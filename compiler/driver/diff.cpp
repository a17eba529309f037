// assent diff: where two policies, or two tables, answer differently.
#include "compiler/diff/diff.h"

#include <fmt/format.h>

#include <optional>

#include "compiler/diff/difference_to_text.h"
#include "compiler/driver/command.h"
#include "compiler/driver/opened_table.h"
#include "compiler/driver/progress.h"

namespace assent::driver {
namespace {

struct Decision {  // one side, decoded
  OpenedTable opened;
  table::Decoded decoded;
};

// nullopt: it has been said why, and `code` is the command's.
std::optional<Decision> Read(const std::string& path, Format format,
                             int& code) {
  std::optional<Result<OpenedTable>> opened;
  if (LooksLikeTable(path)) {
    opened = ReadTable(path);
  } else {
    Compiled compiled;
    if (!CompileFor({path}, format, compiled, code)) return std::nullopt;
    opened = OpenBytes(compiled.bytes);
  }
  if (!*opened) {
    code = Fail(opened->error());
    return std::nullopt;
  }
  Result<table::Decoded> decoded = table::BytesToRows((*opened)->bytes());
  if (!decoded) {
    code = Fail(decoded.error());
    return std::nullopt;
  }
  return Decision{std::move(**opened), std::move(*decoded)};
}

}  // namespace

int Diff(const std::string& a, const std::string& b, Format format) {
  int code = kClean;
  const std::optional<Decision> before = Read(a, format, code);
  if (!before) return code;
  const std::optional<Decision> after = Read(b, format, code);
  if (!after) return code;
  Progress progress(format == Format::human);
  Tell(progress.watch(), "compare");
  const Result<diff::Difference> difference =
      diff::Diff({before->decoded, before->opened.table()},
                 {after->decoded, after->opened.table()});
  progress.Erase();
  if (!difference) return Fail(difference.error());
  return Write(format == Format::json
                   ? diff::ToJson(*difference, a, b)
                   : diff::ToText(*difference, a, b, ColourOn(stdout)),
               difference->empty() ? kClean : kFindings);
}

}  // namespace assent::driver
