#include "bench/world_to_policy.h"

#include <algorithm>
#include <bit>

namespace assent::bench {
namespace {

constexpr std::uint32_t kPartnersPerFile = 1000;

std::string DayText(Day day) {
  char text[10];
  FormatDay(day, text);
  return std::string(text, sizeof text);
}

std::string WindowText(const Window& window) {
  return "from " + DayText(window.from) + " until " + DayText(window.until);
}

// The names of the bits of `mask`, with commas between.
template <class NameOf>
std::string NamesOf(std::uint32_t mask, NameOf name_of) {
  std::string text;
  for (; mask != 0; mask &= mask - 1) {
    if (!text.empty()) text += ", ";
    text += name_of(std::uint32_t(std::countr_zero(mask)));
  }
  return text;
}

std::string ObligationsOf(std::uint32_t mask) {
  return NamesOf(mask, ObligationName);
}

std::string DataOf(const World& world, const Scope& scope) {
  std::string text;
  for (std::uint32_t n : scope.nodes) {
    if (!text.empty()) text += ", ";
    text += world.tree[n].name;
  }
  return text;
}

std::string ConditionOf(const Literals& when) {
  std::string text;
  for (std::uint64_t rest = when.care; rest != 0; rest &= rest - 1) {
    const auto fact = std::uint32_t(std::countr_zero(rest));
    const bool value = when.value >> fact & 1;
    if (!text.empty()) text += " and ";
    if (fact < kFirstPaired)
      text += FactName(fact) + (value ? " is on" : " is off");
    else
      text += (value ? "" : "not ") + FactName(fact);
  }
  return text;
}

// The last word of a dotted path.
std::string OwnName(const Node& node) {
  return node.name.substr(node.name.rfind('.') + 1);
}

void WriteData(const World& world, std::uint32_t node, std::string& text) {
  text += OwnName(world.tree[node]);
  if (world.tree[node].depth < 2) {
    text += " { ";
    for (std::uint32_t n = node + 1; n < world.tree.size(); ++n) {
      if (world.tree[n].parent != node) continue;
      WriteData(world, n, text);
      text += "; ";
    }
    text += "}";
  }
}

std::string Vocabulary(const World& world) {
  constexpr std::uint32_t all = UINT32_MAX;
  std::string text = "vocabulary {\n";
  for (std::uint32_t n = 0; n < world.tree.size(); ++n) {
    if (world.tree[n].depth != 0) continue;
    text += "  data ";
    WriteData(world, n, text);
    text += ";\n";
  }
  text += "  action " + NamesOf(all >> (32 - kActionCount), ActionName) + ";\n";
  text +=
      "  purpose " + NamesOf(all >> (32 - kPurposeCount), PurposeName) + ";\n";
  text += "  relation " + NamesOf(all >> (32 - kRelationCount), RelationName) +
          ";\n";
  for (std::uint32_t f = kFirstPaired; f < kFactCount; ++f)
    text += "  attribute " + FactName(f) + ": bool default false;\n";
  text += "  obligation " + ObligationsOf(all >> (32 - kObligationCount)) +
          ";\n}\n";
  return text;
}

std::string GlobalScope(const World& world, const Scope& scope) {
  std::string text = "any action on " + DataOf(world, scope) + " for " +
                     NamesOf(scope.purposes, PurposeName);
  if (scope.window.until != kEndDay) text += " " + WindowText(scope.window);
  if (scope.when.care != 0) text += " when " + ConditionOf(scope.when);
  return text;
}

std::string Permissions(const World& world) {
  std::string text;
  for (std::uint32_t p = 0; p < kPermissionCount; ++p)
    text += "permission " + PermissionName(p) + " of " +
            (p % 2 == 0 ? "requester" : "subject") +
            " {\n  choices off, on; default off;\n  consent opt_in;\n"
            "  governs " +
            GlobalScope(world, world.governs[p]) + ";\n  open when on;\n}\n";
  return text;
}

std::string Prohibitions(const World& world) {
  std::string text;
  for (std::uint32_t p = 0; p < kProhibitionCount; ++p)
    text += "prohibition_" + std::to_string(p) + ": forbid " +
            GlobalScope(world, world.prohibitions[p]) +
            " because \"not agreed\";\n";
  return text;
}

std::string Programs(const World& world) {
  std::string text;
  for (std::uint32_t p = 0; p < world.programs.size(); ++p)
    text += "program program_" + std::to_string(p) + " { " +
            WindowText(world.programs[p].window) + "; oblige " +
            ObligationsOf(world.programs[p].obligations) + "; }\n";
  return text;
}

void WriteGrant(const World& world, const Grant& grant, std::string& text) {
  const Scope& scope = grant.scope;
  text += "  allow " + NamesOf(scope.actions, ActionName) + " on " +
          DataOf(world, scope) + " of " +
          NamesOf(scope.relations, RelationName) + " for " +
          NamesOf(scope.purposes, PurposeName);
  if (grant.own_window) text += " " + WindowText(scope.window);
  if (scope.when.care != 0) text += " when " + ConditionOf(scope.when);
  if (grant.obligations != 0)
    text += " oblige " + ObligationsOf(grant.obligations);
  text += ";\n";
}

void WritePartner(const World& world, std::uint32_t index, std::string& text) {
  const Partner& partner = world.partners[index];
  const std::string name = PartnerName(index);
  text += "partner " + name + ";\nagreement " + name + "_terms with " + name;
  if (partner.program != UINT32_MAX)
    text += " under program_" + std::to_string(partner.program);
  text += " {\n  " + WindowText(partner.window) + ";\n";
  for (std::uint32_t g = 0; g < partner.grant_count; ++g)
    WriteGrant(world, world.grants[partner.first_grant + g], text);
  if (partner.obligations != 0)
    text += "  oblige " + ObligationsOf(partner.obligations) + ";\n";
  text += "}\n";
}

}  // namespace

void WorldToPolicy(const World& world,
                   const std::function<void(const std::string& name,
                                            const std::string& text)>& write) {
  write("vocabulary.policy", Vocabulary(world) + Permissions(world) +
                                 Prohibitions(world) + Programs(world));
  const auto count = std::uint32_t(world.partners.size());
  for (std::uint32_t first = 0; first < count; first += kPartnersPerFile) {
    std::string text;
    const std::uint32_t end = std::min(count, first + kPartnersPerFile);
    for (std::uint32_t p = first; p < end; ++p) WritePartner(world, p, text);
    char name[32];
    std::snprintf(name, sizeof name, "partners_%06u.policy", first);
    write(name, text);
  }
}

}  // namespace assent::bench
