#include "compiler/logic/dump.h"

#include <map>

#include <fmt/format.h>

namespace assent::logic {
namespace {

std::string LevelName(std::uint32_t level,
                      const model::Vocabulary& vocabulary) {
  static constexpr const char* kNames[] = {"output", "data",     "date",
                                           "action", "relation", "purpose"};
  if (level < kFirstAttributeLevel) return kNames[level];
  const std::size_t attribute = level - kFirstAttributeLevel;
  if (attribute < vocabulary.attributes.size())
    return vocabulary.attributes[attribute].name;
  return fmt::format("unknown {}", attribute - vocabulary.attributes.size());
}

}  // namespace

std::string Dump(const Store& store, NodeId f,
                 const model::Vocabulary& vocabulary) {
  std::map<NodeId, std::size_t> number;
  std::vector<NodeId> order;
  auto name = [&](NodeId n) -> std::string {
    if (n == kTrue) return "true";
    if (n == kFalse) return "false";
    const auto [it, is_new] = number.try_emplace(n, order.size());
    if (is_new) order.push_back(n);
    return fmt::format("n{}", it->second);
  };
  std::string text = name(f);
  if (order.empty()) return text + "\n";
  text.clear();
  for (std::size_t i = 0; i < order.size(); ++i) {
    const NodeId n = order[i];
    const std::uint32_t level = store.LevelOf(n);
    const std::span<const Edge> edges = store.Edges(n);
    text += fmt::format("n{} {}:", i, LevelName(level, vocabulary));
    const char* separator = " ";
    for (std::size_t e = 0; e < edges.size(); ++e) {
      if (edges[e].child == kFalse) continue;
      const std::uint32_t last =
          (e + 1 < edges.size() ? edges[e + 1].begin
                                : store.domain_size(level)) - 1;
      text += separator;
      text += edges[e].begin == last
                  ? fmt::format("{}", last)
                  : fmt::format("{}..{}", edges[e].begin, last);
      text += " -> " + name(edges[e].child);
      separator = ", ";
    }
    text += "\n";
  }
  return text;
}

}  // namespace assent::logic
