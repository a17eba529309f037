// Scopes and windows, with what is not known in them.
#include <algorithm>
#include <utility>

#include "tests/generate/generator.h"

namespace assent::generate {

// A day of days_, or one that it could be: between days_[low] and days_[high].
ast::Date Generator::MaybeUnknown(std::size_t day, std::size_t low,
                                  std::size_t high) {
  ast::Date date = {days_[day], {}};
  if (certain_ || unknowns_left_ == 0 || !random_.Percent(30)) return date;
  --unknowns_left_;
  const std::uint32_t form = random_.Below(10);
  if (form == 0 && unknowns_left_ + 1 == size_.unknowns &&
      size_.days <= 3) {  // it can be many: alone
    unknowns_left_ = 0;
    date.kind = ast::Date::Kind::unknown;
  } else if (form < 4) {
    date.kind = ast::Date::Kind::in_range;
    const Day last =
        std::min(days_[day] + Day(random_.Below(3)), days_[high]);
    date.days = {{days_[day], {}}, {last, {}}};
  } else {
    date.kind = ast::Date::Kind::one_of;
    std::vector<Day> others(days_.begin() + std::ptrdiff_t(low),
                            days_.begin() + std::ptrdiff_t(high) + 1);
    for (Day other : random_.Sample(others, 1 + random_.Below(2)))
      date.days.push_back({other, {}});
    date.days.push_back({days_[day], {}});
  }
  return date;
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
  if (has_from) window.from = MaybeUnknown(first, 0, last - 1);
  if (has_until) window.until = MaybeUnknown(last, first + 1, days_.size() - 1);
  if (open_ended) window.open_ended_because = Words("it goes on");
  return window;
}

// Among them groups of this kind.
std::vector<std::string> Generator::NamesOf(Of of, std::size_t count) {
  std::vector<std::string> names;
  switch (of) {
    case kData: names = data_.Names(random_, count); break;
    case kAction: names = actions_.Names(random_, count); break;
    case kPurpose: names = purposes_.Names(random_, count); break;
    default: names = random_.Sample(relations_, count); break;
  }
  if (!groups_[of].empty() && random_.Percent(30)) {
    const std::string& group = random_.Pick(groups_[of]);
    if (!certain_ || !uncertain_.contains(group)) names.front() = group;
  }
  return names;
}

ast::NameList Generator::AnyOf(Of of, Parts parts) {
  NameList list;
  if (parts == Parts::some && random_.Percent(45)) return list;
  list.any = random_.Percent(25);
  if (list.any) return list;
  list.names = Named(NamesOf(of, 1 + random_.Below(2)));
  if (!tags_.empty() && random_.Percent(15)) {
    list.tags.push_back(Named(random_.Pick(tags_)));
    if (random_.Percent(50)) list.names.clear();
  }
  if (!certain_ && unknowns_left_ > 0 && random_.Percent(18)) {
    --unknowns_left_;
    ast::UnknownName unknown;
    const std::size_t terms =
        of == kRelation ? relations_.size() : NamesOf(of, 6).size();
    if (terms > 5 || random_.Percent(75)) {
      auto groups = std::exchange(groups_[of], {});  // none in alternatives
      unknown.alternatives = Named(NamesOf(of, 1));
      unknown.alternatives.push_back(Named(NamesOf(of, 1)).front());
      groups_[of] = std::move(groups);
    }
    list.unknowns.push_back(std::move(unknown));
    if (random_.Percent(50)) list.names.clear();
  }
  return list;
}

ast::Scope Generator::Scope(Parts parts, bool consent, std::uint32_t when) {
  ast::Scope scope;
  std::vector<Of> order = {kAction, kData, kRelation, kPurpose};
  random_.Shuffle(order);  // the first may use up what may be unknown
  for (Of of : order) {
    NameList& list = of == kAction     ? scope.actions
                     : of == kData     ? scope.data
                     : of == kRelation ? scope.relations
                                       : scope.purposes;
    list = AnyOf(of, parts);
  }
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

ast::Counterparties Generator::SomePartners() {
  ast::Counterparties partners;
  std::vector<std::string> held;
  for (const ast::Partner& partner : file_.partners)
    if (partner.role) held.push_back(partner.role->text);
  if (!held.empty() && random_.Percent(size_.every_role)) {
    partners.every_role = Named(random_.Pick(held));
  } else {
    partners.any = random_.Percent(5);
    if (partners.any) return partners;
    partners.names = Named(random_.Sample(partners_, 1 + random_.Below(2)));
    if (!partner_groups_.empty() && random_.Percent(20))
      partners.names.back() = Named(random_.Pick(partner_groups_));
  }
  return partners;
}

}  // namespace assent::generate
