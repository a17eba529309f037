// What was written. Names are strings, every node knows its place, nothing is
// resolved, expanded or reordered. docs/language.md is the normative text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/base/source.h"
#include "runtime/format/day.h"

namespace assent::ast {

struct Name {  // dotted as written: friends.names
  std::string text;
  Span span;
};

struct Text {  // a string literal, unquoted
  std::string text;
  Span span;
};

struct Date {
  Day day = kNoDay;  // the parser has checked it
  Span span;
};

// [from, until). Where an end is left out, the enclosing window's holds.
struct Window {
  std::optional<Date> from;
  std::optional<Date> until;
  std::optional<Text> open_ended_because;
  Span span;
};

// A list of names, or `any ...` written out, or nothing written at all.
struct NameList {
  bool any = false;
  std::vector<Name> names;
  Span span;  // empty when nothing was written

  bool absent() const { return !any && names.empty(); }
};

struct Value {  // off, 13, true
  std::string text;
  Span span;
};

enum class Comparison : std::uint8_t {
  is,
  is_not,
  less,
  less_equal,
  greater,
  greater_equal,
  in_range,
  one_of
};

// subject.age < 13 | session.signed_in | consent of subject >= opt_in
struct Condition {
  enum class Kind : std::uint8_t {
    all_of,      // and: operands
    any_of,      // or: operands
    negation,    // not: operands[0]
    comparison,  // name OP values
    truth,       // a boolean attribute alone: name
    consent,     // consent of person OP values[0]
  };
  Kind kind = Kind::all_of;
  std::vector<Condition> operands;
  Name name;  // the attribute, or the person of consent
  Comparison comparison = Comparison::is;
  std::vector<Value> values;  // in_range: low, high (both included)
  Span span;
};

// What a clause speaks of.
struct Scope {
  NameList actions;
  NameList data;
  NameList relations;
  NameList purposes;
  Window window;
  std::optional<Condition> when;
  Span span;
};

struct ObligationUse {  // log_access | delete_within(days: 30)
  struct Argument {
    Name name;
    Value value;
  };
  Name name;
  std::vector<Argument> arguments;
  Span span;
};

struct Override {  // despite data_sharing because .. approved by .. until
  std::vector<Name> permissions;
  std::optional<Text> because;
  std::optional<Text> approved_by;
  std::optional<Date> until;
  Span span;
};

// except { deny ... except { allow ... } }
struct Exception {
  bool deny = true;
  Scope scope;
  std::vector<Exception> exceptions;
  Span span;
};

struct Allow {
  std::optional<Name> name;  // label: before `allow`
  Scope scope;
  std::vector<Exception> exceptions;
  std::vector<Override> overrides;
  std::vector<ObligationUse> obligations;
  Span span;
};

struct Forbid {
  std::optional<Name> name;
  Scope scope;
  std::optional<Text> because;
  Span span;
};

// data friends "..." { list; names; includes profile.name; }
struct Term {
  Name name;
  std::optional<Text> title;
  std::vector<Term> children;
  std::vector<Name> includes;  // further children, declared elsewhere
  Span span;
};

enum class TermKind : std::uint8_t { data, action, purpose };

struct TermDeclaration {
  TermKind kind = TermKind::data;
  std::vector<Term> terms;
};

struct NamesDeclaration {  // relation a, b;  role a, b;
  enum class Kind : std::uint8_t { relation, role } kind = Kind::relation;
  struct Entry {
    Name name;
    std::optional<Text> title;
  };
  std::vector<Entry> entries;
};

struct Attribute {
  enum class Type : std::uint8_t { boolean, enumerated, ordered, integer };
  Name name;  // owner.name
  Type type = Type::boolean;
  std::vector<Value> values;       // enumerated, ordered
  std::int64_t low = 0, high = 0;  // integer, both included
  std::optional<Value> default_value;
  Span span;
};

struct ObligationDeclaration {
  Name name;
  struct Parameter {
    Name name;
    std::int64_t low = 0, high = 0;
  };
  std::vector<Parameter> parameters;
  Span span;
};

struct Permission {
  Name name;
  std::optional<Text> title;
  std::vector<Name> owners;  // subject, requester
  std::vector<Value> choices;
  std::optional<Value> default_value;
  std::optional<Value> consent;
  std::vector<Scope> governs;
  std::vector<Value> open_when;
  Span span;
};

struct Partner {
  Name name;
  std::optional<Text> title;
  std::optional<Name> role;
  Span span;
};

struct Program {
  Name name;
  std::optional<Text> title;
  Window window;
  std::vector<ObligationUse> obligations;
  Span span;
};

struct Agreement {
  Name name;
  std::optional<Text> title;
  std::vector<Name> partners;
  std::optional<Name> every_role;  // with every ROLE
  std::optional<Name> program;     // under PROGRAM
  Window window;
  std::vector<Allow> clauses;
  std::vector<ObligationUse> obligations;
  Span span;
};

struct Assume {
  Condition condition;
  std::optional<Text> because;
  Span span;
};

// claim "..." cite "..." never permit SCOPE with PARTNERS where CONDITION;
struct Claim {
  Text name;
  std::optional<Text> cite;
  Scope scope;                 // scope.when holds the `where`
  std::vector<Name> partners;  // empty: every partner
  std::optional<Name> every_role;
  Span span;
};

struct Assignment {  // subject.age 12
  Name name;
  Value value;
  Span span;
};

struct Request {
  std::optional<Name> partner, action, data, purpose, relation;
  std::optional<Date> date;
  std::vector<Assignment> attributes;
  Span span;
};

struct Test {
  Text name;
  Request request;
  bool expect_permit = false;
  bool states_obligations = false;  // permit with ...
  std::vector<ObligationUse> obligations;
  std::optional<Name> reason;             // deny because needs_permission
  std::optional<Name> reason_permission;  //   (data_sharing)
  std::optional<Name> rule;               // by RULE
  Span span;
};

struct Import {
  Text path;  // relative to the importing file
  Span span;
};

// One file.
struct File {
  FileId file;
  std::vector<Import> imports;
  std::vector<TermDeclaration> terms;
  std::vector<NamesDeclaration> names;
  std::vector<Attribute> attributes;
  std::vector<ObligationDeclaration> obligations;
  std::vector<Permission> permissions;
  std::vector<Partner> partners;
  std::vector<Program> programs;
  std::vector<Agreement> agreements;
  std::vector<Forbid> forbids;
  std::vector<Assume> assumptions;
  std::vector<Claim> claims;
  std::vector<Test> tests;
};

}  // namespace assent::ast
