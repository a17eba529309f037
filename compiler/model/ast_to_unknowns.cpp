// Dates and terms that the authors do not know.
#include <fmt/format.h>

#include <set>

#include "compiler/model/dump.h"
#include "compiler/model/lowering.h"

namespace assent::model {
namespace {

// `unknown` alone is said to the author, too: a date left open is no guess.
UnknownId AddUnknown(Lowering& lowering, std::string_view what, Span span,
                     bool open) {
  Model& model = lowering.model;
  const UnknownId id(model.unknowns.size());
  Unknown unknown;
  unknown.name = fmt::format("the {} of {}", what, lowering.context);
  unknown.span = span;
  if (open)
    lowering.Report(Kind::unknown_value, span,
                    fmt::format("{} is not known", unknown.name),
                    lowering.unknowns_decide
                        ? "claims are judged for all that it can be, and the "
                          "table permits what is permitted in every case"
                        : "no decision depends on it");
  model.unknowns.push_back(std::move(unknown));
  lowering.unknown_days.push_back(
      {id, kNoDay, kNoDay, true, lowering.unknowns_decide});
  lowering.Within(model.unknowns.size(), lowering.limits.unknowns, span,
                  "unknowns");
  return id;
}

// Every day on which something is written to change.
class MentionedDays {
 public:
  explicit MentionedDays(const Lowering& lowering) {
    const Model& model = lowering.model;
    for (const Program& program : model.programs) {
      Add(program.window);
      for (const Scope& scope : program.standard) Add(scope);
    }
    for (const Agreement& agreement : model.agreements) {
      Add(agreement.window);
      for (const Clause& clause : agreement.clauses) {
        Add(clause.scope);
        Add(clause.exceptions);
        for (const Override& each : clause.overrides) days_.insert(each.until);
      }
    }
    for (const Governs& governs : model.governs) Add(governs.scope);
    for (const Prohibition& each : model.prohibitions) {
      Add(each.scope);
      Add(each.exceptions);
    }
    for (const RuleGroup& group : model.rule_groups) Add(group);
    for (const Claim& claim : model.claims) Add(claim.scope);
    for (const UnknownDay& each : lowering.unknown_days) {
      if (each.low == kNoDay) continue;
      days_.insert({each.low, each.high});
    }
    for (const Unknown& unknown : model.unknowns)
      days_.insert(unknown.days.begin(), unknown.days.end());
  }

  const std::set<Day>& days() const { return days_; }

 private:
  void Add(const Window& window) {
    days_.insert(window.from);
    days_.insert(window.until);
  }
  void Add(const Scope& scope) { Add(scope.window); }
  void Add(const std::vector<Exception>& exceptions) {
    for (const Exception& exception : exceptions) {
      Add(exception.scope);
      Add(exception.exceptions);
    }
  }
  void Add(const RuleGroup& group) {
    Add(group.window);
    Add(group.scope);
    for (const RuleGroup::Item& item : group.items) {
      Add(item.scope);
      for (const RuleGroup& nested : item.nested) Add(nested);
    }
  }

  std::set<Day> days_;
};

}  // namespace

std::optional<MaybeDay> LowerDay(Lowering& lowering, const ast::Date& ast,
                                 std::string_view what, Day low, Day high) {
  using enum ast::Date::Kind;
  if (ast.kind == known) {
    if (ast.day == kNoDay) return std::nullopt;  // was reported
    return MaybeDay{ast.day, ast.day, UnknownId()};
  }
  for (const ast::Date& day : ast.days)
    if (day.day == kNoDay) return std::nullopt;
  if (ast.kind == in_range) {
    low = ast.days.front().day;
    high = ast.days.back().day;
    if (low > high) {
      lowering.Report(Kind::empty_range, ast.span,
                      fmt::format("`{}..{}` holds no day", DayText(low),
                                  DayText(high)),
                      "write the earlier day first");
      return std::nullopt;
    }
  }
  if (ast.kind == after) low = std::max(low, ast.days.front().day + 1);
  if (ast.kind == before) high = std::min(high, ast.days.front().day - 1);
  if (low > high) {
    lowering.Report(Kind::empty_range, ast.span,
                    fmt::format("the {} of {} can be on no day", what,
                                lowering.context),
                    "look at its other dates");
    return std::nullopt;
  }
  const UnknownId id =
      AddUnknown(lowering, what, ast.span, ast.kind == unknown);
  UnknownDay& day = lowering.unknown_days.back();
  if (ast.kind == one_of) {
    std::vector<Day>& days = lowering.model.unknowns.back().days;
    for (const ast::Date& each : ast.days) days.push_back(each.day);
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
    return MaybeDay{days.front(), days.back(), id};
  }
  day.low = low;
  day.high = high;
  day.listed = false;
  return MaybeDay{low, high, id};
}

bool LeaveDays(Lowering& lowering, UnknownId id, const ast::Date& written,
               Day low, Day high) {
  UnknownDay& day = lowering.unknown_days[id.value];
  if (!day.listed) {
    day.low = std::max(day.low, low);
    day.high = std::min(day.high, high);
    if (day.low <= day.high) return true;
    lowering.Report(Kind::empty_window, written.span,
                    "on none of these days the window has a day",
                    "the end lies after the beginning");
    return false;
  }
  bool whole = true;
  for (const ast::Date& each : written.days) {
    if (low <= each.day && each.day <= high) continue;
    whole = false;
    lowering.Report(Kind::empty_window, each.span,
                    fmt::format("with {} the window has no day",
                                DayText(each.day)),
                    "the end lies after the beginning");
  }
  return whole;
}

bool CheckKnown(Lowering& lowering, const std::optional<ast::Date>& date,
                std::string_view what) {
  if (!date || date->kind == ast::Date::Kind::known) return true;
  lowering.Report(Kind::unknown_not_allowed, date->span,
                  fmt::format("{} must be known", what), "write a date");
  return false;
}

bool CheckKnown(Lowering& lowering, const ast::Scope& scope,
                std::string_view what) {
  const std::string text(what);
  bool known = CheckKnown(lowering, scope.window.from, text);
  known &= CheckKnown(lowering, scope.window.until, text);
  for (const ast::NameList* list :
       {&scope.actions, &scope.data, &scope.relations, &scope.purposes})
    for (const ast::UnknownName& unknown : list->unknowns) {
      lowering.Report(Kind::unknown_not_allowed, unknown.span,
                      fmt::format("{} must be known", what),
                      "name what is meant");
      known = false;
    }
  return known;
}

std::optional<Scope> LowerKnownScope(Lowering& lowering,
                                     const ast::Scope& ast,
                                     std::string_view what) {
  if (!CheckKnown(lowering, ast, what)) return std::nullopt;
  auto scope = LowerScope(lowering, ast);
  if (!scope || scope->unknown_terms.empty()) return scope;
  lowering.Report(Kind::unknown_not_allowed, ast.span,
                  fmt::format("{} must be known, and a group that is named "
                              "here is not",
                              what),
                  "name what is meant");
  return std::nullopt;
}

// `unknown whether A or B`, in a list of terms.
std::optional<UnknownTerms> LowerUnknownTerms(Lowering& lowering,
                                              Dimension dimension,
                                              const ast::UnknownName& ast) {
  UnknownTerms terms;
  terms.dimension = dimension;
  std::vector<std::string> values;
  if (ast.alternatives.empty()) {
    LeavesOf(lowering, dimension).ForEach([&](std::uint32_t leaf) {
      if (values.size() > lowering.limits.unknown_values) return;
      terms.values.push_back(RunSet::Single(leaf));
      const Vocabulary& vocabulary = lowering.model.vocabulary;
      switch (dimension) {
        case Dimension::data:
          values.push_back(vocabulary.data.terms[leaf].name);
          break;
        case Dimension::action:
          values.push_back(vocabulary.actions.terms[leaf].name);
          break;
        case Dimension::purpose:
          values.push_back(vocabulary.purposes.terms[leaf].name);
          break;
        case Dimension::relation:
          values.push_back(vocabulary.relations[leaf].name);
          break;
      }
    });
  }
  for (const ast::Name& name : ast.alternatives) {
    ast::NameList one;
    one.names.push_back(name);
    one.span = name.span;
    auto set = LowerList(lowering, dimension, one);
    if (!set) return std::nullopt;
    if (!set->unknown.empty()) {
      lowering.Report(Kind::unknown_not_allowed, name.span,
                      fmt::format("group `{}` is itself not known", name.text),
                      "name the alternatives");
      return std::nullopt;
    }
    terms.values.push_back(std::move(set->known));
    values.push_back(name.text);
  }
  if (!lowering.Within(values.size(), lowering.limits.unknown_values, ast.span,
                       "values of one unknown", "name what it can be"))
    return std::nullopt;
  if (values.empty()) return std::nullopt;  // an incomplete vocabulary
  terms.unknown = AddUnknown(lowering, NameOf(dimension), ast.span,
                             ast.alternatives.empty());
  lowering.model.unknowns.back().values = std::move(values);
  return terms;
}

namespace {

// Whose agreements have too many, and three of them.
void ReportTogether(Lowering& lowering, PartnerId partner) {
  const Model& model = lowering.model;
  std::vector<Span> places;
  for (const Agreement& agreement : model.agreements)
    if (places.size() < 3 && !agreement.window.known() &&
        std::ranges::binary_search(agreement.partners, partner))
      places.push_back(agreement.span);
  auto& diagnostic = lowering.Report(
      Kind::limit_exceeded, places.empty() ? Span() : places.front(),
      fmt::format("more than {} dates are not known in the agreements of "
                  "partner `{}`",
                  lowering.limits.unknown_dates_together,
                  model.vocabulary.partners[partner.value].name),
      "each could come before or after every other: write the days that it can "
      "be, as `unknown whether DATE or DATE`");
  for (std::size_t i = 1; i < places.size(); ++i)
    diagnostic.notes.push_back({places[i], "and in this agreement"});
}

}  // namespace

// What an unknown date is compared with is only ever: on which side of the
// days written, and of other unknown dates that the same partner's requests
// meet, it lies. So of the days between two neighbours as many stand for all
// as unknown dates can lie there together.
void ChooseDays(Lowering& lowering) {
  Model& model = lowering.model;
  std::set<std::uint32_t> everywhere;
  for (const UnknownDay& each : lowering.unknown_days)
    if (!each.listed) everywhere.insert(each.id.value);
  if (!everywhere.empty()) {
    // Those of agreements meet the others of the same partner alone.
    std::vector<std::size_t> of_partner(model.vocabulary.partners.size());
    for (const Agreement& agreement : model.agreements) {
      std::set<std::uint32_t> own;
      auto add = [&](const Window& window) {
        for (UnknownId id : {window.unknown_from, window.unknown_until})
          if (id.valid() && !lowering.unknown_days[id.value].listed)
            own.insert(id.value);
      };
      add(agreement.window);
      auto add_exceptions = [&](auto& self,
                                const std::vector<Exception>& list) -> void {
        for (const Exception& each : list) {
          add(each.scope.window);
          self(self, each.exceptions);
        }
      };
      for (const Clause& clause : agreement.clauses) {
        add(clause.scope.window);
        add_exceptions(add_exceptions, clause.exceptions);
      }
      for (std::uint32_t id : own) everywhere.erase(id);
      for (PartnerId partner : agreement.partners)
        of_partner[partner.value] += own.size();
    }
    for (const UnknownDay& each : lowering.unknown_days)
      if (!each.decides) everywhere.erase(each.id.value);
    std::size_t together = everywhere.size() + 1;
    if (!of_partner.empty()) {
      const auto most = std::max_element(of_partner.begin(), of_partner.end());
      if (*most > lowering.limits.unknown_dates_together)
        return ReportTogether(lowering, PartnerId(most - of_partner.begin()));
      together += *most;
    }
    if (together > lowering.limits.unknown_dates_together + 1) {
      lowering.Report(
          Kind::limit_exceeded, model.unknowns[*everywhere.begin()].span,
          fmt::format("more than {} dates that concern one partner are not "
                      "known",
                      lowering.limits.unknown_dates_together),
          "write the days that they can be, as `unknown whether DATE or DATE`");
      return;
    }

    const MentionedDays mentioned(lowering);
    for (const UnknownDay& each : lowering.unknown_days) {
      if (each.listed) continue;
      Unknown& unknown = model.unknowns[each.id.value];
      auto day = mentioned.days().lower_bound(each.low);
      for (; day != mentioned.days().end() && *day <= each.high; ++day) {
        unknown.days.push_back(*day);
        const auto next = std::next(day);
        const Day end = next == mentioned.days().end()
                            ? each.high + 1
                            : std::min(*next, Day(each.high + 1));
        for (Day d = *day + 1;
             d < end && d <= *day + std::ptrdiff_t(together); ++d)
          unknown.days.push_back(d);
      }
      lowering.Within(unknown.days.size(), lowering.limits.unknown_values,
                      unknown.span, "days that decide what is unknown",
                      "say more of when it can be: `unknown in`, `after`, "
                      "`before`");
    }
  }
  for (Unknown& unknown : model.unknowns)
    for (Day day : unknown.days) unknown.values.push_back(DayText(day));
}

}  // namespace assent::model
