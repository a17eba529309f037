// Conditions in negation normal form:
//   not (a in V)  =  a in (supplied values less V)
//   not (x and y) =  not x or not y
// (a may be an attribute, a person's consent, or an unknown of the policy.)
// Literals of one attribute under one operator become one; what always or
// never holds is left out or takes over. Compare operands to sort them.
#include <algorithm>
#include <compare>

#include "compiler/rules/model_to_rules.h"

namespace assent::rules {
namespace {

using Kind = Condition::Kind;

std::strong_ordering Compare(const Condition& a, const Condition& b) {
  if (auto c = a.kind <=> b.kind; c != 0) return c;
  if (auto c = a.attribute <=> b.attribute; c != 0) return c;
  if (auto c = a.person <=> b.person; c != 0) return c;
  if (auto c = a.which <=> b.which; c != 0) return c;
  if (auto c = a.values <=> b.values; c != 0) return c;
  return std::lexicographical_compare_three_way(
      a.operands.begin(), a.operands.end(), b.operands.begin(),
      b.operands.end(), Compare);
}

bool IsLeaf(const Condition& condition) {
  return condition.kind != Kind::all_of && condition.kind != Kind::any_of &&
         condition.kind != Kind::negation;
}

bool SameVariable(const Condition& a, const Condition& b) {
  return IsLeaf(a) && a.kind == b.kind && a.attribute == b.attribute &&
         a.person == b.person && a.which == b.which;
}

Condition Constant(bool value) {
  Condition constant;
  constant.kind = value ? Kind::all_of : Kind::any_of;
  return constant;
}

class Normalizer {
 public:
  Normalizer(const model::Vocabulary& vocabulary,
             std::span<const std::uint32_t> unknown_sizes)
      : vocabulary_(vocabulary), unknown_sizes_(unknown_sizes) {}

  Condition Normalize(const Condition& condition, bool negated) const {
    switch (condition.kind) {
      case Kind::negation:
        return Normalize(condition.operands.front(), !negated);
      case Kind::literal:
      case Kind::consent:
      case Kind::unknown:
        return Leaf(condition, negated);
      case Kind::all_of:
      case Kind::any_of:
        break;
    }
    Kind kind = (condition.kind == Kind::all_of) != negated ? Kind::all_of
                                                            : Kind::any_of;
    std::vector<Condition> operands;
    for (const Condition& each : condition.operands) {
      Condition operand = Normalize(each, negated);
      if (operand.kind == kind)  // flatten; its neutral element is empty
        operands.insert(operands.end(),
                        std::make_move_iterator(operand.operands.begin()),
                        std::make_move_iterator(operand.operands.end()));
      else
        operands.push_back(std::move(operand));
    }
    return Join(kind, std::move(operands));
  }

 private:
  std::uint32_t CountOf(const Condition& leaf) const {
    switch (leaf.kind) {
      case Kind::consent:
        return model::kConsentCount;
      case Kind::unknown:
        return unknown_sizes_[leaf.which.value];
      default:
        return vocabulary_.attributes[leaf.attribute.value].supplied_count();
    }
  }

  Condition Leaf(Condition leaf, bool negated) const {
    if (negated) leaf.values = Complement(leaf.values, CountOf(leaf));
    if (leaf.values.empty()) return Constant(false);
    if (leaf.values.size() == CountOf(leaf)) return Constant(true);
    return leaf;
  }

  // `operands` under and, or; none of them is of this kind itself.
  Condition Join(Kind kind, std::vector<Condition> operands) const {
    std::sort(operands.begin(), operands.end(),
              [](const Condition& a, const Condition& b) {
                return Compare(a, b) < 0;
              });
    Condition joined;
    joined.kind = kind;
    for (Condition& operand : operands) {
      if (!joined.operands.empty()) {
        Condition& last = joined.operands.back();
        if (SameVariable(last, operand)) {
          last = Merge(kind, last, operand);
          if (!IsLeaf(last)) return last;  // a constant, which decides
          continue;
        }
        if (Compare(last, operand) == 0) continue;
      }
      // An empty operand is the other operator's neutral element: it decides.
      if (!IsLeaf(operand) && operand.operands.empty()) return operand;
      joined.operands.push_back(std::move(operand));
    }
    if (joined.operands.size() != 1) return joined;
    Condition only = std::move(joined.operands.front());
    return only;
  }

  Condition Merge(Kind kind, const Condition& a, const Condition& b) const {
    Condition merged = a;
    merged.values = kind == Kind::all_of ? Intersection(a.values, b.values)
                                         : Union(a.values, b.values);
    return Leaf(std::move(merged), /*negated=*/false);
  }

  const model::Vocabulary& vocabulary_;
  const std::span<const std::uint32_t> unknown_sizes_;
};

}  // namespace

Condition Normalized(const Condition& condition,
                     const model::Vocabulary& vocabulary,
                     std::span<const std::uint32_t> unknown_sizes) {
  return Normalizer(vocabulary, unknown_sizes)
      .Normalize(condition, /*negated=*/false);
}

}  // namespace assent::rules
