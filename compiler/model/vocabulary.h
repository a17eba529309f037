// The words of a policy set: what a request can be about. Everything has an
// id that is a function of the names alone, so that the order in which things
// were declared never matters.
//
// A vocabulary is also what a table carries: decoding a table gives one back.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/base/id.h"
#include "compiler/base/run_set.h"
#include "compiler/base/source.h"

namespace assent::model {

using TermId = Id<struct TermTag>;              // in its own taxonomy
using RelationId = Id<struct RelationTag>;
using RoleId = Id<struct RoleTag>;
using AttributeId = Id<struct AttributeTag>;
using PermissionId = Id<struct PermissionTag>;
using ObligationId = Id<struct ObligationTag>;
using PartnerId = Id<struct PartnerTag>;
using TagId = Id<struct TagTag>;

// In order of strength. `none`: no governing permission is open.
enum class Consent : std::uint8_t {
  none, login, default_on, opt_in, express, parental
};
inline constexpr std::uint32_t kConsentCount = 6;

// One term of a directed acyclic graph of data, actions or purposes.
struct Term {
  std::string name;                 // dotted path: friends.names
  std::string title;                // may be empty
  std::vector<TermId> parents;      // the first is the one it is named after
  std::vector<TermId> children;     // sorted; empty: a leaf
  RunSet leaves;                    // leaf ids at or below (a leaf: itself)
  // For checks alone; tables do not carry them.
  Consent needs = Consent::none;    // data: the least consent of the subject,
                                    // the strictest of its own and those above
  bool inbound = false;             // actions: from the partner to us; as
                                    // written here or above
  std::vector<TagId> tags;          // sorted; as written here
  Span span;

  bool is_leaf() const { return children.empty(); }
};

// Ids are positions in the depth-first order of the naming tree (the first
// parent), siblings sorted by name: a category and what is declared inside
// it are one run of ids.
struct Taxonomy {
  std::vector<Term> terms;
  RunSet leaves;                    // all leaf ids
  // Every accepted spelling: full paths, and each shorter tail of a path
  // (names, friends.names) that means one term only.
  std::map<std::string, TermId, std::less<>> spellings;

  std::uint32_t size() const { return std::uint32_t(terms.size()); }
};

enum class Owner : std::uint8_t {
  requester, subject, item, session, partner, context
};

enum class DomainKind : std::uint8_t { boolean, enumerated, ordered, integer };

// A fact that a request supplies: `subject.age`, `session.signed_in`, and the
// state of each permission, `subject.data_sharing`.
//
// Values are numbered from 0: false, true; an enumeration's names sorted; an
// ordered attribute's names as declared, lowest first; an integer's low ..
// high. An attribute without a default has one value more, `not supplied`.
//
// Attributes are sorted by (name without owner, owner), so that the
// requester's and the subject's copies are neighbours, requester first.
struct Attribute {
  std::string name;                 // owner.name
  Owner owner = Owner::context;
  DomainKind kind = DomainKind::boolean;
  std::vector<std::string> values;  // empty for integer
  std::int64_t low = 0, high = 0;   // integer
  std::optional<std::uint32_t> default_value;
  PermissionId permission;          // whose state it is, if one's
  AttributeId pair;                 // the other person's copy, if there is one
  Span span;

  std::uint32_t supplied_count() const;                 // without not supplied
  bool has_unsupplied() const { return !default_value; }
  std::uint32_t unsupplied() const { return supplied_count(); }
  std::uint32_t domain_size() const {
    return supplied_count() + (has_unsupplied() ? 1 : 0);
  }
  // "off", "13", "true", "not supplied".
  std::string ValueName(std::uint32_t value) const;
  std::optional<std::uint32_t> FindValue(std::string_view text) const;
};

enum class Person : std::uint8_t { requester, subject };

// What a user can set. Its state is an attribute of each owner; it is closed
// for a request that it governs unless every owner's state is an open one.
struct Permission {
  std::string name;
  std::string title;
  AttributeId state[2];             // by Person; not valid: not an owner
  Consent consent = Consent::opt_in;
  RunSet open_values;               // of the state
  Span span;
};

struct Partner {
  std::string name;
  std::string title;
  RoleId role;                      // may be invalid
  Span span;
};

struct Named {                      // relations, roles, obligations, tags
  std::string name;                 // obligations: delete_within(days: 30)
  std::string title;
  Span span;
  // For checks alone; tables do not carry them.
  std::vector<TagId> tags;          // relations, roles
  RelationId via = {};              // relations: the one nearer by, if this one
                                    // is reached by way of another
  std::optional<RunSet> purposes = {};  // roles: the purposes (leaf ids) that
                                    // its partners may have; absent: any
};

struct Vocabulary {
  Taxonomy data, actions, purposes;
  std::vector<Named> relations;     // each list sorted by name
  std::vector<Named> roles;
  std::vector<Named> obligations;   // each use with its arguments is one
  std::vector<Named> tags;          // not carried by tables
  std::vector<Attribute> attributes;
  std::vector<Permission> permissions;
  std::vector<Partner> partners;
  RelationId self;                  // the relation named `self`, if declared
};

// The id of `name` in a list sorted by name; invalid when absent. O(log n).
template <class IdType, class T>
IdType Find(const std::vector<T>& sorted, std::string_view name) {
  std::size_t low = 0, high = sorted.size();
  while (low < high) {
    std::size_t middle = (low + high) / 2;
    if (sorted[middle].name < name)
      low = middle + 1;
    else
      high = middle;
  }
  return low < sorted.size() && sorted[low].name == name ? IdType(low)
                                                         : IdType();
}

AttributeId FindAttribute(const Vocabulary&, std::string_view name);  // O(n)
std::string_view NameOf(Consent consent);

}  // namespace assent::model
