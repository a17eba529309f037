// What change would make a refuted claim hold, when one is enough: one literal
// in the conditions of the clauses responsible, an earlier end, or overrides
// left out.
//
// The law, for the violating requests f and a literal l:
//
//   with `when l` in every responsible clause the claim holds
//       <=>  f and l = nothing
//
// (A clause is responsible if it grants a request of f. Where l holds nothing
// changes; where it does not, no clause is left that grants.) So the weakest
// literal over one attribute names all values that f does not have.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/check/workbench.h"
#include "compiler/model/model.h"
#include "compiler/rows/regions.h"

namespace assent::check {

struct Repair {
  enum class Kind : std::uint8_t {
    no_override,  // leave out `despite`
    consent,      // `consent of PERSON ...`
    literal,      // an attribute, a permission's state
    earlier_end,  // `until DAY`
  };
  Kind kind = Kind::literal;
  model::Condition condition;  // consent, literal
  Day until = kEndDay;         // earlier_end
  std::string text;            // consent of subject >= opt_in
};

// The requests of f that count: over leaves and supplied values.
logic::NodeId CountableOf(Workbench& bench, logic::NodeId f);

// Collects what violates, partner by partner; then Repairs() says what is not
// among it. A store may be emptied between two partners.
class Repairs {
 public:
  explicit Repairs(const model::Vocabulary& vocabulary)
      : vocabulary_(vocabulary) {}

  // `violation`: requests over leaves and supplied values, not empty.
  // `granted`: what the clauses responsible for it grant to that partner.
  void Add(Workbench& bench, logic::NodeId violation, logic::NodeId granted);

  // By kind, then by how much is left, then by name; at most one of an
  // attribute. `first_day`: the latest day on which a responsible clause begins
  // to grant, so that an end behind it leaves each something. `overrides`: each
  // of them has some.
  std::vector<Repair> All(Day first_day, bool overrides) const;

 private:
  // What requests have: values by attribute, ranks of consent by Person. A
  // repair names what no violation has, and something that is permitted has.
  struct Seen {
    std::vector<RunSet> values;
    RunSet consents[2];
    RunSet days;
  };
  void See(Workbench& bench, logic::NodeId f, Seen& seen) const;

  const model::Vocabulary& vocabulary_;
  Seen violating_, permitted_;
  bool without_override_ = false;  // some violation needs none
};

}  // namespace assent::check
