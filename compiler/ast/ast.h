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

// 2014-06-01 | unknown | unknown whether A or B | unknown in A..B (or: in 2014)
// | unknown after A | unknown before A
struct Date {
  enum class Kind : std::uint8_t {
    known, unknown, one_of, in_range, after, before
  };
  Day day = kNoDay;  // known; the parser has checked it
  Span span;
  Kind kind = Kind::known;
  std::vector<Date> days;  // one_of: as written; in_range: first, last; after,
                           // before: the one
};

// [from, until). Where an end is left out, the enclosing window's holds.
struct Window {
  std::optional<Date> from;
  std::optional<Date> until;
  std::optional<Text> open_ended_because;
  Span span;
};

// unknown | unknown whether friends.names or profile
struct UnknownName {
  std::vector<Name> alternatives;  // empty: it could be any
  Span span;
};

// A list of names, or `any ...` written out, or nothing written at all.
struct NameList {
  bool any = false;
  std::vector<Name> names;
  std::vector<Name> tags;  // tagged T: every term that is tagged so
  std::vector<UnknownName> unknowns;
  Span span;  // empty when nothing was written

  bool absent() const {
    return !any && names.empty() && tags.empty() && unknowns.empty();
  }
};

// with bing, spotify | with every app | with any partner
struct Counterparties {
  std::vector<Name> names;         // partners, or groups of them
  std::optional<Name> every_role;
  bool any = false;
  Span span;

  bool absent() const { return !any && names.empty() && !every_role; }
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
    truth,       // a boolean attribute, or a named condition, alone: name
    consent,     // consent of person OP values[0]
    attributes,  // name OP other: two attributes
  };
  Kind kind = Kind::all_of;
  std::vector<Condition> operands;
  Name name;  // the attribute, or the person of consent
  Comparison comparison = Comparison::is;
  std::vector<Value> values;  // in_range: low, high (both included)
  Name other;                 // attributes: the one on the right
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
  bool unsaid = false;  // unknown whether approved
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
  Counterparties partners;  // absent: every partner
  Scope scope;
  std::optional<Text> because;
  Span span;
};

// data friends "..." needs opt_in tagged nonpublic { list; names; }
struct Term {
  Name name;
  std::optional<Text> title;
  std::optional<Value> needs;    // data: the least consent
  std::vector<Name> tags;
  std::optional<Span> inbound;   // actions: from the partner to us
  std::vector<Term> children;
  std::vector<Name> includes;  // further children, declared elsewhere
  Span span;
};

enum class TermKind : std::uint8_t { data, action, purpose };

struct TermDeclaration {
  TermKind kind = TermKind::data;
  std::vector<Term> terms;
};

// relation a, b via a;  role a for service tagged t, b;  tag t;
struct NamesDeclaration {
  enum class Kind : std::uint8_t { relation, role, tag } kind = Kind::relation;
  struct Entry {
    Name name;
    std::optional<Text> title;
    std::vector<Name> tags;   // roles, relations
    std::optional<Name> via;  // relations: the one nearer by
    NameList purposes;        // roles: what its partners may have for at all
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
  std::vector<Condition> ceilings;  // what it was announced to stay within
  std::vector<Scope> standard;      // what every partner of it has
  std::vector<ObligationUse> obligations;
  Span span;
};

struct Agreement {
  Name name;
  std::optional<Text> title;
  Counterparties partners;
  std::optional<Name> program;     // under PROGRAM
  Window window;
  std::optional<Date> requested;   // when the partner asked for it
  std::optional<Text> approved_by;
  std::vector<Value> disclosed;    // where people are told of it
  std::optional<Value> consideration;  // what is given for it; may be `none`
  std::vector<Name> unsaid;        // unknown whether: requested, approved, ...
  std::vector<Name> amends;        // earlier agreements
  std::optional<Name> lifecycle;   // active, winding_down
  std::vector<Name> flows;         // outbound, inbound
  NameList purposes;               // what it was made for
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
  Scope scope;              // scope.when holds the `where`
  Counterparties partners;  // absent: every partner
  Span span;
};

// require "..." every agreement with every app that has consideration
//   has disclosed and no open_end;
struct Require {
  struct Field {
    bool negated = false;  // no FIELD
    Name name;             // requested, disclosed, ..., or an obligation
  };
  std::optional<Text> name;
  std::optional<Text> cite;
  Counterparties partners;
  std::optional<Name> program;
  std::vector<Field> given;   // that has ...
  std::vector<Field> fields;  // has ...
  std::optional<Text> because;
  Span span;
};

// What a partner's product needs, and while it was offered.
struct Feature {
  Name name;
  std::optional<Text> title;
  Counterparties partners;
  std::vector<Scope> needs;
  std::vector<Window> live;
  Span span;
};

// The registry: what an interface gives out, and who can reach it.
struct InterfaceScope {
  struct Holding {
    Counterparties partners;
    Window window;
    Span span;
  };
  Name name;
  std::optional<Text> title;
  std::vector<Scope> exposes;
  std::vector<Holding> held;
  Span span;
};

// group launch of partner: bing, pandora;
struct Group {
  enum class Kind : std::uint8_t { data, action, purpose, relation, partner };
  Name name;
  std::optional<Text> title;
  Kind kind = Kind::data;
  NameList members;
  Span span;
};

// condition adult: subject.age >= 18;
struct NamedCondition {
  Name name;
  Condition condition;
  Span span;
};

// rules gateway combine first_applicable with bing { permit ...; deny ...; }
struct RuleGroup {
  struct Item {  // a rule, or a nested set
    std::optional<Name> name;
    bool permit = false;
    Counterparties partners;
    Scope scope;
    std::vector<RuleGroup> nested;  // one: this item is a set; else a rule
    Span span;
  };
  Name name;
  std::optional<Text> title;
  Name combine;
  Counterparties partners;
  Scope scope;    // what all of it is about
  Window window;  // in force
  std::vector<Item> items;  // in order
  Span span;
};

struct UsePack {
  Name name;
  Span span;
};

// pack ftc_2012 "..." { cite "..."; omits "..."; }: what a pack says of itself
struct Pack {
  Name name;
  std::optional<Text> title;
  std::vector<Text> cites;
  std::vector<Text> omits;
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

struct Expectation {
  bool permit = false;
  bool states_obligations = false;  // permit with ...
  std::vector<ObligationUse> obligations;
  std::optional<Name> reason;             // deny because needs_permission
  std::optional<Name> reason_permission;  //   (data_sharing)
  std::vector<Name> rules;                // by RULE, RULE
  Span span;
};

// One request and one expectation; or a table of cases:
//   cases date, subject.age { 2014-06-01, 12: permit by songs; }
struct Test {
  struct Case {
    std::vector<Value> cells;  // one a column
    Expectation expectation;
    Span span;
  };
  Text name;
  Request request;  // of a table: what its cases share
  std::optional<Expectation> expectation;
  std::vector<Name> columns;  // date, data, ..., or an attribute
  std::vector<Case> cases;
  Span span;
};

struct Import {
  Text path;  // relative to the importing file
  Span span;
};

struct Comment {  // with its marks: // ... or /* ... */
  Span span;
};

// One file.
struct File {
  FileId file;
  std::vector<Comment> comments;  // in source order
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
  std::vector<Require> requirements;
  std::vector<Feature> features;
  std::vector<InterfaceScope> interfaces;
  std::vector<Group> groups;
  std::vector<NamedCondition> conditions;
  std::vector<RuleGroup> rule_groups;
  std::vector<UsePack> packs_used;
  std::vector<Pack> packs;
  std::vector<Test> tests;
};

}  // namespace assent::ast
