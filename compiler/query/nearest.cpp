#include "compiler/query/nearest.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include "compiler/check/answer.h"
#include "compiler/query/limits.h"
#include "compiler/rows/diagrams_to_rows.h"
#include "compiler/rows/rows_to_text.h"
#include "runtime/format/day.h"

namespace assent::query {
namespace {

using logic::kFalse;
using logic::kFirstAttributeLevel;
using logic::kTrue;
using logic::NodeId;
using model::Attribute;

// Places in a Cost.
enum : std::size_t {
  kTerms,
  kWhich,
  kDay,
  kFacts,
  kNoPermissions,
  kDays,
  kSteps
};

Cost Plus(const Cost& a, const Cost& b) {
  Cost sum;
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] = a[i] + b[i];
  return sum;
}

bool IsRequestersCopy(const Attribute& attribute) {
  return attribute.pair.valid() && attribute.owner == model::Owner::requester;
}

// Paths through a diagram from one assignment.
class Paths {
 public:
  Paths(const logic::Store& store, const logic::Space& space,
        const model::Vocabulary& words, std::vector<std::uint32_t> point)
      : store_(store), space_(space), words_(words), point_(std::move(point)) {}

  std::optional<Cost> Least(NodeId f) {
    const Best& best = BestOf(f);
    return best.possible ? std::optional(best.cost) : std::nullopt;
  }
  llvm::APInt Count(NodeId f) { return BestOf(f).count; }

  // At most `limit` of the least ones: values by level.
  std::vector<std::vector<std::uint32_t>> List(NodeId f, std::size_t limit) {
    std::vector<std::vector<std::uint32_t>> list;
    std::vector<std::uint32_t> at = point_;
    Walk(f, at, limit, list);
    return list;
  }

 private:
  struct Best {
    bool possible = false;
    Cost cost{};
    llvm::APInt count{64, 0};
  };
  struct Option {
    std::uint32_t value;
    Cost cost;
  };

  Cost CostOf(std::uint32_t level, std::uint32_t value) const {
    Cost cost{};
    const std::uint32_t own = point_[level];
    if (value == own) return cost;
    const std::uint32_t away = value > own ? value - own : own - value;
    if (level == logic::kDateLevel) {
      cost[kDay] = 1;
      cost[kDays] = away;
    } else if (level < kFirstAttributeLevel) {
      cost[kTerms] = 1;
      cost[kWhich] = level == logic::kPurposeLevel    ? 0
                     : level == logic::kRelationLevel ? 1
                     : level == logic::kActionLevel   ? 2
                                                      : 3;
    } else {
      const Attribute& attribute =
          words_.attributes[level - kFirstAttributeLevel];
      cost[kFacts] = 1;
      cost[kNoPermissions] = !attribute.permission.valid();
      if (attribute.kind == model::DomainKind::integer ||
          attribute.kind == model::DomainKind::ordered)
        cost[kSteps] = own < attribute.supplied_count() ? away : value;
    }
    return cost;
  }

  // Of [begin, end), the values that cost least.
  std::vector<Option> Options(std::uint32_t level, std::uint32_t begin,
                              std::uint32_t end) const {
    const std::uint32_t own = point_[level];
    if (begin <= own && own < end) return {{own, {}}};
    std::vector<Option> options;
    const RunSet values =
        Intersection(space_.countable[level], RunSet::Range(begin, end));
    if (values.empty()) return options;
    const bool scale = level == logic::kDateLevel ||
                       (level >= kFirstAttributeLevel &&
                        words_.attributes[level - kFirstAttributeLevel].kind >=
                            model::DomainKind::ordered);
    if (scale) {
      // The ends alone can be nearest: the value itself is not within.
      const std::uint32_t first = values.front();
      const std::uint32_t last = values.runs().back().end - 1;
      options.push_back({first, CostOf(level, first)});
      if (last != first) options.push_back({last, CostOf(level, last)});
    } else {
      values.ForEach([&](std::uint32_t value) {
        options.push_back({value, CostOf(level, value)});
      });
    }
    const Cost least = std::ranges::min(options, {}, &Option::cost).cost;
    std::erase_if(options,
                  [&](const Option& option) { return option.cost != least; });
    return options;
  }

  template <class F>
  void ForEachEdge(NodeId f, F visit) const {
    const std::uint32_t level = store_.LevelOf(f);
    const auto edges = store_.Edges(f);
    for (std::size_t i = 0; i < edges.size(); ++i) {
      if (edges[i].child == kFalse) continue;
      visit(edges[i].child, edges[i].begin,
            i + 1 < edges.size() ? edges[i + 1].begin
                                 : store_.domain_size(level));
    }
  }

  const Best& BestOf(NodeId f) {
    const auto known = best_.find(f.value);
    if (known != best_.end()) return known->second;
    Best best;
    if (f == kTrue) {
      best.possible = true;
      best.count = 1;
    } else if (f != kFalse) {
      const std::uint32_t level = store_.LevelOf(f);
      ForEachEdge(f, [&](NodeId child, std::uint32_t begin, std::uint32_t end) {
        const Best below = BestOf(child);
        if (!below.possible) return;
        for (const Option& option : Options(level, begin, end)) {
          const Cost cost = Plus(option.cost, below.cost);
          if (!best.possible || cost < best.cost) {
            best = {true, cost, below.count};
          } else if (cost == best.cost) {
            best.count = check::Sum(best.count, below.count);
          }
        }
      });
    }
    return best_[f.value] = std::move(best);
  }

  void Walk(NodeId f, std::vector<std::uint32_t>& at, std::size_t limit,
            std::vector<std::vector<std::uint32_t>>& list) {
    if (list.size() >= limit || f == kFalse) return;
    if (f == kTrue) {
      list.push_back(at);
      return;
    }
    const std::uint32_t level = store_.LevelOf(f);
    const Cost least = BestOf(f).cost;
    ForEachEdge(f, [&](NodeId child, std::uint32_t begin, std::uint32_t end) {
      const Best below = BestOf(child);
      if (!below.possible) return;
      for (const Option& option : Options(level, begin, end)) {
        if (Plus(option.cost, below.cost) != least) continue;
        at[level] = option.value;
        Walk(child, at, limit, list);
        at[level] = point_[level];
      }
    });
  }

  const logic::Store& store_;
  const logic::Space& space_;
  const model::Vocabulary& words_;
  const std::vector<std::uint32_t> point_;
  std::unordered_map<std::uint32_t, Best> best_;
};

class Finder {
 public:
  Finder(const Policy& policy, const NamedRequest& request)
      : policy_(policy),
        words_(policy.vocabulary),
        replay_(policy.table),
        request_(request) {}

  Result<Nearest> Run();

 private:
  using Point = std::vector<std::uint32_t>;

  void ReadRequest();
  check::Witness WitnessOf(const Point& point) const;
  std::vector<Change> ChangesTo(const Point& point) const;
  std::string ValueText(std::uint32_t level, std::uint32_t value) const;
  bool IsSelf(const Point& point) const {
    return words_.self.valid() &&
           point[logic::kRelationLevel] == words_.self.value;
  }
  std::vector<Obstacle> ObstaclesOf(const check::Witness& witness) const;

  const Policy& policy_;
  const model::Vocabulary& words_;
  const check::Replay replay_;
  const NamedRequest& request_;
  std::string partner_;
  model::PartnerId partner_id_;
  logic::Space space_;
  Point point_;
  std::vector<bool> supplied_;  // by attribute
};

// Names are the table's: it has said that they are good.
void Finder::ReadRequest() {
  const auto term = [](const model::Taxonomy& taxonomy, std::string_view name) {
    return taxonomy.spellings.find(name)->second.value;
  };
  partner_ = request_.partner;
  partner_id_ = model::Find<model::PartnerId>(words_.partners, partner_);
  point_.assign(space_.first_unknown_level, 0);
  point_[logic::kDataLevel] = term(words_.data, request_.data);
  point_[logic::kActionLevel] = term(words_.actions, request_.action);
  point_[logic::kPurposeLevel] = term(words_.purposes, request_.purpose);
  point_[logic::kRelationLevel] =
      model::Find<model::RelationId>(words_.relations, request_.relation).value;
  point_[logic::kDateLevel] = std::uint32_t(ParseDay(request_.date));
  supplied_.assign(words_.attributes.size(), false);
  for (std::size_t a = 0; a < words_.attributes.size(); ++a) {
    const Attribute& attribute = words_.attributes[a];
    point_[kFirstAttributeLevel + a] =
        attribute.default_value.value_or(attribute.unsupplied());
  }
  for (const NamedValue& given : request_.attributes) {
    const model::AttributeId id = FindAttribute(words_, given.attribute);
    const Attribute& attribute = words_.attributes[id.value];
    const std::uint32_t value = *attribute.FindValue(given.value);
    point_[logic::LevelOf(id)] = value;
    supplied_[id.value] = true;
    // One person has one value.
    if (IsSelf(point_) && attribute.pair.valid()) {
      const Attribute& other = words_.attributes[attribute.pair.value];
      if (const auto same = other.FindValue(given.value)) {
        point_[logic::LevelOf(attribute.pair)] = *same;
        supplied_[attribute.pair.value] = true;
      }
    }
  }
}

std::string Finder::ValueText(std::uint32_t level, std::uint32_t value) const {
  switch (level) {
    case logic::kDataLevel:
      return words_.data.terms[value].name;
    case logic::kActionLevel:
      return words_.actions.terms[value].name;
    case logic::kPurposeLevel:
      return words_.purposes.terms[value].name;
    case logic::kRelationLevel:
      return words_.relations[value].name;
    case logic::kDateLevel:
      return rows::DayText(Day(value));
    default:
      break;
  }
  const Attribute& attribute = words_.attributes[level - kFirstAttributeLevel];
  if (value >= attribute.supplied_count()) return "";
  return rows::ValueText(attribute, value);
}

check::Witness Finder::WitnessOf(const Point& point) const {
  check::Witness witness;
  witness.partner = partner_;
  witness.data = ValueText(logic::kDataLevel, point[logic::kDataLevel]);
  witness.action = ValueText(logic::kActionLevel, point[logic::kActionLevel]);
  witness.purpose =
      ValueText(logic::kPurposeLevel, point[logic::kPurposeLevel]);
  witness.relation =
      ValueText(logic::kRelationLevel, point[logic::kRelationLevel]);
  witness.date = ValueText(logic::kDateLevel, point[logic::kDateLevel]);
  for (std::uint32_t a = 0; a < words_.attributes.size(); ++a) {
    const std::uint32_t level = kFirstAttributeLevel + a;
    const Attribute& attribute = words_.attributes[a];
    if (!supplied_[a] && point[level] == point_[level]) continue;
    if (IsSelf(point) && IsRequestersCopy(attribute)) continue;
    witness.facts.push_back(
        {attribute.name, ValueText(level, point[level]), attribute.kind});
  }
  return witness;
}

std::vector<Change> Finder::ChangesTo(const Point& point) const {
  std::vector<Change> changes;
  const auto add = [&](std::uint32_t level, std::string what) {
    if (point[level] == point_[level]) return;
    changes.push_back({std::move(what), ValueText(level, point_[level]),
                       ValueText(level, point[level])});
  };
  for (const bool permissions : {true, false})
    for (std::uint32_t a = 0; a < words_.attributes.size(); ++a)
      if (words_.attributes[a].permission.valid() == permissions)
        add(kFirstAttributeLevel + a, words_.attributes[a].name);
  add(logic::kDateLevel, "date");
  add(logic::kPurposeLevel, "purpose");
  add(logic::kRelationLevel, "relation");
  add(logic::kActionLevel, "action");
  add(logic::kDataLevel, "data");
  return changes;
}

// What the table says of a request that is denied, part by part.
std::vector<Obstacle> Finder::ObstaclesOf(const check::Witness& witness) const {
  std::vector<NamedValue> values;
  for (const auto& fact : witness.facts)
    values.push_back({fact.attribute, fact.value});
  const NamedRequest named{witness.partner, witness.data,     witness.action,
                           witness.purpose, witness.relation, witness.date,
                           values};
  const check::FactsMemory memory(policy_.table);
  const Resolved resolved = policy_.table.Resolve(named, memory.span());
  std::map<std::string, std::set<check::RuleLine>> found;
  const auto line = [](const RuleText& rule) {
    return check::RuleLine{std::string(rule.name), std::string(rule.agreement),
                           std::string(rule.file), rule.line};
  };
  std::vector<std::pair<Finding::Kind, check::RuleLine>> grants;
  const Explanation whole =
      policy_.table.Explain(resolved.request, [&](const Finding& finding) {
        switch (finding.kind) {
          case Finding::Kind::grant:
            grants.emplace_back(finding.kind, line(finding.rule));
            break;
          case Finding::Kind::impossible:
            found["impossible"].insert(line(finding.rule));
            break;
          case Finding::Kind::prohibited:
            found["prohibited"].insert(line(finding.rule));
            break;
          case Finding::Kind::closed:
            found["needs_permission(" +
                  std::string(policy_.table.PermissionName(finding.id)) + ")"]
                .insert(line(finding.rule));
            break;
          default:
            break;
        }
      });
  std::vector<Obstacle> obstacles;
  if (!whole.impossible && whole.standing != Reason::granted) {
    std::set<check::RuleLine> rules;
    for (auto& [kind, rule] : grants) rules.insert(std::move(rule));
    obstacles.push_back({std::string(assent::NameOf(whole.standing)),
                         {rules.begin(), rules.end()}});
    return obstacles;
  }
  for (auto& [what, rules] : found)
    if (what != "impossible" || whole.impossible)
      obstacles.push_back({what, {rules.begin(), rules.end()}});
  return obstacles;
}

Result<Nearest> Finder::Run() {
  const check::FactsMemory memory(policy_.table);
  const NamedVerdict verdict = policy_.table.Decide(request_, memory.span());
  Nearest result;
  result.count = llvm::APInt(1, 0);
  result.reply =
      check::ReplyOf(policy_.table, request_, verdict.verdict, verdict.error);
  if (!result.reply.error.empty()) return Error{result.reply.error};

  std::vector<rows::GrantRow> grant_rows;
  std::span<const rows::Cube> forbidden_rows;
  partner_id_ =
      model::Find<model::PartnerId>(words_.partners, request_.partner);
  grant_rows = policy_.rows.lists[policy_.rows.list_of[partner_id_.value]];
  forbidden_rows = policy_.rows.ForbiddenTo(partner_id_.value);
  std::set<logic::OverrideSet> sets;
  for (const rows::GrantRow& row : grant_rows)
    sets.insert(row.overrides.begin(), row.overrides.end());
  space_ = logic::SpaceOf(words_, {sets.begin(), sets.end()});
  ReadRequest();
  result.request = WitnessOf(point_);
  ASSENT_CHECK(replay_.Ask(result.request).permit == result.reply.permit,
               "a request reads as it was written");
  result.permitted = result.reply.permit;
  result.rules = replay_.Rules(result.request);

  logic::Store store(space_.domain_sizes, kMaxNodes);
  const logic::GlobalDiagrams global =
      rows::RowsToGlobal(store, words_.permissions.size(), policy_.rows.global);
  const NodeId grants = rows::RowsToGrants(store, space_, grant_rows);
  const NodeId prohibited =
      rows::RowsToProhibited(store, global, forbidden_rows);
  const NodeId permit =
      check::Answers(store, space_, global).Permit(grants, prohibited);
  if (store.exhausted()) return TooLarge();

  Paths paths(store, space_, words_, point_);
  const auto cost = paths.Least(permit);
  if (cost) {
    result.cost = *cost;
    result.count = paths.Count(permit);
    result.facts_help = (*cost)[kTerms] == 0 && (*cost)[kDay] == 0;
    for (const Point& point : paths.List(permit, kMaxNear)) {
      Near near;
      near.changes = ChangesTo(point);
      near.request = WitnessOf(point);
      near.reply = replay_.Ask(near.request);
      ASSENT_CHECK(near.reply.permit,
                   "the compiled table permits what the diagrams permit");
      result.nearest.push_back(std::move(near));
    }
  }
  if (result.facts_help) return result;

  // Where facts do not help, what stands in the way of the best facts: those
  // with which something is granted, if there are any.
  NodeId granted = grants;
  if (store.LevelOf(grants) == logic::kOutputLevel)
    granted = store.ChildOf(grants, logic::Space::kGranted);
  granted = store.And(granted, global.possible);
  for (const std::uint32_t level :
       {logic::kPurposeLevel, logic::kRelationLevel, logic::kActionLevel,
        logic::kDateLevel, logic::kDataLevel})
    granted =
        store.And(granted, store.Literal(level, RunSet::Single(point_[level])));
  if (store.exhausted()) return TooLarge();
  check::Witness best = result.request;
  if (const auto points = paths.List(granted, 1); !points.empty())
    best = WitnessOf(points[0]);
  result.obstacles = ObstaclesOf(best);
  return result;
}

}  // namespace

Result<Nearest> FindNearest(const Policy& policy, const NamedRequest& request) {
  return Finder(policy, request).Run();
}

}  // namespace assent::query
