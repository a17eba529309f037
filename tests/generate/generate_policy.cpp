#include "tests/generate/generate_policy.h"

#include <algorithm>
#include <set>
#include <string>

#include "tests/generate/generator.h"

namespace assent::generate {

std::vector<ast::Name> Generator::Named(const std::vector<std::string>& texts) {
  std::vector<Name> names;
  for (const std::string& text : texts) names.push_back(Named(text));
  return names;
}

ast::File Generator::Generate() {
  PickDays();
  Vocabulary();
  Partners();
  Groups();
  Conditions();
  Permissions();
  Programs();
  // Who comes first has most of what is unknown.
  const bool agreements_first = random_.Percent(50);
  if (agreements_first) Agreements();
  RuleSets();
  Globals();
  if (!agreements_first) Agreements();
  Registry();
  Requirements();
  Claims();
  Tests();
  return std::move(file_);
}

void Generator::PickDays() {
  // Mostly around 2010; some at either end of time, or anywhere.
  std::set<Day> days;
  if (random_.Percent(15)) days.insert(kEndDay - 1);
  if (random_.Percent(15)) days.insert(kFirstDay);
  while (int(days.size()) < std::max(2, size_.days)) {
    Day day = Day(random_.Percent(90) ? random_.Between(14'600, 17'900)
                                      : random_.Between(0, kEndDay - 2));
    days.insert(day);
    if (random_.Percent(20)) days.insert(day + 1);  // neighbours
  }
  days_.assign(days.begin(), days.end());
}

// Marks that only checks and lists of tags read.
void Generator::Mark(ast::TermKind kind, std::vector<ast::Term>& terms) {
  static const std::vector<std::string> kConsents = {
      "login", "default_on", "opt_in", "express", "parental"};
  for (ast::Term& term : terms) {
    if (!tags_.empty() && random_.Percent(30))
      term.tags = Named(random_.Sample(tags_, 1 + random_.Below(2)));
    if (kind == ast::TermKind::data && random_.Percent(15))
      term.needs = ast::Value{random_.Pick(kConsents), {}};
    if (kind == ast::TermKind::action && random_.Percent(15)) {
      term.inbound = Span();
      inbound_ = true;
    }
    Mark(kind, term.children);
  }
}

void Generator::Vocabulary() {
  file_.terms = {data_.Declaration(), actions_.Declaration(),
                 purposes_.Declaration()};
  if (random_.Percent(40)) tags_ = {"nonpublic", "content"};
  for (ast::TermDeclaration& declaration : file_.terms)
    Mark(declaration.kind, declaration.terms);
  std::vector<std::string> relations = {"friend", "participant", "stranger",
                                        "colleague", "relative"};
  if (random_.Percent(75)) relations.insert(relations.begin(), "self");
  relations.resize(std::size_t(std::clamp(size_.relations, 1, 5)));
  relations_ = relations;

  ast::NamesDeclaration relation;
  relation.kind = ast::NamesDeclaration::Kind::relation;
  for (const std::string& name : relations_) {
    ast::NamesDeclaration::Entry entry{Named(name), std::nullopt, {}, {}, {}};
    if (!relation.entries.empty() && random_.Percent(20))
      entry.via = random_.Pick(relation.entries).name;  // no circle
    relation.entries.push_back(std::move(entry));
  }
  ast::NamesDeclaration role;
  role.kind = ast::NamesDeclaration::Kind::role;
  roles_ = {"service_provider", "app"};
  role.entries = {{Named("service_provider"), std::nullopt, {}, {}, {}},
                  {Named("app"), Words("an app"), {}, {}, {}}};
  for (auto& entry : role.entries)
    if (random_.Percent(20)) entry.purposes = SomePurposes();
  file_.names = {relation, role};
  if (!tags_.empty()) {
    for (ast::NamesDeclaration& names : file_.names)
      for (auto& entry : names.entries)
        if (random_.Percent(40)) entry.tags = {Named(random_.Pick(tags_))};
    ast::NamesDeclaration tags;
    tags.kind = ast::NamesDeclaration::Kind::tag;
    tags.entries = {{Named(tags_[0]), Words("not public"), {}, {}, {}},
                    {Named(tags_[1]), std::nullopt, {}, {}, {}}};
    file_.names.push_back(tags);
  }

  file_.attributes = facts_.attributes();

  ast::ObligationDeclaration log, notify, erase;
  log.name = Named("log_access");
  notify.name = Named("notify_subject");
  erase.name = Named("delete_within");
  erase.parameters = {{Named("days"), 0, 3650}};
  if (random_.Percent(30)) erase.parameters.push_back({Named("copies"), -1, 2});
  file_.obligations = {log, notify, erase};
}

// All known, and never `any purpose`.
ast::NameList Generator::SomePurposes() {
  NameList list;
  list.names = Named(purposes_.Names(random_, 1 + random_.Below(2)));
  if (tags_.empty() || !random_.Percent(40)) return list;
  list.tags = {Named(random_.Pick(tags_))};
  if (random_.Percent(50)) list.names.clear();
  return list;
}

void Generator::Permissions() {
  file_.permissions = facts_.permissions();
  for (ast::Permission& permission : file_.permissions) {
    permissions_.push_back(permission.name.text);
    int governs = int(random_.Between(1, 2));
    for (int i = 0; i < governs; ++i)
      permission.governs.push_back(Scope(Parts::some, /*consent=*/false, 45));
  }
}

void Generator::Partners() {
  for (int i = 0; i < std::max(1, size_.partners); ++i) {
    ast::Partner partner;
    partner.name = Named("partner_" + std::to_string(i));
    partners_.push_back(partner.name.text);
    if (random_.Percent(50)) partner.title = Words("Partner");
    if (random_.Percent(70)) partner.role = Named(random_.Pick(roles_));
    file_.partners.push_back(std::move(partner));
  }
}

void Generator::Programs() {
  int count = size_.agreements > 1 ? 1 + int(random_.Below(2)) : 1;
  for (int i = 0; i < count; ++i) {
    ast::Program program;
    program.name = Named("program_" + std::to_string(i));
    if (random_.Percent(30)) program.title = Words("a program");
    program.window = Period(/*whole=*/true);
    if (facts_.has_facts() && random_.Percent(25))
      program.ceilings = {facts_.AnyCondition(random_, 1, /*consent=*/false)};
    certain_ = true;
    if (random_.Percent(25))
      program.standard = {Scope(Parts::all, /*consent=*/true, 30)};
    certain_ = false;
    program.obligations = Obligations(40);
    programs_.push_back(program.name.text);
    file_.programs.push_back(std::move(program));
  }
}

ast::Override Generator::Override() {
  ast::Override override;
  override.permissions =
      Named(random_.Sample(permissions_, 1 + random_.Below(2)));
  override.because = Words("it was agreed");
  override.unsaid = random_.Percent(20);
  if (!override.unsaid) override.approved_by = Words("the board");
  override.until = {random_.Pick(days_), {}};
  if (override.until->day == kFirstDay) override.until->day = days_.back();
  return override;
}

std::vector<ast::ObligationUse> Generator::Obligations(std::uint32_t chance) {
  std::vector<ast::ObligationUse> uses;
  for (const ast::ObligationDeclaration& declared : file_.obligations) {
    if (!random_.Percent(chance)) continue;
    ast::ObligationUse use;
    use.name = declared.name;
    for (const auto& parameter : declared.parameters)
      use.arguments.push_back(
          {parameter.name,
           {std::to_string(random_.Between(parameter.low, parameter.low + 1)),
            {}}});
    uses.push_back(use);
    imposed_.push_back(use);
  }
  return uses;
}

ast::Allow Generator::Allow() {
  ast::Allow allow;
  if (random_.Percent(40)) {
    allow.name = Named(Label());
  }
  allow.scope = Scope(Parts::all, /*consent=*/true, 45);
  if (random_.Percent(45))
    allow.exceptions = Exceptions(size_.depth, /*deny=*/true);
  while (!permissions_.empty() && allow.overrides.size() < 3 &&
         random_.Percent(35))
    allow.overrides.push_back(Override());
  allow.obligations = Obligations(20);
  return allow;
}

void Generator::Fields(ast::Agreement& agreement) {
  if (random_.Percent(20)) {
    agreement.requested = ast::Date{days_.front(), {}};
    if (random_.Percent(20)) {
      agreement.requested->kind = ast::Date::Kind::one_of;
      agreement.requested->days = {{days_[0], {}}, {days_[1], {}}};
    }
  }
  if (random_.Percent(20)) agreement.approved_by = Words("the board");
  if (random_.Percent(20))
    agreement.disclosed = {{"settings_page", {}}, {"the help centre", {}}};
  if (random_.Percent(20))
    agreement.consideration = ast::Value{random_.Percent(50) ? "none"
                                                             : "a fee", {}};
  if (!agreement.approved_by && random_.Percent(20))
    agreement.unsaid.push_back(Named("approved"));
  if (!agreement.consideration && random_.Percent(20))
    agreement.unsaid.push_back(Named("consideration"));
  if (agreement.disclosed.empty() && random_.Percent(20))
    agreement.unsaid.push_back(Named("disclosed"));
  if (!agreement.requested && random_.Percent(20))
    agreement.unsaid.push_back(Named("requested"));
  if (random_.Percent(20) && !agreement.window.open_ended_because)
    agreement.lifecycle =
        Named(random_.Percent(50) ? "active" : "winding_down");
  if (inbound_ || random_.Percent(10))
    agreement.flows = {Named("outbound"), Named("inbound")};
  if (random_.Percent(15)) agreement.purposes = SomePurposes();
  for (const ast::Agreement& earlier : file_.agreements)
    for (const Name& name : earlier.partners.names)
      if (agreement.amends.empty() && random_.Percent(40) &&
          std::ranges::count(agreement.partners.names, name.text,
                             &Name::text) != 0)
        agreement.amends = {earlier.name};
}

void Generator::Agreements() {
  for (int i = 0; i < size_.agreements; ++i) {
    ast::Agreement agreement;
    agreement.name = Named("agreement_" + std::to_string(i));
    if (random_.Percent(30)) agreement.title = Words("an agreement");
    agreement.partners = SomePartners();
    if (random_.Percent(40)) agreement.program = Named(random_.Pick(programs_));
    agreement.window = Period(/*whole=*/true);
    int clauses = int(random_.Between(1, size_.clauses));
    for (int c = 0; c < clauses; ++c) agreement.clauses.push_back(Allow());
    agreement.obligations = Obligations(20);
    Fields(agreement);
    file_.agreements.push_back(std::move(agreement));
  }
}

void Generator::Globals() {
  for (std::uint32_t i = random_.Below(std::size_t(size_.globals) + 1); i > 0;
       --i) {
    ast::Forbid forbid;
    if (random_.Percent(50)) {
      forbid.name = Named(Label());
    }
    forbid.scope = Scope(Parts::some, /*consent=*/true, 85);
    if (random_.Percent(30)) forbid.partners = SomePartners();
    if (random_.Percent(60)) forbid.because = Words("it must not be");
    file_.forbids.push_back(std::move(forbid));
  }
  if (!facts_.has_facts() || random_.Percent(60)) return;
  for (std::uint32_t i = random_.Below(std::size_t(size_.globals) + 1); i > 0;
       --i) {
    ast::Assume assume;
    // Mostly of the form `a or b`: little is impossible.
    assume.condition.kind = ast::Condition::Kind::any_of;
    for (int k = 0; k < 2; ++k)
      assume.condition.operands.push_back(
          facts_.AnyCondition(random_, k, /*consent=*/false));
    assume.condition.operands.push_back(facts_.Anchor());
    if (random_.Percent(70)) assume.because = Words("it cannot be");
    file_.assumptions.push_back(std::move(assume));
  }
}

void Generator::Claims() {
  certain_ = true;
  for (int i = 0; i < 2; ++i) {
    if (random_.Percent(50)) continue;
    ast::Claim claim;
    claim.name = Words("claim " + std::to_string(i));
    if (random_.Percent(40)) claim.cite = Words("a statement");
    claim.scope = Scope(Parts::some, /*consent=*/true, 60);
    // Whom it speaks of is written as a list, or `any action on any data`.
    if (claim.scope.actions.absent()) claim.scope.actions.any = true;
    if (claim.scope.data.absent()) claim.scope.data.any = true;
    if (random_.Percent(50)) claim.partners = SomePartners();
    file_.claims.push_back(std::move(claim));
  }
}

ast::Request Generator::Request() {
  ast::Request request;
  request.partner = Named(random_.Pick(partners_));
  request.action = Named(actions_.AnyName(random_));
  request.data = Named(data_.AnyName(random_));
  request.purpose = Named(purposes_.AnyName(random_));
  request.relation = Named(random_.Pick(relations_));
  request.date = {random_.Pick(days_), {}};
  request.attributes = facts_.Assignments(random_);
  if (request.relation->text == "self") {  // one person, one value of each
    std::set<std::string> known;
    std::erase_if(request.attributes, [&](const ast::Assignment& assignment) {
      const std::string& name = assignment.name.text;
      bool personal =
          name.starts_with("subject.") || name.starts_with("requester.");
      return personal && !known.insert(name.substr(name.find('.'))).second;
    });
  }
  return request;
}

// It is mostly wrong: this is about what can be written.
ast::Expectation Generator::Expectation() {
  static const std::vector<std::string> kReasons = {
      "impossible",        "no_agreement", "not_yet",         "expired",
      "condition_not_met", "prohibited",   "needs_permission"};
  ast::Expectation expectation;
  expectation.permit = random_.Percent(50);
  if (expectation.permit) {
    expectation.states_obligations = random_.Percent(60);
    if (expectation.states_obligations && !imposed_.empty() &&
        random_.Percent(70))
      expectation.obligations = {random_.Pick(imposed_)};
  } else if (random_.Percent(70)) {
    expectation.reason = Named(random_.Pick(kReasons));
    if (expectation.reason->text == "needs_permission" &&
        !permissions_.empty())
      expectation.reason_permission = Named(random_.Pick(permissions_));
  }
  if (!labels_.empty() && random_.Percent(40))
    expectation.rules =
        Named(random_.Sample(labels_, 1 + random_.Below(2)));
  return expectation;
}

void Generator::Tests() {
  for (int i = 0; i < 2; ++i) {
    ast::Test test;
    test.name = Words("test " + std::to_string(i));
    test.request = Request();
    if (random_.Percent(25)) {  // a table of cases, by date and by partner
      test.columns = {Named("date"), Named("partner")};
      test.request.date = std::nullopt;
      test.request.partner = std::nullopt;
      std::set<std::string> seen;
      for (int row = 0; row < 2; ++row) {
        char date[10];
        FormatDay(random_.Pick(days_), date);
        const std::string day(date, sizeof date);
        const std::string partner = random_.Pick(partners_);
        ast::Expectation expectation = Expectation();
        if (seen.insert(day + partner).second)
          test.cases.push_back(
              {{{day, {}}, {partner, {}}}, std::move(expectation), {}});
      }
    } else {
      test.expectation = Expectation();
    }
    file_.tests.push_back(std::move(test));
  }
}

Size SmallSize(Random& random) {
  Size size;
  size.unknowns = random.Percent(35) ? int(random.Between(1, 3)) : 0;
  size.rule_sets = random.Percent(50) ? 1 : 0;
  auto upto = [&](int low, int high) { return int(random.Between(low, high)); };
  switch (random.Below(5)) {
    case 0:  // many terms
      size.data = upto(4, 8);
      size.actions = upto(1, 4);
      size.purposes = upto(2, 5);
      size.relations = upto(1, 3);
      size.attributes = upto(0, 1);
      size.permissions = upto(0, 1);
      size.days = 2;
      break;
    case 1:  // many facts
      size.data = upto(1, 3);
      size.actions = 1;
      size.purposes = upto(1, 2);
      size.relations = upto(1, 2);
      size.partners = 1;
      size.attributes = upto(2, 4);
      size.permissions = upto(0, 1);
      size.days = 2;
      size.depth = 3;
      break;
    case 2:  // many days
      size.data = upto(1, 4);
      size.actions = 1;
      size.purposes = upto(1, 2);
      size.attributes = upto(0, 2);
      size.permissions = upto(0, 1);
      size.days = upto(4, 8);
      size.agreements = 3;
      break;
    case 3:  // many settings, overridden
      size.data = upto(1, 3);
      size.actions = upto(1, 2);
      size.purposes = 1;
      size.partners = 1;
      size.attributes = upto(0, 1);
      size.permissions = upto(2, 3);
      size.days = upto(2, 3);
      size.clauses = 4;
      break;
    default:  // many rules
      size.data = upto(2, 4);
      size.partners = upto(1, 3);
      size.attributes = upto(0, 2);
      size.agreements = upto(2, 4);
      size.clauses = 3;
      size.globals = 3;
      size.days = 3;
      break;
  }
  return size;
}

Size LargeSize() {
  Size size;
  size.data = 80;
  size.actions = 6;
  size.purposes = 15;
  size.relations = 4;
  size.partners = 60;
  size.attributes = 10;
  size.values = 5;
  size.permissions = 4;
  size.days = 25;
  size.agreements = 60;
  size.every_role = 4;
  size.clauses = 2;
  size.globals = 5;
  size.depth = 2;
  size.unknowns = 4;
  size.rule_sets = 3;
  return size;
}

ast::File GeneratePolicy(Random& random, const Size& size) {
  return Generator(random, size).Generate();
}

}  // namespace assent::generate
