// Decides about one request of examples/01-hello, and says why.
//
//   assent compile examples/01-hello -o hello.table
//   embed hello.table on        (or: off)
#include <cstdio>
#include <vector>

#include "assent/table.h"

namespace {

int Print(std::string_view text) {
  return std::printf("%.*s", static_cast<int>(text.size()), text.data());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: embed TABLE on|off\n", stderr);
    return 2;
  }
  const assent::OpenResult opened = assent::Table::Open(argv[1]);
  if (!opened) {
    Print(assent::Message(opened.error));
    std::puts("");
    return 2;
  }
  const assent::Table& table = opened.table;

  // Once, when the program starts: names become ids.
  assent::Request request;
  request.partner = table.FindPartner("radio");
  request.data = table.FindData("titles");
  request.action = table.FindAction("read");
  request.purpose = table.FindPurpose("recommending");
  request.relation = table.FindRelation("friend");
  const std::uint32_t sharing = table.FindAttribute("subject.sharing");

  // Once for a person: what is known becomes facts.
  std::vector<std::byte> memory(table.facts_bytes());
  const assent::AttributeValue values[] = {
      {sharing, table.FindValue(sharing, argv[2])}};
  const assent::BindResult bound = table.BindFacts(values, false, memory);
  if (bound.error != assent::RequestError::none) {
    Print(assent::Message(bound.error));
    std::puts("");
    return 2;
  }

  // For each request: some ten nanoseconds, no allocation, no failure.
  request.facts = bound.facts;
  request.day = assent::ParseDay("2026-06-01");
  const assent::Verdict verdict = table.Decide(request);

  std::printf("%s: ", verdict.permit ? "permit" : "deny");
  Print(assent::NameOf(verdict.reason));
  if (verdict.permission != assent::kNoPermission) {
    std::printf(" ");
    Print(table.PermissionName(verdict.permission));
  }
  for (std::uint32_t i = 0; verdict.permit && i < 64; ++i)
    if (verdict.obligations >> i & 1) {
      std::printf(", owes ");
      Print(table.ObligationName(i));
    }
  std::puts("");
  table.Explain(request, [](const assent::Finding& finding) {
    if (finding.rule.name.empty()) return;
    std::printf("  ");
    Print(finding.rule.name);
    std::printf(" (");
    Print(finding.rule.file);
    std::printf(":%u)\n", finding.rule.line);
  });
  return verdict.permit ? 0 : 1;
}
