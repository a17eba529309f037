// Two vocabularies as one: the request space in which two tables can both be
// asked, and their rows in it.
//
// Names are what the two have in common: terms, values, partners, permissions
// and obligations of the same name are the same. The joint space has a value
// for every leaf of either side (a leaf of one that has parts in the other is
// a value of its own, besides its parts) and every supplied value of either.
// What a side does not know it denies as `unknown_term`; an attribute that it
// does not declare makes no difference to it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/logic/space.h"
#include "compiler/model/vocabulary.h"
#include "compiler/rows/rows.h"

namespace assent::diff {

// How one side's ids are the joint ones.
class SideMap {
 public:
  SideMap(const model::Vocabulary& side, const model::Vocabulary& joint);

  // A cube in joint ids, as it can be asked (rows/as_asked.h). Inner terms and
  // values that are not supplied are left out, unless the joint space counts
  // them.
  std::vector<rows::Cube> Cubes(const rows::Cube& cube) const;
  std::vector<rows::GrantRow> Rows(
      const std::vector<rows::GrantRow>& list) const;
  std::vector<rows::GlobalRow> Rows(
      const std::vector<rows::GlobalRow>& global) const;
  std::vector<logic::OverrideSet> Sets(
      const std::vector<logic::OverrideSet>& sets) const;

  // The requests that this side knows: a union of cubes.
  std::vector<rows::Cube> Known() const;

  // The joint values of a joint attribute that this side declares.
  RunSet Declared(std::size_t joint_attribute) const;

  // By joint PartnerId: the side's own, or not valid.
  const std::vector<model::PartnerId>& partners() const { return partners_; }

  // What a joint attribute is to this side at relation self and elsewhere:
  // its name here, or "" if it does not matter here.
  std::string NameHere(std::size_t joint_attribute, bool one_person) const;

 private:
  struct Values {  // of one attribute of this side
    model::AttributeId joint;
    std::uint32_t offset = 0;  // numbers: joint = own + offset
    std::uint32_t number_count = 0;
    std::vector<std::uint32_t> named;  // joint value of each named one
    std::uint32_t count = 0;           // supplied ones
    bool same = false;                 // value for value
  };
  RunSet MapValues(const Values& values, const RunSet& own) const;

  const model::Vocabulary& side_;
  const model::Vocabulary& joint_;
  std::vector<std::uint32_t> data_, actions_, purposes_, relations_;
  std::vector<model::ObligationId> obligations_;
  std::vector<model::PermissionId> permissions_;
  std::vector<model::PartnerId> partners_;
  std::vector<Values> attributes_;
};

// The union of both. An error when an integer attribute's two domains lie too
// far apart. Attributes have no value `not supplied` here; term.leaves and
// taxonomy.leaves hold every value that is counted.
Result<model::Vocabulary> JoinVocabularies(const model::Vocabulary& a,
                                           const model::Vocabulary& b);

// Every request that either side's vocabulary has words for: as cubes, whose
// union it is. A pair's two copies have one joint domain, but elsewhere than
// at relation self each has only the values that are declared for it.
std::vector<rows::Cube> Universe(const model::Vocabulary& joint,
                                 const SideMap& a, const SideMap& b);

// With nothing left to extend.
logic::Space JointSpace(const model::Vocabulary& joint,
                        std::vector<logic::OverrideSet> override_sets);

}  // namespace assent::diff
