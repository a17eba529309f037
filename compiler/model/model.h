// What was meant: every name is an id, every scope is written out, every
// default is filled in. It still has the author's clauses and their nesting:
// the meaning of a Model can be read off rule by rule, which is what the
// reference evaluator in tests/reference/ does.
#pragma once

#include <string>
#include <vector>

#include "compiler/base/source.h"
#include "compiler/model/vocabulary.h"
#include "runtime/format/day.h"

namespace assent::model {

struct Window {                     // [from, until)
  Day from = kFirstDay;
  Day until = kEndDay;

  bool empty() const { return from >= until; }
  bool Contains(Day day) const { return from <= day && day < until; }
  auto operator<=>(const Window&) const = default;
};

Window Intersection(const Window& a, const Window& b);

// A condition over attributes. A literal holds when the attribute's value is
// one of `values` (supplied values only).
struct Condition {
  enum class Kind : std::uint8_t { all_of, any_of, negation, literal, consent };
  Kind kind = Kind::all_of;         // all_of of nothing: always
  std::vector<Condition> operands;
  AttributeId attribute;            // literal
  RunSet values;                    // literal: values; consent: Consent ranks
  Person person = Person::subject;  // consent of person is one of `values`

  bool always() const { return kind == Kind::all_of && operands.empty(); }
};

// What a clause speaks of: sets of leaves, never of inner terms.
struct Scope {
  RunSet data, actions, purposes;   // leaf ids
  RunSet relations;
  Window window;
  Condition when;
};

struct Exception {                  // what it takes back, less its exceptions
  Scope scope;
  std::vector<Exception> exceptions;
  Span span;
};

struct Override {                   // until its day, a closed permission does
  PermissionId permission;          // not stop the clause
  Day until = kEndDay;
  std::string because, approved_by;
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
  std::vector<ObligationId> obligations;
  Span span;
};

struct Agreement {
  std::string name, title;
  std::vector<PartnerId> partners;  // sorted; roles are written out
  ProgramId program;                // may be invalid
  Window window;
  std::string open_ended_because;   // empty: it has an end
  std::vector<ObligationId> obligations;
  std::vector<Clause> clauses;
  Span span;
};

struct Governs {                    // permission `permission` governs `scope`
  PermissionId permission;
  Scope scope;
  Span span;
};

struct Prohibition {                // of its scope, less its exceptions
  std::string name, because;
  Scope scope;
  std::vector<PartnerId> partners;  // sorted; empty: every partner
  std::vector<Exception> exceptions;
  Span span;
};

struct Assumption {                 // conditions on attributes alone
  Condition condition;              // what always holds
  std::string because;
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
  std::string name;
  Request request;
  bool expect_permit = false;
  bool states_obligations = false;
  std::vector<ObligationId> obligations;  // sorted
  std::string reason;                     // "": not stated; else its name
  PermissionId reason_permission;         // needs_permission(...)
  std::string rule;                       // by RULE; "": not stated
  Span span;
};

struct Model {
  Vocabulary vocabulary;
  std::vector<Program> programs;      // sorted by name
  std::vector<Agreement> agreements;  // sorted by name
  std::vector<Governs> governs;
  std::vector<Prohibition> prohibitions;
  std::vector<Assumption> assumptions;
  std::vector<Claim> claims;          // in source order
  std::vector<Test> tests;            // in source order
};

}  // namespace assent::model
