#include "compiler/check/replay.h"

#include <algorithm>
#include <set>

#include "compiler/check/request_error.h"

namespace assent::check {
namespace {

// Views into the witness.
class Named {
 public:
  explicit Named(const Witness& witness) {
    for (const Witness::Fact& fact : witness.facts)
      values_.push_back({fact.attribute, fact.value});
    request = {witness.partner,  witness.data, witness.action, witness.purpose,
               witness.relation, witness.date, values_};
  }

  NamedRequest request;

 private:
  std::vector<NamedValue> values_;
};

bool IsBehind(const Finding& finding, const Verdict& verdict) {
  switch (verdict.reason) {
    case Reason::impossible:
      return finding.kind == Finding::Kind::impossible;
    case Reason::prohibited:
      return finding.kind == Finding::Kind::prohibited;
    case Reason::needs_permission:
      return finding.kind == Finding::Kind::closed &&
             finding.id == verdict.permission;
    default:
      return finding.kind == Finding::Kind::grant;
  }
}

}  // namespace

std::string Reply::ReasonText() const {
  std::string text(NameOf(reason));
  return permission.empty() ? text : text + '(' + permission + ')';
}

std::string Reply::Text() const {
  if (!permit) return "deny because " + ReasonText();
  std::string text = "permit";
  for (std::size_t i = 0; i < obligations.size(); ++i)
    text.append(i == 0 ? " with " : ", ").append(obligations[i]);
  return text;
}

std::string ToText(const RuleLine& rule) {
  std::string text = rule.name + " (" + rule.file;
  if (rule.line != 0) text += ':' + std::to_string(rule.line);
  return text + ')';
}

Reply ReplyOf(const Table& table, const NamedRequest& request,
              const Verdict& verdict, RequestError error) {
  Reply reply;
  reply.permit = verdict.permit;
  reply.reason = verdict.reason;
  if (verdict.permission != kNoPermission)
    reply.permission = table.PermissionName(verdict.permission);
  if (reply.permit)
    for (std::uint32_t o = 0; o < 64; ++o)
      if (verdict.obligations >> o & 1)
        reply.obligations.emplace_back(table.ObligationName(o));
  if (error != RequestError::none)
    reply.error = ErrorText(table, request, error);
  return reply;
}

FactsMemory::FactsMemory(const Table& table) {
  constexpr std::size_t kAlignment = Table::kFactsAlignment;
  size_ = table.facts_bytes();
  bytes_ = std::make_unique<std::byte[]>(size_ + kAlignment);
  void* begin = bytes_.get();
  std::size_t space = size_ + kAlignment;
  begin_ = static_cast<std::byte*>(std::align(kAlignment, size_, begin, space));
}

Reply Replay::Ask(const Witness& witness) const {
  const Named named(witness);
  const NamedVerdict answer = table_.Decide(named.request, memory_.span());
  return ReplyOf(table_, named.request, answer.verdict, answer.error);
}

std::string Replay::WholeText(const Witness& witness) const {
  const Named named(witness);
  const Resolved resolved = table_.Resolve(named.request, memory_.span());
  if (resolved.error != RequestError::none) return "unknown";
  std::set<std::string> parts;
  const Explanation whole =
      table_.Explain(resolved.request, [&](const Finding& finding) {
        if (finding.kind == Finding::Kind::closed)
          parts.insert("closed " +
                       std::string(table_.PermissionName(finding.id)));
        if (finding.kind != Finding::Kind::override_set) return;
        std::string set = "override";
        for (std::uint16_t p : finding.permissions)
          set.append(" ").append(table_.PermissionName(p));
        parts.insert(set);
      });
  if (whole.impossible) return "impossible";
  std::string text(NameOf(whole.standing));
  if (whole.prohibited) text += "; prohibited";
  for (const std::string& part : parts) text += "; " + part;
  for (std::uint32_t o = 0; o < 64; ++o)
    if (whole.obligations >> o & 1)
      text.append("; oblige ").append(table_.ObligationName(o));
  return text;
}

std::vector<RuleLine> Replay::Rules(const Witness& witness) const {
  const Named named(witness);
  const Resolved resolved = table_.Resolve(named.request, memory_.span());
  if (resolved.error != RequestError::none) return {};
  const Verdict verdict = table_.Decide(resolved.request);
  std::vector<RuleLine> rules;
  table_.Explain(resolved.request, [&](const Finding& finding) {
    if (!IsBehind(finding, verdict)) return;
    const RuleText& rule = finding.rule;
    rules.push_back({std::string(rule.name), std::string(rule.agreement),
                     std::string(rule.file), rule.line});
  });
  std::ranges::sort(rules);
  const auto repeated = std::ranges::unique(rules);
  rules.erase(repeated.begin(), repeated.end());
  return rules;
}

}  // namespace assent::check
