// assent explain-diagnostic: the page of one kind.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/diagnostics/pages.h"
#include "compiler/driver/command.h"

namespace assent::driver {
namespace {

std::string_view SeverityName(std::string_view id) {
  for (diagnostics::Kind kind : diagnostics::AllKinds())
    if (diagnostics::IdOf(kind) == id)
      return diagnostics::SeverityOf(kind) == diagnostics::Severity::error
                 ? "error"
                 : "warning";
  return "";
}

// What stands between the fences; one page has one example at most.
std::string_view ExampleOf(std::string_view page) {
  constexpr std::string_view kOpen = "```policy\n", kClose = "\n```";
  const std::size_t open = page.find(kOpen);
  if (open == page.npos) return {};
  page.remove_prefix(open + kOpen.size());
  return page.substr(0, page.find(kClose) + 1);
}

}  // namespace

int ExplainDiagnostic(const std::string& id, Format format) {
  const std::optional<diagnostics::Page> page = diagnostics::PageOf(id);
  if (!page) {
    const std::string_view near =
        diagnostics::ClosestName(id, diagnostics::PageIds());
    return Fail(Error{
        near.empty()
            ? fmt::format("no diagnostic is called `{}`; its name stands in "
                          "brackets behind the message",
                          id)
            : fmt::format("no diagnostic is called `{}`; did you mean `{}`?",
                          id, near)});
  }
  if (format == Format::human) return Write(page->text, kClean);
  nlohmann::ordered_json json;
  json["id"] = page->id;
  json["severity"] = SeverityName(page->id);
  json["example"] = ExampleOf(page->text);
  json["page"] = page->text;
  return Write(json.dump() + '\n', kClean);
}

}  // namespace assent::driver
