#include "compiler/check/answer.h"

#include <algorithm>

namespace assent::check {

using logic::Edge;
using logic::kFalse;
using logic::kTrue;
using logic::NodeId;
using logic::Space;

NodeId Answers::Output(NodeId grants, std::uint32_t output) const {
  if (store_.LevelOf(grants) != logic::kOutputLevel) return grants;
  return store_.ChildOf(grants, output);
}

NodeId Answers::OpenBut(std::size_t set, NodeId within) {
  const auto [it, is_new] = open_.try_emplace({set, within}, kFalse);
  if (!is_new) return it->second;
  const NodeId open = OpenBesides(
      set == kNoSet ? logic::OverrideSet() : space_.override_sets[set], within);
  return open_[{set, within}] = open;
}

NodeId Answers::OpenBesides(const logic::OverrideSet& overrides,
                            NodeId within) {
  NodeId open =
      store_.Minus(store_.And(within, global_.possible), global_.prohibited);
  for (std::uint32_t p = 0; p < global_.closed.size(); ++p)
    if (!std::ranges::binary_search(overrides, model::PermissionId(p)))
      open = store_.Minus(open, global_.closed[p]);
  return open;
}

NodeId Answers::Permit(NodeId grants, NodeId prohibited, NodeId within) {
  if (grants == kFalse) return kFalse;
  NodeId permit =
      store_.And(Output(grants, Space::kGranted), OpenBut(kNoSet, within));
  for (std::size_t s = 0; s < space_.override_sets.size(); ++s) {
    const NodeId lifted = Output(grants, space_.OverrideOutput(s));
    if (lifted != kFalse)
      permit = store_.Or(permit, store_.And(lifted, OpenBut(s, within)));
  }
  if (prohibited == global_.prohibited) return permit;
  return store_.Minus(permit, prohibited);
}

// Of a request within one run of days whose cell is the same it makes no
// difference whether the run itself counts as earlier: it is granted there.
NodeId Answers::EarlierOrLater(NodeId cells, bool earlier) {
  const std::uint32_t level = store_.LevelOf(cells);
  if (level > logic::kDateLevel) return kFalse;
  std::vector<Edge> edges(store_.Edges(cells).begin(),
                          store_.Edges(cells).end());
  if (level < logic::kDateLevel) {
    for (Edge& edge : edges) edge.child = EarlierOrLater(edge.child, earlier);
    return store_.Make(level, edges);
  }
  if (!earlier) std::ranges::reverse(edges);
  NodeId passed = kFalse;
  for (Edge& edge : edges) {
    const NodeId own = edge.child;
    edge.child = passed;
    passed = store_.Or(passed, own);
  }
  if (!earlier) std::ranges::reverse(edges);
  return store_.Make(level, edges);
}

Answer Answers::AnswerOf(NodeId grants, NodeId prohibited) {
  Answer answer;
  answer.impossible = store_.Not(global_.possible);
  answer.permit = Permit(grants, prohibited);
  answer.prohibited = store_.And(prohibited, global_.possible);
  for (NodeId closed : global_.closed)
    answer.closed.push_back(store_.And(closed, global_.possible));

  const NodeId granted =
      store_.And(Output(grants, Space::kGranted), global_.possible);
  const NodeId cells = store_.Exists(granted, logic::kFirstAttributeLevel);
  const auto standing = [&](Reason reason) -> NodeId& {
    return answer.standing[std::size_t(reason)];
  };
  std::ranges::fill(answer.standing, kFalse);
  NodeId rest = store_.Minus(global_.possible, granted);
  const auto take = [&](Reason reason, NodeId where) {
    standing(reason) = store_.And(rest, where);
    rest = store_.Minus(rest, where);
  };
  standing(Reason::granted) = granted;
  take(Reason::condition_not_met, cells);
  take(Reason::expired, EarlierOrLater(cells, true));
  take(Reason::not_yet, EarlierOrLater(cells, false));
  standing(Reason::no_agreement) = rest;

  for (std::uint32_t o = 0; o < space_.obligation_count; ++o)
    answer.obligations.push_back(store_.And(
        granted,
        Output(grants, space_.ObligationOutput(model::ObligationId(o)))));
  const auto& sets = space_.override_sets;
  for (std::size_t s = 0; s < sets.size(); ++s) {
    NodeId maximal =
        store_.And(granted, Output(grants, space_.OverrideOutput(s)));
    for (std::size_t t = 0; t < sets.size() && maximal != kFalse; ++t)
      if (t != s && std::ranges::includes(sets[t], sets[s]))
        maximal =
            store_.Minus(maximal, Output(grants, space_.OverrideOutput(t)));
    answer.maximal.push_back(maximal);
  }
  return answer;
}

NodeId AnyPartDiffers(logic::Store& store, const Answer& x, const Answer& y) {
  std::vector<NodeId> parts{store.Xor(x.impossible, y.impossible),
                            store.Xor(x.prohibited, y.prohibited)};
  const auto add = [&](const auto& p, const auto& q) {
    for (std::size_t i = 0; i < std::size(p); ++i)
      if (p[i] != q[i]) parts.push_back(store.Xor(p[i], q[i]));
  };
  add(x.standing, y.standing);
  add(x.closed, y.closed);
  add(x.obligations, y.obligations);
  add(x.maximal, y.maximal);
  return store.OrAll(parts);
}

std::vector<ReasonPart> Answers::Reasons(const Answer& answer) {
  std::vector<ReasonPart> parts;
  const auto add = [&](Reason reason, NodeId where,
                       model::PermissionId permission = {}) {
    if (where != kFalse) parts.push_back({reason, permission, where});
  };
  add(Reason::impossible, answer.impossible);
  for (Reason reason : {Reason::no_agreement, Reason::not_yet, Reason::expired,
                        Reason::condition_not_met})
    add(reason, answer.standing[std::size_t(reason)]);
  NodeId rest = answer.standing[std::size_t(Reason::granted)];
  add(Reason::prohibited, store_.And(rest, answer.prohibited));
  rest = store_.Minus(store_.Minus(rest, answer.prohibited), answer.permit);
  for (std::uint32_t p = 0; p < answer.closed.size(); ++p) {
    add(Reason::needs_permission, store_.And(rest, answer.closed[p]),
        model::PermissionId(p));
    rest = store_.Minus(rest, answer.closed[p]);
  }
  add(Reason::granted, answer.permit);
  return parts;
}

}  // namespace assent::check
