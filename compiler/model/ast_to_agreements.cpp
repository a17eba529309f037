// Programs, agreements and their clauses.
#include <fmt/format.h>

#include "compiler/model/dump.h"
#include "compiler/model/lowering.h"

namespace assent::model {
namespace {

// What a clause stands in.
struct Surroundings {
  const ast::Agreement& agreement;
  const ast::Program* program;  // null: none, or unknown
};

// Programs and agreements say when they begin and end.
std::optional<Window> LowerLifetime(Lowering& lowering, const ast::Window& ast,
                                    const ast::Name& name,
                                    std::string_view what) {
  bool whole = true;
  if (!ast.from) {
    lowering.Report(Kind::missing_start, name.span,
                    fmt::format("{} `{}` has no beginning", what, name.text),
                    "write `from DATE`");
    whole = false;
  }
  if (!ast.until && !ast.open_ended_because) {
    lowering.Report(Kind::missing_end, name.span,
                    fmt::format("{} `{}` has no end", what, name.text),
                    "write `until DATE` or `open_ended because \"...\"`");
    whole = false;
  }
  auto window = LowerWindow(lowering, ast);
  return whole ? window : std::nullopt;
}

// "31 days after"; "when", for the same day.
std::string Distance(Day days, std::string_view direction) {
  if (days == 0) return "when";
  return fmt::format("{} day{} {}", days, days == 1 ? "" : "s", direction);
}

// Warns when `inner`, as written, reaches beyond `outer`; returns whether.
// Says nothing of windows that are faulty themselves.
bool CheckWithin(Lowering& lowering, const ast::Window& inner,
                 std::string_view inner_name, const ast::Window& outer,
                 const std::string& outer_name) {
  bool warned = false;
  // Of a date that is not known, nothing is said.
  auto known = [](const std::optional<ast::Date>& date) {
    return !date || date->kind == ast::Date::Kind::known;
  };
  if (!known(inner.from) || !known(inner.until) || !known(outer.from) ||
      !known(outer.until))
    return false;
  auto warn = [&](Span span, std::string message, const ast::Date& bound,
                  std::string_view note) {
    lowering
        .Report(Kind::window_outside, span, std::move(message),
                fmt::format("only the days within {} count", outer_name))
        .notes.push_back({bound.span, fmt::format("{} {}", outer_name, note)});
    return warned = true;
  };
  auto faulty = [](const ast::Window& window) {
    return window.from && window.until && window.until->day <= window.from->day;
  };
  if (faulty(inner) || faulty(outer)) return false;
  if (inner.from && outer.until && inner.from->day >= outer.until->day)
    return warn(
        inner.from->span,
        fmt::format("{} begins {} {} ends", inner_name,
                    Distance(inner.from->day - outer.until->day, "after"),
                    outer_name),
        *outer.until, "ends here");
  if (inner.until && outer.from && inner.until->day <= outer.from->day)
    return warn(
        inner.until->span,
        fmt::format("{} ends {} {} begins", inner_name,
                    Distance(outer.from->day - inner.until->day, "before"),
                    outer_name),
        *outer.from, "begins here");
  if (inner.from && outer.from && inner.from->day < outer.from->day)
    warn(inner.from->span,
         fmt::format("{} begins {} {}", inner_name,
                     Distance(outer.from->day - inner.from->day, "before"),
                     outer_name),
         *outer.from, "begins here");
  if (inner.until && outer.until && inner.until->day > outer.until->day)
    warn(inner.until->span,
         fmt::format("{} ends {} {}", inner_name,
                     Distance(inner.until->day - outer.until->day, "after"),
                     outer_name),
         *outer.until, "ends here");
  if (inner.open_ended_because && outer.until)
    warn(inner.open_ended_because->span,
         fmt::format("{} is open ended, {} is not", inner_name, outer_name),
         *outer.until, "ends here");
  return warned;
}

// A clause beyond its agreement is not said to be beyond the program, too.
void CheckClauseWindow(Lowering& lowering, const ast::Window& window,
                       const Surroundings& in) {
  if (!window.from && !window.until) return;
  bool warned =
      CheckWithin(lowering, window, "the clause", in.agreement.window,
                  fmt::format("agreement `{}`", in.agreement.name.text));
  if (in.program && !warned)
    CheckWithin(lowering, window, "the clause", in.program->window,
                fmt::format("program `{}`", in.program->name.text));
}

// A grant says all of what it grants, wildcards included.
bool CheckWildcards(Lowering& lowering, const ast::Scope& ast,
                    std::string_view message) {
  std::vector<std::string_view> missing;
  if (ast.actions.absent()) missing.push_back("any action");
  if (ast.data.absent()) missing.push_back("on any data");
  if (ast.relations.absent()) missing.push_back("of any relation");
  if (ast.purposes.absent()) missing.push_back("for any purpose");
  if (missing.empty()) return true;
  lowering.Report(
      Kind::wildcard_not_written, ast.span, std::string(message),
      fmt::format("name what is meant, or write {}", Quoted(missing)));
  return false;
}

bool LowerExceptions(Lowering& lowering,
                     const std::vector<ast::Exception>& written, bool deny,
                     std::vector<Exception>& exceptions) {
  bool whole = true;
  for (const ast::Exception& ast : written) {
    if (ast.deny != deny) {
      Span word = {ast.span.file, ast.span.begin,
                   ast.span.begin + (ast.deny ? 4u : 5u)};
      lowering.Report(
          Kind::wrong_exception, word,
          deny ? "`allow` in an exception to a grant takes nothing back"
               : "`deny` in an exception to a denial gives nothing back",
          deny ? "write `deny`, and `allow` in its own `except` block"
               : "write `allow`, and `deny` in its own `except` block");
      whole = false;
      continue;
    }
    auto scope = LowerScope(lowering, ast.scope);
    std::vector<Exception> nested;
    whole &= LowerExceptions(lowering, ast.exceptions, !deny, nested);
    whole &= scope.has_value();
    if (scope)
      exceptions.push_back({std::move(*scope), std::move(nested), ast.span});
  }
  return whole;
}

// Does the permission govern anything that the clause grants, on the days on
// which the override holds?
bool Touches(const Lowering& lowering, PermissionId permission,
             const Scope& scope, Day until) {
  if (!scope.unknown_terms.empty()) return true;
  Window window = Intersection(scope.window, {kFirstDay, until});
  for (std::uint32_t index : lowering.governs_of[permission.value]) {
    const Scope& governed = lowering.model.governs[index].scope;
    if (!governed.unknown_terms.empty()) return true;
    if (governed.actions.Intersects(scope.actions) &&
        governed.data.Intersects(scope.data) &&
        governed.purposes.Intersects(scope.purposes) &&
        governed.relations.Intersects(scope.relations) &&
        !Intersection(governed.window, window).empty())
      return true;
  }
  return false;
}

bool LowerOverride(Lowering& lowering, const ast::Override& ast,
                   const Scope* scope, std::vector<Override>& overrides) {
  std::vector<std::string_view> missing;
  if (!ast.because) missing.push_back("because \"...\"");
  if (!ast.approved_by && !ast.unsaid) missing.push_back("approved by \"...\"");
  if (!ast.until) missing.push_back("until DATE");
  if (!missing.empty())
    lowering.Report(Kind::override_incomplete, ast.span,
                    fmt::format("the override lacks {}", Quoted(missing)),
                    "an override says why, who approved it and when it ends");
  bool whole = missing.empty() &&
               CheckKnown(lowering, ast.until, "the end of an override");
  for (const ast::Name& name : ast.permissions) {
    PermissionId id = lowering.Lookup(lowering.permissions, name);
    if (!id.valid()) {
      whole = false;
      continue;
    }
    if (!whole) continue;
    if (scope && !lowering.governs_of[id.value].empty() &&
        !Touches(lowering, id, *scope, ast.until->day))
      lowering
          .Report(Kind::override_without_effect, name.span,
                  fmt::format("permission `{}` governs nothing that the "
                              "clause grants",
                              name.text),
                  "remove it from `despite`")
          .notes.push_back(
              {lowering.model.vocabulary.permissions[id.value].span,
               "declared here"});
    overrides.push_back(
        {id, ast.until->day, ast.because->text,
         ast.approved_by ? ast.approved_by->text : std::string()});
  }
  return whole;
}

std::optional<Clause> LowerClause(Lowering& lowering, const ast::Allow& ast,
                                  const Surroundings& in) {
  Clause clause;
  clause.span = ast.span;
  if (ast.name) clause.name = ast.name->text;
  bool whole = CheckWildcards(
      lowering, ast.scope,
      "the clause leaves out a part, which would grant all of it");
  CheckClauseWindow(lowering, ast.scope.window, in);
  auto scope = LowerScope(lowering, ast.scope);
  whole &= scope.has_value();
  if (scope) clause.scope = std::move(*scope);
  whole &= LowerExceptions(lowering, ast.exceptions, true, clause.exceptions);
  for (const ast::Override& each : ast.overrides)
    whole &= LowerOverride(lowering, each, whole ? &clause.scope : nullptr,
                           clause.overrides);
  auto obligations = LowerObligations(lowering, ast.obligations);
  whole &= obligations.has_value();
  if (obligations) clause.obligations = std::move(*obligations);
  return whole ? std::optional(std::move(clause)) : std::nullopt;
}

std::vector<const ast::Program*> LowerPrograms(Lowering& lowering,
                                               const Files& files) {
  const auto written =
      SortedByName(lowering, files, &ast::File::programs, "program");
  for (const ast::Program* each : written) {
    const ast::Program& ast = *each;
    auto program = Headed<Program>(ast);
    lowering.context = fmt::format("program `{}`", program.name);
    if (auto window = LowerLifetime(lowering, ast.window, ast.name, "program"))
      program.window = *window;
    for (const ast::Condition& ceiling : ast.ceilings)
      if (auto condition =
              LowerCondition(lowering, ceiling, Consents::assumed))
        program.ceilings.push_back(std::move(*condition));
    for (const ast::Scope& standard : ast.standard) {
      bool whole = CheckWildcards(
          lowering, standard,
          "the standard leaves out a part, which would be all of it");
      CheckWithin(lowering, standard.window, "the standard", ast.window,
                  fmt::format("program `{}`", program.name));
      auto scope =
          LowerKnownScope(lowering, standard, "the standard of a program");
      if (whole && scope) program.standard.push_back(std::move(*scope));
    }
    if (auto ids = LowerObligations(lowering, ast.obligations))
      program.obligations = *ids;
    lowering.model.programs.push_back(std::move(program));
  }
  lowering.programs.AddAll(lowering.model.programs);
  return written;
}

// `unknown whether requested, approved;`
void LowerUnsaid(Lowering& lowering, const ast::Agreement& ast,
                 Agreement& agreement) {
  for (const ast::Name& name : ast.unsaid) {
    const std::pair<std::string_view, bool> fields[] = {
        {"requested", ast.requested.has_value()},
        {"approved", ast.approved_by.has_value()},
        {"disclosed", !ast.disclosed.empty()},
        {"consideration", ast.consideration.has_value()}};
    const auto field = std::ranges::find(
        fields, name.text, &std::pair<std::string_view, bool>::first);
    if (field == std::end(fields)) {
      std::vector<std::string_view> names;
      for (const auto& [known, said] : fields) names.push_back(known);
      lowering.ReportUnknown(name.text, name.span,
                             "line of an agreement of which that can be said",
                             names);
    } else if (field->second) {
      lowering.Report(Kind::repeated_part, name.span,
                      fmt::format("`{}` is said in this agreement, and said to "
                                  "be unknown",
                                  name.text),
                      "keep one of the two");
    } else {
      agreement.unsaid.push_back(name.text);
    }
  }
}

// When the partner asked for it, who approved it, where people are told.
void LowerFields(Lowering& lowering, const ast::Agreement& ast,
                 Agreement& agreement) {
  LowerUnsaid(lowering, ast, agreement);
  if (ast.requested) {
    lowering.unknowns_decide = false;
    auto day = LowerDay(lowering, *ast.requested, "date of request", kFirstDay,
                        kEndDay - 1);
    lowering.unknowns_decide = true;
    if (day) {
      Window days;
      days.from = day->low;
      days.until = day->high + 1;
      agreement.requested = days;
    }
  }
  if (ast.approved_by) agreement.approved_by = ast.approved_by->text;
  for (const ast::Value& place : ast.disclosed)
    agreement.disclosed.push_back(place.text);
  if (ast.consideration) agreement.consideration = ast.consideration->text;
  if (!ast.purposes.absent())
    agreement.purposes =
        LowerKnownList(lowering, Dimension::purpose, ast.purposes,
                       "what an agreement was made for");
  if (ast.lifecycle) {
    if (ast.lifecycle->text == "winding_down")
      agreement.lifecycle = Lifecycle::winding_down;
    else if (ast.lifecycle->text != "active")
      lowering.ReportUnknown(ast.lifecycle->text, ast.lifecycle->span,
                             "lifecycle", {"active", "winding_down"});
    if (agreement.lifecycle == Lifecycle::winding_down && !ast.window.until)
      lowering.Report(
          Kind::winding_down_without_end, ast.lifecycle->span,
          fmt::format("agreement `{}` is winding down and has no end",
                      ast.name.text),
          "what winds down ends: write `until DATE`");
  }
  if (ast.flows.empty()) return;
  agreement.outbound = false;
  for (const ast::Name& flow : ast.flows) {
    if (flow.text == "inbound")
      agreement.inbound = true;
    else if (flow.text == "outbound")
      agreement.outbound = true;
    else {
      lowering.ReportUnknown(flow.text, flow.span, "flow",
                             {"inbound", "outbound"});
      agreement.inbound = agreement.outbound = true;  // it meant one of them
    }
  }
}

// A clause grants actions of the flows that its agreement declares.
void CheckFlows(Lowering& lowering, const ast::Allow& ast,
                const Clause& clause, const Agreement& agreement) {
  RunSet actions = clause.scope.actions;
  for (const UnknownTerms& terms : clause.scope.unknown_terms)
    if (terms.dimension == Dimension::action)
      for (const RunSet& value : terms.values) actions.Add(value);
  const auto& terms = lowering.model.vocabulary.actions.terms;
  for (const bool inbound : {false, true}) {
    if (inbound ? agreement.inbound : agreement.outbound) continue;
    const std::string* offender = nullptr;
    actions.ForEach([&](std::uint32_t id) {
      if (!offender && terms[id].inbound == inbound) offender = &terms[id].name;
    });
    if (!offender) continue;
    lowering.Report(
        Kind::flow_not_declared,
        ast.scope.actions.span.file.valid() ? ast.scope.actions.span : ast.span,
        fmt::format("`{}` flows {}, and agreement `{}` does not declare that "
                    "flow",
                    *offender,
                    inbound ? "from the partner to us" : "to the partner",
                    agreement.name),
        agreement.inbound || agreement.outbound
            ? "write `flows outbound, inbound;` in the agreement, or name "
              "other actions"
            : fmt::format("write `flows {};` in the agreement",
                          inbound ? "inbound" : "outbound"));
  }
}

void LowerAgreement(Lowering& lowering, const ast::Agreement& ast,
                    const std::vector<const ast::Program*>& programs) {
  auto agreement = Headed<Agreement>(ast);
  Surroundings in = {ast, nullptr};
  if (ast.program) {
    agreement.program = lowering.Lookup(lowering.programs, *ast.program);
    if (agreement.program.valid())
      in.program = programs[agreement.program.value];
  }
  lowering.context = fmt::format("agreement `{}`", ast.name.text);
  if (auto partners = LowerPartners(lowering, ast.partners))
    agreement.partners = std::move(*partners);
  if (auto window = LowerLifetime(lowering, ast.window, ast.name, "agreement"))
    agreement.window = *window;
  if (ast.window.open_ended_because)
    agreement.open_ended_because = ast.window.open_ended_because->text;
  if (in.program)
    CheckWithin(
        lowering, ast.window, fmt::format("agreement `{}`", ast.name.text),
        in.program->window, fmt::format("program `{}`", in.program->name.text));
  if (auto ids = LowerObligations(lowering, ast.obligations))
    agreement.obligations = std::move(*ids);
  LowerFields(lowering, ast, agreement);

  if (!lowering.CountPartners(agreement.partners.size(), ast.clauses.size(),
                              ast.name.span))
    agreement.partners.clear();
  if (ast.clauses.empty())
    lowering.Report(Kind::agreement_without_clauses, ast.name.span,
                    fmt::format("agreement `{}` allows nothing", ast.name.text),
                    "write an `allow` clause");
  std::unordered_map<std::string_view, Span> labels;
  agreement.clauses.reserve(ast.clauses.size());
  std::size_t number = 0;
  for (const ast::Allow& clause : ast.clauses) {
    ++number;
    if (clause.name) CheckLabel(lowering, *clause.name, labels);
    lowering.context =
        clause.name
            ? fmt::format("clause `{}` of agreement `{}`", clause.name->text,
                          ast.name.text)
            : fmt::format("clause `{}.{}`", ast.name.text, number);
    if (auto lowered = LowerClause(lowering, clause, in)) {
      // `any action`: of the flows that the agreement declares.
      if (clause.scope.actions.any) {
        RunSet declared;
        lowered->scope.actions.ForEach([&](std::uint32_t id) {
          const bool inbound =
              lowering.model.vocabulary.actions.terms[id].inbound;
          if (inbound ? agreement.inbound : agreement.outbound)
            declared.Add(id, id + 1);
        });
        lowered->scope.actions = std::move(declared);
      }
      CheckFlows(lowering, clause, *lowered, agreement);
      agreement.clauses.push_back(std::move(*lowered));
    }
  }
  lowering.model.agreements.push_back(std::move(agreement));
}

void LowerAmendments(Lowering& lowering, const ast::Agreement& ast,
                     const Names<AgreementId>& names, AgreementId id) {
  auto& agreements = lowering.model.agreements;
  Agreement& agreement = agreements[id.value];
  for (const ast::Name& name : ast.amends) {
    const AgreementId earlier = lowering.Lookup(names, name);
    if (!earlier.valid()) continue;
    const Agreement& other = agreements[earlier.value];
    std::vector<PartnerId> both;
    std::ranges::set_intersection(agreement.partners, other.partners,
                                  std::back_inserter(both));
    if (both.empty() && !agreement.partners.empty() && !other.partners.empty())
      lowering
          .Report(Kind::amendment_without_partner, name.span,
                  fmt::format("agreements `{}` and `{}` have no partner in "
                              "common",
                              agreement.name, other.name),
                  "an agreement amends one with the same partner")
          .notes.push_back({other.span, "declared here"});
    agreement.amends.push_back(earlier);
  }
  std::sort(agreement.amends.begin(), agreement.amends.end());
  agreement.amends.erase(
      std::unique(agreement.amends.begin(), agreement.amends.end()),
      agreement.amends.end());
}

// No agreement amends itself, also not by way of others: each is passed once
// all that it amends were; what is left runs in a circle.
void CheckAmendments(Lowering& lowering) {
  auto& agreements = lowering.model.agreements;
  std::vector<std::size_t> waiting(agreements.size());
  std::vector<std::vector<std::size_t>> amended_by(agreements.size());
  std::vector<std::size_t> ready;
  for (std::size_t i = 0; i < agreements.size(); ++i) {
    waiting[i] = agreements[i].amends.size();
    if (waiting[i] == 0) ready.push_back(i);
    for (AgreementId earlier : agreements[i].amends)
      amended_by[earlier.value].push_back(i);
  }
  while (!ready.empty()) {
    const std::size_t passed = ready.back();
    ready.pop_back();
    for (std::size_t i : amended_by[passed])
      if (--waiting[i] == 0) ready.push_back(i);
  }
  for (std::size_t i = 0; i < agreements.size(); ++i) {
    if (waiting[i] == 0) continue;
    lowering.Report(Kind::cycle, agreements[i].span,
                    fmt::format("agreement `{}` amends itself, or one that "
                                "amends it",
                                agreements[i].name),
                    "an agreement amends earlier ones");
    return;
  }
}

}  // namespace

void CheckLabel(Lowering& lowering, const ast::Name& label,
                std::unordered_map<std::string_view, Span>& labels) {
  auto [first, fresh] = labels.emplace(label.text, label.span);
  if (fresh) return;
  lowering
      .Report(Kind::duplicate_label, label.span,
              fmt::format("two rules are labelled `{}`", label.text),
              "rename or remove one of the labels")
      .notes.push_back({first->second, "first used here"});
}

void LowerAgreements(Lowering& lowering, const Files& files) {
  auto programs = LowerPrograms(lowering, files);
  const auto declared =
      SortedByName(lowering, files, &ast::File::agreements, "agreement");
  lowering.model.agreements.reserve(declared.size());
  for (const ast::Agreement* ast : declared)
    LowerAgreement(lowering, *ast, programs);
  // Amendments name agreements: all of them are known now.
  Names<AgreementId> names("agreement");
  names.AddAll(lowering.model.agreements);
  for (std::size_t i = 0; i < declared.size(); ++i)
    LowerAmendments(lowering, *declared[i], names, AgreementId(i));
  CheckAmendments(lowering);
}

}  // namespace assent::model
