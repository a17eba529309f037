// The laws of rows on generated policies: the diagrams rebuilt from the rows
// are the rules' own, and no row is idle.
#include <doctest/doctest.h>

#include "compiler/model/ast_to_model.h"
#include "compiler/rows/rules_to_rows.h"
#include "compiler/rows/verify_rows.h"
#include "compiler/rules/model_to_rules.h"
#include "tests/generate/generate_policy.h"

namespace assent::rows {
namespace {

model::Model MakeModel(generate::Random& random, const generate::Size& size) {
  diagnostics::Sink sink;
  SourceSet sources;
  ast::File file = generate::GeneratePolicy(random, size);
  file.file = sources.Add("generated.policy", "");
  model::Model model = model::AstToModel({file}, sources, sink);
  REQUIRE_FALSE(sink.has_errors());
  return model;
}

TEST_CASE("rows rebuild their diagrams, and none of them is idle") {
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    generate::Random random(seed);
    const model::Model model = MakeModel(random, generate::SmallSize(random));
    const rules::RuleSet rules = rules::ModelToRules(model);
    const auto rows = RulesToRows(model.vocabulary, rules, 1);
    REQUIRE(std::holds_alternative<RowSet>(rows));
    INFO("seed " << seed);
    CHECK(VerifyRows(model.vocabulary, rules, std::get<RowSet>(rows)) == "");
  }
}

TEST_CASE("threads and small stores give the same rows") {
  generate::Random random(7);
  const model::Model model = MakeModel(random, generate::LargeSize());
  const rules::RuleSet rules = rules::ModelToRules(model);
  const auto one = RulesToRows(model.vocabulary, rules, 1);
  const auto many = RulesToRows(model.vocabulary, rules, 4, {1, kMaxNodes});
  REQUIRE(std::holds_alternative<RowSet>(one));
  REQUIRE(std::holds_alternative<RowSet>(many));
  const RowSet &a = std::get<RowSet>(one), &b = std::get<RowSet>(many);
  CHECK(a.lists == b.lists);
  CHECK(a.list_of == b.list_of);
  CHECK(a.global == b.global);
  CHECK(VerifyRows(model.vocabulary, rules, a) == "");
}

TEST_CASE("a partner that needs too many nodes is refused, and its rule named") {
  generate::Random random(7);
  const model::Model model = MakeModel(random, generate::LargeSize());
  const rules::RuleSet rules = rules::ModelToRules(model);
  // Room for what holds for everybody, and for no partner.
  const logic::Space space =
      logic::SpaceOf(model.vocabulary, logic::OverrideSetsOf(rules),
                     rules.unknown_sizes);
  logic::Store store(space.domain_sizes, kMaxNodes);
  logic::RulesToDiagrams diagrams(model.vocabulary, rules, space, store);
  Cover cover(store, logic::kDateLevel);
  std::vector<GlobalRow> global;
  REQUIRE(GlobalRows(store, cover, space, diagrams.global(), global));
  const Budget budget{1, store.node_count() + 1};
  const auto refused = RulesToRows(model.vocabulary, rules, 2, budget);
  REQUIRE(std::holds_alternative<Refusal>(refused));
  CHECK(std::get<Refusal>(refused).kind == Refusal::Kind::too_many_nodes);
  CHECK(std::get<Refusal>(refused).partner.valid());
  CHECK_FALSE(std::get<Refusal>(refused).rules.empty());
}

}  // namespace
}  // namespace assent::rows
