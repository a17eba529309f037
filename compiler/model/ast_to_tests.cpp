// Tests: requests and what is expected of them; each case of a table is one.
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
      for (const ast::RuleGroup& group : file.rule_groups)
        Add(group, group.name.text);
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
    if (numbered_.contains(std::string(name))) return true;
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
  // A rule without a label is its group's path and its place.
  void Add(const ast::RuleGroup& group, const std::string& path) {
    std::size_t number = 0;
    for (const ast::RuleGroup::Item& item : group.items) {
      ++number;
      if (!item.nested.empty())
        Add(item.nested.front(), path + "." + item.nested.front().name.text);
      else if (item.name)
        labels_.insert(item.name->text);
      else
        numbered_.insert(fmt::format("{}.{}", path, number));
    }
    if (group.combine.text == "deny_unless_permit" ||
        group.combine.text == "permit_unless_deny" ||
        group.combine.text == "only_one_applicable")
      numbered_.insert(path);
  }

  std::unordered_set<std::string> numbered_;
  std::unordered_set<std::string_view> labels_;
  std::vector<std::string_view> sorted_;
  std::unordered_map<std::string_view, const ast::Agreement*> agreements_;
  std::unordered_set<std::size_t> unlabelled_forbids_;
};

void CheckRequestComplete(Lowering& lowering, const ast::Text& name,
                          const ast::Request& request) {
  std::vector<std::string_view> missing;
  if (!request.partner) missing.push_back("partner");
  if (!request.action) missing.push_back("action");
  if (!request.data) missing.push_back("data");
  if (!request.purpose) missing.push_back("purpose");
  if (!request.relation) missing.push_back("relation");
  if (!request.date) missing.push_back("date");
  if (missing.empty()) return;
  lowering.Report(Kind::request_incomplete, name.span,
                  fmt::format("the request of test `{}` lacks {}", name.text,
                              Quoted(missing)),
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

Request LowerRequest(Lowering& lowering, const ast::Text& name,
                     const ast::Request& ast) {
  CheckRequestComplete(lowering, name, ast);
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

void LowerReason(Lowering& lowering, const ast::Expectation& ast,
                 Test& test) {
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

class TestReader {
 public:
  TestReader(Lowering& lowering, const Files& files)
      : lowering_(lowering), files_(files) {}

  void Read(const ast::Test& ast) {
    if (ast.expectation)
      Add(ast.name.text, ast, ast.request, *ast.expectation, ast.span);
    if (ast.columns.empty()) return;
    if (ast.cases.empty())
      lowering_.Report(Kind::missing_part, ast.name.span,
                       fmt::format("test `{}` has a table without cases",
                                   ast.name.text),
                       "write `VALUE, ...: permit;` for each case");
    CheckColumns(ast);
    rows_.clear();
    for (const ast::Test::Case& row : ast.cases) {
      if (row.cells.size() != ast.columns.size()) {
        lowering_.Report(
            Kind::wrong_case, row.span,
            fmt::format("this case has {} value{} for {} column{}",
                        row.cells.size(), row.cells.size() == 1 ? "" : "s",
                        ast.columns.size(),
                        ast.columns.size() == 1 ? "" : "s"),
            "give each column one value, separated by `,`");
        continue;
      }
      std::string cells;
      for (const ast::Value& cell : row.cells) cells += cell.text + ",";
      auto [first, fresh] = rows_.try_emplace(std::move(cells), row.span);
      if (!fresh)
        lowering_
            .Report(Kind::duplicate_declaration, row.span,
                    "this case stands twice", "remove one of the two")
            .notes.push_back({first->second, "first written here"});
      ast::Request request = ast.request;
      std::string name = ast.name.text + " (";
      for (std::size_t i = 0; i < row.cells.size(); ++i) {
        Fill(request, ast.columns[i], row.cells[i]);
        name += (i == 0 ? "" : ", ") + row.cells[i].text;
      }
      Add(name + ")", ast, request, row.expectation, row.span);
    }
  }

 private:
  // A column is no part of the shared request, and stands once.
  void CheckColumns(const ast::Test& ast) {
    std::unordered_map<std::string_view, Span> given;
    const ast::Request& shared = ast.request;
    auto add = [&](std::string_view key, const auto& part) {
      if (part) given.emplace(key, part->span);
    };
    add("partner", shared.partner);
    add("action", shared.action);
    add("data", shared.data);
    add("purpose", shared.purpose);
    add("relation", shared.relation);
    add("date", shared.date);
    for (const ast::Assignment& each : shared.attributes)
      given.emplace(each.name.text, each.span);
    for (const ast::Name& column : ast.columns) {
      auto [first, fresh] = given.emplace(column.text, column.span);
      if (fresh) continue;
      lowering_
          .Report(Kind::duplicate_declaration, column.span,
                  fmt::format("`{}` is given twice", column.text),
                  "remove one of the two")
          .notes.push_back({first->second, "first given here"});
    }
  }

  void Fill(ast::Request& request, const ast::Name& column,
            const ast::Value& cell) {
    const ast::Name name = {cell.text, cell.span};
    if (column.text == "partner") {
      request.partner = name;
    } else if (column.text == "action") {
      request.action = name;
    } else if (column.text == "data") {
      request.data = name;
    } else if (column.text == "purpose") {
      request.purpose = name;
    } else if (column.text == "relation") {
      request.relation = name;
    } else if (column.text == "date") {
      ast::Date date;
      date.span = cell.span;
      const auto day = ParseDay(cell.text);
      if (day == kNoDay)
        lowering_.Report(Kind::wrong_case, cell.span,
                         fmt::format("`{}` is not a date", cell.text),
                         "write dates as 2014-06-01");
      date.day = day;
      request.date = date;
    } else {
      request.attributes.push_back({column, cell, cell.span});
    }
  }

  void Add(const std::string& name, const ast::Test& ast,
           const ast::Request& request, const ast::Expectation& expectation,
           Span span) {
    if (!lowering_.Within(lowering_.model.tests.size() + 1,
                          lowering_.limits.test_cases, span, "cases of tests"))
      return;
    Test test;
    test.name = name;
    test.span = span;
    test.request = LowerRequest(lowering_, ast.name, request);
    test.expect_permit = expectation.permit;
    test.states_obligations = expectation.states_obligations;
    if (auto ids = FindObligations(lowering_, expectation.obligations))
      test.obligations = std::move(*ids);
    LowerReason(lowering_, expectation, test);
    for (const ast::Name& rule : expectation.rules) {
      test.rules.push_back(rule.text);
      if (!rules_) rules_.emplace(files_);
      if (!rules_->Knows(rule.text))
        lowering_.ReportUnknown(rule.text, rule.span, "rule",
                                rules_->Sorted());
    }
    lowering_.model.tests.push_back(std::move(test));
  }

  Lowering& lowering_;
  const Files& files_;
  std::optional<RuleNames> rules_;
  std::unordered_map<std::string, Span> rows_;  // of the table at hand
};

}  // namespace

void LowerTests(Lowering& lowering, const Files& files) {
  std::unordered_map<std::string_view, Span> seen;
  TestReader reader(lowering, files);
  for (const ast::File& file : files)
    for (const ast::Test& ast : file.tests) {
      CheckTitle(lowering, "test", ast.name, seen);
      reader.Read(ast);
    }
}

}  // namespace assent::model
