#include "compiler/check/features.h"

#include <fmt/format.h>

#include <algorithm>

namespace assent::check {

using logic::NodeId;

const NeededByFeatures::Of& NeededByFeatures::At(const PolicyView& view,
                                                 model::PartnerId partner) {
  const auto [it, is_new] = of_.try_emplace(partner);
  if (!is_new) return it->second;
  Of& of = it->second;
  for (const model::Feature& feature : view.model.features) {
    if (!std::ranges::binary_search(feature.partners, partner)) continue;
    of.has_features = true;
    of.ever = view.store().Or(of.ever, view.AnyOf(feature.needs));
    std::vector<model::Window> live = feature.live;
    if (live.empty()) live.emplace_back();  // no time said: at any time
    for (model::Window window : live) {
      window.from = kFirstDay;
      window.unknown_from = {};
      of.not_ended =
          view.store().Or(of.not_ended, view.AnyOf(feature.needs, window));
    }
  }
  return of;
}

NodeId NeededByFeatures::NeverNeeded(const PolicyView& view,
                                     model::PartnerId partner) {
  const Of& of = At(view, partner);
  return of.has_features ? view.store().Not(of.ever) : logic::kFalse;
}

NodeId NeededByFeatures::Ended(const PolicyView& view,
                               model::PartnerId partner) {
  const Of& of = At(view, partner);
  return view.store().Minus(of.ever, of.not_ended);
}

void NotesOfFeatures(const model::Model& model, const PermitFinding& finding,
                     diagnostics::Diagnostic& diagnostic) {
  constexpr std::size_t kShown = 4;
  const auto partner = model::Find<model::PartnerId>(model.vocabulary.partners,
                                                     finding.witness.partner);
  for (const model::Feature& feature : model.features)
    if (std::ranges::binary_search(feature.partners, partner) &&
        diagnostic.notes.size() < kShown)
      diagnostic.notes.push_back(
          {feature.span, fmt::format("feature `{}`", feature.name)});
}

}  // namespace assent::check
