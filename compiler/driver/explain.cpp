// assent explain: the whole answer, and the rules behind each part.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "compiler/check/replay.h"
#include "compiler/driver/answer_stream.h"
#include "compiler/driver/opened_table.h"

namespace assent::driver {
namespace {

using Json = nlohmann::ordered_json;

// One finding of the runtime, with its names.
struct Part {
  Finding::Kind kind;
  std::string name;  // of the permission or obligation
  std::vector<std::string> permissions;
  check::RuleLine rule;
};

struct Whole {
  check::Reply reply;
  Explanation explanation;
  std::vector<Part> parts;
  std::vector<std::string> obliges;

  std::vector<std::string> Closed() const;
  // Of a deny that permissions alone stand in the way of: each least set of
  // them that would have to be open, everything else being as it is.
  std::vector<std::vector<std::string>> Needs() const;
};

std::vector<std::string> Whole::Closed() const {
  std::vector<std::string> closed;
  for (const Part& part : parts)
    if (part.kind == Finding::Kind::closed &&
        (closed.empty() || closed.back() != part.name))
      closed.push_back(part.name);
  return closed;
}

std::vector<std::vector<std::string>> Whole::Needs() const {
  using Names = std::vector<std::string>;
  if (reply.reason != Reason::needs_permission) return {};
  const Names closed = Closed();
  std::vector<Names> needs{closed};
  for (const Part& part : parts) {
    if (part.kind != Finding::Kind::override_set) continue;
    Names left;
    for (const std::string& name : closed)
      if (std::ranges::find(part.permissions, name) == part.permissions.end())
        left.push_back(name);
    needs.push_back(std::move(left));
  }
  for (Names& names : needs) std::ranges::sort(names);
  std::ranges::sort(needs, [](const Names& a, const Names& b) {
    return std::pair(a.size(), a) < std::pair(b.size(), b);
  });
  std::vector<Names> least;
  for (const Names& names : needs)
    if (std::ranges::none_of(least, [&](const Names& smaller) {
          return std::ranges::includes(names, smaller);
        }))
      least.push_back(names);
  return least;
}

std::string_view NameOf(Finding::Kind kind) {
  switch (kind) {
    case Finding::Kind::grant:
      return "grant";
    case Finding::Kind::obligation:
      return "obligation";
    case Finding::Kind::override_set:
      return "override_set";
    case Finding::Kind::override_rule:
      return "override";
    case Finding::Kind::impossible:
      return "impossible";
    case Finding::Kind::prohibited:
      return "prohibited";
    case Finding::Kind::closed:
      return "closed";
  }
  return "";
}

Whole AnswerOf(const Table& table, const NamedRequest& request,
               std::span<std::byte> memory) {
  Whole whole;
  const Resolved resolved = table.Resolve(request, memory);
  if (resolved.error != RequestError::none) {
    whole.reply = check::ReplyOf(table, request, {}, resolved.error);
    return whole;
  }
  whole.explanation =
      table.Explain(resolved.request, [&](const Finding& finding) {
        Part part;
        part.kind = finding.kind;
        if (finding.kind == Finding::Kind::obligation)
          part.name = table.ObligationName(finding.id);
        if (finding.kind == Finding::Kind::closed)
          part.name = table.PermissionName(finding.id);
        for (std::uint16_t id : finding.permissions)
          part.permissions.emplace_back(table.PermissionName(id));
        part.rule = {std::string(finding.rule.name),
                     std::string(finding.rule.agreement),
                     std::string(finding.rule.file), finding.rule.line};
        whole.parts.push_back(std::move(part));
      });
  whole.reply = check::ReplyOf(table, request, whole.explanation.verdict,
                               RequestError::none);
  for (std::uint32_t o = 0; o < 64; ++o)
    if (whole.explanation.obligations >> o & 1)
      whole.obliges.emplace_back(table.ObligationName(o));
  return whole;
}

Json RulesJson(const Whole& whole) {
  Json rules = Json::array();
  for (const Part& part : whole.parts) {
    if (part.kind == Finding::Kind::override_set) continue;
    Json json;
    json["part"] = NameOf(part.kind);
    if (part.kind == Finding::Kind::obligation) json["obligation"] = part.name;
    if (part.kind == Finding::Kind::closed) json["permission"] = part.name;
    if (part.kind == Finding::Kind::override_rule)
      json["permissions"] = part.permissions;
    json["name"] = part.rule.name;
    if (!part.rule.agreement.empty()) json["agreement"] = part.rule.agreement;
    json["file"] = part.rule.file;
    json["line"] = part.rule.line;
    rules.push_back(std::move(json));
  }
  return rules;
}

void AppendJson(const Whole& whole, std::string& out) {
  Json json;
  json["decision"] = whole.reply.permit ? "permit" : "deny";
  json["reason"] = whole.reply.ReasonText();
  json["obligations"] = whole.reply.obligations;
  if (!whole.reply.permission.empty())
    json["permission"] = whole.reply.permission;
  if (!whole.reply.error.empty()) {
    json["error"] = whole.reply.error;
  } else {
    json["impossible"] = whole.explanation.impossible;
    if (!whole.explanation.impossible) {
      json["standing"] = assent::NameOf(whole.explanation.standing);
      json["prohibited"] = whole.explanation.prohibited;
      Json overrides = Json::array();
      for (const Part& part : whole.parts)
        if (part.kind == Finding::Kind::override_set)
          overrides.push_back(part.permissions);
      json["closed"] = whole.Closed();
      json["overrides"] = overrides;
      json["needs"] = whole.Needs();
      json["obliges"] = whole.obliges;
    }
    json["rules"] = RulesJson(whole);
  }
  out += json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) +
         '\n';
}

std::string Joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text += text.empty() ? name : ", " + name;
  return text;
}

// "  standing     granted" and a line for each rule behind it.
void AppendPart(const Whole& whole, std::string_view title,
                std::string_view value, Finding::Kind kind,
                std::string_view name, std::string& out) {
  out +=
      fmt::format("  {:<12}{}{}\n", title, title.size() < 12 ? "" : " ", value);
  for (const Part& part : whole.parts)
    if (part.kind == kind && (name.empty() || part.name == name))
      out += fmt::format("  {:<12}  by {}\n", "", check::ToText(part.rule));
}

void AppendHuman(const Whole& whole, const NamedRequest& request,
                 std::string& out) {
  using Kind = Finding::Kind;
  out += fmt::format("{}\n  {}\n", whole.reply.Text(), RequestText(request));
  if (whole.explanation.impossible) {
    AppendPart(whole, "impossible", "an assumption excludes it",
               Kind::impossible, "", out);
    return;
  }
  AppendPart(whole, "standing", assent::NameOf(whole.explanation.standing),
             Kind::grant, "", out);
  AppendPart(whole, "prohibited", whole.explanation.prohibited ? "yes" : "no",
             Kind::prohibited, "", out);
  const std::vector<std::string> closed = whole.Closed();
  for (const std::string& name : closed)
    AppendPart(whole, "closed", name, Kind::closed, name, out);
  if (closed.empty()) out += "  closed      nothing\n";
  for (const Part& part : whole.parts)
    if (part.kind == Kind::override_set && !part.permissions.empty())
      AppendPart(whole, "despite", Joined(part.permissions),
                 Kind::override_rule, "", out);
  std::string_view title = "needs";
  for (const std::vector<std::string>& names : whole.Needs()) {
    out += fmt::format("  {:<12}{} open\n", title, fmt::join(names, ", "));
    title = "or";
  }
  for (const std::string& name : whole.obliges)
    AppendPart(whole, whole.reply.permit ? "obliges" : "would oblige", name,
               Kind::obligation, name, out);
}

}  // namespace

int Explain(const Question& question) {
  const Result<Table> table = OpenTable(question.table);
  if (!table) return Fail(table.error());
  const check::FactsMemory memory(*table);
  const bool json = FormatOf(question) == Format::json;
  return AnswerAll(question, [&](const Line& line, std::string& out) {
    Whole whole;
    if (line.request)
      whole = AnswerOf(*table, *line.request, memory.span());
    else
      whole.reply.error = line.error;
    const bool clean = whole.reply.error.empty();
    if (json)
      AppendJson(whole, out);
    else if (clean)
      AppendHuman(whole, *line.request, out);
    else
      out += fmt::format("deny: {}\n", whole.reply.error);
    return clean;
  });
}

}  // namespace assent::driver
