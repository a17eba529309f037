// What the features of a partner need, as functions of requests.
#pragma once

#include <map>

#include "compiler/check/permit_check.h"

namespace assent::check {

// Kept by partner until Forget().
class NeededByFeatures {
 public:
  void Forget() { of_.clear(); }

  // No feature of the partner needs it, at any time. kFalse without features.
  logic::NodeId NeverNeeded(const PolicyView& view, model::PartnerId partner);
  // Some feature needs it, and each that does has ended.
  logic::NodeId Ended(const PolicyView& view, model::PartnerId partner);

 private:
  struct Of {
    bool has_features = false;
    logic::NodeId ever = logic::kFalse, not_ended = logic::kFalse;
  };
  const Of& At(const PolicyView& view, model::PartnerId partner);

  std::map<model::PartnerId, Of> of_;
};

// Notes the features of the witness's partner.
void NotesOfFeatures(const model::Model& model, const PermitFinding& finding,
                     diagnostics::Diagnostic& diagnostic);

}  // namespace assent::check
