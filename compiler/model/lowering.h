// What the files of AstToModel share; nothing else includes it.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/model/limits.h"
#include "compiler/model/model.h"

namespace assent::model {

using diagnostics::Kind;

// The declared names of one kind; they must outlive it. A name whose
// declaration is faulty is known and means nothing (an invalid id): its
// mistake was reported, and uses of it stay silent.
template <class IdType>
class Names {
 public:
  explicit Names(std::string_view what) : what_(what) {}

  // The first of two equal names stays.
  void Add(std::string_view name, IdType id) {
    if (ids_.emplace(name, id).second) in_order_.push_back(name);
  }
  template <class T>
  void AddAll(const std::vector<T>& items) {
    ids_.reserve(items.size());
    for (std::size_t i = 0; i < items.size(); ++i)
      Add(items[i].name, IdType(i));
  }
  std::optional<IdType> Find(std::string_view name) const {
    auto found = ids_.find(name);
    if (found == ids_.end()) return std::nullopt;
    return found->second;
  }
  std::string_view what() const { return what_; }
  const std::vector<std::string_view>& in_order() const { return in_order_; }

 private:
  std::string_view what_;  // "partner", for messages
  std::unordered_map<std::string_view, IdType> ids_;
  std::vector<std::string_view> in_order_;
};

struct ObligationKind {  // a declared obligation
  std::string name;
  std::vector<ast::ObligationDeclaration::Parameter> parameters;  // by name
  Span span;
};
using ObligationKindId = Id<struct ObligationKindTag>;

using Dimension = UnknownTerms::Dimension;
inline constexpr std::size_t kDimensionCount = 4;

// What a list of names means: leaves, and what an unknown may add to them.
struct TermSet {
  RunSet known;
  std::vector<UnknownTerms> unknown;
};

// A declaration that uses others of its kind, and is worked out at its first
// use: `open` while that goes on, so that a circle is noticed.
template <class Ast, class Value>
struct Deferred {
  enum class State : std::uint8_t { unseen, open, done };
  const Ast* ast = nullptr;
  State state = State::unseen;
  std::optional<Value> value;  // done: nothing where it is faulty
};
using DeferredGroup = Deferred<ast::Group, TermSet>;
using DeferredPartners = Deferred<ast::Group, std::vector<PartnerId>>;
// The value: how many parts it has, written out.
using DeferredCondition = Deferred<ast::NamedCondition, std::size_t>;

// An unknown date before its days are chosen.
struct UnknownDay {
  UnknownId id;
  Day low = kNoDay, high = kNoDay;  // the days between which it lies
  bool listed = false;              // its days are those written
  bool decides = true;              // some decision may depend on it
};

// The state of one run. Vocabulary first, then names, then clauses.
class Lowering {
 public:
  Lowering(diagnostics::Sink& into, const Limits& bounds)
      : sink(into), limits(bounds) {}

  diagnostics::Sink& sink;
  const Limits& limits;
  Model model;

  Names<TermId> terms[3] = {Names<TermId>("data term"), Names<TermId>("action"),
                            Names<TermId>("purpose")};
  // Ends of paths that mean several terms.
  std::unordered_set<std::string_view> ambiguous[3];
  Names<RelationId> relations{"relation"};
  Names<RoleId> roles{"role"};
  Names<AttributeId> attributes{"attribute"};
  Names<PermissionId> permissions{"permission"};
  Names<ObligationKindId> obligations{"obligation"};
  Names<PartnerId> partners{"partner"};
  Names<ProgramId> programs{"program"};
  Names<TagId> tags{"tag"};
  std::unordered_map<std::string_view, DeferredGroup> groups[kDimensionCount];
  std::unordered_map<std::string_view, DeferredPartners> partner_groups;
  std::unordered_map<std::string_view, DeferredCondition> conditions;
  std::vector<RunSet> tagged[kDimensionCount];  // by TagId
  std::vector<UnknownDay> unknown_days;         // by UnknownId: see below
  std::unordered_set<std::uint32_t> unused_tags_reported;

  // What is being read, for the names of unknowns: "agreement `bing_search`";
  // and whether decisions depend on it.
  std::string context;
  bool unknowns_decide = true;

  std::vector<ObligationKind> obligation_kinds;  // sorted by name
  // Each obligation in use, numbered by first use until all are known.
  std::unordered_map<std::string, ObligationId> obligation_ids;
  std::vector<Named> obligations_used;

  std::vector<std::string> faulty_attributes;          // for `attributes`
  std::vector<std::vector<std::uint32_t>> governs_of;  // by PermissionId:
                                                       // in model.governs
  std::vector<std::vector<PartnerId>> partners_of;     // by RoleId

  diagnostics::Diagnostic& Report(Kind kind, Span span, std::string message,
                                  std::string help = {}) {
    return sink.Report(kind, span, std::move(message), std::move(help));
  }

  // The id of a name; not valid when it is unknown, which is reported.
  template <class IdType>
  IdType Lookup(const Names<IdType>& names, const ast::Name& name) {
    if (auto id = names.Find(name.text)) return *id;
    ReportUnknown(name.text, name.span, names.what(), names.in_order());
    return IdType();
  }
  TermId LookupTerm(ast::TermKind kind, const ast::Name& name);

  void ReportUnknown(std::string_view name, Span span, std::string_view what,
                     const std::vector<std::string_view>& known);

  // Reports `what` beyond the limit, at the place that goes beyond it.
  bool Within(std::uint64_t count, std::uint64_t limit, Span span,
              std::string_view what,
              std::string_view help = "split the policy set");

  // Whether clauses for these partners stay within the limit. A set of
  // agreements with `every` role is much larger than its text.
  bool CountPartners(std::size_t partner_count, std::size_t clause_count,
                     Span span);

  const Taxonomy& taxonomy(ast::TermKind kind) const;
  const Attribute& attribute(AttributeId id) const {
    return model.vocabulary.attributes[id.value];
  }

 private:
  std::string OtherKind(std::string_view name, std::string_view what) const;
  std::vector<std::string_view> GroupsOf(std::string_view what) const;

  std::uint64_t partner_clauses_ = 0;
  std::int64_t suggestion_budget_ = 2'000'000;  // names compared in a run
};

using Files = std::vector<ast::File>;

// In the order in which they run.
void LowerTags(Lowering&, const Files&);
void LowerTaxonomies(Lowering&, const Files&);
void LowerNames(Lowering&, const Files&);       // relations, roles, partners
void LowerAttributes(Lowering&, const Files&);  // and permissions' states
void LowerObligationKinds(Lowering&, const Files&);
void LowerNamedParts(Lowering&, const Files&);   // groups and conditions
void LowerRolePurposes(Lowering&, const Files&);
void LowerUnusedParts(Lowering&, const Files&);  // those not met on the way
void LowerPermissions(Lowering&, const Files&);  // what they govern
void LowerAgreements(Lowering&, const Files&);   // and programs
void LowerProhibitions(Lowering&, const Files&);
void LowerAssumptions(Lowering&, const Files&);
void LowerRuleGroups(Lowering&, const Files&);
void LowerFeatures(Lowering&, const Files&);    // and the registry
void LowerRequirements(Lowering&, const Files&);
void LowerPacks(Lowering&, const Files&);
void LowerClaims(Lowering&, const Files&);
void LowerTests(Lowering&, const Files&);
void NumberObligations(Lowering&);  // final ids, by name
void ChooseDays(Lowering&);         // of unknown dates: needs all others

// Parts of clauses. Nothing where a part is faulty; all of it is looked at,
// so that every mistake is reported.
// Where `consent of` means something: it is derived from what permissions
// govern, so that neither they nor assumptions can ask for it.
enum class Consents : std::uint8_t { allowed, assumed, governing };
std::optional<Condition> LowerCondition(Lowering&, const ast::Condition&,
                                        Consents consents);
// The condition of this name; null: there is none.
DeferredCondition* FindCondition(Lowering&, const ast::Name&);
std::optional<Scope> LowerScope(Lowering&, const ast::Scope&,
                                Consents consents = Consents::allowed);
std::optional<Window> LowerWindow(Lowering&, const ast::Window&);
// Nothing written: everything.
std::optional<TermSet> LowerList(Lowering&, Dimension, const ast::NameList&);
// Of which nothing may be unknown, also not by way of a group.
std::optional<RunSet> LowerKnownList(Lowering&, Dimension, const ast::NameList&,
                                     std::string_view what);
std::optional<Scope> LowerKnownScope(Lowering&, const ast::Scope&,
                                     std::string_view what);
std::optional<UnknownTerms> LowerUnknownTerms(Lowering&, Dimension,
                                              const ast::UnknownName&);
RunSet LeavesOf(const Lowering&, Dimension);
std::string_view NameOf(Dimension);  // "data", "action"

// A date that may be unknown, between low and high (both included) if nothing
// is said of it. `what`: "the end", of the context.
struct MaybeDay {
  Day low = kNoDay, high = kNoDay;  // known: the same
  UnknownId unknown;
};
std::optional<MaybeDay> LowerDay(Lowering&, const ast::Date&,
                                 std::string_view what, Day low, Day high);
// The days of `unknown` on which its window has a day: those from low to high.
// False when there are none; what is written and cannot be, is reported.
bool LeaveDays(Lowering&, UnknownId unknown, const ast::Date& written, Day low,
               Day high);
// Where a date must be known; reports one that is not.
bool CheckKnown(Lowering&, const std::optional<ast::Date>&,
                std::string_view what);
bool CheckKnown(Lowering&, const ast::Scope&, std::string_view what);
std::optional<std::uint32_t> LowerValue(Lowering&, const Attribute&,
                                        const ast::Value&);
std::optional<Consent> LowerConsentKind(Lowering&, const ast::Value&,
                                        bool or_none);
std::optional<std::vector<ObligationId>> LowerObligations(
    Lowering&, const std::vector<ast::ObligationUse>&);  // sorted
// As above, for an expectation: those that no clause imposes are mistakes.
std::optional<std::vector<ObligationId>> FindObligations(
    Lowering&, const std::vector<ast::ObligationUse>&);
// Written out and sorted. `any partner`, or nothing written: all of them.
std::optional<std::vector<PartnerId>> LowerPartners(Lowering&,
                                                    const ast::Counterparties&);
// As above, but empty where every partner is meant.
std::optional<std::vector<PartnerId>> LowerSomePartners(
    Lowering&, const ast::Counterparties&);

// Reports a label that `labels` holds already, and adds it.
void CheckLabel(Lowering&, const ast::Name& label,
                std::unordered_map<std::string_view, Span>& labels);

// Reports a title of a claim or test that `seen` holds already.
void CheckTitle(Lowering&, std::string_view what, const ast::Text& name,
                std::unordered_map<std::string_view, Span>& seen);

// "`a`, `b` and `c`".
std::string Quoted(const std::vector<std::string_view>& names,
                   std::string_view last_joint = " and ");

void ReportDuplicate(Lowering&, std::string_view what, std::string_view name,
                     Span second, Span first);

// Sorts by name; of several with one name the first written stays, the others
// are reported.
template <class T>
void SortDeclarations(Lowering& lowering, std::vector<T>& items,
                      std::string_view what) {
  std::stable_sort(items.begin(), items.end(),
                   [](const T& a, const T& b) { return a.name < b.name; });
  auto equal = [&](const T& first, const T& second) {
    if (first.name != second.name) return false;
    ReportDuplicate(lowering, what, second.name, second.span, first.span);
    return true;
  };
  items.erase(std::unique(items.begin(), items.end(), equal), items.end());
}

// The declarations of one kind, by name; of several with one name the first.
template <class Ast>
std::vector<const Ast*> SortedByName(Lowering& lowering, const Files& files,
                                     std::vector<Ast> ast::File::*list,
                                     std::string_view what) {
  struct Declared {
    std::string_view name;
    Span span;
    const Ast* ast;
  };
  std::vector<Declared> declared;
  for (const ast::File& file : files)
    for (const Ast& ast : file.*list)
      declared.push_back({ast.name.text, ast.name.span, &ast});
  SortDeclarations(lowering, declared, what);
  std::vector<const Ast*> sorted;
  for (const Declared& each : declared) sorted.push_back(each.ast);
  return sorted;
}

// What every named declaration has: its name, its title, its place.
template <class T, class Ast>
T Headed(const Ast& ast) {
  T declared;
  declared.name = ast.name.text;
  if (ast.title) declared.title = ast.title->text;
  declared.span = ast.name.span;
  return declared;
}

}  // namespace assent::model
