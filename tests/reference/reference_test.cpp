// The oracle itself, on a Model built by hand: one sentence of docs/language.md,
// section 2, each.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include "tests/reference/evaluator.h"

namespace assent::reference {
namespace {

using model::AttributeId;
using model::Condition;
using model::Consent;
using model::Owner;
using model::PermissionId;
using model::Person;
using model::Scope;

// data d { x; y; }  action read  purpose service  relation friend, self
// attributes, by id: requester.adult, subject.adult (one pair), requester.p,
// subject.p (p: off, on; opt_in), subject.q (q: off, on; express)
struct World {
  enum : std::uint32_t { kD, kX, kY };      // data
  enum : std::uint32_t { kFriend, kSelf };  // relations
  enum : std::uint32_t {
    kRequesterAdult,
    kSubjectAdult,
    kRequesterP,
    kSubjectP,
    kSubjectQ
  };
  static constexpr std::uint32_t kOff = 0, kOn = 1, kNotSupplied = 2;
  enum : std::uint32_t { kP, kQ };  // permissions
  static constexpr model::Window kInForce = {100, 200};

  model::Model model;

  World() {
    model::Vocabulary& v = model.vocabulary;
    v.data.terms.resize(3);
    v.data.terms[kD].children = {model::TermId(kX), model::TermId(kY)};
    v.data.terms[kD].leaves = {kX, kY};
    v.data.terms[kX].leaves = {kX};
    v.data.terms[kY].leaves = {kY};
    for (model::Taxonomy* one : {&v.actions, &v.purposes}) {
      one->terms.resize(1);
      one->terms[0].leaves = {0};
    }
    v.relations = {{"friend", "", {}}, {"self", "", {}}};
    v.self = model::RelationId(kSelf);
    v.obligations = {{"log", "", {}}, {"notify", "", {}}};
    v.partners = {{"bing", "", {}, {}}};
    for (auto [name, owner, pair] :
         {std::tuple{"requester.adult", Owner::requester, kSubjectAdult},
          {"subject.adult", Owner::subject, kRequesterAdult},
          {"requester.p", Owner::requester, kSubjectP},
          {"subject.p", Owner::subject, kRequesterP}}) {
      model::Attribute& attribute = v.attributes.emplace_back();
      attribute.name = name;
      attribute.owner = owner;
      attribute.values = {"off", "on"};
      attribute.pair = AttributeId(pair);
    }
    model::Attribute& q = v.attributes.emplace_back();
    q.name = "subject.q";
    q.owner = Owner::subject;
    q.values = {"off", "on"};
    q.default_value = kOff;
    v.permissions = {{"p",
                      "",
                      {AttributeId(kRequesterP), AttributeId(kSubjectP)},
                      Consent::opt_in,
                      {kOn},
                      {}},
                     {"q",
                      "",
                      {AttributeId(), AttributeId(kSubjectQ)},
                      Consent::express,
                      {kOn},
                      {}}};
    model::Agreement& agreement = model.agreements.emplace_back();
    agreement.partners = {model::PartnerId(0)};
    agreement.window = kInForce;
  }

  static Scope About(RunSet data, Condition when = {},
                     RunSet relations = {kFriend, kSelf}) {
    return {std::move(data),      {0}, {0},
            std::move(relations), {},  std::move(when)};
  }
  model::Clause& Allow(Scope scope) {
    model::Clause& clause = model.agreements[0].clauses.emplace_back();
    clause.scope = std::move(scope);
    return clause;
  }
  static Condition Is(std::uint32_t attribute, std::uint32_t value) {
    Condition condition;
    condition.kind = Condition::Kind::literal;
    condition.attribute = AttributeId(attribute);
    condition.values = {value};
    return condition;
  }
  static Condition Not(Condition operand) {
    Condition condition;
    condition.kind = Condition::Kind::negation;
    condition.operands = {std::move(operand)};
    return condition;
  }
  static Condition AnyOf(Condition a, Condition b) {
    Condition condition;
    condition.kind = Condition::Kind::any_of;
    condition.operands = {std::move(a), std::move(b)};
    return condition;
  }
  static Condition ConsentOf(Person person, Consent kind) {
    Condition condition;
    condition.kind = Condition::Kind::consent;
    condition.person = person;
    condition.values = {std::uint32_t(kind)};
    return condition;
  }
  void Govern(std::uint32_t permission, RunSet data) {
    model.governs.push_back(
        {PermissionId(permission), About(std::move(data)), {}});
  }

  // Everything else is not supplied, or its default.
  model::Request About(
      std::uint32_t data, Day day,
      std::vector<std::pair<std::uint32_t, std::uint32_t>> values = {},
      std::uint32_t relation = kFriend) const {
    model::Request request{model::PartnerId(0),
                           model::TermId(data),
                           model::TermId(0),
                           model::TermId(0),
                           model::RelationId(relation),
                           day,
                           {}};
    for (const model::Attribute& attribute : model.vocabulary.attributes)
      request.values.push_back(
          attribute.default_value.value_or(attribute.supplied_count()));
    for (auto [attribute, value] : values) request.values[attribute] = value;
    return request;
  }
  Verdict Ask(const model::Request& request) const {
    return Evaluator(model).Evaluate(request);
  }
  std::string ReasonOf(const model::Request& request) const {
    return Reason(Ask(request), model.vocabulary);
  }
};

TEST_CASE("a clause in force permits, before it not yet, after it expired") {
  World world;
  world.Allow(World::About({World::kX}));
  CHECK(world.ReasonOf(world.About(World::kX, 99)) == "not_yet");
  CHECK(world.ReasonOf(world.About(World::kX, 100)) == "permitted");
  CHECK(world.ReasonOf(world.About(World::kX, 199)) == "permitted");
  CHECK(world.ReasonOf(world.About(World::kX, 200)) == "expired");
  CHECK(world.ReasonOf(world.About(World::kY, 150)) == "no_agreement");
}

TEST_CASE("expired counts before not yet") {
  World world;
  world.Allow(World::About({World::kX})).scope.window = {100, 120};
  world.Allow(World::About({World::kX})).scope.window = {140, 160};
  CHECK(world.ReasonOf(world.About(World::kX, 130)) == "expired");
}

TEST_CASE("a program bounds its agreements and adds its obligations") {
  World world;
  model::Program& program = world.model.programs.emplace_back();
  program.window = {150, 300};
  program.obligations = {model::ObligationId(0)};
  world.model.agreements[0].program = model::ProgramId(0);
  world.model.agreements[0].obligations = {model::ObligationId(1)};
  world.Allow(World::About({World::kX}));
  CHECK(world.ReasonOf(world.About(World::kX, 149)) == "not_yet");
  CHECK(world.Ask(world.About(World::kX, 150)).obligations.size() == 2);
}

TEST_CASE("other attribute values would be granted: condition not met") {
  World world;
  world.Allow(
      World::About({World::kX}, World::Is(World::kSubjectAdult, World::kOn)));
  auto ask = [&](std::uint32_t value) {
    return world.ReasonOf(
        world.About(World::kX, 150, {{World::kSubjectAdult, value}}));
  };
  CHECK(ask(World::kOn) == "permitted");
  CHECK(ask(World::kOff) == "condition_not_met");
  CHECK(ask(World::kNotSupplied) == "condition_not_met");
}

TEST_CASE("what holds for every value holds for the value not supplied") {
  World world;
  world.Allow(
      World::About({World::kX}, World::Is(World::kSubjectAdult, World::kOn)));
  world
      .Allow(World::About({World::kX},
                          World::Is(World::kSubjectAdult, World::kOff)))
      .obligations = {model::ObligationId(0)};
  Verdict verdict = world.Ask(world.About(World::kX, 150));
  CHECK(verdict.permit());
  CHECK(verdict.obligations.size() == 1);
}

TEST_CASE("an inner term is granted when each of its leaves is") {
  World world;
  world.Allow(World::About({World::kX}));
  CHECK(world.ReasonOf(world.About(World::kD, 150)) == "no_agreement");
  world.Allow(World::About({World::kY})).scope.window = {100, 150};
  CHECK(world.ReasonOf(world.About(World::kD, 149)) == "permitted");
  CHECK(world.ReasonOf(world.About(World::kD, 150)) == "expired");
}

TEST_CASE("exceptions alternate and do not depend on order") {
  World world;
  model::Exception given_back{
      World::About({World::kX}, World::Is(World::kSubjectAdult, World::kOn)),
      {},
      {}};
  model::Exception taken{World::About({World::kX}), {given_back}, {}};
  world.Allow(World::About({World::kX, World::kY})).exceptions = {taken};
  auto ask = [&](std::uint32_t data, std::uint32_t value) {
    return world.ReasonOf(
        world.About(data, 150, {{World::kSubjectAdult, value}}));
  };
  CHECK(ask(World::kY, World::kOff) == "permitted");
  CHECK(ask(World::kX, World::kOff) == "condition_not_met");
  CHECK(ask(World::kX, World::kOn) == "permitted");
}

TEST_CASE("a permission closes unless every owner opened it") {
  World world;
  world.Allow(World::About({World::kX}));
  world.Govern(World::kP, {World::kX});
  auto ask = [&](std::uint32_t requester, std::uint32_t subject) {
    return world.ReasonOf(world.About(
        World::kX, 150,
        {{World::kRequesterP, requester}, {World::kSubjectP, subject}}));
  };
  CHECK(ask(World::kOn, World::kOn) == "permitted");
  CHECK(ask(World::kOn, World::kOff) == "needs_permission(p)");
  CHECK(ask(World::kOff, World::kOn) == "needs_permission(p)");
  CHECK(ask(World::kOn, World::kNotSupplied) == "needs_permission(p)");
}

TEST_CASE("at self the subject's copy is the one that counts") {
  World world;
  world.Allow(
      World::About({World::kX}, World::Is(World::kRequesterAdult, World::kOn)));
  auto ask = [&](std::uint32_t requester, std::uint32_t subject) {
    return world.ReasonOf(world.About(
        World::kX, 150,
        {{World::kRequesterAdult, requester}, {World::kSubjectAdult, subject}},
        World::kSelf));
  };
  CHECK(ask(World::kOff, World::kOn) == "permitted");
  CHECK(ask(World::kOn, World::kOff) == "condition_not_met");
}

TEST_CASE("the overrides of one clause must cover all that is closed") {
  World world;
  world.Govern(World::kP, {World::kX});
  world.Govern(World::kQ, {World::kX});
  auto despite = [](std::uint32_t permission) {
    return model::Override{PermissionId(permission), 150, "", ""};
  };
  world.Allow(World::About({World::kX})).overrides = {despite(World::kP)};
  world.Allow(World::About({World::kX})).overrides = {despite(World::kQ)};
  Verdict verdict = world.Ask(world.About(World::kX, 149));
  CHECK(verdict.overrides.size() == 2);
  CHECK(Reason(verdict, world.model.vocabulary) == "needs_permission(p)");
  world.Allow(World::About({World::kX})).overrides = {despite(World::kP),
                                                      despite(World::kQ)};
  verdict = world.Ask(world.About(World::kX, 149));
  CHECK(verdict.overrides.size() == 1);
  CHECK(verdict.permit());
  CHECK(verdict.closed.size() == 2);
}

TEST_CASE("an override ends on its day") {
  World world;
  world.Govern(World::kQ, {World::kX});
  world.Allow(World::About({World::kX})).overrides = {
      {PermissionId(World::kQ), 150, "", ""}};
  CHECK(world.ReasonOf(world.About(World::kX, 149)) == "permitted");
  CHECK(world.ReasonOf(world.About(World::kX, 150)) == "needs_permission(q)");
}

TEST_CASE("a prohibition counts before a permission") {
  World world;
  world.Govern(World::kQ, {World::kX});
  world.Allow(World::About({World::kX})).overrides = {
      {PermissionId(World::kQ), 200, "", ""}};
  world.model.prohibitions.push_back(
      {"", "", World::About({World::kX, World::kY}), {}, {}, {}});
  CHECK(world.ReasonOf(world.About(World::kX, 150)) == "prohibited");
  CHECK(world.ReasonOf(world.About(World::kY, 150)) == "no_agreement");
}

TEST_CASE("what is prohibited for any value or leaf is so for all of them") {
  World world;
  world.Allow(World::About({World::kX, World::kY}));
  world.model.prohibitions.push_back(
      {"", "",
       World::About({World::kX}, World::Is(World::kSubjectAdult, World::kOff)),
       {}});
  const auto ask = [&](std::uint32_t data, std::uint32_t adult) {
    return world.ReasonOf(
        world.About(data, 150, {{World::kSubjectAdult, adult}}));
  };
  CHECK(ask(World::kX, World::kOff) == "prohibited");
  CHECK(ask(World::kX, World::kOn) == "permitted");
  CHECK(ask(World::kX, World::kNotSupplied) == "prohibited");
  CHECK(ask(World::kY, World::kNotSupplied) == "permitted");
  CHECK(ask(World::kD, World::kOff) == "prohibited");
  CHECK(ask(World::kD, World::kOn) == "permitted");
}

TEST_CASE("consent is the strongest kind among open governing permissions") {
  World world;
  world.Govern(World::kP, {World::kX});
  world.Govern(World::kQ, {World::kX});
  world.Allow(World::About({World::kX},
                           World::ConsentOf(Person::subject, Consent::opt_in)));
  auto granted = [&](std::uint32_t p, std::uint32_t q) {
    return world
               .Ask(world.About(World::kX, 150,
                                {{World::kSubjectP, p},
                                 {World::kRequesterP, World::kOff},
                                 {World::kSubjectQ, q}}))
               .standing == Standing::granted;
  };
  CHECK(granted(World::kOn, World::kOff));
  CHECK_FALSE(granted(World::kOn, World::kOn));    // express
  CHECK_FALSE(granted(World::kOff, World::kOff));  // none
}

TEST_CASE("consent of the requester is the subject's own at self") {
  World world;
  world.Govern(World::kQ, {World::kX});
  world.Allow(World::About(
      {World::kX}, World::ConsentOf(Person::requester, Consent::express)));
  auto ask = [&](std::uint32_t relation) {
    return world.ReasonOf(world.About(
        World::kX, 150, {{World::kSubjectQ, World::kOn}}, relation));
  };
  CHECK(ask(World::kSelf) == "permitted");
  CHECK(ask(World::kFriend) == "no_agreement");
}

TEST_CASE("what an assumption excludes is impossible and completes nothing") {
  World world;
  world.model.assumptions.push_back(
      {World::AnyOf(World::Is(World::kSubjectAdult, World::kOn),
                    World::Is(World::kRequesterAdult, World::kOff)),
       "",
       {}});
  world.Allow(
      World::About({World::kX}, World::Is(World::kSubjectAdult, World::kOn)));
  auto ask = [&](std::uint32_t requester, std::uint32_t subject,
                 std::uint32_t relation) {
    return world.ReasonOf(world.About(
        World::kX, 150,
        {{World::kRequesterAdult, requester}, {World::kSubjectAdult, subject}},
        relation));
  };
  CHECK(ask(World::kOn, World::kOff, World::kFriend) == "impossible");
  CHECK(ask(World::kOn, World::kNotSupplied, World::kFriend) == "permitted");
  CHECK(ask(World::kOff, World::kNotSupplied, World::kFriend) ==
        "condition_not_met");
  // At self both are the subject's, and the assumption says nothing.
  CHECK(ask(World::kOn, World::kOff, World::kSelf) == "condition_not_met");
}

TEST_CASE("assumptions about other facts still make a request impossible") {
  World world;
  world.model.assumptions.push_back(
      {World::Not(World::Is(World::kRequesterP, World::kOff)), "", {}});
  world.Allow(World::About({World::kX}));
  auto ask = [&](std::uint32_t value) {
    return world.ReasonOf(
        world.About(World::kX, 150, {{World::kRequesterP, value}}));
  };
  CHECK(ask(World::kOff) == "impossible");
  CHECK(ask(World::kNotSupplied) == "permitted");
}

TEST_CASE("an inner term keeps the overrides that all its leaves share") {
  World world;
  world.Govern(World::kP, {World::kX, World::kY});
  auto despite = [](std::uint32_t permission) {
    return model::Override{PermissionId(permission), 200, "", ""};
  };
  world.Allow(World::About({World::kX})).overrides = {despite(World::kP)};
  world.Allow(World::About({World::kY})).overrides = {despite(World::kP),
                                                      despite(World::kQ)};
  Verdict verdict = world.Ask(world.About(World::kD, 150));
  CHECK(verdict.overrides == std::set<Permissions>{{PermissionId(World::kP)}});
  CHECK(verdict.permit());
}

}  // namespace
}  // namespace assent::reference
