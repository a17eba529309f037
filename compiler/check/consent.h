// What checks of consent have in common: functions of requests, each made
// anew.
#pragma once

#include <string>

#include "compiler/check/permit_check.h"

namespace assent::check {

// The subject's consent is weaker than the data needs.
logic::NodeId WeakerThanNeeded(const PolicyView& view);
// The subject's strongest consent is to have signed in.
logic::NodeId OnlySignedIn(const PolicyView& view);
// Two people: the requester has agreed to something, the subject to nothing.
logic::NodeId OnlyRequesterAgreed(const PolicyView& view);

// What the data of this path needs: express.
std::string_view NeedsOf(const model::Model& model, const std::string& data);

}  // namespace assent::check
