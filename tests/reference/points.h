// Every request of a Model that leaves nothing open, those once that nothing in
// the Model tells apart: nothing that decides, and nothing that is only checked
// (ceilings, features, the registry, standards).
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "tests/reference/meaning.h"

namespace assent::reference {

class Points {
 public:
  explicit Points(const model::Model& model);

  // Of one partner, in one completion.
  std::uint64_t Count() const;

  // Calls f(point, weight): `weight` requests are like this one. At relation
  // self a requester's copy that has a pair has its first value, and is
  // counted once. `unknowns` of the point are left to the caller.
  template <class F>
  void ForEach(model::PartnerId partner, F f) const {
    const model::Vocabulary& words = model_.vocabulary;
    Point q;
    q.partner = partner;
    q.values.assign(words.attributes.size(), 0);
    words.data.leaves.ForEach([&](std::uint32_t data) {
      for (auto day = days_.begin(); day != days_.end(); ++day)
        words.actions.leaves.ForEach([&](std::uint32_t action) {
          for (std::uint32_t r = 0; r < words.relations.size(); ++r)
            words.purposes.leaves.ForEach([&](std::uint32_t purpose) {
              q.data = data;
              q.day = *day;
              q.action = action;
              q.relation = r;
              q.purpose = purpose;
              const Day next =
                  std::next(day) == days_.end() ? kEndDay : *std::next(day);
              Facts(q, 0, std::uint64_t(next - *day), f);
            });
        });
    });
  }

 private:
  struct Class {
    std::uint32_t value;  // the least
    std::uint64_t size;
  };

  template <class F>
  void Facts(Point& q, std::size_t next, std::uint64_t weight, F& f) const {
    if (next == q.values.size()) return f(q, weight);
    const model::Attribute& attribute = model_.vocabulary.attributes[next];
    if (model::RelationId(q.relation) == model_.vocabulary.self &&
        attribute.pair.valid() && attribute.owner == model::Owner::requester)
      return Facts(q, next + 1, weight, f);
    for (const Class& each : classes_[next]) {
      q.values[next] = each.value;
      Facts(q, next + 1, weight * each.size, f);
    }
    q.values[next] = 0;
  }

  const model::Model& model_;
  std::set<Day> days_;                       // on which anything may change
  std::vector<std::vector<Class>> classes_;  // by attribute
};

}  // namespace assent::reference
