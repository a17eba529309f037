// What was meant: every name is an id, every scope is written out, every
// default is filled in. It still has the author's clauses and their nesting:
// the meaning of a Model can be read off rule by rule, which is what the
// reference evaluator in tests/reference/ does.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/base/source.h"
#include "compiler/model/vocabulary.h"
#include "runtime/format/day.h"

namespace assent::model {

// What the authors do not know: a variable of the policy. A *completion* gives
// each unknown one of its values. A claim is judged in every completion; a
// table permits what every completion permits.
using UnknownId = Id<struct UnknownTag>;

struct Unknown {
  std::string name;                 // the end of agreement `bing_search`
  std::vector<std::string> values;  // each as an author would write it
  std::vector<Day> days;            // of a date: one a value, sorted, distinct
  Span span;

  bool is_day() const { return !days.empty(); }
  std::uint32_t size() const { return std::uint32_t(values.size()); }
};

// A window has a day: completions in which its beginning is not before its end
// are none of the policy's.
struct UnknownOrder {
  UnknownId earlier, later;
};

// [from, until). Where a bound is unknown, `from` is the earliest, `until` the
// latest day that it can be.
struct Window {
  Day from = kFirstDay;
  Day until = kEndDay;
  UnknownId unknown_from, unknown_until;  // not valid: known

  bool known() const {
    return !unknown_from.valid() && !unknown_until.valid();
  }
  bool empty() const { return from >= until; }
  bool Contains(Day day) const { return from <= day && day < until; }
  auto operator<=>(const Window&) const = default;
};

Window Intersection(const Window& a, const Window& b);  // of known ones

// A condition over attributes. A literal holds when the attribute's value is
// one of `values` (supplied values only).
struct Condition {
  enum class Kind : std::uint8_t {
    all_of, any_of, negation, literal, consent,
    unknown,                        // after rules/ alone: see rules.h
  };
  Kind kind = Kind::all_of;         // all_of of nothing: always
  std::vector<Condition> operands;
  AttributeId attribute;            // literal
  RunSet values;                    // literal: values; consent: Consent ranks
  Person person = Person::subject;  // consent of person is one of `values`
  UnknownId which;                  // unknown: it is one of `values`

  bool always() const { return kind == Kind::all_of && operands.empty(); }
};

// `unknown whether A or B`: if the unknown has value i, the scope has values[i]
// as well.
struct UnknownTerms {
  enum class Dimension : std::uint8_t { data, action, purpose, relation };
  Dimension dimension = Dimension::data;
  UnknownId unknown;
  std::vector<RunSet> values;
};

// What a clause speaks of: sets of leaves, never of inner terms.
struct Scope {
  RunSet data, actions, purposes;   // leaf ids
  RunSet relations;
  Window window;
  Condition when;
  std::vector<UnknownTerms> unknown_terms;
};

struct Exception {                  // what it takes back, less its exceptions
  Scope scope;
  std::vector<Exception> exceptions;
  Span span;
};

struct Override {                   // until its day, a closed permission does
  PermissionId permission;          // not stop the clause
  Day until = kEndDay;
  std::string because, approved_by;  // approved_by is empty: not known whether
};

// `label: allow ...`. Its window is still its own alone; in force is it
// within its agreement's and its program's, too.
struct Clause {
  std::string name;                 // may be empty
  Scope scope;
  std::vector<Exception> exceptions;
  std::vector<Override> overrides;
  std::vector<ObligationId> obligations;  // sorted, its own only
  Span span;
};

using ProgramId = Id<struct ProgramTag>;

struct Program {
  std::string name, title;
  Window window;
  std::vector<Condition> ceilings;  // what it was announced to stay within:
                                    // checked, not enforced
  std::vector<Scope> standard;      // the access that every partner of it has,
                                    // all known; none: nothing is said of it
  std::vector<ObligationId> obligations;
  Span span;
};

using AgreementId = Id<struct AgreementTag>;

enum class Lifecycle : std::uint8_t { active, winding_down };

struct Agreement {
  std::string name, title;
  std::vector<PartnerId> partners;  // sorted; roles are written out
  ProgramId program;                // may be invalid
  Window window;
  std::string open_ended_because;   // empty: it has an end
  // What it says of itself: for checks and reports.
  std::optional<Window> requested;  // by the partner; [first, last + 1) of the
                                    // days that it can have been
  std::string approved_by;          // empty: not said; so below
  std::vector<std::string> disclosed;
  std::string consideration;
  std::optional<RunSet> purposes;   // what it was made for (leaf ids); absent:
                                    // not limited
  std::vector<std::string> unsaid;  // fields of which nothing is known, also
                                    // not whether: requested, approved, ...
  std::vector<AgreementId> amends;  // sorted
  Lifecycle lifecycle = Lifecycle::active;
  bool outbound = true, inbound = false;  // the flows it declares
  std::vector<ObligationId> obligations;
  std::vector<Clause> clauses;
  Span span;
};

struct Governs {                    // permission `permission` governs `scope`
  PermissionId permission;
  Scope scope;
  Span span;
};

struct Prohibition {
  std::string name, because;
  Scope scope;
  std::vector<PartnerId> partners;  // sorted; empty: every partner
  std::vector<Exception> exceptions;
  Span span;
};

// Policies from elsewhere, joined to the whole at one place: their permits
// count as grants, their denials as prohibitions. XACML 3.0, appendix C.
enum class Combining : std::uint8_t {
  deny_overrides, permit_overrides, first_applicable, only_one_applicable,
  deny_unless_permit, permit_unless_deny
};
inline constexpr std::uint32_t kCombiningCount = 6;

struct RuleGroup {
  struct Item {                     // a rule, or a nested group
    std::string name;               // may be empty
    bool permit = false;
    bool every_partner = true;      // of the group's; else only `partners`
    std::vector<PartnerId> partners;  // sorted
    Scope scope;
    std::vector<RuleGroup> nested;  // one: this item is a group
    Span span;
  };
  std::string name, title;
  Combining combine = Combining::deny_overrides;
  bool every_partner = true;        // nested: of those of the group around it
  std::vector<PartnerId> partners;  // sorted; of the outermost always written
                                    // out
  Scope scope;                      // its target: nothing applies beyond it
  Window window;                    // in force
  std::vector<Item> items;          // in order
  Span span;
};

struct Assumption {                 // conditions on attributes alone
  Condition condition;              // what always holds
  std::string because;
  Span span;
};

// What a partner's product needs, and while it was offered.
struct Feature {
  std::string name, title;
  std::vector<PartnerId> partners;  // sorted
  std::vector<Scope> needs;
  std::vector<Window> live;
  Span span;
};

// The registry: what an interface gives out, and who can reach it.
struct InterfaceScope {
  struct Holding {
    std::vector<PartnerId> partners;  // sorted
    Window window;
    Span span;
  };
  std::string name, title;
  std::vector<Scope> exposes;
  std::vector<Holding> held;
  Span span;
};

// A structural rule over agreements: every one with these partners, under this
// program, that has all of `given`, has all of `fields`.
struct Requirement {
  struct Field {
    enum class Kind : std::uint8_t {
      requested, approved, disclosed, consideration, end, program, amends,
      purposes,
      obligation                    // on each of its clauses
    };
    Kind kind = Kind::requested;
    bool negated = false;
    std::string obligation;         // its declared name, without arguments
  };
  std::string name, cite, because;
  std::vector<PartnerId> partners;  // sorted; empty: every partner
  ProgramId program;                // may be invalid: any, or none
  std::vector<Field> given, fields;
  Span span;
};

// What a rule pack says of itself.
struct Pack {
  std::string name, title;
  std::vector<std::string> cites, omits;
  Span span;
};

struct Claim {                      // never permit scope with partners
  std::string name, cite;
  Scope scope;
  std::vector<PartnerId> partners;  // sorted; every partner is written out
  Span span;
};

// A request may name inner terms and leave attributes out. At relation self
// both copies of a pair have the one value that was given.
struct Request {
  PartnerId partner;
  TermId data, action, purpose;
  RelationId relation;
  Day day = kNoDay;
  std::vector<std::uint32_t> values;  // by AttributeId; the default, or
                                      // unsupplied(), where not supplied
};


struct Test {
  std::string name;                       // of a case: TITLE (CELL, CELL)
  Request request;
  bool expect_permit = false;
  bool states_obligations = false;
  std::vector<ObligationId> obligations;  // sorted
  std::string reason;                     // "": not stated; else its name
  PermissionId reason_permission;         // needs_permission(...)
  std::vector<std::string> rules;         // by RULE, ...: each of them
  Span span;
};

struct Model {
  Vocabulary vocabulary;
  std::vector<Program> programs;      // sorted by name
  std::vector<Agreement> agreements;  // sorted by name
  std::vector<Governs> governs;
  std::vector<Prohibition> prohibitions;
  std::vector<Assumption> assumptions;
  std::vector<RuleGroup> rule_groups; // sorted by name
  std::vector<Unknown> unknowns;      // in source order
  std::vector<UnknownOrder> orders;   // what each completion keeps to
  std::vector<Feature> features;      // sorted by name
  std::vector<InterfaceScope> interfaces;    // sorted by name
  std::vector<Requirement> requirements;     // in source order
  std::vector<Pack> packs;            // sorted by name
  std::vector<Claim> claims;          // in source order
  std::vector<Test> tests;            // in source order
};

}  // namespace assent::model
