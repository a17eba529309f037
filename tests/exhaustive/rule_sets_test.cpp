// The six ways to combine rules, from text to decision, against what XACML 3.0
// (appendix C) publishes: every combination of what up to four children say.
#include <doctest/doctest.h>

#include <array>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "tests/exhaustive/comparison.h"
#include "tests/support/opened_policy.h"

namespace assent::exhaustive {
namespace {

using support::OpenedPolicy;

constexpr std::array<std::string_view, 6> kWays = {
    "deny_overrides",      "permit_overrides",   "first_applicable",
    "only_one_applicable", "deny_unless_permit", "permit_unless_deny"};

// P permit, D deny, C indeterminate (both could be), N not applicable.
char Combine(std::string_view way, std::string_view children) {
  const auto strongest = [&](std::string_view order) {
    for (char outcome : order)
      if (children.find(outcome) != children.npos) return outcome;
    return order.back();
  };
  if (way == "deny_overrides") return strongest("DCPN");
  if (way == "permit_overrides") return strongest("PCDN");
  if (way == "deny_unless_permit") return strongest("PD");
  if (way == "permit_unless_deny") return strongest("DP");
  std::string applicable(children);
  std::erase(applicable, 'N');
  if (applicable.empty()) return 'N';
  if (way == "first_applicable") return applicable[0];
  return applicable.size() == 1 ? applicable[0] : 'C';
}

// A rule set as text, and as what it is expected to say: a rule is `P3` or
// `D3` (if fact 3 holds), a set is its way and its children.
struct Node {
  char effect = 0;  // P or D: a rule
  int fact = 0;
  std::string_view way;
  std::vector<Node> children;
};

Node Rule(char effect, int fact) { return {effect, fact, {}, {}}; }
Node Set(std::string_view way, std::vector<Node> children) {
  return {0, 0, way, std::move(children)};
}
// By two facts, each of P, D, C, N.
Node Any(int fact) {
  return Set("only_one_applicable", {Rule('P', fact), Rule('D', fact + 1)});
}

char Expected(const Node& node, unsigned facts) {
  if (node.effect != 0) return facts >> node.fact & 1 ? node.effect : 'N';
  std::string children;
  for (const Node& child : node.children) children += Expected(child, facts);
  return Combine(node.way, children);
}

constexpr int kFacts = 8;
constexpr const char* kEverything =
    " any action on any data of any relation for any purpose";

void Write(const Node& node, const std::string& name, const std::string& with,
           const std::string& window, std::string& text) {
  if (node.effect != 0) {
    text += node.effect == 'P' ? "permit" : "deny";
    text += kEverything;
    text += " when item.x" + std::to_string(node.fact) + ";\n";
    return;
  }
  text += "rules " + name + " combine " + std::string(node.way) + kEverything +
          with + " {\n" + window;
  int number = 0;
  for (const Node& child : node.children)
    Write(child, "inner_" + std::to_string(number++), "", "", text);
  text += "}\n";
}

TEST_CASE("rule sets say what XACML says of every combination of children") {
  std::vector<Node> sets;
  for (std::string_view way : kWays) {
    // Rules alone, of every effect.
    for (int count = 1; count <= 4; ++count)
      for (int effects = 0; effects < 1 << count; ++effects) {
        std::vector<Node> rules;
        for (int i = 0; i < count; ++i)
          rules.push_back(Rule(effects >> i & 1 ? 'P' : 'D', i));
        sets.push_back(Set(way, std::move(rules)));
      }
    // Up to four children that can be anything.
    for (int count = 1; count <= 4; ++count) {
      std::vector<Node> any;
      for (int i = 0; i < count; ++i) any.push_back(Any(2 * i));
      sets.push_back(Set(way, std::move(any)));
    }
    // The same one level further down; with rules beside.
    for (std::string_view inner : kWays) {
      sets.push_back(Set(way, {Set(inner, {Any(0), Any(2)}),
                               Set(inner, {Any(4), Any(6)})}));
      sets.push_back(Set(way, {Rule('P', 0), Set(inner, {Any(1), Any(3)}),
                               Rule('D', 5), Rule('P', 6)}));
      sets.push_back(Set(way, {Set(inner, {Any(0), Rule('D', 2)}),
                               Set(inner, {Rule('P', 3), Any(4)}),
                               Rule('D', 6)}));
    }
  }
  std::string text =
      "vocabulary { data d; action a; purpose p; relation r;\n";
  for (int i = 0; i < kFacts; ++i)
    text += "attribute item.x" + std::to_string(i) + ": bool;\n";
  text += "}\n";
  for (std::size_t s = 0; s < sets.size(); ++s)
    text += "partner g" + std::to_string(s) + ";\n";
  for (std::size_t s = 0; s < sets.size(); ++s)
    Write(sets[s], "set_" + std::to_string(s), " with g" + std::to_string(s),
          "from 2010-01-01 until 2020-01-01;\n", text);
  const OpenedPolicy policy(text);
  REQUIRE_MESSAGE(policy.error.empty(), policy.error);
  const model::Model& model = policy.compiled.model;
  const Comparison comparison(model, policy.table);
  std::uint64_t decisions = 0;
  std::array<std::uint64_t, 4> outcomes{};
  for (std::size_t s = 0; s < sets.size(); ++s) {
    CAPTURE(s);
    model::Request request;
    request.partner = model::Find<model::PartnerId>(
        model.vocabulary.partners, "g" + std::to_string(s));
    request.data = request.action = request.purpose = model::TermId(0);
    request.relation = model::RelationId(0);
    request.day = ParseDay("2015-06-01");
    for (unsigned facts = 0; facts < 1u << kFacts; ++facts) {
      CAPTURE(facts);
      request.values.clear();
      for (int i = 0; i < kFacts; ++i)
        request.values.push_back(facts >> i & 1);
      const char expected = Expected(sets[s], facts);
      const auto answer = comparison.Ask(request);
      ++decisions;
      ++outcomes[std::string_view("PDCN").find(expected)];
      REQUIRE(answer.permit == (expected == 'P'));
      REQUIRE(answer.prohibited == (expected == 'D' || expected == 'C'));
      REQUIRE((answer.standing == Reason::granted) == (expected == 'P'));
    }
  }
  std::printf("rule sets: %zu sets, %llu decisions: %llu permit, %llu deny, "
              "%llu indeterminate, %llu not applicable\n",
              sets.size(), (unsigned long long)decisions,
              (unsigned long long)outcomes[0], (unsigned long long)outcomes[1],
              (unsigned long long)outcomes[2], (unsigned long long)outcomes[3]);
}

}  // namespace
}  // namespace assent::exhaustive
