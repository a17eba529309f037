// What the checks of rules share: the partners, by what is said of them, and
// what is found out on one walk over them.
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "compiler/check/rule_diagrams.h"
#include "compiler/diagnostics/diagnostic.h"

namespace assent::check {

// The partners for whom the rules are the same. By their first partner.
struct Subjects {
  explicit Subjects(const RuleOrigins& origins);

  std::vector<PartnerClass> classes;          // all partners
  std::vector<std::uint32_t> class_of;        // by PartnerId
  std::vector<rules::ProhibitionId> for_all;  // prohibitions of everybody

  // Those that prohibit something to partners of the class.
  std::vector<rules::ProhibitionId> ProhibitionsOf(
      const PartnerClass& partners) const;
  // Classes of these partners, ascending.
  std::vector<std::uint32_t> ClassesOf(
      const std::vector<model::PartnerId>& partners) const;
};

// Yes or not yet, of each of many; set from several threads.
class Flags {
 public:
  explicit Flags(std::size_t count)
      : set_(std::make_unique<std::atomic<bool>[]>(count)) {}

  bool operator[](std::size_t i) const {
    return set_[i].load(std::memory_order_relaxed);
  }
  void Set(std::size_t i) { set_[i].store(true, std::memory_order_relaxed); }

 private:
  std::unique_ptr<std::atomic<bool>[]> set_;
};

// What is known of the rules, by RuleId, and of permissions, by PermissionId.
struct Known {
  Known(std::size_t rule_count, std::size_t permission_count)
      : fires(rule_count),
        kept(rule_count),
        meets_forbid(rule_count),
        undecided(rule_count),
        governs(permission_count) {}

  Flags fires;         // decides some request
  Flags kept;          // without it some verdict would differ
  Flags meets_forbid;  // of an allow clause: a part of it is prohibited
  Flags undecided;     // its diagrams grew too large
  Flags governs;       // something that is granted to somebody
};

// The grants of one rule among those of a partner.
struct RuleGrants {
  rules::RuleId rule;
  std::vector<rules::GrantId> grants;
};
std::vector<RuleGrants> ByRule(const rules::RuleSet& rules,
                               const std::vector<rules::GrantId>& grants);

// The same of prohibitions.
struct RuleProhibitions {
  rules::RuleId rule;
  std::vector<rules::ProhibitionId> parts;
};
std::vector<RuleProhibitions> ForbidsByRule(
    const rules::RuleSet& rules, const std::vector<rules::ProhibitionId>& ids);

}  // namespace assent::check
