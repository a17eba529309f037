#include "compiler/check/above_ceiling.h"
#include "compiler/check/consent_below_needs.h"
#include "compiler/check/consent_of_wrong_person.h"
#include "compiler/check/feature_ended_first.h"
#include "compiler/check/grant_without_scope.h"
#include "compiler/check/over_grant.h"
#include "compiler/check/permit_ignores_setting.h"
#include "compiler/check/preferential_access.h"
#include "compiler/check/purpose_outside.h"
#include "compiler/check/signing_in_as_consent.h"
#include "compiler/check/two_hop_data.h"

namespace assent::check {

PermitChecks AllPermitChecks() {
  PermitChecks checks;
  checks.push_back(ConsentOfWrongPerson());
  checks.push_back(SigningInAsConsent());
  checks.push_back(ConsentBelowNeeds());
  checks.push_back(PermitIgnoresSetting());
  checks.push_back(TwoHopData());
  checks.push_back(PurposeOutside());
  checks.push_back(AboveCeiling());
  checks.push_back(PreferentialAccess());
  checks.push_back(OverGrant());
  checks.push_back(FeatureEndedFirst());
  checks.push_back(GrantWithoutScope());
  return checks;
}

}  // namespace assent::check
