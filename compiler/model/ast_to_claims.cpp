// Claims and tests: what authors say of their policy.
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <unordered_set>

#include "compiler/model/lowering.h"

namespace assent::model {
namespace {

// The reasons that a test can expect of a denial. A test names declared
// terms only, so `unknown_term` is not among them.
constexpr std::array<std::string_view, 7> kReasons = {
    "impossible",        "no_agreement", "not_yet",         "expired",
    "condition_not_met", "prohibited",   "needs_permission"};

void CheckTitle(Lowering& lowering, std::string_view what,
                const ast::Text& name,
                std::unordered_map<std::string_view, Span>& seen) {
  auto [first, fresh] = seen.emplace(name.text, name.span);
  if (!fresh)
    ReportDuplicate(lowering, what, name.text, name.span, first->second);
}

// The names by which a test can call rules. Labels, permissions, and
// AGREEMENT.N, forbid.N for what has no label.
class RuleNames {
 public:
  explicit RuleNames(const Files& files) {
    std::size_t forbid_count = 0;
    for (const ast::File& file : files) {
      for (const ast::Agreement& agreement : file.agreements) {
        agreements_.emplace(agreement.name.text, &agreement);
        for (const ast::Allow& clause : agreement.clauses)
          if (clause.name) labels_.insert(clause.name->text);
      }
      for (const ast::Permission& permission : file.permissions)
        labels_.insert(permission.name.text);
      for (const ast::Forbid& forbid : file.forbids) {
        ++forbid_count;
        if (forbid.name)
          labels_.insert(forbid.name->text);
        else
          unlabelled_forbids_.insert(forbid_count);
      }
    }
  }

  bool Knows(std::string_view name) const {
    if (labels_.contains(name)) return true;
    std::size_t dot = name.rfind('.');
    if (dot == name.npos) return false;
    std::string_view digits = name.substr(dot + 1);
    std::size_t number = 0;
    auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end != digits.data() + digits.size() ||
        number == 0 || digits.front() == '0')
      return false;
    name = name.substr(0, dot);
    if (name == "forbid") return unlabelled_forbids_.contains(number);
    auto found = agreements_.find(name);
    if (found == agreements_.end()) return false;
    const auto& clauses = found->second->clauses;
    return number <= clauses.size() && !clauses[number - 1].name;
  }

  const std::vector<std::string_view>& Sorted() {
    if (sorted_.empty()) {
      sorted_.assign(labels_.begin(), labels_.end());
      std::sort(sorted_.begin(), sorted_.end());
    }
    return sorted_;
  }

 private:
  std::unordered_set<std::string_view> labels_;
  std::vector<std::string_view> sorted_;
  std::unordered_map<std::string_view, const ast::Agreement*> agreements_;
  std::unordered_set<std::size_t> unlabelled_forbids_;
};

void CheckRequestComplete(Lowering& lowering, const ast::Test& test) {
  const ast::Request& request = test.request;
  std::vector<std::string_view> missing;
  if (!request.partner) missing.push_back("partner");
  if (!request.action) missing.push_back("action");
  if (!request.data) missing.push_back("data");
  if (!request.purpose) missing.push_back("purpose");
  if (!request.relation) missing.push_back("relation");
  if (!request.date) missing.push_back("date");
  if (missing.empty()) return;
  lowering.Report(Kind::request_incomplete, test.name.span,
                  fmt::format("the request of test `{}` lacks {}",
                              test.name.text, Quoted(missing)),
                  "only attributes can be left out of a request");
}

// At relation self, requester and subject are one person: what is said of
// one copy of an attribute is said of the other.
void ShareAtSelf(Lowering& lowering, const ast::Request& ast,
                 const std::vector<const ast::Assignment*>& given,
                 Request& request) {
  const Vocabulary& vocabulary = lowering.model.vocabulary;
  if (!request.relation.valid() || request.relation != vocabulary.self) return;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const Attribute& attribute = vocabulary.attributes[i];
    if (attribute.owner != Owner::requester || !attribute.pair.valid())
      continue;
    std::size_t subject = attribute.pair.value;
    if (given[i] && given[subject] &&
        request.values[i] != request.values[subject])
      lowering
          .Report(Kind::conflicting_copies, given[i]->span,
                  fmt::format("`{}` and `{}` differ", attribute.name,
                              vocabulary.attributes[subject].name),
                  fmt::format("with relation `{}` both are one fact: give it "
                              "once",
                              ast.relation->text))
          .notes.push_back(
              {given[subject]->span, "the other one is given here"});
    if (given[i])
      request.values[subject] = request.values[i];
    else
      request.values[i] = request.values[subject];
  }
}

void LowerAssignments(Lowering& lowering, const ast::Request& ast,
                      Request& request) {
  const auto& attributes = lowering.model.vocabulary.attributes;
  for (const Attribute& attribute : attributes)
    request.values.push_back(
        attribute.default_value.value_or(attribute.supplied_count()));
  std::vector<const ast::Assignment*> given(attributes.size());
  for (const ast::Assignment& assignment : ast.attributes) {
    AttributeId id = lowering.Lookup(lowering.attributes, assignment.name);
    if (!id.valid()) continue;
    auto value = LowerValue(lowering, lowering.attribute(id), assignment.value);
    if (given[id.value]) {
      lowering
          .Report(Kind::duplicate_declaration, assignment.span,
                  fmt::format("`{}` is given twice", assignment.name.text),
                  "remove one of the two")
          .notes.push_back({given[id.value]->span, "first given here"});
      continue;
    }
    given[id.value] = &assignment;
    if (value) request.values[id.value] = *value;
  }
  ShareAtSelf(lowering, ast, given, request);
}

Request LowerRequest(Lowering& lowering, const ast::Test& test) {
  CheckRequestComplete(lowering, test);
  const ast::Request& ast = test.request;
  Request request;
  if (ast.partner)
    request.partner = lowering.Lookup(lowering.partners, *ast.partner);
  if (ast.action)
    request.action = lowering.LookupTerm(ast::TermKind::action, *ast.action);
  if (ast.data)
    request.data = lowering.LookupTerm(ast::TermKind::data, *ast.data);
  if (ast.purpose)
    request.purpose = lowering.LookupTerm(ast::TermKind::purpose, *ast.purpose);
  if (ast.relation)
    request.relation = lowering.Lookup(lowering.relations, *ast.relation);
  if (ast.date) request.day = ast.date->day;
  LowerAssignments(lowering, ast, request);
  return request;
}

void LowerReason(Lowering& lowering, const ast::Test& ast, Test& test) {
  if (!ast.reason) return;
  test.reason = ast.reason->text;
  if (std::find(kReasons.begin(), kReasons.end(), test.reason) ==
      kReasons.end()) {
    lowering.ReportUnknown(test.reason, ast.reason->span, "reason of a denial",
                           {kReasons.begin(), kReasons.end()});
    return;
  }
  if (!ast.reason_permission) return;
  if (test.reason == "needs_permission")
    test.reason_permission =
        lowering.Lookup(lowering.permissions, *ast.reason_permission);
  else
    lowering.Report(Kind::bad_expectation, ast.reason_permission->span,
                    fmt::format("`{}` is not about a permission", test.reason),
                    fmt::format("write `because {}` alone", test.reason));
}

}  // namespace

void LowerClaims(Lowering& lowering, const Files& files) {
  const std::size_t partner_count = lowering.model.vocabulary.partners.size();
  std::unordered_map<std::string_view, Span> seen;
  for (const ast::File& file : files)
    for (const ast::Claim& ast : file.claims) {
      CheckTitle(lowering, "claim", ast.name, seen);
      Claim claim;
      claim.name = ast.name.text;
      if (ast.cite) claim.cite = ast.cite->text;
      claim.span = ast.span;
      auto scope = LowerScope(lowering, ast.scope);
      auto partners = LowerPartners(lowering, ast.partners, ast.every_role);
      if (!scope || !partners) continue;
      claim.scope = std::move(*scope);
      claim.partners = std::move(*partners);
      const bool all = ast.partners.empty() && !ast.every_role;
      if (!lowering.CountPartners(all ? partner_count : claim.partners.size(),
                                  1, ast.name.span))
        continue;
      if (all)
        for (std::size_t i = 0; i < partner_count; ++i)
          claim.partners.emplace_back(i);
      lowering.model.claims.push_back(std::move(claim));
    }
}

void LowerTests(Lowering& lowering, const Files& files) {
  std::unordered_map<std::string_view, Span> seen;
  std::optional<RuleNames> rules;
  for (const ast::File& file : files)
    for (const ast::Test& ast : file.tests) {
      CheckTitle(lowering, "test", ast.name, seen);
      Test test;
      test.name = ast.name.text;
      test.span = ast.span;
      test.request = LowerRequest(lowering, ast);
      test.expect_permit = ast.expect_permit;
      test.states_obligations = ast.states_obligations;
      if (auto ids = FindObligations(lowering, ast.obligations))
        test.obligations = std::move(*ids);
      LowerReason(lowering, ast, test);
      if (ast.rule) {
        test.rule = ast.rule->text;
        if (!rules) rules.emplace(files);
        if (!rules->Knows(test.rule))
          lowering.ReportUnknown(test.rule, ast.rule->span, "rule",
                                 rules->Sorted());
      }
      lowering.model.tests.push_back(std::move(test));
    }
}

}  // namespace assent::model
