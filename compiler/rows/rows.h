// Canonical rows: the decision table that a reviewer reads, the runtime
// tests, and a verifier decodes. A row is a cube; a list of rows is the
// union of its cubes. Same meaning, same rows.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "compiler/model/model.h"

namespace assent::rows {

struct Literal {                      // attribute has one of these values
  model::AttributeId attribute;       // (the value `not supplied` included)
  RunSet values;

  auto operator<=>(const Literal&) const = default;
};

// Sets of terms hold inner terms too: a request may name them.
struct Cube {
  RunSet data, actions, purposes, relations;
  model::Window window;
  std::vector<Literal> literals;      // by attribute, at most one each

  auto operator<=>(const Cube&) const = default;
};

// A row of a partner: permits what it matches, unless a permission that no
// override covers is closed, or a prohibition matches.
struct GrantRow {
  Cube cube;
  std::vector<model::ObligationId> obligations;         // sorted
  // The override sets that hold on this row, each sorted; the list sorted;
  // empty in the common case.
  std::vector<std::vector<model::PermissionId>> overrides;

  auto operator<=>(const GrantRow&) const = default;
};

// A row that holds for every partner.
struct GlobalRow {
  enum class Kind : std::uint8_t {
    impossible,   // an assumption excludes this request
    prohibited,
    closed,       // `permission` governs it and is not open
  };
  Kind kind = Kind::impossible;
  model::PermissionId permission;     // closed
  Cube cube;

  auto operator<=>(const GlobalRow&) const = default;
};

// The decision half of a table.
struct RowSet {
  std::vector<std::vector<GrantRow>> lists;   // distinct lists
  std::vector<std::uint32_t> list_of;         // by PartnerId: index in lists
  std::vector<GlobalRow> global;              // sorted

  // What is prohibited for some partners beyond what is for all: distinct
  // lists, none empty, each sorted; by PartnerId, the index of one or kNone.
  // Without lists both are empty.
  static constexpr std::uint32_t kNone = UINT32_MAX;
  std::vector<std::vector<Cube>> forbidden;
  std::vector<std::uint32_t> forbidden_of;

  std::span<const Cube> ForbiddenTo(std::size_t partner) const {
    const std::uint32_t list =
        forbidden_of.empty() ? kNone : forbidden_of[partner];
    if (list == kNone) return {};
    return forbidden[list];
  }
};

}  // namespace assent::rows
