#include "tests/generate/generate_policy.h"

#include <algorithm>
#include <set>
#include <string>

#include "tests/generate/random_facts.h"
#include "tests/generate/random_terms.h"

namespace assent::generate {
namespace {

using ast::Name;
using ast::NameList;

ast::Text Words(std::string text) { return {std::move(text), {}}; }
Name Named(std::string text) { return {std::move(text), {}}; }

std::vector<Name> Named(const std::vector<std::string>& texts) {
  std::vector<Name> names;
  for (const std::string& text : texts) names.push_back(Named(text));
  return names;
}

class Generator {
 public:
  Generator(Random& random, const Size& size)
      : random_(random),
        size_(size),
        data_(random, ast::TermKind::data, size.data),
        actions_(random, ast::TermKind::action, size.actions),
        purposes_(random, ast::TermKind::purpose, size.purposes),
        facts_(random, size.attributes, size.values, size.permissions) {}

  ast::File Generate();

 private:
  // Which parts of a scope are left out: all must be written in an allow.
  enum class Parts { all, some };

  void PickDays();
  void Vocabulary();
  void Permissions();
  void Partners();
  void Programs();
  void Agreements();
  void Globals();
  void Claims();
  void Tests();

  // `when`: the chance of a condition. Those that take something away need
  // one, or they take it all.
  ast::Scope Scope(Parts parts, bool consent, std::uint32_t when);
  NameList AnyOf(std::vector<std::string> names, Parts parts);
  NameList Terms(const RandomTerms& terms, Parts parts);
  ast::Window Period(bool whole);
  std::vector<ast::Exception> Exceptions(int depth, bool deny);
  ast::Allow Allow();
  ast::Override Override();
  std::vector<ast::ObligationUse> Obligations(std::uint32_t chance);
  ast::Request Request();
  void PartnersOf(std::vector<Name>& partners, std::optional<Name>& role);

  Random& random_;
  const Size& size_;
  RandomTerms data_, actions_, purposes_;
  RandomFacts facts_;
  ast::File file_;
  std::vector<Day> days_;  // sorted
  std::vector<std::string> relations_, roles_, partners_, programs_;
  std::vector<std::string> permissions_;
  std::vector<std::string> labels_;
  std::vector<ast::ObligationUse> imposed_;  // by some rule
};

ast::File Generator::Generate() {
  PickDays();
  Vocabulary();
  Permissions();
  Partners();
  Programs();
  Agreements();
  Globals();
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

void Generator::Vocabulary() {
  file_.terms = {data_.Declaration(), actions_.Declaration(),
                 purposes_.Declaration()};
  std::vector<std::string> relations = {"friend", "participant", "stranger",
                                        "colleague", "relative"};
  if (random_.Percent(75)) relations.insert(relations.begin(), "self");
  relations.resize(std::size_t(std::clamp(size_.relations, 1, 5)));
  relations_ = relations;

  ast::NamesDeclaration relation;
  relation.kind = ast::NamesDeclaration::Kind::relation;
  for (const std::string& name : relations_)
    relation.entries.push_back({Named(name), std::nullopt});
  ast::NamesDeclaration role;
  role.kind = ast::NamesDeclaration::Kind::role;
  roles_ = {"service_provider", "app"};
  role.entries = {{Named("service_provider"), std::nullopt},
                  {Named("app"), Words("an app")}};
  file_.names = {relation, role};

  file_.attributes = facts_.attributes();

  ast::ObligationDeclaration log, notify, erase;
  log.name = Named("log_access");
  notify.name = Named("notify_subject");
  erase.name = Named("delete_within");
  erase.parameters = {{Named("days"), 0, 3650}};
  if (random_.Percent(30)) erase.parameters.push_back({Named("copies"), -1, 2});
  file_.obligations = {log, notify, erase};
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
    program.obligations = Obligations(40);
    programs_.push_back(program.name.text);
    file_.programs.push_back(std::move(program));
  }
}

// With `whole` it says where it begins, and how it ends.
ast::Window Generator::Period(bool whole) {
  ast::Window window;
  std::size_t first = random_.Below(days_.size() - 1);
  std::size_t last = first + 1 + random_.Below(days_.size() - first - 1);
  std::uint32_t form = random_.Below(100);
  if (whole && random_.Percent(60)) {  // long: much stays in force
    first = 0;
    last = days_.size() - 1;
  }
  bool open_ended = whole && form < 25;
  bool has_from = whole || form < 70;
  bool has_until = !open_ended && (whole || form >= 35);
  if (has_from) window.from = {days_[first], {}};
  if (has_until) window.until = {days_[last], {}};
  if (open_ended) window.open_ended_because = Words("it goes on");
  return window;
}

NameList Generator::AnyOf(std::vector<std::string> names, Parts parts) {
  NameList list;
  if (parts == Parts::some && random_.Percent(45)) return list;
  list.any = random_.Percent(25);
  if (!list.any)
    list.names = Named(random_.Sample(std::move(names), 1 + random_.Below(2)));
  return list;
}

NameList Generator::Terms(const RandomTerms& terms, Parts parts) {
  return AnyOf(terms.Names(random_, 1 + random_.Below(3)), parts);
}

ast::Scope Generator::Scope(Parts parts, bool consent, std::uint32_t when) {
  ast::Scope scope;
  scope.actions = Terms(actions_, parts);
  scope.data = Terms(data_, parts);
  scope.relations = AnyOf(relations_, parts);
  scope.purposes = Terms(purposes_, parts);
  if (random_.Percent(30)) scope.window = Period(/*whole=*/false);
  if (facts_.has_facts() && random_.Percent(when))
    scope.when = facts_.AnyCondition(random_, size_.depth, consent);
  return scope;
}

std::vector<ast::Exception> Generator::Exceptions(int depth, bool deny) {
  std::vector<ast::Exception> exceptions;
  int count = int(random_.Between(1, 2));
  for (int i = 0; i < count; ++i) {
    ast::Exception exception;
    exception.deny = deny;
    exception.scope = Scope(Parts::some, /*consent=*/true, 80);
    if (depth > 1 && random_.Percent(40))
      exception.exceptions = Exceptions(depth - 1, !deny);
    exceptions.push_back(std::move(exception));
  }
  return exceptions;
}

ast::Override Generator::Override() {
  ast::Override override;
  override.permissions =
      Named(random_.Sample(permissions_, 1 + random_.Below(2)));
  override.because = Words("it was agreed");
  override.approved_by = Words("the board");
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
    labels_.push_back("rule_" + std::to_string(labels_.size()));
    allow.name = Named(labels_.back());
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

void Generator::PartnersOf(std::vector<Name>& partners,
                           std::optional<Name>& role) {
  std::vector<std::string> held;
  for (const ast::Partner& partner : file_.partners)
    if (partner.role) held.push_back(partner.role->text);
  if (!held.empty() && random_.Percent(size_.every_role)) {
    role = Named(random_.Pick(held));
  } else {
    partners = Named(random_.Sample(partners_, 1 + random_.Below(2)));
  }
}

void Generator::Agreements() {
  for (int i = 0; i < size_.agreements; ++i) {
    ast::Agreement agreement;
    agreement.name = Named("agreement_" + std::to_string(i));
    if (random_.Percent(30)) agreement.title = Words("an agreement");
    PartnersOf(agreement.partners, agreement.every_role);
    if (random_.Percent(40)) agreement.program = Named(random_.Pick(programs_));
    agreement.window = Period(/*whole=*/true);
    int clauses = int(random_.Between(1, size_.clauses));
    for (int c = 0; c < clauses; ++c) agreement.clauses.push_back(Allow());
    agreement.obligations = Obligations(20);
    file_.agreements.push_back(std::move(agreement));
  }
}

void Generator::Globals() {
  for (std::uint32_t i = random_.Below(std::size_t(size_.globals) + 1); i > 0;
       --i) {
    ast::Forbid forbid;
    if (random_.Percent(50)) {
      labels_.push_back("rule_" + std::to_string(labels_.size()));
      forbid.name = Named(labels_.back());
    }
    forbid.scope = Scope(Parts::some, /*consent=*/true, 85);
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
    if (random_.Percent(70)) assume.because = Words("it cannot be");
    file_.assumptions.push_back(std::move(assume));
  }
}

void Generator::Claims() {
  for (int i = 0; i < 2; ++i) {
    if (random_.Percent(50)) continue;
    ast::Claim claim;
    claim.name = Words("claim " + std::to_string(i));
    if (random_.Percent(40)) claim.cite = Words("a statement");
    claim.scope = Scope(Parts::some, /*consent=*/true, 60);
    // Whom it speaks of is written as a list, or `any action on any data`.
    if (claim.scope.actions.absent()) claim.scope.actions.any = true;
    if (claim.scope.data.absent()) claim.scope.data.any = true;
    if (random_.Percent(50)) PartnersOf(claim.partners, claim.every_role);
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

// What they expect is mostly wrong: this is about what can be written.
void Generator::Tests() {
  static const std::vector<std::string> kReasons = {
      "impossible",        "no_agreement", "not_yet",         "expired",
      "condition_not_met", "prohibited",   "needs_permission"};
  for (int i = 0; i < 2; ++i) {
    ast::Test test;
    test.name = Words("test " + std::to_string(i));
    test.request = Request();
    test.expect_permit = random_.Percent(50);
    if (test.expect_permit) {
      test.states_obligations = random_.Percent(60);
      if (test.states_obligations && !imposed_.empty() && random_.Percent(70))
        test.obligations = {random_.Pick(imposed_)};
    } else if (random_.Percent(70)) {
      test.reason = Named(random_.Pick(kReasons));
      if (test.reason->text == "needs_permission" && !permissions_.empty())
        test.reason_permission = Named(random_.Pick(permissions_));
    }
    if (!labels_.empty() && random_.Percent(40))
      test.rule = Named(random_.Pick(labels_));
    file_.tests.push_back(std::move(test));
  }
}

}  // namespace

Size SmallSize(Random& random) {
  Size size;
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
  return size;
}

ast::File GeneratePolicy(Random& random, const Size& size) {
  return Generator(random, size).Generate();
}

}  // namespace assent::generate
