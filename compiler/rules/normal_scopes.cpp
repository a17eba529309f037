#include "compiler/rules/normal_scopes.h"

#include <algorithm>
#include <map>

#include "compiler/rules/model_to_rules.h"

namespace assent::rules {
namespace {

using model::Unknown;
using model::UnknownId;
using Dimension = model::UnknownTerms::Dimension;

// The values of an unknown date that lie on one side of a day.
template <class F>
RunSet ValuesWhere(const Unknown& unknown, F holds) {
  RunSet values;
  for (std::uint32_t i = 0; i < unknown.days.size(); ++i)
    if (holds(unknown.days[i])) values.Add(i, i + 1);
  return values;
}

}  // namespace

bool IsNever(const Condition& condition) {
  return condition.kind == Condition::Kind::any_of &&
         condition.operands.empty();
}

NormalScopes::NormalScopes(const model::Model& model) : model_(model) {
  for (const Unknown& unknown : model.unknowns)
    unknown_sizes_.push_back(unknown.size());
}

Condition NormalScopes::Literal(UnknownId which, RunSet values) const {
  Condition literal;
  literal.kind = Condition::Kind::unknown;
  literal.which = which;
  literal.values = std::move(values);
  return Normalized(literal, model_.vocabulary, unknown_sizes_);
}

Condition NormalScopes::Both(const Condition& a, const Condition& b) const {
  if (a.always()) return b;
  if (b.always()) return a;
  Condition both;
  both.operands = {a, b};
  return Normalized(both, model_.vocabulary, unknown_sizes_);
}

Condition NormalScopes::Before(const model::UnknownOrder& order) const {
  const Unknown& earlier = model_.unknowns[order.earlier.value];
  const Unknown& later = model_.unknowns[order.later.value];
  Condition any;
  any.kind = Condition::Kind::any_of;
  for (std::uint32_t i = 0; i < earlier.days.size(); ++i) {
    RunSet after = ValuesWhere(
        later, [&](Day day) { return earlier.days[i] < day; });
    if (!after.empty())
      any.operands.push_back(Both(Literal(order.earlier, RunSet::Single(i)),
                                  Literal(order.later, std::move(after))));
  }
  return Normalized(any, model_.vocabulary, unknown_sizes_);
}

Segments NormalScopes::SegmentsOf(const Window& window) const {
  if (window.empty()) return {};
  if (window.known()) return {{window, {}}};
  std::vector<Day> cuts = {window.from, window.until};
  for (UnknownId id : {window.unknown_from, window.unknown_until})
    if (id.valid())
      for (Day day : model_.unknowns[id.value].days)
        if (window.Contains(day)) cuts.push_back(day);
  std::ranges::sort(cuts);
  const auto repeated = std::ranges::unique(cuts);
  cuts.erase(repeated.begin(), repeated.end());
  Segments segments;
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
    const Day from = cuts[i], until = cuts[i + 1];
    Condition when;
    if (UnknownId id = window.unknown_from; id.valid())
      when = Literal(id, ValuesWhere(model_.unknowns[id.value],
                                     [&](Day day) { return day <= from; }));
    if (UnknownId id = window.unknown_until; id.valid())
      when = Both(when, Literal(id, ValuesWhere(model_.unknowns[id.value],
                                                [&](Day day) {
                                                  return day >= until;
                                                })));
    if (!IsNever(when)) segments.push_back({{from, until, {}, {}}, std::move(when)});
  }
  return segments;
}

Segments NormalScopes::Intersection(const Segments& a,
                                    const Segments& b) const {
  Segments both;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const Window window = model::Intersection(a[i].window, b[j].window);
    if (!window.empty()) {
      Condition when = Both(a[i].when, b[j].when);
      if (!IsNever(when)) both.push_back({window, std::move(when)});
    }
    if (a[i].window.until < b[j].window.until)
      ++i;
    else
      ++j;
  }
  return both;
}

// Terms that match for the same values of the unknowns stand together.
std::vector<NormalScopes::Part> NormalScopes::PartsOf(
    const RunSet& known, const Scope& written, Dimension dimension) const {
  std::vector<Part> parts;
  if (!known.empty()) parts.push_back({known, {}});
  if (written.unknown_terms.empty()) return parts;
  using Signature = std::map<UnknownId, RunSet>;
  std::map<std::uint32_t, Signature> signature_of;  // by term
  for (const model::UnknownTerms& terms : written.unknown_terms) {
    if (terms.dimension != dimension) continue;
    for (std::uint32_t value = 0; value < terms.values.size(); ++value)
      terms.values[value].ForEach([&](std::uint32_t term) {
        if (!known.Contains(term))
          signature_of[term][terms.unknown].Add(value, value + 1);
      });
  }
  std::map<Signature, RunSet> terms_of;
  for (auto& [term, signature] : signature_of)
    terms_of[std::move(signature)].Add(term, term + 1);
  for (const auto& [signature, terms] : terms_of) {
    Condition any;
    any.kind = Condition::Kind::any_of;
    for (const auto& [which, values] : signature)
      any.operands.push_back(Literal(which, values));
    parts.push_back(
        {terms, Normalized(any, model_.vocabulary, unknown_sizes_)});
  }
  return parts;
}

std::vector<Scope> NormalScopes::Of(const Scope& written,
                                    const Segments& within) const {
  const bool known = written.window.known() && written.unknown_terms.empty();
  if (known && (written.data.empty() || written.actions.empty() ||
                written.purposes.empty() || written.relations.empty()))
    return {};
  const Segments segments =
      Intersection(SegmentsOf(written.window), within);
  if (segments.empty()) return {};
  const Condition when =
      written.when.always()
          ? Condition()
          : Normalized(written.when, model_.vocabulary, unknown_sizes_);
  if (IsNever(when)) return {};
  std::vector<Scope> scopes;
  if (known && segments.size() == 1 && segments[0].when.always()) {
    scopes.push_back({written.data, written.actions, written.purposes,
                      written.relations, segments[0].window, when, {}});
    return scopes;                    // the common case
  }
  const auto data = PartsOf(written.data, written, Dimension::data);
  const auto actions = PartsOf(written.actions, written, Dimension::action);
  const auto purposes = PartsOf(written.purposes, written, Dimension::purpose);
  const auto relations =
      PartsOf(written.relations, written, Dimension::relation);
  for (const Part& d : data)
    for (const Part& a : actions)
      for (const Part& p : purposes)
        for (const Part& r : relations) {
          Condition terms = Both(Both(d.when, a.when), Both(p.when, r.when));
          terms = Both(when, terms);
          if (IsNever(terms)) continue;
          for (const Segment& segment : segments) {
            Condition all = Both(terms, segment.when);
            if (IsNever(all)) continue;
            scopes.push_back({d.terms, a.terms, p.terms, r.terms,
                              segment.window, std::move(all), {}});
          }
        }
  return scopes;
}

std::optional<Scope> NormalScopes::Both(const Scope& a, const Scope& b) const {
  Scope both{assent::Intersection(a.data, b.data),
             assent::Intersection(a.actions, b.actions),
             assent::Intersection(a.purposes, b.purposes),
             assent::Intersection(a.relations, b.relations),
             model::Intersection(a.window, b.window),
             {},
             {}};
  if (both.data.empty() || both.actions.empty() || both.purposes.empty() ||
      both.relations.empty() || both.window.empty())
    return std::nullopt;
  both.when = Both(a.when, b.when);
  if (IsNever(both.when)) return std::nullopt;
  return both;
}

}  // namespace assent::rules
