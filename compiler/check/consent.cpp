#include "compiler/check/consent.h"

namespace assent::check {

using logic::NodeId;
using model::Consent;
using model::Person;

namespace {

// The consents [from, to).
RunSet Ranks(std::uint32_t from, std::uint32_t to) {
  return RunSet::Range(from, to);
}

}  // namespace

NodeId WeakerThanNeeded(const PolicyView& view) {
  const model::Taxonomy& data = view.model.vocabulary.data;
  logic::Store& store = view.store();
  NodeId any = logic::kFalse;
  for (std::uint32_t k = 1; k < model::kConsentCount; ++k) {
    RunSet needing;
    data.leaves.ForEach([&](std::uint32_t leaf) {
      if (data.terms[leaf].needs == Consent(k)) needing.Add(leaf, leaf + 1);
    });
    if (needing.empty()) continue;
    any = store.Or(any, store.And(store.Literal(logic::kDataLevel, needing),
                                  view.bench.diagrams().ConsentIn(
                                      Person::subject, Ranks(0, k))));
  }
  return any;
}

NodeId OnlySignedIn(const PolicyView& view) {
  return view.bench.diagrams().ConsentIn(
      Person::subject, RunSet::Single(std::uint32_t(Consent::login)));
}

NodeId OnlyRequesterAgreed(const PolicyView& view) {
  const model::Vocabulary& words = view.model.vocabulary;
  RunSet others = RunSet::Range(0, std::uint32_t(words.relations.size()));
  if (words.self.valid())
    others = Difference(others, RunSet::Single(words.self.value));
  if (others.empty()) return logic::kFalse;
  logic::Store& store = view.store();
  logic::RulesToDiagrams& diagrams = view.bench.diagrams();
  return store.And(store.Literal(logic::kRelationLevel, others),
                   store.And(diagrams.ConsentIn(Person::requester,
                                                Ranks(1, model::kConsentCount)),
                             diagrams.ConsentIn(Person::subject, Ranks(0, 1))));
}

std::string_view NeedsOf(const model::Model& model, const std::string& data) {
  const auto& spellings = model.vocabulary.data.spellings;
  const auto term = spellings.find(data);
  if (term == spellings.end()) return "";
  return model::NameOf(model.vocabulary.data.terms[term->second.value].needs);
}

}  // namespace assent::check
