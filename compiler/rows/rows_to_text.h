// The rows' window: what they say, in the author's words, line by line.
//
// Sets of terms are written as few terms of the taxonomy that cover their
// leaves, windows as days, literals as conditions of the language. A small
// change of meaning is a small change of lines.
#pragma once

#include <string>
#include <vector>

#include "compiler/model/vocabulary.h"
#include "compiler/rows/rows.h"

namespace assent::rows {

// What a row says of an inner term follows from the leaves below it: from all
// of them (what a partner may), or from any (what holds for everybody).
enum class Follows : bool { from_any, from_all };

// Few terms whose leaves are the leaves in `terms`, in the order of ids. An
// inner term whose being there does not follow, so that the row speaks of a
// request for all of it at once and not of its parts, is `friends as a
// whole`; likewise one that is a value of its own (its `leaves` hold itself)
// without all below it.
std::vector<std::string> TermNames(const model::Taxonomy& taxonomy,
                                   const RunSet& terms,
                                   Follows follows = Follows::from_any);

std::string DayText(Day day);  // 2014-06-01

// An integer attribute may have named values beyond `high`, in `values`: a
// vocabulary that joins two has such attributes where they disagree.
std::uint32_t SuppliedCount(const model::Attribute& attribute);
std::string ValueText(const model::Attribute& attribute, std::uint32_t value);

// "subject.age >= 18", "item.visibility is one of { friends, public }". That
// a value is not supplied follows from the others and is not written, unless
// nothing else is said.
std::string LiteralText(const model::Attribute& attribute,
                        const RunSet& values);

// "read on friends.names of friend for service from 2010-10-13". What a cube
// does not limit (of any relation, for any purpose) is written or left out.
enum class Unlimited : bool { left_out, written };
std::string ScopeText(const model::Vocabulary& vocabulary, const Cube& cube,
                      Unlimited unlimited, Follows follows = Follows::from_any);
// "session.signed_in is true and subject.age >= 18"; "" without literals.
std::string WhenText(const model::Vocabulary& vocabulary, const Cube& cube);
// Both: "read on friends.names ... when subject.age >= 18".
std::string CubeText(const model::Vocabulary& vocabulary, const Cube& cube,
                     Unlimited unlimited, Follows follows = Follows::from_any);

// "log_access, notify_subject", of names by id.
std::string PermissionsText(const model::Vocabulary& vocabulary,
                            const std::vector<model::PermissionId>& ids);
std::string ObligationsText(const model::Vocabulary& vocabulary,
                            const std::vector<model::ObligationId>& ids);

// "session.signed_in: bool default false".
std::string AttributeText(const model::Attribute& attribute);
// "sharing consent opt_in; open when subject.sharing is on".
std::string PermissionText(const model::Vocabulary& vocabulary,
                           const model::Permission& permission);

// What holds for everybody, then each partner's rows, then the vocabulary.
// Ends with a newline. Rows are shown as_possible.h; linear in the output but
// for that.
std::string RowsToText(const model::Vocabulary& vocabulary, const RowSet& rows);

// The vocabulary alone, a line or a few for each thing declared.
std::string VocabularyToText(const model::Vocabulary& vocabulary);

}  // namespace assent::rows
