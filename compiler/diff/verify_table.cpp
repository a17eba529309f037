#include "compiler/diff/verify_table.h"

#include <algorithm>
#include <map>
#include <memory>

#include <fmt/format.h>

#include "compiler/check/answer.h"
#include "compiler/rows/as_asked.h"
#include "compiler/rows/diagrams_to_rows.h"

namespace assent::diff {
namespace {

using check::Answer;
using logic::kFalse;
using logic::NodeId;
using rules::GrantId;

constexpr std::size_t kNodeBudget = 24u << 20;
constexpr std::size_t kKeptNodes = 4u << 20;

logic::Space SpaceOfBoth(const Side& side, const model::Vocabulary& vocabulary,
                         const rules::RuleSet& rules) {
  auto sets = rows::OverrideSetsOf(side.decoded.rows);
  const auto more = logic::OverrideSetsOf(rules);
  sets.insert(sets.end(), more.begin(), more.end());
  return logic::SpaceOf(vocabulary, std::move(sets), rules.unknown_sizes);
}

// Every value, also those that stand for others.
logic::Space Uncounted(logic::Space space) {
  for (std::size_t level = 1; level < space.countable.size(); ++level)
    space.countable[level] = RunSet::Range(0, space.domain_sizes[level]);
  return space;
}

class Verifier {
 public:
  Verifier(const Side& side, const model::Vocabulary& vocabulary,
           const rules::RuleSet& rules, const Table& compiled)
      : side_(side),
        vocabulary_(vocabulary),
        rules_(rules),
        compiled_(compiled),
        space_(SpaceOfBoth(side, vocabulary, rules)),
        everything_(Uncounted(space_)),
        store_(space_.domain_sizes, kNodeBudget) {}

  Result<Verification> Run() {
    Empty();
    const auto named_of = rules::ProhibitionsOf(rules_);
    std::map<Answered, bool> equal;
    for (std::size_t p = 0; p < vocabulary_.partners.size(); ++p) {
      const rows::RowSet& rows = side_.decoded.rows;
      const auto forbidden = rows.ForbiddenTo(p);
      const auto [it, is_new] = equal.try_emplace(
          {rules_.grants_of[p], named_of[p], rows.list_of[p],
           {forbidden.begin(), forbidden.end()}},
          true);
      if (is_new) {
        if (store_.node_count() > kKeptNodes) Empty();
        NodeId difference = Difference(it->first);
        if (store_.exhausted()) {
          Empty();
          difference = Difference(it->first);
        }
        if (store_.exhausted())
          return Error{fmt::format(
              "the rules of partner `{}` need more than {} diagram nodes",
              vocabulary_.partners[p].name, kNodeBudget)};
        it->second = difference == kFalse;
        if (!it->second && !result_.witness)
          Show(difference, vocabulary_.partners[p].name);
      }
      ++result_.partner_count;
      result_.differing_partner_count += !it->second;
    }
    result_.function_count = equal.size();
    return std::move(result_);
  }

 private:
  void Empty() {
    store_.Reset();
    diagrams_ = std::make_unique<logic::RulesToDiagrams>(vocabulary_, rules_,
                                                         space_, store_);
    global_ = rows::RowsToGlobal(store_, vocabulary_.permissions.size(),
                                 rows::AsAsked(vocabulary_,
                                         side_.decoded.rows.global));
    same_global_ = global_.possible == diagrams_->global().possible &&
                   global_.prohibited == diagrams_->global().prohibited &&
                   global_.closed == diagrams_->global().closed;
  }

  // What is said of a partner, and what is stored.
  struct Answered {
    std::vector<GrantId> grants;
    std::vector<rules::ProhibitionId> prohibitions;
    std::uint32_t list = 0;
    std::vector<rows::Cube> forbidden;

    auto operator<=>(const Answered&) const = default;
  };

  // Requests with different answers; kFalse when there are none.
  NodeId Difference(const Answered& what) {
    const NodeId written = diagrams_->Grants(what.grants);
    const NodeId written_forbidden = diagrams_->Prohibited(what.prohibitions);
    std::vector<rows::Cube> asked;
    for (const rows::Cube& cube : what.forbidden)
      for (rows::Cube& part : rows::AsAsked(vocabulary_, cube))
        asked.push_back(std::move(part));
    const NodeId stored_forbidden =
        rows::RowsToProhibited(store_, global_, asked);
    const NodeId stored = store_.And(
        rows::RowsToGrants(
            store_, space_,
            rows::AsAsked(vocabulary_, side_.decoded.rows.lists[what.list])),
        global_.possible);
    if (same_global_ && written == stored &&
        written_forbidden == stored_forbidden)
      return kFalse;
    // Only what can be observed counts: outputs that differ may not be.
    const Answer x =
        check::Answers(store_, space_, diagrams_->global())
            .AnswerOf(written, written_forbidden);
    const Answer y = check::Answers(store_, space_, global_)
                         .AnswerOf(stored, stored_forbidden);
    // A request with another decision says more than one with other reasons.
    const NodeId decisions = store_.Xor(x.permit, y.permit);
    return decisions != kFalse ? decisions : AnyPartDiffers(store_, x, y);
  }

  void Show(NodeId difference, const std::string& partner) {
    const auto any = [](const check::Witness&) { return true; };
    result_.witness =
        check::LeastWitness({store_, space_, vocabulary_}, difference, kFalse,
                            partner, any);
    if (!result_.witness)
      result_.witness =
          check::LeastWitness({store_, everything_, vocabulary_}, difference,
                              kFalse, partner, any);
    ASSENT_CHECK(result_.witness.has_value(), "a difference has a request");
    const check::Replay table(side_.table), sources(compiled_);
    result_.table_reply = table.Ask(*result_.witness);
    result_.source_reply = sources.Ask(*result_.witness);
    result_.table_whole = table.WholeText(*result_.witness);
    result_.source_whole = sources.WholeText(*result_.witness);
  }

  const Side& side_;
  const model::Vocabulary& vocabulary_;
  const rules::RuleSet& rules_;
  const Table& compiled_;
  const logic::Space space_, everything_;
  logic::Store store_;
  std::unique_ptr<logic::RulesToDiagrams> diagrams_;
  logic::GlobalDiagrams global_;        // of the table's rows
  bool same_global_ = false;
  Verification result_;
};

}  // namespace

Result<Verification> VerifyTable(const Side& side,
                                 const model::Vocabulary& vocabulary,
                                 const rules::RuleSet& rules,
                                 const Table& compiled) {
  const auto had = VocabularyLines(side.decoded.vocabulary);
  if (had == VocabularyLines(vocabulary))
    return Verifier(side, vocabulary, rules, compiled).Run();
  Verification result;
  result.vocabulary_changes =
      VocabularyChanges(side.decoded.vocabulary, vocabulary);
  // The same names in another order: not a table that this compiler writes.
  if (result.vocabulary_changes.empty())
    result.vocabulary_changes.push_back({false, "the order of names"});
  return result;
}

}  // namespace assent::diff
