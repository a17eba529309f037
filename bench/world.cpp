#include "bench/world.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "bench/draw.h"

namespace assent::bench {
namespace {

constexpr std::uint64_t kSeed = 42;
constexpr std::uint32_t kTopCount = 8, kMiddlePerTop = 5;
constexpr Day kFirstStart = 14245;  // 2009-01-01
constexpr std::uint32_t kYear = 365;

constexpr std::array kTops = {"contacts", "events", "friends", "locations",
                              "messages", "photos", "posts",   "profile"};
constexpr std::array kMiddles = {"basics", "details", "history", "links",
                                 "settings"};
static_assert(kTops.size() == kTopCount && kMiddles.size() == kMiddlePerTop);

void MakeTree(World& world) {
  constexpr std::uint32_t middle_count = kTopCount * kMiddlePerTop;
  std::uint32_t leaf = 0;
  for (std::uint32_t t = 0; t < kTopCount; ++t) {
    const auto top = std::uint32_t(world.tree.size());
    world.tree.push_back({kTops[t], top, leaf, 0, 0});
    for (std::uint32_t m = 0; m < kMiddlePerTop; ++m) {
      const auto middle = std::uint32_t(world.tree.size());
      const std::string name = std::string(kTops[t]) + "." + kMiddles[m];
      world.tree.push_back({name, top, leaf, 0, 1});
      const std::uint32_t index = t * kMiddlePerTop + m;
      const std::uint32_t end = (index + 1) * kLeafCount / middle_count;
      for (std::uint32_t i = 0; leaf < end; ++i, ++leaf) {
        world.leaf_nodes.push_back(std::uint32_t(world.tree.size()));
        world.tree.push_back(
            {name + ".field_" + std::to_string(i), middle, leaf, leaf + 1, 2});
      }
      world.tree[middle].end_leaf = leaf;
    }
    world.tree[top].end_leaf = leaf;
  }
}

// A node of the given depth, uniform among those.
std::uint32_t NodeOfDepth(const World& world, Draw& draw, std::uint32_t depth) {
  for (;;) {
    const std::uint32_t n = draw.Below(std::uint32_t(world.tree.size()));
    if (world.tree[n].depth == depth) return n;
  }
}

// `count` nodes, none below another.
std::vector<std::uint32_t> Nodes(const World& world, Draw& draw,
                                 std::uint32_t count, std::uint32_t top_percent,
                                 std::uint32_t middle_percent) {
  std::vector<std::uint32_t> nodes;
  while (nodes.size() < count) {
    const std::uint32_t chance = draw.Below(100);
    const std::uint32_t depth = chance < top_percent                    ? 0
                                : chance < top_percent + middle_percent ? 1
                                                                        : 2;
    const std::uint32_t n = NodeOfDepth(world, draw, depth);
    const bool apart = std::ranges::all_of(nodes, [&](std::uint32_t other) {
      return world.tree[n].end_leaf <= world.tree[other].first_leaf ||
             world.tree[other].end_leaf <= world.tree[n].first_leaf;
    });
    if (apart) nodes.push_back(n);
  }
  std::ranges::sort(nodes);
  return nodes;
}

// Never both copies of one fact: of one person, they could contradict.
Literals DrawLiterals(Draw& draw, std::uint32_t count) {
  Literals literals;
  constexpr std::uint64_t subject_copies =
      ((std::uint64_t{1} << kPairCount) - 1) << (kFirstPaired + kPairCount);
  do {
    literals.care = draw.DistinctBits(count, kFactCount);
  } while ((literals.care & subject_copies) >> kPairCount & literals.care);
  literals.value = draw.Bits() & literals.care;
  return literals;
}

Grant DrawGrant(const World& world, Draw& draw) {
  Grant grant;
  grant.scope.nodes = Nodes(world, draw, draw.Between(1, 4), 3, 16);
  grant.scope.actions =
      std::uint32_t(draw.DistinctBits(draw.Between(1, 2), kActionCount));
  grant.scope.relations =
      std::uint32_t(draw.DistinctBits(draw.Between(1, 2), kRelationCount));
  grant.scope.purposes =
      std::uint32_t(draw.DistinctBits(draw.Between(1, 6), kPurposeCount));
  grant.scope.when = DrawLiterals(draw, draw.Below(5));
  if (draw.Percent(50))
    grant.obligations =
        std::uint32_t(draw.DistinctBits(draw.Between(1, 2), kObligationCount));
  return grant;
}

// A rule for every partner: some data and purposes, one in five for a time.
Scope DrawGlobal(const World& world, Draw& draw, std::uint32_t literals) {
  Scope scope;
  scope.nodes = Nodes(world, draw, draw.Between(1, 3), 25, 60);
  scope.actions = (1u << kActionCount) - 1;
  scope.relations = (1u << kRelationCount) - 1;
  scope.purposes =
      std::uint32_t(draw.DistinctBits(draw.Between(3, 10), kPurposeCount));
  scope.window = {kFirstDay, kEndDay};
  if (draw.Percent(20)) {
    scope.window.from = kFirstStart + Day(draw.Below(5 * kYear));
    scope.window.until =
        scope.window.from + Day(draw.Between(kYear, 5 * kYear));
  }
  scope.when = DrawLiterals(draw, literals);
  return scope;
}

void MakePrograms(World& world, Draw& draw) {
  for (std::uint32_t p = 0; p < 10; ++p) {
    Program program;
    program.window.from = kFirstStart + Day(draw.Below(2 * kYear));
    program.window.until =
        program.window.from + Day(draw.Between(5 * kYear, 8 * kYear));
    program.obligations = std::uint32_t(draw.DistinctBits(1, kObligationCount));
    const std::uint32_t count = draw.Between(3, 15);
    for (std::uint32_t g = 0; g < count; ++g)
      program.terms.push_back(DrawGrant(world, draw));
    world.programs.push_back(std::move(program));
  }
}

// The program's terms, for a time of the partner's own within it.
Partner JoinProgram(World& world, Draw& draw) {
  Partner partner;
  partner.program = draw.Below(std::uint32_t(world.programs.size()));
  const Program& program = world.programs[partner.program];
  partner.window.from = program.window.from + Day(draw.Below(2 * kYear));
  partner.window.until =
      partner.window.from + Day(draw.Between(kYear, 3 * kYear));
  for (Grant grant : program.terms) {
    grant.scope.window = partner.window;
    world.grants.push_back(std::move(grant));
  }
  return partner;
}

// One to four phases, each begun by an amendment; a grant lives through some
// of them.
Partner OwnAgreement(World& world, Draw& draw) {
  Partner partner;
  std::vector<Day> cuts = {kFirstStart + Day(draw.Below(4 * kYear))};
  const std::uint32_t phase_count = draw.Between(1, 4);
  for (std::uint32_t p = 0; p < phase_count; ++p)
    cuts.push_back(cuts.back() + Day(draw.Between(200, 900)));
  partner.window = {cuts.front(), cuts.back()};
  if (draw.Percent(30))
    partner.obligations = std::uint32_t(draw.DistinctBits(1, kObligationCount));
  const std::uint32_t count = draw.Between(3, 15);
  for (std::uint32_t g = 0; g < count; ++g) {
    Grant grant = DrawGrant(world, draw);
    const std::uint32_t first = draw.Below(phase_count);
    const std::uint32_t last = draw.Between(first + 1, phase_count);
    grant.scope.window = {cuts[first], cuts[last]};
    grant.own_window = first != 0 || last != phase_count;
    world.grants.push_back(std::move(grant));
  }
  return partner;
}

std::string Numbered(const char* stem, std::uint32_t number, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%s_%0*u", stem, digits, number);
  return text;
}

}  // namespace

std::uint32_t World::Obligations(const Partner& partner,
                                 const Grant& grant) const {
  std::uint32_t all = partner.obligations | grant.obligations;
  if (partner.program != UINT32_MAX)
    all |= programs[partner.program].obligations;
  return all;
}

World MakeWorld(std::uint32_t rule_count) {
  World world;
  Draw draw(kSeed);
  MakeTree(world);
  for (std::uint32_t p = 0; p < kPermissionCount; ++p)
    world.governs.push_back(DrawGlobal(world, draw, 0));
  for (std::uint32_t p = 0; p < kProhibitionCount; ++p)
    world.prohibitions.push_back(DrawGlobal(world, draw, draw.Below(3)));
  MakePrograms(world, draw);

  world.grants.reserve(rule_count + 16);
  while (world.grants.size() < rule_count) {
    const auto first = std::uint32_t(world.grants.size());
    Partner partner =
        draw.Percent(30) ? JoinProgram(world, draw) : OwnAgreement(world, draw);
    if (world.grants.size() > rule_count) world.grants.resize(rule_count);
    partner.first_grant = first;
    partner.grant_count = std::uint32_t(world.grants.size()) - first;
    world.partners.push_back(partner);
  }
  return world;
}

std::string PartnerName(std::uint32_t partner) {
  return Numbered("partner", partner, 6);
}

std::string PurposeName(std::uint32_t purpose) {
  return Numbered("purpose", purpose, 2);
}

std::string PermissionName(std::uint32_t permission) {
  return Numbered("permission", permission, 2);
}

std::string FactName(std::uint32_t fact) {
  if (fact < kFirstPaired)
    return (fact % 2 == 0 ? "requester." : "subject.") + PermissionName(fact);
  const std::uint32_t pair = (fact - kFirstPaired) % kPairCount;
  return (fact < kFirstPaired + kPairCount ? "requester.fact_"
                                           : "subject.fact_") +
         std::to_string(pair);
}

const char* ActionName(std::uint32_t action) {
  static constexpr std::array names = {"delete", "read", "write"};
  return names[action];
}

const char* RelationName(std::uint32_t relation) {
  static constexpr std::array names = {"friend", "self", "stranger"};
  return names[relation];
}

const char* ObligationName(std::uint32_t obligation) {
  static constexpr std::array names = {
      "alert_subject", "count_requests", "delete_later",   "encrypt",
      "log_access",    "name_source",    "notify_subject", "report_monthly"};
  return names[obligation];
}

}  // namespace assent::bench
